"""A text as the row of glyphs that Pango makes of it, for `paragraphs`.

Only a plain text has one: letters whose form depends on nothing but their neighbours in the word, from left to right,
in one font that has them all.
"""

from __future__ import annotations

import re
import struct
from array import array
from itertools import accumulate
from typing import Any, NamedTuple

from weasyprint.text.ffi import FROM_UNITS, ffi, harfbuzz, pango
from weasyprint.text.fonts import font_features, get_pango_font_hb_face, get_pango_font_key
from weasyprint.text.line_break import Layout

from pressgen.swift.desk import Shelf

PLAIN = re.compile(
    "[\x20-\x7e\xa0-\xac\xae-\u017f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u20ac]+"
).fullmatch
"""Latin letters and the punctuation of Europe; no soft hyphen."""

FONT = (
    *("font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variation_settings"),
    *("font_language_override", "lang", "font_variant_caps"),
)
FEATURES = (
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
)
"""Properties of which a font depends, and those that ask it for something special."""

CONTEXTUAL = {b"calt", b"clig", b"rclt"}
"""Features by which a font may look beyond a space, and so beyond the end of a line (OpenType, feature tags)."""

SHORT = 80
"""Texts up to this length are kept: those of the letterhead, and words that come again."""


class Text(NamedTuple):
    """A text shaped in one go. Widths are in Pango's units, places in bytes of UTF-8."""

    text: str
    data: bytes
    face: Face
    glyphs: list[tuple[int, int]]
    """Glyph and width."""
    starts: array[int]
    """Where each glyph's characters begin; at last the end."""
    sums: list[int]
    """How wide everything before each glyph is; at last the whole width."""
    at: dict[int, int]
    """Index of the glyph that begins at a place."""
    breaks: list[int]
    """Where a line may end, the end of the text left out."""
    used: frozenset[int]
    direction: int


class Face:
    """A font in one size: all that is the same for every line."""

    def __init__(self, layout: Any, line: Any, font: Any) -> None:
        self.layout = layout.layout  # keeps the font alive
        self.font = font
        self.extents = ffi.new("PangoRectangle *")
        pango.pango_layout_line_get_extents(line, ffi.NULL, self.extents)
        self.height: float = self.extents.height * FROM_UNITS
        self.baseline: float = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        self.key, _, self.size = get_pango_font_key(font)
        self.simple = CONTEXTUAL.isdisjoint(_substitutions(font))
        self.advances: dict[int, int] = {}
        """Width of each glyph by itself, without kerning."""
        self.widths: dict[int, int] = {}
        """The same in the PDF's units, thousandths of the font's size."""
        self.operands: dict[tuple[int, int], str] = {}

    def advance(self, glyph: int) -> int:
        if glyph not in self.advances:
            pango.pango_font_get_glyph_extents(self.font, glyph, ffi.NULL, self.extents)
            self.advances[glyph] = self.extents.width
            self.widths[glyph] = round(self.extents.width * 1000 * FROM_UNITS / self.size)
        return self.advances[glyph]

    def operand(self, item: tuple[int, int]) -> str:
        """A glyph of some width and the kerning after it, as `draw_first_line` writes them into a TJ operator."""
        if item not in self.operands:
            glyph, width = item
            self.advance(glyph)
            kerning = self.widths[glyph] + 0.0 - width * 1000 * FROM_UNITS / self.size
            self.operands[item] = f"{glyph:04x}>{int(kerning)}<" if kerning else f"{glyph:04x}"
        return self.operands[item]


class Shaper:
    """Shapes the texts of one letterhead."""

    def __init__(self) -> None:
        self.faces: Shelf[str, Face] = Shelf(100)
        self.short: Shelf[tuple[str, str], Text | None] = Shelf(2000)

    def shaped(self, text: str, style: Any) -> Text | None:
        """The glyphs of a text; None if it is not plain."""
        if not text or not PLAIN(text):
            return None
        font = style.__dict__.get("swift_font")
        if font is None:
            font = style.swift_font = str([style[name] for name in FONT]) if _is_plain(style) else ""
        if not font:
            return None
        if len(text) > SHORT:
            return self.shape(text, style, font)
        if (text, font) not in self.short:
            self.short[text, font] = self.shape(text, style, font)
        return self.short[text, font]

    def shape(self, text: str, style: Any, font: str) -> Text | None:
        layout = Layout(style)
        layout.set_text(text)
        line = pango.pango_layout_get_line_readonly(layout.layout, 0)
        face = self.faces.get(font)
        glyphs, widths, starts = array("i"), array("i"), array("i")
        run = line.runs[0]
        while run != ffi.NULL:
            item, string, run = run.data.item, run.data.glyphs, run.next
            if item.analysis.level & 0xFF:  # the lowest byte is the level, the others are no part of it
                return None  # from right to left
            if face is None:
                face = self.faces[font] = Face(layout, line, item.analysis.font)
            if item.analysis.font != face.font or not face.simple:
                return None
            count = string.num_glyphs
            # Of each glyph five integers: itself, width, shift to the right, shift upwards, attributes.
            values = array("i", bytes(ffi.buffer(string.glyphs, 20 * count)))
            clusters = array("i", bytes(ffi.buffer(string.log_clusters, 4 * count)))
            if any(values[2::5]) or any(values[3::5]) or len(set(clusters)) != count:
                return None  # shifted, or several glyphs for a letter
            glyphs += values[0::5]
            widths += values[1::5]
            starts += array("i", [item.offset + start for start in clusters]) if item.offset else clusters
        if face is None or max(glyphs) > 0xFFFF or min(glyphs) < 0:
            return None  # one is missing or empty
        data = text.encode()
        starts.append(len(data))
        at = dict(zip(starts, range(len(starts)), strict=True))
        breaks = _breaks(text, layout, len(data))
        if not all(place in at for place in breaks):
            return None  # one within a ligature
        items = list(zip(glyphs, widths, strict=True))
        sums = list(accumulate(widths, initial=0))
        return Text(text, data, face, items, starts, sums, at, breaks, frozenset(glyphs), line.resolved_dir)


def _is_plain(style: Any) -> bool:
    """Whether a style asks for nothing that a row of glyphs does not show."""
    return bool(
        style["white_space"] == "normal"
        and style["letter_spacing"] == "normal"
        and style["word_spacing"] == 0
        and style["overflow_wrap"] in ("normal", "break-word")
        and style["word_break"] == "normal"
        and style["hyphens"] in ("manual", "none")
        and style["direction"] == "ltr"
        and style["text_decoration_line"] == "none"
        and style["font_size"] > 1e-6
        and not font_features(*(style[name] for name in FEATURES))
    )


def _breaks(text: str, layout: Any, size: int) -> list[int]:
    """Where Pango would break a line of the text of `size` bytes."""
    length = len(text) + 1
    attributes = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    flags = array("I", bytes(ffi.buffer(attributes, 4 * length)))
    breaks = []
    last = place = 0
    for index in [
        index for index, flag in enumerate(flags) if flag & 1
    ]:  # the lowest bit of PangoLogAttr: is_line_break
        place += len(text[last:index].encode())
        last = index
        if 0 < place < size:
            breaks.append(place)
    return breaks


def _substitutions(font: Any) -> set[bytes]:
    """The features in a font's GSUB table (OpenType, chapter 2)."""
    blob = harfbuzz.hb_face_reference_table(get_pango_font_hb_face(font), harfbuzz.hb_tag_from_string(b"GSUB", -1))
    try:
        length = ffi.new("unsigned int *")
        start = harfbuzz.hb_blob_get_data(blob, length)
        table = b"" if start == ffi.NULL else bytes(ffi.buffer(start, length[0]))
    finally:
        harfbuzz.hb_blob_destroy(blob)
    if len(table) < 10:
        return set()
    (features,) = struct.unpack_from(">H", table, 6)
    (count,) = struct.unpack_from(">H", table, features)
    return {table[features + 2 + 6 * index :][:4] for index in range(count)}
