"""What a finished letter needs when it is printed: pages, colour, pictures that are sharp enough.

Found in the PDF itself, whatever made it: 1 to 3 ms a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfObject

SCALE = 0.5
"""Pixels per point, 36 dpi, at which a page is looked at: it takes 3 ms. Fine lines do not show; their ink is known."""

TINT = 16
"""How far red, green and blue may differ, of 255. Up to that it is the noise of a JPEG in grey, or a grey with a tint
such as #555c63: nobody wants to pay colour for it.
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
    last_lines: int
    """Lines of text on the last page, but for what is repeated on every page; a picture is as good as two."""


def paper(data: bytes) -> Paper:
    """What the letter with these bytes needs."""
    import pypdfium2  # 40 ms: only where a letter was made

    pictures: list[Picture] = []
    colour = False
    lines: set[int] = set()
    with pypdfium2.PdfDocument(data) as document:
        for number in range(len(document)):
            page = document[number]
            lines.clear()
            for drawn in page.get_objects():
                if drawn.type in (pypdfium2.raw.FPDF_PAGEOBJ_TEXT, pypdfium2.raw.FPDF_PAGEOBJ_IMAGE) and _said(drawn):
                    base = round(drawn.get_matrix().f)
                    lines |= {base} if drawn.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT else {base, base + 1}
                if drawn.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE:
                    width, height = drawn.get_px_size()
                    left, _, right, _ = drawn.get_bounds()  # points
                    if right > left:
                        pictures.append(Picture(width, height, round(right - left, 2)))
                else:
                    colour = colour or any(map(_tinted, _inks(drawn)))
            colour = colour or _coloured(bytes(page.render(SCALE, prefer_bgrx=True).buffer))
        return Paper(len(document), colour, tuple(pictures), len(lines))


def pictures(data: bytes, dpi: float) -> Iterator[bytes]:
    """Each page of a letter as a PNG."""
    import io

    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        for number in range(len(document)):
            target = io.BytesIO()
            document[number].render(dpi / 72).to_pil().save(target, "PNG")
            yield target.getvalue()


def _said(drawn: PdfObject) -> bool:
    """Is it read aloud? What is repeated on every page is marked as an artifact (ISO 14289-1, 7.8)."""
    import ctypes

    from pypdfium2 import raw

    room = len(ARTIFACT)
    name, size = (ctypes.c_ushort * (room // 2))(), ctypes.c_ulong()
    for number in range(raw.FPDFPageObj_CountMarks(drawn)):
        mark = raw.FPDFPageObj_GetMark(drawn, number)
        if raw.FPDFPageObjMark_GetName(mark, name, room, size) and bytes(name)[: size.value] == ARTIFACT:
            return False
    return True


ARTIFACT = "Artifact\0".encode("utf-16-le")


def _inks(drawn: PdfObject) -> Iterator[tuple[int, ...]]:
    """What text or a path is drawn with: red, green, blue of 255."""
    import ctypes

    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(1), ctypes.c_int(0)
    if drawn.type == raw.FPDF_PAGEOBJ_PATH:
        raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
    for used, ask in ((fill, raw.FPDFPageObj_GetFillColor), (stroke, raw.FPDFPageObj_GetStrokeColor)):
        channels = [ctypes.c_uint() for _ in "rgba"]
        if used.value and ask(drawn, *channels) and channels[3].value:
            yield tuple(channel.value for channel in channels[:3])


def _coloured(pixels: bytes) -> bool:
    """Is any of the pixels, four bytes each, not grey?"""
    blue, green, red = pixels[::4], pixels[1::4], pixels[2::4]
    return not blue == green == red and any(map(_tinted, set(zip(blue, green, red, strict=True))))


def _tinted(channels: tuple[int, ...]) -> bool:
    return max(channels) - min(channels) > TINT
