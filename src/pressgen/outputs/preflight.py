"""What would make a letter wrong, found while it is made: images, WeasyPrint's log, fonts.

Each becomes a problem in the file where it can be mended. Nothing is only logged.
"""

from __future__ import annotations

import io
import posixpath
import re
import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from pressgen.model import IMAGE_KINDS, Boilerplate, Contact, Layout, Office, Release
from pressgen.problems import Location, Problem

if TYPE_CHECKING:
    from weasyprint import Document

MANY = 20
"""So many characters of one letter are in a font of the system when the letterhead's own was not found at all."""


def images(texts: Iterable[Release | Boilerplate], found: tuple[tuple[str, bytes], ...]) -> Iterator[Problem]:
    """The problems of a letter's images, `found` by path below the site's root; `texts` are what shows them."""
    places = {link.target: (text.source, link.written) for text in texts for link in text.links}
    for target, data in found:
        yield from image(data, target, *places[target])


def image(data: bytes, target: str, source: str, written: str) -> Iterator[Problem]:
    """What is wrong with an image, told at its address as `written` in the text `source`.

    It must be readable and of the kind that its name says, not move, and have colours of a screen (PDF/A-2, 6.2.4.3).
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
    except Exception:  # Pillow's decoders raise nearly everything, down to IndexError and zlib.error
        code = "image-unreadable"
    else:
        if moves:
            code = "image-moves"
        elif picture.mode not in SCREEN_MODES:
            code, values = "image-colours", values | {"mode": picture.mode}
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    if code:
        yield Problem(path=source, code=code, values=values, text=written)


SCREEN_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
"""Pillow's names for bitmaps of 8 bits a channel or less, in grey, palette or RGB."""


LOG = (
    ("css-property", r"Ignored `(?P<name>[\w-]+)\s*:.*` at .*unknown property"),
    ("css-value", r"Ignored `(?P<name>[\w-]+)\s*:\s*(?P<value>.*?)\s*` at .*invalid value"),
    ("css-selector", r"Invalid or unsupported selector, '(?P<name>.*?)\s*'"),
    ("letterhead-file", r"Failed to load (?:image|stylesheet) at '?(?P<name>[^' ]+?)'? ?: ValueError: not in the "),
    ("letterhead-image", r"Failed to load image at '(?P<name>[^']+)'"),
    ("letterhead-font", r"Font-face '(?P<name>.*)' cannot be loaded"),
    ("letterhead", r"(?P<reason>.*(?:<AtRule |Ignored `)(?P<name>@?[\w-]+).*)"),
    ("letterhead", r"(?P<reason>(?P<name>@[\w-]+) rule .*)"),
)
"""Codes for what WeasyPrint logs; the first that fits."""


def log(lines: Iterable[str], letterhead: Layout, base: str) -> Iterator[Problem]:
    """What WeasyPrint logged about a letterhead; `base` is where its files seemed to lie."""
    for line in lines:
        if not line.startswith(".notdef"):  # missing glyphs are told by `fonts`, with their place
            yield _logged(line.replace(base, ""), letterhead)


def _logged(line: str, letterhead: Layout) -> Problem:
    """A line of WeasyPrint's log, told where it can be mended."""
    line = " ".join(line.split())
    code, values = "letterhead", {"reason": line}
    for known, pattern in LOG:
        if match := re.match(pattern, line):
            code, values = known, match.groupdict()
            break
    if code == "letterhead-font":  # told of the family, whichever of its files it is
        css = letterhead.text("letter.css")
        missing = [name for name in re.findall(r"""url\(["']?([^)"']+)""", css) if name not in letterhead.files]
        code, values = ("letterhead-file", {"name": missing[0]}) if missing else (code, values)
    place = re.search(r" at (\d+):(\d+)", line)
    row, column = (int(place[1]), int(place[2])) if place else (0, 0)
    name = values.get("name", "")
    path, location = _found(letterhead, name, row, column)
    if code == "letterhead-image" and name in letterhead.files:
        path, location = f"{letterhead.path}/{name}", None
    elif location is None:  # a selector that goes over several lines, or begins in the line above
        words, css = name.split(), letterhead.text("letter.css")
        if spread := re.search(r"\s+".join(map(re.escape, words)) + r"\s*{", css):
            path, location = _found(letterhead, words[0] if words else "", css.count("\n", 0, spread.start()) + 1, 1)
        else:
            path, location = _found(letterhead, words[-1], row, column)
    return Problem(path=path, code=code, values=values, location=location)


def _found(letterhead: Layout, word: str, row: int, column: int) -> tuple[str, Location | None]:
    """A word in a letterhead's sources: at row and column of letter.css if it is there, else where it is first."""
    names = sorted((n for n in letterhead.files if n.endswith((".css", ".html"))), key=lambda n: (n != "letter.css", n))
    lines = [(n, *numbered) for n in names for numbered in enumerate(letterhead.text(n).split("\n"), 1)]
    # What stands in a style attribute has a row and column of its own there.
    lines.sort(key=lambda line: line[:2] != ("letter.css", row))
    for name, number, text in lines:
        at = column - 1 if text.startswith(word, max(0, column - 1)) and number == row else text.find(word)
        if word and at >= 0:
            place = Location(line=number, column=at + 1, width=len(word), excerpt=text)
            return f"{letterhead.path}/{name}", place
    return letterhead.path, None


def fonts(
    document: Document,
    texts: tuple[Release | Boilerplate, ...],
    contacts: Iterable[Contact],
    office: Office,
    letterhead: Layout,
) -> Iterator[Problem]:
    """Characters that no font of the letterhead has.

    The finished PDF must embed the letterhead's fonts and no other. Their names prove nothing (WeasyPrint names a font
    after its @font-face rule, and a font of the system may bear the same name), so the font files are compared.
    """
    from weasyprint.text.fonts import get_hb_object_data

    own = letterhead.files.values()  # looked through, not hashed: fonts are large, and most differ in length
    strange: dict[str, str] = {}
    missing: dict[str, str] = {}
    set_in_own: set[str] = set()
    for font in document.fonts.values():
        characters = {character: font.family for text in font.to_unicode.values() for character in text}
        # Not font.file_content: that is the subset by now.
        if get_hb_object_data(font.hb_face) in own:
            set_in_own |= characters.keys()
        else:
            strange |= characters
        missing |= {chr(code): "" for code in font.missing}
    # What the own fonts have, too, was drawn with it by a style that asks for another font; all but a blank, which
    # comes from the font of the foreign words around it.
    strange_only = {character: family for character, family in strange.items() if character not in set_in_own} | missing
    if len(strange_only) > MANY or (strange and not strange_only):
        yield Problem(path=letterhead.path, code="foreign-font", values={"family": next(iter(strange.values()))})
        return
    strange = strange_only
    others = {
        "content/contacts.yaml": "".join(str(msgspec.structs.astuple(contact)) for contact in contacts),
        "content/newsroom.yaml": "".join((office.name, *office.address)),
        **{text.source: text.headline + text.body.text for text in texts if isinstance(text, Boilerplate)},
        f"{letterhead.path}/letter.html": letterhead.text("letter.html"),
        f"{letterhead.path}/letter.css": letterhead.text("letter.css"),
    }
    for character in sorted(strange):
        yield Problem(
            path=next((path for path, text in others.items() if character in text), texts[0].source),
            code="missing-glyph",
            values={
                "character": character,
                "code": f"U+{ord(character):04X}",
                "letterhead": letterhead.path.rsplit("/", 1)[-1],
            },
            text=character,
        )
