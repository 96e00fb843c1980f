"""Sizes that a style says in plain lengths are looked up for each box of that style, not resolved.

Why: most boxes have no percentages, no corners and no backgrounds; to find that out for each takes a twelfth of a
letter's time. So does the height of its lines, which WeasyPrint keeps by the names of twenty properties.
Replaces: `resolve_percentages`, `layout_box_backgrounds`, `strut`, and `Box.is_in_normal_flow`, which asks five others.
Falls back: to resolving, for percentages, calculated lengths, collapsed borders and another box-sizing; for styles that
layout has changed, or that depend on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from weasyprint.css.properties import INHERITED
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import absolute, background, block, column, grid, inline, page, percent, table
from weasyprint.layout import float as floating
from weasyprint.text import line_break

from pressgen.swift import paragraphs
from pressgen.swift.desk import Swap
from pressgen.swift.styles import known

if TYPE_CHECKING:
    from pressgen.swift.desk import Desk

ASIDE = ("left", "right", "inline-start", "inline-end", "footnote")
SIDES = ("top", "right", "bottom", "left")
CORNERS = tuple(f"border_{y}_{x}_radius" for y in ("top", "bottom") for x in ("left", "right"))
LENGTHS = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in SIDES),
    *("width", "height", "min_width", "max_width", "min_height", "max_height"),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
SIZES = frozenset((*LENGTHS, *BORDERS, "border_collapse", "box_sizing"))
BARE = frozenset(
    (*CORNERS, "border_image_source", "mask_border_source", "visibility", "background_image", "background_color")
) | {"box_shadow", "color"}
LINE = frozenset(INHERITED)
"""What a line's height and baseline depend on is among these."""


def swaps(_: Desk) -> Iterator[Swap]:
    resolve, lay_out, strut = percent.resolve_percentages, background.layout_box_backgrounds, line_break.strut

    def look_up_sizes(box: Any, containing_block: Any) -> None:
        sizes = known(box.style, "sizes", SIZES, _sizes) if isinstance(box, Box) else None
        if sizes:
            box.__dict__.update(sizes)
        else:
            resolve(box, containing_block)

    def leave_bare(sheet: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
        plain = style is None and isinstance(box, Box) and not isinstance(box, PageBox)
        corners = plain and known(box.style, "corners", BARE, _corners)
        if not corners:
            lay_out(sheet, box, get_image, layout_children, style)
            return
        box.__dict__.update(corners)
        for child in box.all_children():
            leave_bare(sheet, child, get_image)

    def look_up_strut(style: Any) -> Any:
        return known(style, "strut", LINE, strut) or strut(style)

    def flows(box: Any) -> bool:
        style = box.style
        position = style["position"]
        return (
            style["float"] not in ASIDE
            and position not in ("absolute", "fixed")
            and position[0] not in ("running()", "note()")
        )

    yield Swap(Box, "is_in_normal_flow", flows)
    for module in (absolute, block, column, floating, grid, inline, page, table):
        yield Swap(module, "resolve_percentages", look_up_sizes)
    yield Swap(background, "layout_box_backgrounds", leave_bare)
    for module in (inline, line_break, paragraphs):
        yield Swap(module, "strut", look_up_strut)


def _sizes(style: Any) -> dict[str, Any] | None:
    """The used values of all lengths, if none depends on another box."""
    sizes: dict[str, Any] = {}
    for name in LENGTHS:
        value = style[name]
        if value != "auto":
            if getattr(value, "unit", "%") == "%":
                return None
            value = value.value
        elif name.startswith("min_"):
            value = 0
        sizes[name] = value
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return None
    return sizes | {name: style[name] for name in BORDERS}


def _corners(style: Any) -> dict[str, Any] | None:
    """What becomes of a box that has no background, no image around it, and no round corners."""
    bare = (
        style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and all(kind == "none" for kind, _ in style["background_image"])
        and (style["color"] if style["background_color"] == "currentcolor" else style["background_color"]).alpha == 0
        and not style["box_shadow"]
        and all((0, "px") in style[name] for name in CORNERS)
    )
    return dict.fromkeys(CORNERS, (0, 0)) | {"background": None} if bare else None
