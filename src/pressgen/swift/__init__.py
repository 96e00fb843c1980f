"""The same letters, faster: all that reaches into WeasyPrint for speed alone.

    with swift.room(letterhead.digest, "file:///letterhead/", complaints):
        ...  # WeasyPrint draws a letter on this letterhead

That line is the switch: without it the same bytes are made in three times the time. Inside, functions of WeasyPrint and
pydyf are replaced, one lever a file; outside, WeasyPrint is as it was delivered. A lever takes a short cut only where
the result is the same by construction, and else calls what it replaced: no letter depends on being in here.
What is mended for conformance stands in `outputs/conformance`, and works with or without.

    ready       WeasyPrint is imported without what a letter does not need
    letterhead  fonts, style sheets and images of a letterhead are read once
    styles      a style that an earlier letter had is computed once
    sizes       lengths that a style says are not worked out for each of its boxes
    paragraphs  a paragraph is shaped once, and broken and drawn from the same glyphs
    words       a short text that comes again is broken into lines once
    drawings    an SVG is drawn once, and its operators are repeated
    objects     every object of a PDF is turned into bytes once
    garbage     Python looks for garbage between two letters

What is kept lies on the `Desk` of one letterhead. Every shelf there has a limit, only a few desks stand in the room,
and one at which WeasyPrint complained is cleared: the next letter is told the same.
Not for threads: what is replaced is replaced for all of them.
"""

from __future__ import annotations

import atexit
import contextlib
from collections.abc import Iterator, Sized
from typing import TYPE_CHECKING

from pressgen import toolchain

if TYPE_CHECKING:
    from pressgen.swift.desk import Desk

KNOWN = {"weasyprint": "70.0", "pydyf": "0.13.0"}
"""The versions whose inside was read. With any other the room stays shut."""

DESKS = 4
"""So many letterheads are kept, those used last. One takes 10 to 20 MiB."""

_desks: dict[bytes, Desk] = {}
atexit.register(_desks.clear)  # before the libraries go that their fonts belong to


def strange() -> dict[str, str]:
    """Libraries that are installed in a version nobody has read, with that version; empty if the room is open."""
    found = {name: toolchain.version(name) for name in KNOWN}
    return {name: version for name, version in found.items() if version != KNOWN[name]}


def bring() -> None:
    """Import WeasyPrint by the shortest way, if that is not done, and if its version was read."""
    if not strange():
        from pressgen.swift import ready

        ready.bring()


@contextlib.contextmanager
def room(letterhead: bytes, base: str, complaints: Sized) -> Iterator[None]:
    """Draw one letter on a letterhead, known by its digest, whose files seem to lie at `base`.

    `complaints` is what WeasyPrint says meanwhile; if there are any, or the letter fails, nothing of it is kept.
    """
    if strange():
        yield
        return
    from pressgen.swift import garbage, ready

    garbage.collect()
    ready.bring()
    from pressgen.swift.desk import Desk

    desk = _desks.pop(letterhead, None) or Desk(base)
    with desk.at_work():
        yield
    if not complaints:
        _desks[letterhead] = desk
        while len(_desks) > DESKS:
            del _desks[next(iter(_desks))]
