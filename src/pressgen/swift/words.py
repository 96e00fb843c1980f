"""A short text that comes again, in the same style and the same room, is broken into lines once.

Why: what `paragraphs` leaves to WeasyPrint (ends of lines, single words, links) is mostly the letterhead's own, and
the same in every letter; Pango is asked four times for each.
Replaces: `split_first_line`.
Falls back: to breaking, for words that WeasyPrint may divide, and for styles that are a letter's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from weasyprint.css.properties import INHERITED
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break

from pressgen.swift.desk import Shelf, Swap
from pressgen.swift.glyphs import SHORT
from pressgen.swift.styles import known

if TYPE_CHECKING:
    from pressgen.swift.desk import Desk


def swaps(_: Desk) -> Iterator[Swap]:
    split = line_break.split_first_line
    lines: Shelf[Any, Any] = Shelf(2000)

    def split_once(text: str, style: Any, context: Any, width: Any, *more: Any, **named: Any) -> tuple[Any, ...]:
        mark = known(style, "lines", INHERITED, _mark) if len(text) <= SHORT else None
        if mark is None:
            return split(text, style, context, width, *more, **named)  # type: ignore[no-any-return]
        key = (text, mark, width, more, *named.items())
        if (line := lines.get(key)) is None:
            line = split(text, style, context, width, *more, **named)
            if "layout" in vars(line[0]):  # still with Pango's own
                return line  # type: ignore[no-any-return]
            lines[key] = line
        layout, *rest = line
        copy = layout.__class__.__new__(layout.__class__)
        vars(copy).update(vars(layout))
        return (copy, *rest)

    for module in (inline, preferred):
        yield Swap(module, "split_first_line", split_once)


def _mark(style: Any) -> object | None:
    """What stands for a kept style in a key; nothing if words may be divided, which is no matter of the style alone."""
    for name in INHERITED:
        style[name]  # says so if it depends on the page
    return object() if style["hyphens"] in ("manual", "none") else None
