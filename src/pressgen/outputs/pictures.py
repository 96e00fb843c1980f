"""Images: which ones everyone can see, and how an archive can hold them."""

from __future__ import annotations

import io
import posixpath
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pressgen.model import IMAGE_KINDS, Boilerplate, Release
from pressgen.outputs import metadata
from pressgen.problems import Problem

if TYPE_CHECKING:
    from PIL.Image import Image as Picture


def of_letter(
    texts: Iterable[Release | Boilerplate], found: tuple[tuple[str, bytes], ...], problems: list[Problem]
) -> dict[str, bytes]:
    """The images of a letter in colours of a screen and without metadata, by path below the site's root.

    They were `found` for the `texts` that show them; `problems` gets those of images that not everyone can see.
    """
    places = {link.target: (text.source, link.written) for text in texts for link in text.links}
    shown = {}
    for target, data in found:
        if problem := refusal(data, target, *places[target]):
            problems.append(problem)
        else:
            shown[target] = on_screen(bare(data, target))
    return shown


def refusal(data: bytes, target: str, source: str, written: str) -> Problem | None:
    """What is wrong with an image, told at its address as `written` in the text `source`.

    It must be readable and of the kind that its name says, not move, and have colours of which is known how they look
    on a screen.
    """
    from PIL import Image, ImageFile

    name = target.rsplit("/", 1)[-1]
    kind = IMAGE_KINDS[posixpath.splitext(name)[1].lower()]
    code, values = None, {"name": name}
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint sets it for all
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # Only as what its name says: Pillow also reads formats that no browser shows.
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                # A photo of a modern phone is JPEG (MPO) with a second picture that nobody shows.
                moves = kind != "JPEG" and getattr(picture, "is_animated", False)
                picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        code, values = "image-huge", values | {"limit": f"{(Image.MAX_IMAGE_PIXELS or 0) // 1_000_000}"}
    except MemoryError:  # no mistake of the picture
        raise
    except Exception:  # Pillow's decoders raise nearly everything, down to IndexError and zlib.error
        code = "image-unreadable"
    else:
        if moves:
            code = "image-moves"
        elif picture.mode not in ON_SCREEN and _converted(picture) is None:
            code = "image-colours"
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return Problem(path=source, code=code, values=values, text=written) if code else None


ON_SCREEN = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
"""Pillow's names for bitmaps of 8 bits a channel or less, in grey, palette or RGB: a PDF/A whose output intent is sRGB
holds no others (ISO 19005-2, 6.2.4.3)."""


def on_screen(data: bytes) -> bytes:
    """An image that was not refused, in colours of a screen; the same bytes if it has them already."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        if picture.mode in ON_SCREEN or (converted := _converted(picture)) is None:
            return data
        target = io.BytesIO()
        if picture.format == "JPEG":
            # EXIF says which side is up. At 95 nobody sees the difference.
            converted.save(target, "JPEG", quality=95, subsampling=0, exif=picture.getexif())
        else:
            converted.save(target, "PNG")
    return target.getvalue()


def bare(data: bytes, name: str) -> bytes:
    """An image without what it says besides the picture (`metadata`); `name` is its file's.

    One that cannot be read stays as it is: it is refused where it is shown.
    """
    from PIL import Image, ImageOps

    kind = IMAGE_KINDS[posixpath.splitext(name)[1].lower()]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of enormous ones
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                try:
                    return metadata.without(data, kind, picture.getexif().get(0x0112, 1))
                except ValueError:  # Pillow reads more than is right; then it writes it anew
                    upright = ImageOps.exif_transpose(picture)
                    upright.info = {key: upright.info[key] for key in ("icc_profile",) if key in upright.info}
                    target = io.BytesIO()
                    upright.save(target, kind, quality=95)
                    return target.getvalue()
    except MemoryError:  # no mistake of the picture
        raise
    except Exception:  # Pillow's decoders raise nearly everything, down to IndexError and zlib.error
        return data


def scaled(data: bytes, name: str, width: int, height: int, suffix: str, lossless: bool) -> bytes:
    """An image upright, so many pixels wide and high, in sRGB and without metadata; `suffix` says what it becomes.

    Of one that not everyone can see the image as it is: it is refused where it is shown.
    """
    from PIL import Image, ImageFile, ImageOps

    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False  # WeasyPrint sets it for all
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            kind = IMAGE_KINDS[posixpath.splitext(name)[1].lower()]
            with Image.open(io.BytesIO(data), formats=[kind]) as opened:
                sideways = opened.getexif().get(0x0112, 1) >= 5
                # A JPEG is decoded at a half or a quarter, where that is still twice as much as needed.
                opened.draft(None, (2 * height, 2 * width) if sideways else (2 * width, 2 * height))
                picture = _for_screen(ImageOps.exif_transpose(opened))
        if picture.size != (width, height):
            picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        picture.info = {}
        target = io.BytesIO()
        if suffix == ".webp":
            picture.save(target, "WEBP", quality=78, method=4, lossless=lossless)
        elif suffix == ".png":
            picture.save(target, "PNG", optimize=True)
        else:
            if picture.mode == "RGBA":  # on the white of the page
                picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
            picture.save(target, "JPEG", quality=80, progressive=True, optimize=True)
        return target.getvalue()
    except MemoryError:  # no mistake of the picture
        raise
    except Exception:  # Pillow's decoders raise nearly everything, down to IndexError and zlib.error
        return bare(data, name)
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def for_print(data: bytes) -> bool:
    """Has an image colours that only on_screen makes visible? Not of one that cannot be read."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.mode not in ON_SCREEN
    except MemoryError:  # no mistake of the picture
        raise
    except Exception:  # Pillow raises nearly everything; who draws the picture tells it
        return False


def _for_screen(picture: Picture) -> Picture:
    """The picture in grey, RGB or RGBA of a screen, as its profile means it. Raises ValueError if nobody can tell."""
    if picture.mode not in ON_SCREEN:
        if (converted := _converted(picture)) is None:
            raise ValueError
        return converted
    profile = picture.info.get("icc_profile")
    transparent = picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info
    if picture.mode in ("1", "L") and not transparent:
        return picture.convert("L")
    picture = picture.convert("RGBA" if transparent else "RGB")
    if not profile or b"sRGB" in profile or b"s\0R\0G\0B" in profile:
        return picture
    from PIL import ImageCms

    try:
        return _on_screens(picture, profile)
    except (ImageCms.PyCMSError, OSError, ValueError):  # then browsers would not heed it either
        return picture


def _on_screens(picture: Picture, profile: bytes) -> Picture:
    """As image programs do it: what can be shown keeps its colour, black stays black."""
    from PIL import ImageCms

    converted = ImageCms.profileToProfile(
        picture,
        ImageCms.ImageCmsProfile(io.BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB" if picture.mode == "CMYK" else picture.mode,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:
        raise ValueError
    return converted


def _converted(picture: Picture) -> Picture | None:
    """The picture in colours of a screen; None if nobody can tell which they are: colours for print need a profile."""
    if picture.mode.startswith("I"):  # grey of 16 bits; Pillow's own conversion would cut off all but the darkest
        return picture.convert("I").point(lambda grey: grey / 257).convert("L")
    profile = picture.info.get("icc_profile")
    if picture.mode != "CMYK" or not profile:
        return None
    from PIL import ImageCms

    try:
        return _on_screens(picture, profile)
    except (ImageCms.PyCMSError, OSError, ValueError):  # not the profile of such an image, or damaged
        return None
