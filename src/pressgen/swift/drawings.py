"""An SVG is drawn once; where it comes again in the same size and place, its operators are repeated.

Why: a logo of a thousand points, drawn on every page, takes a fifth of a letter's time.
Replaces: `SVGImage.draw`.
Falls back: to drawing, for what needs more than operators and opacity (text, images, gradients, masks).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pydyf
from weasyprint.images import SVGImage

from pressgen.swift.desk import Shelf, Swap

if TYPE_CHECKING:
    from pressgen.swift.desk import Desk

STATE = ("_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke", "_current_font")
"""What a stream remembers to leave out operators that would change nothing."""


class Drawing(NamedTuple):
    """What an SVG leaves in a stream."""

    operators: bytes
    opacities: dict[str, Any]
    """The graphic states that the operators name."""


def swaps(_: Desk) -> Iterator[Swap]:
    drawings: Shelf[Any, Drawing | None] = Shelf(100)
    draw = SVGImage.draw

    def draw_again(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        # The image itself is in the key: an id may come again.
        key = (image, width, height, stream.ctm.values, *(getattr(stream, name) for name in STATE))
        if key not in drawings:
            drawings[key] = _drawn(draw, image, stream, width, height, style)
        drawing = drawings[key]
        if drawing is None:
            draw(image, stream, width, height, style)
            return
        if drawing.operators:
            stream.stream.append(drawing.operators)
        for name, opacity in drawing.opacities.items():
            if name not in stream._resources["ExtGState"]:
                stream._resources["ExtGState"][name] = pydyf.Dictionary(opacity)
        for name in STATE:  # as after the Q that ends every drawing
            setattr(stream, name, None)

    yield Swap(SVGImage, "draw", draw_again)


def _drawn(draw: Any, image: Any, stream: Any, width: float, height: float, style: Any) -> Drawing | None:
    """The image drawn into a stream of its own that is as `stream` is now; None if it needed more than operators."""
    kinds = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = {kind: pydyf.Dictionary() for kind in kinds} | {"ColorSpace": stream._resources["ColorSpace"]}
    fonts: dict[Any, Any] = {}
    probe = stream.clone(fonts=fonts, resources=resources, images={}, tags=None)
    for name in STATE:
        setattr(probe, name, getattr(stream, name))
    probe._ctm_stack = [stream.ctm]
    draw(image, probe, width, height, style)
    opacities = resources["ExtGState"]
    if fonts or any(resources[kind] for kind in kinds[1:]) or any(name[0] not in "aA" for name in opacities):
        return None
    return Drawing(b"\n".join(map(pydyf._to_bytes, probe.stream)), {k: dict(v) for k, v in opacities.items()})
