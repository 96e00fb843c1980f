"""Where a letterhead that divides words divides them: by pyphen's patterns, but for the words that it corrects.

The patterns know no compounds: Landrat-samt, Staub-ecken, Urin-stinkt. Soft hyphens in the text were the other way:
WeasyPrint 70 divides by no pattern any more where one of them is anywhere near.
"""

from __future__ import annotations

import contextlib
import itertools
import re
import types
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def corrected(words: tuple[str, ...]) -> Iterator[None]:
    """Divide these words only at their hyphens (`Land-rats-amt`), whatever their capitals, and in compounds."""
    if not words:
        yield
        return
    import pyphen
    from weasyprint.text import line_break

    pattern = re.compile("|".join(re.escape(w.replace("-", "")) for w in sorted(words, key=len, reverse=True)), re.I)
    lengths = {word.replace("-", "").casefold(): [len(part) for part in word.split("-")] for word in words}

    class Corrected(pyphen.Pyphen):  # type: ignore[misc]  # pyphen ships no types
        def positions(self, word: str) -> list[Any]:
            found = super().positions(word)
            for match in pattern.finditer(word):
                start, end = match.span()
                own = itertools.accumulate(lengths[match[0].casefold()][:-1], initial=start)
                found = [position for position in found if not start < position < end]
                found += [pyphen.DataInt(position) for position in own if self.left <= position]
            return sorted(position for position in found if position <= len(word) - self.right)

    original = line_break.pyphen
    line_break.pyphen = types.SimpleNamespace(Pyphen=Corrected, language_fallback=original.language_fallback)
    try:
        yield
    finally:
        line_break.pyphen = original
