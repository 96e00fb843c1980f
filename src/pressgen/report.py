"""What a build tells of itself; `cli` prints it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

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
