"""What a build tells of itself, while it is at work and afterwards; `cli` prints it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

import msgspec

from pressgen.problems import Problem
from pressgen.site import Audience


class Unrecorded(msgspec.Struct, frozen=True, kw_only=True):
    """What is public, but could not be noted in content/published.txt."""

    addresses: tuple[str, ...]
    reason: str


class Waiting(msgspec.Struct, frozen=True):
    """A release that is finished, and not public yet."""

    at: dt.datetime
    """When it will be, with UTC offset."""
    headline: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did."""

    releases: Mapping[Audience, int]
    """How many releases each edition holds a letter of."""
    files: Mapping[Audience, int]
    """How many files each edition has."""
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Paths relative to the project, in the order of publication."""
    restored: tuple[str, ...] = ()
    """Those of the written ones that somebody had changed or removed."""
    at: dt.datetime
    """The moment, with UTC offset."""
    next: dt.datetime | None
    """The one from which something else may be seen; None: never."""
    strangers: tuple[str, ...] = ()
    """Files in public/ and print/ of which pressgen does not know where they come from, where that is told."""
    vanished: tuple[str, ...] = ()
    """Addresses of releases that were out, and are not any more, without a withdrawal: nothing noted them."""
    unrecorded: Unrecorded | None = None
    warnings: tuple[Problem, ...] = ()
    """What to look at again in new and changed releases."""
    drafts: int
    unfinished: tuple[Problem, ...] = ()
    """What is to be done in them; only told in a preview."""
    embargoed: tuple[Waiting, ...]
    """Releases with a coming embargo, soonest first."""
    scheduled: tuple[Waiting, ...]
    """Releases with only a future date, soonest first."""


class Listener(Protocol):
    """Who is told how a build goes."""

    def stage(self, name: str) -> None:
        """When one stage of the build ends and this one begins: `read`, `check`, `plan`, `render` …"""

    def rendering(self, path: str, number: int, total: int) -> None:
        """Before each render: the artifact's path, how many were rendered, and how many are at once."""

    def lost(self, path: str) -> None:
        """A worker died at this artifact; it is tried once more."""

    def redrawing(self, letters: int, reasons: Mapping[str, int]) -> None:
        """Before they are published: so many letters change that are public already. The reasons are `toolchain` or
        parameters of `outputs.letters.letter`, each with the number of letters; a letter may have several.
        """

    def slow(self, found: Mapping[str, str], known: Mapping[str, str]) -> None:
        """After letters were drawn: that took long, because libraries were found in other versions than known."""


class Silent:
    """A listener that does not care."""

    def stage(self, name: str) -> None: ...

    def rendering(self, path: str, number: int, total: int) -> None: ...

    def lost(self, path: str) -> None: ...

    def redrawing(self, letters: int, reasons: Mapping[str, int]) -> None: ...

    def slow(self, found: Mapping[str, str], known: Mapping[str, str]) -> None: ...


SILENT = Silent()
