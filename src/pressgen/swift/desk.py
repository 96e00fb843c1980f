"""What is kept of a letterhead between letters, and the replacing of WeasyPrint's functions while one is drawn."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Swap(NamedTuple):
    """`owner.name` is `new` while a letter is drawn."""

    owner: Any
    name: str
    new: Any


class Shelf(dict[Key, Value]):
    """A dictionary that is emptied before it holds more than `limit` entries."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __setitem__(self, key: Key, value: Value) -> None:
        if len(self) >= self.limit:
            self.clear()
        super().__setitem__(key, value)


class Desk:
    """One letterhead at work."""

    def __init__(self, base: str) -> None:
        from pressgen.swift import drawings, letterhead, objects, paragraphs, sizes, styles, words

        self.base = base
        """Where the letterhead's files seem to lie; what lies elsewhere belongs to one letter and is not kept."""
        levers = (letterhead, styles, sizes, words, paragraphs, drawings, objects)
        self.swaps = [swap for lever in levers for swap in lever.swaps(self)]

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Replace WeasyPrint's functions."""
        before = [getattr(owner, name) for owner, name, _ in self.swaps]
        for owner, name, new in self.swaps:
            setattr(owner, name, new)
        try:
            yield
        finally:
            for (owner, name, _), original in zip(self.swaps, before, strict=True):
                setattr(owner, name, original)
