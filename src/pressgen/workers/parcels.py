"""Calls as bytes, for other processes. A layout, with its fonts, is not in them: it is sent apart, and named."""

from __future__ import annotations

import copyreg
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

    def named(layout: Layout) -> tuple[Callable[[str], Layout], tuple[str]]:
        name = f"{layout.path} {layout.digest.hex()}"
        layouts[name] = layout
        return _here, (name,)

    data = io.BytesIO()
    pickler = pickle.Pickler(data, pickle.HIGHEST_PROTOCOL)
    # Not `persistent_id`: that is asked about every string, and packing takes three times as long.
    pickler.dispatch_table = {**copyreg.dispatch_table, Layout: named}
    pickler.dump((function, arguments))
    return Parcel(data.getvalue(), layouts)


class Missing(Exception):
    """A call names a layout that is not here."""


_one_at_a_time = threading.Lock()
_layouts: Mapping[str, Layout] = {}
"""What the call that is being unpacked may name."""


def _here(name: str) -> Layout:
    try:
        return _layouts[name]
    except KeyError:
        raise Missing(name) from None


def answered(call: bytes, layouts: Mapping[str, Layout]) -> Any:
    """Unpack a call, and do it. Raises Missing, and what the call raises."""
    global _layouts
    with _one_at_a_time:  # swift, too, replaces functions for a whole process
        _layouts = layouts
        function, arguments = pickle.loads(call)
        return function(*arguments)
