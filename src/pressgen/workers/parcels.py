"""Calls as bytes, for other processes. A layout, with its fonts, is not in them: it is sent apart, and named."""

from __future__ import annotations

import io
import pickle
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pressgen.model import Layout


class Parcel(NamedTuple):
    """A call on its way."""

    call: bytes
    layouts: Mapping[str, Layout]
    """What the call names."""


def packed(function: Callable[..., Any], *arguments: Any) -> Parcel:
    """A call of a module-level function."""
    layouts: dict[str, Layout] = {}

    class Pickler(pickle.Pickler):
        def persistent_id(self, value: object) -> str | None:
            if not isinstance(value, Layout):
                return None
            name = f"{value.path} {value.digest.hex()}"
            layouts[name] = value
            return name

    data = io.BytesIO()
    Pickler(data, pickle.HIGHEST_PROTOCOL).dump((function, arguments))
    return Parcel(data.getvalue(), layouts)


class Missing(Exception):
    """A call names a layout that is not here."""


_one_at_a_time = threading.Lock()


def answered(call: bytes, layouts: Mapping[str, Layout]) -> Any:
    """Unpack a call, and do it. Raises Missing, and what the call raises."""

    class Unpickler(pickle.Unpickler):
        def persistent_load(self, name: str) -> Layout:
            try:
                return layouts[name]
            except KeyError:
                raise Missing(name) from None

    function, arguments = Unpickler(io.BytesIO(call)).load()
    with _one_at_a_time:  # swift replaces functions for a whole process
        return function(*arguments)
