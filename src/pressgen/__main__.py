"""The door: `pressgen`, `python -m pressgen` and build.py come in here."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

MISSING = 3

PATIENCE = 50_000
"""Objects more than there were, before Python looks for garbage: a few ten MB."""


def entry(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit status. `argv` without the program's name, by default the real one."""
    if hasattr(sys.stdout, "reconfigure"):
        # A terminal that knows no umlauts shows something else in their place; nothing fails for it.
        sys.stdout.reconfigure(errors="replace")
    try:
        from pressgen.cli import main
    except ImportError as error:  # not even what would say so in the newsroom's language
        print(f"Auf diesem Rechner fehlt etwas: {error}. Beheben Sie es mit: scripts/setup site", file=sys.stderr)
        return MISSING
    status = main(sys.argv[1:] if argv is None else argv)
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None: closed by who called
        # What could not be said does not change what was done: the reader has gone, or the disk of a log is full.
        try:
            stream.flush()
        except OSError:
            with contextlib.suppress(OSError):  # Python flushes once more when it ends
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return status


def command(argv: Sequence[str] | None = None) -> NoReturn:
    """`entry` as a program."""
    # Ten thousands of values are made that all stay: looking through them for garbage takes a tenth of the time.
    gc.set_threshold(PATIENCE, *gc.get_threshold()[1:])
    # Not sys.exit: to free what ten thousand releases took, object by object, takes a tenth of a second.
    os._exit(entry(argv))


if __name__ == "__main__":
    command()
