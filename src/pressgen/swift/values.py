"""The used sizes of plain boxes are looked up, not resolved.

Why: of each of a letter's thousand boxes some sixty values are resolved and looked at, nearly all `0px` or `none`.
Replaces: `resolve_percentages`, and `layout_box_backgrounds` for boxes that have nothing to paint.
Falls back: for percentages and calculations, for sizes of another box than the content's, for collapsed borders, and
for boxes with a background, a shadow, rounded corners or an image as border.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from weasyprint.draw.color import get_color
from weasyprint.layout import background, percent
from weasyprint.layout.absolute import AbsolutePlaceholder

from pressgen.swift.desk import Swap, everywhere

if TYPE_CHECKING:
    from pressgen.swift.desk import Desk

SIDES = ("left", "right", "top", "bottom")
LENGTHS = (
    *(f"margin_{side}" for side in SIDES),
    *(f"padding_{side}" for side in SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
SIZES = (*LENGTHS, *BORDERS, "border_collapse", "box_sizing")
SQUARE = {f"border_{corner}_radius": (0, 0) for corner in ("top_left", "top_right", "bottom_right", "bottom_left")}


def swaps(_: Desk) -> Iterator[Swap]:
    resolve, lay_out = percent.resolve_percentages, background.layout_box_backgrounds
    sizes_of = itemgetter(*SIZES)

    def look_up(box: Any, containing_block: Any) -> None:
        style = box.style
        sizes = sizes_of(style)
        # Layout changes some styles: the values decide.
        known = style.__dict__.get("swift_used")
        if known is None or known[0] != sizes:
            known = style.swift_used = (sizes, _used(style))
        if known[1] is None or type(box) is AbsolutePlaceholder:
            resolve(box, containing_block)
        else:
            box.__dict__.update(known[1])

    def lay_out_bare(page: Any, box: Any, load: Any, layout_children: bool = True, style: Any = None) -> None:
        own = box.style
        bare = own.__dict__.get("swift_bare")
        if bare is None:
            bare = own.swift_bare = _is_bare(own)
        if not bare or style is not None or box is page or not layout_children or type(box) is AbsolutePlaceholder:
            lay_out(page, box, load, layout_children, style)
            return
        box.__dict__.update(SQUARE)
        for child in box.all_children():
            lay_out_bare(page, child, load)
        box.background = None

    yield from everywhere(resolve, look_up)
    yield Swap(background, "layout_box_backgrounds", lay_out_bare)


def _used(style: Any) -> dict[str, Any] | None:
    """The used values of a style whose sizes depend on nothing; None if one of them does."""
    if style["border_collapse"] == "collapse" or style["box_sizing"] != "content-box":
        return None
    used = {name: style[name] for name in BORDERS}
    for name in LENGTHS:
        value = style[name]
        if value == "auto":
            used[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            used[name] = value.value
        else:
            return None
    return used


def _is_bare(style: Any) -> bool:
    """Whether a box of this style has nothing behind it and no round corner."""
    return bool(
        all((0, "px") in style[name] for name in SQUARE)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and style["visibility"] == "visible"
        and all(kind == "none" for kind, _ in style["background_image"])
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )
