"""A paragraph is shaped once; its lines are broken and drawn from the same glyphs.

Why: for each line WeasyPrint has Pango shape two lines of text, the same with the next word, without its blank, and
once more to draw it: more than four times the text.
Replaces: `split_text_box`, which breaks a line off a text, and `draw_text`.
Falls back: line by line. A line is broken here only where the sum of the glyphs' widths leaves no doubt: it fits with
a pixel to spare, with the next word it is a pixel too wide, it ends at a single blank, and its last glyph is as wide as
it is by itself (not kerned with that blank), and it has a letter. So justified and hyphenated text, other scripts,
fonts that look beyond a word, words too long for a line and close calls are WeasyPrint's. Underlined text is, too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pydyf
from weasyprint import draw
from weasyprint.draw import text as draw_text_module
from weasyprint.layout import inline
from weasyprint.text.ffi import FROM_UNITS, TO_UNITS
from weasyprint.text.line_break import Layout, strut

from pressgen.swift.desk import Swap
from pressgen.swift.glyphs import Shaper, Text

if TYPE_CHECKING:
    from pressgen.swift.desk import Desk

MARGIN = TO_UNITS
"""One pixel, in Pango's units."""

SPACE = 0x20

LETTER = re.compile("[A-Za-z\xaa\xba\xc0-\xd6\xd8-\xf6\xf8-\u017f]").search
"""One that makes a plain line Latin. A line of figures alone is of no script, and a font may kern it in another way."""


class Line(Layout):  # type: ignore[misc]  # weasyprint ships no types
    """What WeasyPrint keeps of a line between breaking and drawing it, and the glyphs of the line."""

    def __init__(self, text: str, max_width: float, shaped: Text, first: int, last: int) -> None:
        self.text, self.max_width, self.justification_spacing = text, max_width, 0
        self.first_line_direction = shaped.direction
        self.ascent = self.underline_position = self.strikethrough_position = None
        self.shaped: Text | None = shaped
        self.first, self.last = first, last

    def reactivate(self, style: Any) -> None:
        """Become a Pango layout again: someone wants to change the line."""
        self.shaped = None
        super().reactivate(style)


def swaps(_: Desk) -> Iterator[Swap]:
    shaper = Shaper()
    split, draw_text = inline.split_text_box, draw_text_module.draw_text

    def split_shaped(context: Any, box: Any, width: Any, skip: Any, is_line_start: bool = True) -> tuple[Any, Any, Any]:
        shaped = box.__dict__.get("swift_text")
        if shaped is None or (shaped and shaped.text != box.text):
            shaped = box.swift_text = shaper.shaped(box.text, box.style) or False
        end = (
            shaped and width is not None and width < 1e6 and not box.justification_spacing and _end(shaped, width, skip)
        )
        if not end:
            return split(context, box, width, skip, is_line_start)  # type: ignore[no-any-return]
        stop, resume = end
        first, last = shaped.at[skip], shaped.at[stop]
        text = shaped.data[skip:stop].decode()
        if not LETTER(text) and text != shaped.text:
            return split(context, box, width, skip, is_line_start)  # type: ignore[no-any-return]
        face = shaped.face
        line = box.copy_with_text(text)
        line.width = (shaped.sums[last] - shaped.sums[first]) * FROM_UNITS
        line.pango_layout = Line(text, width, shaped, first, last)
        line.height = face.height
        line_height, _ = strut(box.style)
        line.margin_top = line.margin_bottom = (line_height - face.height) / 2
        line.baseline = face.baseline
        line.baseline += line.margin_top
        return line, resume, False

    def draw_shaped(stream: Any, box: Any, offset_x: float, text_overflow: str, block_ellipsis: Any) -> None:
        line, style = box.pango_layout, box.style
        shaped = type(line) is Line and line.shaped
        cut = text_overflow == "ellipsis" or block_ellipsis != "none"
        if not shaped or cut or box.justification_spacing or style["visibility"] != "visible":
            draw_text(stream, box, offset_x, text_overflow, block_ellipsis)
            return
        stream.set_color(style["color"])
        stream.begin_text()
        if box.text.strip():
            _show(stream, box, shaped, line.first, line.last)
        stream.end_text()

    yield Swap(inline, "split_text_box", split_shaped)
    yield Swap(draw_text_module, "draw_text", draw_shaped)
    yield Swap(draw, "draw_text", draw_shaped)


def _end(shaped: Text, width: float, skip: int) -> tuple[int, int | None] | None:
    """Where a line that begins at `skip` ends, and where the next one begins; None if that is not clear-cut."""
    first = shaped.at.get(skip)
    if first is None or first == len(shaped.glyphs):
        return None
    sums, at, data, breaks, end = shaped.sums, shaped.at, shaped.data, shaped.breaks, len(shaped.data)
    origin, limit = sums[first], int(max(0, width) * TO_UNITS)
    if sums[-1] - origin + MARGIN <= limit:
        return end, None  # all of it, also the blanks at its end
    stop = resume = None
    for index in range(bisect_right(breaks, skip), len(breaks) + 1):
        place = breaks[index] if index < len(breaks) else end
        words = place
        while words > skip and data[words - 1] == SPACE:
            words -= 1
        taken = sums[at[words]] - origin
        if taken + MARGIN > limit:
            if taken < limit + MARGIN:
                return None  # too close to tell
            break
        if place == end:
            return None  # all of it, but for the blanks at its end
        stop, resume = words, place
    if stop is None or stop <= skip or data[stop] != SPACE or stop + 1 != resume:
        return None
    glyph, advance = shaped.glyphs[at[stop] - 1]
    return (stop, resume) if shaped.face.advance(glyph) == advance else None


def _show(stream: Any, box: Any, shaped: Text, first: int, last: int) -> None:
    """The operators of `draw_first_line`, for glyphs that are neither shifted nor missing, in one font."""
    face = shaped.face
    font = stream._fonts.get(face.key)
    if font is None:
        font, _ = stream.add_font(face.font)
    place = (1, 0, 0, -1, box.position_x, box.position_y + box.baseline)
    stream.stream.append(b" ".join((*map(pydyf._to_bytes, place), b"Tm")))
    stream.set_font_size(font.hash, face.size)
    glyphs = shaped.glyphs[first:last]
    if not font.to_unicode.keys() >= shaped.used:
        for index, (glyph, _) in enumerate(glyphs, first):
            if glyph not in font.to_unicode:
                face.advance(glyph)
                font.to_unicode[glyph] = shaped.data[shaped.starts[index] : shaped.starts[index + 1]].decode()
                font.widths[glyph] = face.widths[glyph]
    known = face.operands
    string = "<" + "".join([known.get(item) or face.operand(item) for item in glyphs])
    stream.show_text(string[:-1] if string[-1] == "<" else string + ">")
