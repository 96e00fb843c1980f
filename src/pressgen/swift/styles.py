"""A style that an earlier letter had is computed once.

Why: the letters of one letterhead have some forty styles of two hundred properties, always the same.
Replaces: `StyleFor.set_computed_styles`, which makes the style of an element from the declarations that apply to it.
Which ones apply is found anew for every letter, so any selector will do.
Falls back: to computing, for lengths that depend on the page (vw, pvh ...).

A letter gets styles of its own, which look up the values of the kept ones: layout changes some of them on its way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from weasyprint.css import ComputedStyle, InitialStyle, StyleFor

from pressgen.swift.desk import Shelf, Swap

if TYPE_CHECKING:
    from pressgen.swift.desk import Desk


class PageAsked(BaseException):
    """A kept style was asked for a length that depends on the page.

    No Exception: WeasyPrint takes any of these for a mistake in the style sheet.
    """


class NoPage(dict[str, Any]):
    """Stands for the page's sizes where there is no page."""

    def __missing__(self, key: str) -> Any:
        raise PageAsked


class LetterStyle(ComputedStyle):  # type: ignore[misc]  # weasyprint ships no types
    """The style of an element in one letter."""

    def __init__(self, kept: Any, above: Any, root: Any, page_sizes: Any) -> None:
        self.__dict__.update(kept.__dict__)
        self.kept = kept
        self.changed: set[str] = set()
        self.changed_above: set[str] = above.changed if above is not None else set()
        self.parent_style, self.root_style, self.initial_page_sizes = above, root, page_sizes

    def __setitem__(self, key: str, value: Any) -> None:
        """Layout changes a value; what inherits it from here has to be computed."""
        self.changed.add(key)
        super().__setitem__(key, value)

    def __missing__(self, key: str) -> Any:
        if key in self.changed_above:
            return super().__missing__(key)
        try:
            value = self.kept[key]
        except PageAsked:
            self.kept.pop(key, None)
            return super().__missing__(key)
        super().__setitem__(key, value)
        return value


def swaps(_: Desk) -> Iterator[Swap]:
    shelf: Shelf[Any, Any] = Shelf(2000)
    compute = StyleFor.set_computed_styles

    def look_up(
        self: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: Any = None,
        base_url: Any = None,
        target_collector: Any = None,
    ) -> None:
        computed = self.get_computed_styles()
        cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
        is_root = element == root and pseudo_type is None
        above = None if is_root else computed[parent, None]
        kept_above = getattr(above, "kept", None)
        if kept_above is None and not is_root:
            compute(self, element, parent, root, pseudo_type, base_url, target_collector)
            return
        key = (id(kept_above), pseudo_type, base_url, _comparable(cascaded))
        if (kept := shelf.get(key)) is None:
            kept_root = InitialStyle(self.font_config) if is_root else computed[root, None].kept
            kept = ComputedStyle(kept_above, cascaded, pseudo_type, kept_root, base_url, self.font_config, NoPage())
            shelf[key] = kept
        root_style = kept.root_style if is_root else computed[root, None]
        computed[element, pseudo_type] = style = LetterStyle(kept, above, root_style, self.initial_page_sizes)
        # To be asked for here matters: WeasyPrint tells a style that is still empty from one that is not.
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])

    yield Swap(StyleFor, "set_computed_styles", look_up)


def _comparable(cascaded: dict[str, Any]) -> tuple[Any, ...]:
    """The declarations that apply to an element, as part of a key; lists among the values by their identity.

    A kept style keeps its declarations, so that no identity comes again.
    """
    items = tuple(cascaded.items())
    try:
        hash(items)
    except TypeError:
        return tuple((name, id(value), *weight[:2], *weight[2]) for name, (value, weight) in items)
    return items
