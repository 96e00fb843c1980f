"""Every object of a PDF is turned into bytes once.

Why: WeasyPrint asks pydyf for a file identifier, which is a hash of all objects; so each is written and deflated twice.
Replaces: the property `data` of pydyf's streams and dictionaries while `PDF.write` runs, and `_to_bytes`.
Falls back: to pydyf's own, for all that is not numbered, and for items of other types than the four it tells apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pydyf

from pressgen.swift.desk import Swap

if TYPE_CHECKING:
    from pressgen.swift.desk import Desk


def swaps(_: Desk) -> Iterator[Swap]:
    written: dict[int, bytes] | None = None
    """By id of the object; only while a file is written, and so while its objects live."""
    write, to_bytes = pydyf.PDF.write, pydyf._to_bytes

    def write_once(*arguments: Any, **named: Any) -> None:
        nonlocal written
        written = {}
        try:
            write(*arguments, **named)
        finally:
            written = None

    def once(original: property) -> property:
        serialised = original.fget
        assert serialised

        def data(self: Any) -> bytes:
            if written is None or self.number is None:
                return serialised(self)  # type: ignore[no-any-return]
            if (found := written.get(id(self))) is None:
                found = written[id(self)] = serialised(self)
            return found

        return property(data)

    def to_bytes_by_type(item: Any) -> bytes:
        kind = type(item)
        if kind is bytes:
            return item  # type: ignore[no-any-return]
        if kind is str:
            return item.encode("ascii")  # type: ignore[no-any-return]
        if kind is int:
            return b"%d" % item
        if kind is float and not item.is_integer():
            return f"{item:f}".rstrip("0").encode("ascii")
        return to_bytes(item)  # type: ignore[no-any-return]

    yield Swap(pydyf.PDF, "write", write_once)
    yield Swap(pydyf.Stream, "data", once(pydyf.Stream.data))
    yield Swap(pydyf.Dictionary, "data", once(pydyf.Dictionary.data))
    yield Swap(pydyf, "_to_bytes", to_bytes_by_type)
