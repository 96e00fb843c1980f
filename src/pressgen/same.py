"""Whether nothing has changed since the last build: no source, no published file, no library, no moment has come."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Collection
from pathlib import Path

import msgspec

from pressgen import listing
from pressgen.listing import Looked
from pressgen.report import Report
from pressgen.state import State


class _Same(msgspec.Struct, frozen=True):
    """A build, and what it depended on: while none of that changes, there is nothing to do."""

    stamp: bytes
    """Of all sources."""
    record: str
    """Of content/published.txt, when the build had written to it."""
    timezone: str
    rules: str
    """When the clocks change, which governments decide anew."""
    report: Report


SAME = msgspec.json.Decoder(_Same)


def report(state: State, looked: Looked, disturbed: Callable[[], Collection[str]], at: dt.datetime) -> Report | None:
    """What the last build said, if there is nothing to do since. What is `disturbed` is asked last."""
    try:
        same = SAME.decode(state.note("same"))
    except msgspec.MsgspecError:  # there is none, or it is damaged
        return None
    until = same.report.next
    if not state.complete or state.built is None or at < state.built or (until and at >= until):
        return None
    zone = zoneinfo.ZoneInfo(same.timezone)
    now = listing.stamp(looked.stamps())
    if (same.stamp, same.record, same.rules) != (now, looked.record, listing.rules(zone)):
        return None
    if disturbed():
        return None
    return msgspec.structs.replace(same.report, at=at.astimezone(zone))


def remember(project: Path, state: State, looked: Looked, timezone: str, done: Report) -> None:
    """That this is what a build says that was made from what was `looked` at, and from nothing else."""
    done = msgspec.structs.replace(
        done, written=(), removed=(), restored=(), strangers=(), vanished=(), warnings=(), unrecorded=None
    )
    rules = listing.rules(zoneinfo.ZoneInfo(timezone))
    same = _Same(listing.stamp(looked.stamps()), listing.record_stamp(project), timezone, rules, done)
    state.remember_notes(same=msgspec.json.encode(same))
