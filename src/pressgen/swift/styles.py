"""A style that an earlier letter had is computed once.

Why: the letters of one letterhead have some forty styles of two hundred properties, always the same.
Replaces: `StyleFor.set_computed_styles`, which makes the style of an element from the declarations that apply to it.
Which ones apply is found anew for every letter, so any selector will do.
Falls back: to computing, for lengths that depend on the page (vw, pvh ...).

A letter gets styles of its own, which look up the values of the kept ones: layout changes some of them on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from weasyprint.css import AnonymousStyle, ComputedStyle, InitialStyle, Style, StyleFor
from weasyprint.css.properties import INHERITED, TABLE_WRAPPER_BOX_PROPERTIES
from weasyprint.css.tokens import Pending

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


CHANGING = TABLE_WRAPPER_BOX_PROPERTIES | {
    *("anchor", "display", "height", "max_height", "max_width", "min_height", "min_width", "white_space", "width"),
}
"""What WeasyPrint changes in the styles of elements and boxes while it lays them out: another may inherit it."""


class Kept(ComputedStyle):  # type: ignore[misc]  # weasyprint ships no types
    """A style that is computed without a page."""

    def __missing__(self, key: str) -> Any:
        try:
            return super().__missing__(key)
        except PageAsked:
            self.pop(key, None)  # half computed
            raise


class Borrowed(Style):  # type: ignore[misc]
    """A style of one letter, with the values of a kept one."""

    def borrow(self, kept: Any, above: Any) -> None:
        self.kept = kept
        if "ready" not in kept.__dict__:
            kept.ready = {key: value for key, value in kept.items() if key not in CHANGING}
        self.ready: dict[str, Any] = kept.ready
        """The values that letters asked the kept style for: all at once, they are copied in no time."""
        self.changed: set[str] = set()
        self.changed_above: set[str] = above.changed if above is not None else set()
        self.update(self.ready)

    def is_kept(self, names: AbstractSet[str]) -> bool:
        """Are these properties still those of the kept style?"""
        return names.isdisjoint(self.changed) and names.isdisjoint(self.changed_above)

    @cached_property
    def anonymous_style(self) -> LetterAnonymous:
        return LetterAnonymous(self.kept.anonymous_style, self)

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
            return super().__missing__(key)
        dict.__setitem__(self, key, value)
        if key not in CHANGING or _is_own(self.kept, key):
            self.ready[key] = value
        return value


class LetterStyle(Borrowed, ComputedStyle):  # type: ignore[misc]
    """The style of an element in one letter."""

    def __init__(self, kept: Any, above: Any, root: Any, page_sizes: Any) -> None:
        self.__dict__.update(kept.__dict__)
        self.__dict__.pop("anonymous_style", None)
        self.borrow(kept, above)
        self.parent_style, self.root_style, self.initial_page_sizes = above, root, page_sizes


class LetterAnonymous(Borrowed, AnonymousStyle):  # type: ignore[misc]
    """The style of what stands in an element without one of its own."""

    def __init__(self, kept: Any, above: Any) -> None:
        self.borrow(kept, above)
        self.parent_style, self.root_style = above, above.root_style
        self.cache, self.font_config = above.cache, above.font_config

    @property
    def specified(self) -> LetterAnonymous:
        return self


def swaps(_: Desk) -> Iterator[Swap]:
    shelf: Shelf[Any, Any] = Shelf(2000)
    ask = StyleFor.__call__

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
        # Without `self`, which holds it: a circle would keep all of it for the garbage collector.
        make = partial(_style, shelf, element, parent, root, pseudo_type, base_url, cascaded)
        if pseudo_type and target_collector and "anchor" not in cascaded:
            computed[element, pseudo_type] = make  # most are never asked for: no element is a footnote
            return
        computed[element, pseudo_type] = style = make(self)
        if target_collector and style["anchor"]:
            target_collector.collect_anchor(style["anchor"])

    def ask_made(self: Any, element: Any, pseudo_type: Any = None) -> Any:
        computed = self.get_computed_styles()
        if type(make := computed.get((element, pseudo_type))) is partial:
            computed[element, pseudo_type] = style = make(self)
            # WeasyPrint has asked this one for its anchor by now, and tells a style that is still empty from others.
            style["anchor"]
        return ask(self, element, pseudo_type)

    yield Swap(StyleFor, "set_computed_styles", look_up)
    yield Swap(StyleFor, "__call__", ask_made)


def _is_own(kept: Any, key: str) -> bool:
    """Is the value of a property the same whatever becomes of the element around?"""
    if key in INHERITED or key.startswith("margin"):  # which have logical names, too
        return False
    declared = kept.__dict__.get("cascaded", {}).get(key, ("initial",))[0]
    return declared != "inherit" and not isinstance(declared, Pending)


def _style(
    shelf: Shelf[Any, Any],
    element: Any,
    parent: Any,
    root: Any,
    pseudo_type: Any,
    base_url: Any,
    cascaded: dict[str, Any],
    styles: Any,
) -> LetterStyle:
    """The style of an element with the declarations that apply to it."""
    is_root = element == root and pseudo_type is None
    above = None if is_root else styles.get_computed_styles()[parent, None]
    above_all = None if is_root else styles.get_computed_styles()[root, None]
    key = (None if above is None else id(above.kept), pseudo_type, base_url, _comparable(cascaded))
    if (kept := shelf.get(key)) is None:
        kept_above = None if above is None else above.kept
        kept_root = InitialStyle(styles.font_config) if above_all is None else above_all.kept
        kept = Kept(kept_above, cascaded, pseudo_type, kept_root, base_url, styles.font_config, NoPage())
        shelf[key] = kept
    return LetterStyle(kept, above, kept.root_style if is_root else above_all, styles.initial_page_sizes)


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


def known(style: Any, name: str, names: AbstractSet[str], find: Callable[[Any], Any]) -> Any:
    """What was found out from these properties of the kept style; nothing if the letter's own differ."""
    if not isinstance(style, Borrowed) or not style.is_kept(names):
        return None
    facts = style.kept.__dict__
    try:
        return facts[name]
    except KeyError:
        pass
    try:
        found = find(style.kept)
    except PageAsked:
        found = None
    facts[name] = found
    return found
