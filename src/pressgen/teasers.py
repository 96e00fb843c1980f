"""A release as lists show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from typing import Literal

import msgspec

from pressgen.model import Release


class Teaser(msgspec.Struct, frozen=True, kw_only=True):
    """A release as lists show it: all that a list page depends on."""

    address: str
    headline: str
    subhead: str
    kicker: str
    language: str
    """Of these words: `de` or `en`."""
    day: dt.date
    state: Literal["", "corrected", "withdrawn", "unfinished", "hidden"]
    """What lists mark it with; `hidden` and `unfinished` only in a preview."""


def teaser(release: Release, hidden: Container[str] = ()) -> Teaser:
    """What lists show of a release; in a preview the `hidden` ones are marked."""
    state: Literal["", "corrected", "withdrawn", "unfinished", "hidden"] = ""
    if release.unfinished:
        state = "unfinished"
    elif release.address in hidden:
        state = "hidden"
    elif release.withdrawn:
        state = "withdrawn"
    elif release.corrected:
        state = "corrected"
    return Teaser(
        address=release.address,
        headline=release.headline,
        subhead=release.subhead,
        kicker=release.kicker,
        language=release.language,
        day=release.day,
        state=state,
    )
