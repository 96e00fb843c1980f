"""What a finished letter needs when it is printed: pages, colour, pictures that are sharp enough.

Found in the PDF itself, whatever made it. Takes 4 ms for a letter of two pages, beside the 100 and more that setting it
takes.
"""

from __future__ import annotations

from typing import NamedTuple

SCALE = 0.5
"""Pixels per point, 36 dpi: a line of 0.4 pt in colour still shows, and a page takes 2 ms."""

TINT = 16
"""How far red, green and blue of a pixel may differ, of 255. Up to that it is the noise of a JPEG in grey, or a grey
with a tint such as #555c63: nobody wants to pay colour for it.
"""


class Picture(NamedTuple):
    """A picture as a letter prints it."""

    width: int
    """Pixels of the picture, as is the height."""
    height: int
    printed: float
    """How wide it is on paper, in points (72 are an inch)."""

    @property
    def dpi(self) -> float:
        """Pixels per printed inch."""
        return 72 * self.width / self.printed


class Paper(NamedTuple):
    """What a letter needs when it is printed."""

    pages: int
    colour: bool
    """Is there anything on a page that is not grey?"""
    pictures: tuple[Picture, ...]
    """In the order in which they are drawn; one that is drawn twice is here twice."""


def paper(data: bytes) -> Paper:
    """What the letter with these bytes needs."""
    import pypdfium2  # 40 ms: only where a letter was made

    pictures: list[Picture] = []
    colour = False
    with pypdfium2.PdfDocument(data) as document:
        for number in range(len(document)):
            page = document[number]
            for drawn in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
                width, height = drawn.get_px_size()
                left, _, right, _ = drawn.get_bounds()  # points
                if right > left:
                    pictures.append(Picture(width, height, round(right - left, 2)))
            colour = colour or _coloured(bytes(page.render(SCALE, prefer_bgrx=True).buffer))
        return Paper(len(document), colour, tuple(pictures))


def _coloured(pixels: bytes) -> bool:
    """Is any of the pixels, four bytes each, not grey?"""
    blue, green, red = pixels[::4], pixels[1::4], pixels[2::4]
    if blue == green == red:
        return False
    return any(max(pixel) - min(pixel) > TINT for pixel in zip(blue, green, red, strict=True))
