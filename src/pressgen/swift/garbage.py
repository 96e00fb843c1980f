"""Python looks for garbage every few letters, not dozens of times in each.

Why: a letter makes tens of thousands of objects that are needed until it is done and then go by themselves. The
collector looks through them whenever 700 more have come, and now and then through everything that was ever imported.
Replaces: the collector's first threshold, for the whole process.
"""

from __future__ import annotations

import gc

PATIENCE = 200_000
"""Objects more than there were: what a letter needs at most, and the garbage of some fifty."""


def patient() -> None:
    """Let the collector wait that long."""
    gc.set_threshold(PATIENCE, *gc.get_threshold()[1:])
