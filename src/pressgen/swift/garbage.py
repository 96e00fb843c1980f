"""Python looks for garbage between two letters, not dozens of times in each.

Why: a letter makes tens of thousands of objects that are needed until it is done, and then go by themselves but for a
few. The collector looks through them whenever 700 more have come, and now and then through all that was ever imported.
Replaces: the collector's first threshold, for the whole process. A letter as large as a book is collected on its way.
"""

from __future__ import annotations

import gc

PATIENCE = 100_000
"""Objects more than there were; a letter of two pages has about 40,000."""


def collect() -> None:
    """Collect what the letter before left, and wait until this one is done."""
    gc.set_threshold(PATIENCE, *gc.get_threshold()[1:])
    gc.collect(0)
