"""Images that not everyone could see: told where they are used, in releases and on standing pages."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pytest
import weasyprint  # noqa: F401  (as in every build that draws a letter: it tells Pillow to accept half an image)
from PIL import Image, ImageCms

from tests.harness import PIXEL, Newsroom, files, tool


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A picture of one colour."""
    data = io.BytesIO()
    Image.new(mode, size).save(data, kind, **options)
    return data.getvalue()


def moving(kind: str) -> bytes:
    """Two pictures, one after the other."""
    return picture(kind, append_images=[Image.new("RGB", (40, 30), "red")], save_all=True, duration=100)


def huge() -> bytes:
    """A PNG of 400 million pixels, as its head says."""
    data = picture("PNG")
    head = b"IHDR" + (20_000).to_bytes(4, "big") * 2 + data[24:29]
    return data[:12] + head + zlib.crc32(head).to_bytes(4, "big") + data[33:]


def srgb() -> bytes:
    """The profile of a screen."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def press() -> bytes:
    """The ICC profile of a press that prints magenta where the plate says cyan, so that a conversion shows that it
    looked into the profile.
    """
    lab = {0: (255, 128, 128), 1: (123, 202, 122)}  # paper, and a magenta of L 48, a 74, b -6, by the first plate alone
    table = b"".join(bytes(lab[number >> 3]) for number in range(16))
    ramp = bytes(range(256))
    one = (0x10000).to_bytes(4, "big")
    identity = b"".join(one if number % 4 == 0 else bytes(4) for number in range(9))
    lut = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + identity + ramp * 4 + table + ramp * 3
    white = b"XYZ " + bytes(4) + b"".join(n.to_bytes(4, "big") for n in (0xF6D6, 0x10000, 0xD32D))
    words = b"desc" + bytes(4) + (5).to_bytes(4, "big") + b"test\0" + bytes(78) + bytes(3)
    tags, place, data = b"", 128 + 4 + 3 * 12, b""
    for name, content in ((b"desc", words), (b"wtpt", white), (b"A2B0", lut + bytes(-len(lut) % 4))):
        tags += name + (place + len(data)).to_bytes(4, "big") + len(content).to_bytes(4, "big")
        data += content + bytes(-len(content) % 4)
    size = place + len(data)
    head = size.to_bytes(4, "big") + bytes(4) + bytes([2, 0x40, 0, 0]) + b"prtrCMYKLab " + bytes(12) + b"acsp"
    head += bytes(28) + b"".join(n.to_bytes(4, "big") for n in (0xF6D6, 0x10000, 0xD32D))
    return head + bytes(128 - len(head)) + (3).to_bytes(4, "big") + tags + data


COLOURS = "hat Farben für den Druck (CMYK) ohne Farbprofil"
OTHER = "ist beschädigt oder von einer anderen Art, als sein Name sagt."
MOVES = "bewegt sich: Ein Brief zeigt nur seinen Anfang"

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "TIFF": ("a.jpg", lambda: picture("TIFF"), OTHER),
    "BMP": ("a.jpg", lambda: picture("BMP"), OTHER),
    "PPM": ("a.jpeg", lambda: picture("PPM"), OTHER),
    "ICO": ("a.png", lambda: picture("ICO"), OTHER),
    "TGA": ("a.gif", lambda: picture("TGA"), OTHER),
    "PNG named .jpg": ("a.jpg", lambda: PIXEL, OTHER),
    "JPEG named .PNG": ("a.PNG", lambda: picture("JPEG"), OTHER),
    "nothing": ("a.png", lambda: b"", OTHER),
    "no width": ("a.gif", lambda: b"GIF89a" + bytes(7) + b";", OTHER),
    "cut off JPEG": ("a.jpg", lambda: picture("JPEG", size=(400, 300))[:-400], OTHER),
    "cut off PNG": ("a.png", lambda: picture("PNG", size=(400, 300))[:-60], OTHER),
    "cut off WebP": ("a.webp", lambda: picture("WEBP")[:-9], OTHER),
    "moving GIF": ("a.gif", lambda: moving("GIF"), MOVES),
    "moving PNG": ("a.png", lambda: moving("PNG"), MOVES),
    "moving WebP": ("a.webp", lambda: moving("WEBP"), MOVES),
    "bomb": ("a.png", huge, "hat mehr als 89 Millionen Bildpunkte."),
    "a little too large": ("a.png", lambda: picture("PNG", "1", (10_000, 9_000)), "hat mehr als 89 Millionen"),
    "CMYK without profile": ("a.jpg", lambda: picture("JPEG", "CMYK"), COLOURS),
    "CMYK with a screen's profile": ("a.jpg", lambda: picture("JPEG", "CMYK", icc_profile=srgb()), COLOURS),
    "CMYK with half a profile": ("a.jpg", lambda: picture("JPEG", "CMYK", icc_profile=press()[:300]), COLOURS),
}


@pytest.mark.parametrize("where", ["pages/bild.md:5", "releases/2026/2026-01-15-bild.md:6"])
@pytest.mark.parametrize(("name", "made", "told"), REFUSED.values(), ids=REFUSED)
def test_an_image_is_refused(newsroom: Newsroom, where: str, name: str, made: Callable[[], bytes], told: str) -> None:
    path, line = where.split(":")
    date = "date: 2026-01-15\n" if line == "6" else ""
    newsroom.write(f"content/{path}", f"---\nheadline: Bild\n{date}---\n\n![Ein Bild](/media/{name})\n")
    newsroom.write(f"content/media/{name}", made())

    said = newsroom.refused()

    assert said.startswith(f"content/{where}:13: Das Bild '{name}' {told}"), said
    assert said.endswith("\n1 Problem; es wurde nichts veröffentlicht.\n")
    assert newsroom.command("check").err == said


SHOWN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "JPEG": ("a.JPG", lambda: picture("JPEG")),
    "PNG": ("a.png", lambda: picture("PNG", "RGBA")),
    "GIF": ("a.gif", lambda: picture("GIF", "P")),
    "WebP": ("a.webp", lambda: picture("WEBP")),
    "CMYK with its profile": ("a.jpg", lambda: picture("JPEG", "CMYK", icc_profile=press())),
    "grey of 16 bits": ("a.png", lambda: picture("PNG", "I;16")),
}


@pytest.mark.parametrize(("name", "made"), SHOWN.values(), ids=SHOWN)
def test_an_image_is_published_as_it_is(newsroom: Newsroom, name: str, made: Callable[[], bytes]) -> None:
    newsroom.write(f"content/media/{name}", made())
    newsroom.release("bild", body=f"![Ein Bild](/media/{name})")

    newsroom.build()

    assert files(newsroom.folder)[f"public/media/{name}"] == made()
    assert " 40 " in tool("pdfimages", "-list", newsroom.print / "2026-01-15-bild.pdf")


def test_of_a_phone_s_photo_the_first_picture_is_published(newsroom: Newsroom) -> None:
    newsroom.write("content/media/a.jpg", moving("MPO"))
    newsroom.release("bild", body="![Ein Bild](/media/a.jpg)")

    newsroom.build()

    with Image.open(newsroom.public / "media/a.jpg") as out, Image.open(io.BytesIO(moving("MPO"))) as first:
        assert out.format == "JPEG"
        assert out.tobytes() == first.tobytes()
    assert " 40 " in tool("pdfimages", "-list", newsroom.print / "2026-01-15-bild.pdf")


def drawn(newsroom: Newsroom, name: str, data: bytes) -> Image.Image:
    """An image as a letter shows it."""
    newsroom.write(f"content/media/{name}", data)
    newsroom.release("bild", body=f"![Ein Bild](/media/{name})")
    newsroom.build()
    tool("pdfimages", "-png", newsroom.print / "2026-01-15-bild.pdf", newsroom.folder / "bild")
    found = sorted(newsroom.folder.glob("bild-*.png"))[0]
    return Image.open(found).convert("RGB")


def test_colours_for_print_look_in_a_letter_as_their_profile_says(newsroom: Newsroom) -> None:
    plate = Image.new("CMYK", (40, 30), (255, 0, 0, 0))
    data = io.BytesIO()
    plate.save(data, "JPEG", quality=100, icc_profile=press())

    red, green, blue = drawn(newsroom, "a.jpg", data.getvalue()).getpixel((20, 15))  # type: ignore[misc]

    assert red > 180
    assert green < 60
    assert 80 < blue < 160, "the magenta that the press prints, not the cyan that the numbers mean elsewhere"


def test_a_photo_of_a_camera_lying_on_its_side_stays_upright_when_its_colours_are_converted(newsroom: Newsroom) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn to the right
    data = picture("JPEG", "CMYK", size=(40, 30), icc_profile=press(), exif=exif)

    assert drawn(newsroom, "a.jpg", data).size == (30, 40)


def test_grey_of_16_bits_is_as_grey_in_a_letter(newsroom: Newsroom) -> None:
    data = io.BytesIO()
    Image.new("I;16", (40, 30), 0x8080).save(data, "PNG")

    assert drawn(newsroom, "a.png", data.getvalue()).getpixel((20, 15)) == (128, 128, 128)


def test_an_image_of_several_pages_is_told_at_the_first_and_looked_into_once(newsroom: Newsroom) -> None:
    for name in ("barrierefreiheit", "kontakt"):
        newsroom.write(f"content/pages/{name}.md", "---\nheadline: Bild\n---\n\n![Ein Bild](/media/a.jpg)\n")
    newsroom.write("content/media/a.jpg", PIXEL)

    said = newsroom.refused()

    assert said.startswith("content/pages/barrierefreiheit.md:5:13: Das Bild 'a.jpg' ")
    assert said.endswith("\n1 Problem; es wurde nichts veröffentlicht.\n")

    newsroom.write("content/media/a.jpg", picture("JPEG"))
    newsroom.build()
    newsroom.write("content/pages/kontakt.md", "---\nheadline: Neu\n---\n\n![Anderes](/media/a.jpg)\n")
    answer = newsroom.command("build", "-v", "--at", "2026-06-01 12:00")

    assert "public/kontakt/index.html" in answer.out + answer.err
    assert "media/a.jpg" not in answer.out + answer.err
