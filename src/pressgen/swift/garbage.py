"""Python looks for garbage between letters, not while one is drawn.

Why: a letter makes tens of thousands of objects, all needed until it is done; the collector looks through them, and now
and then through everything that was ever imported, in vain. Worth a tenth of the mean, nothing of the median.
Replaces: nothing of WeasyPrint's. Each letter's garbage is gone before the next is drawn.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def later() -> Iterator[None]:
    """Collect nothing until this is done."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
