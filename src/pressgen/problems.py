"""How a mistake is told: where it stands, what it is, what to do about it.

A mistake of an author or a designer is a `Problem`, a plain value. Stages collect problems and raise them together
as one `SourceError`; only `messages.told` turns them into sentences. A mistake of ours is an ordinary exception.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Control characters, and line separators that only some programs take for line ends: refused in texts, and never
told, because they could do anything to a terminal."""


class Location(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a text file, with the line to show under the message."""

    line: int
    """1-based."""
    column: int
    """1-based, in characters (not bytes)."""
    width: int = 1
    """How many characters the caret underlines; at least 1."""
    excerpt: str | None = None
    """The whole line without its end; None where there is no line to show (a file that is not text)."""


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One mistake in one file."""

    path: str
    """Relative to the project, with forward slashes."""
    code: str
    """A key of `messages.MESSAGES`."""
    values: Mapping[str, object] = msgspec.field(default_factory=dict)
    """What the message's placeholders stand for."""
    location: Location | None = None
    """None when the whole file is meant, or while only `field` or `text` says where."""
    field: str | None = None
    """Name of the front matter field it is about, as in the schema (`contact`), to be located in the source later."""
    text: str | None = None
    """A piece of the source it is about, as written, to be located in the source later."""


def each_once(problems: Iterable[Problem]) -> list[Problem]:
    """The problems, in their order: a mistake in a letterhead is met by every letter on it, and told once."""
    return list({msgspec.json.encode(problem): problem for problem in problems}.values())


class SourceError(Exception):
    """The sources or layouts have problems; nothing was published."""

    def __init__(self, problems: Iterable[Problem], outline: object = None) -> None:
        self.problems = tuple(problems)
        self.outline = outline
        """What could be read of the source in spite of them: a `model.Outline`, or None."""
        super().__init__("; ".join(f"{p.path}: {p.code} {dict(p.values)}" for p in self.problems))
