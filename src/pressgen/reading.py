"""One release is read, in whatever process: bytes become values, encoded for the state. Pure."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from pressgen import sense
from pressgen.model import Draft, Outline, taken_out
from pressgen.problems import Problem, SourceError
from pressgen.sources import release


class Unread(NamedTuple):
    """A release that is to be parsed."""

    path: str
    data: bytes
    """Of its file; of a text that is too long, enough to refuse it."""
    effort: float = 0.4
    """Milliseconds, on a machine of 2026."""

    @property
    def bulk(self) -> None:
        """Nothing that others have, too."""


class Reading(NamedTuple):
    """What came of it, encoded for the state."""

    value: bytes
    """A `Release` without its words, or a `Draft`; empty if it has problems."""
    words: bytes = b""
    remarks: tuple[Problem, ...] = ()
    """What is worth a second look in its words."""
    problems: tuple[Problem, ...] = ()
    outline: Outline | None = None


class Rules(NamedTuple):
    """What reading a release depends on, besides its file."""

    defaults: Mapping[str, Any] | None
    """None while newsroom.yaml cannot be read, as is the zone."""
    zone: zoneinfo.ZoneInfo | None
    base_url: str
    text_limit: int


def read(rules: Rules, files: Sequence[Unread]) -> list[Reading]:
    """Parse releases."""
    return [_read(rules, file) for file in files]


def _read(rules: Rules, file: Unread) -> Reading:
    try:
        value = release.release(file.path, file.data, rules.defaults, rules.zone, rules.base_url)
    except SourceError as error:
        outline = error.outline if isinstance(error.outline, Outline) else None
        return Reading(b"", problems=error.problems, outline=outline)
    if isinstance(value, Draft):
        return Reading(msgspec.json.encode(value))
    bare, words = taken_out(value)
    # Not MessagePack for the value: it drops the UTC offset of a moment, and a letter made from it would differ.
    remarks = tuple(sense.of_words(value, rules.text_limit))
    return Reading(msgspec.json.encode(bare), msgspec.msgpack.encode(words), remarks)
