"""Images that not everyone could see: told where they are used, in releases and on standing pages."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pytest
import weasyprint  # noqa: F401  (as in every build that draws a letter: it tells Pillow to accept half an image)
from PIL import Image

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
    "CMYK": ("a.jpg", lambda: picture("JPEG", "CMYK"), "hat Farben für den Druck oder 16 Bit (CMYK)"),
    "16 bits": ("a.png", lambda: picture("PNG", "I;16"), "hat Farben für den Druck oder 16 Bit (I;16)"),
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
    "JPEG of a phone, with a second picture": ("a.jpg", lambda: moving("MPO")),
    "PNG": ("a.png", lambda: picture("PNG", "RGBA")),
    "GIF": ("a.gif", lambda: picture("GIF", "P")),
    "WebP": ("a.webp", lambda: picture("WEBP")),
}


@pytest.mark.parametrize(("name", "made"), SHOWN.values(), ids=SHOWN)
def test_an_image_is_published_as_it_is(newsroom: Newsroom, name: str, made: Callable[[], bytes]) -> None:
    newsroom.write(f"content/media/{name}", made())
    newsroom.release("bild", body=f"![Ein Bild](/media/{name})")

    newsroom.build()

    assert files(newsroom.folder)[f"public/media/{name}"] == made()
    assert " 40 " in tool("pdfimages", "-list", newsroom.print / "2026-01-15-bild.pdf")


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
