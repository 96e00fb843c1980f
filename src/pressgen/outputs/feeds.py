"""The feeds that journalists subscribe to: of the newsroom, of each topic, and of each year as an archive.

Each is there as RSS (`feed.xml`), Atom (`atom.xml`) and JSON Feed (`feed.json`); archives are Atom, which knows how to
lead from one to the other (RFC 5005).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence

from pressgen.artifact import Artifact, Made
from pressgen.model import Release
from pressgen.outputs.entries import EPOCH, Entry, Feed, entry
from pressgen.outputs.jsonfeeds import JSON, json
from pressgen.outputs.xmlfeeds import ATOM, RSS, atom, rss
from pressgen.site import Edition
from pressgen.subjects import address, named

FORMATS = ((RSS, rss), (ATOM, atom), (JSON, json))

AFTERMATH = dt.timedelta(days=30)
"""How long a correction or withdrawal of an older release stays in the feed."""

EFFORT = 0.15
"""Milliseconds for an entry, on a machine of 2026."""

REACH = 100
"""How many of the newest releases the feeds of topics choose from."""


def artifacts(edition: Edition, made: Mapping[str, Made], _: Sequence[int]) -> Iterator[Artifact]:
    """The feeds of an edition."""
    known: dict[str, Entry] = {}

    def entries(releases: Sequence[Release]) -> tuple[Entry, ...]:
        """Each stands in several feeds, as one value."""
        for release in releases:
            if release.address not in known:
                known[release.address] = entry(edition, release, made)
        return tuple(known[release.address] for release in releases)

    newsroom, common = edition.newsroom, (edition.newsroom, edition.web)
    years = sorted({*edition.quiet, *(release.year for release in edition.releases)})
    feeds = [(Feed(title=newsroom.title, older=f"{years[-1]}/" if years else ""), _chosen(edition))]
    for folder, name in topics(edition).items():
        about = [release for release in edition.releases[:REACH] if name in release.topics]
        feeds.append((Feed(title=f"{newsroom.title}: {name}", folder=folder), about[: newsroom.feed_length]))
    for feed, releases in feeds:
        for name, write in FORMATS:
            inputs = (*common, feed, entries(releases))
            effort = EFFORT * len(releases)
            yield Artifact(f"{edition.audience}/{feed.folder}{name}", write, inputs, effort=effort)
    by_year = itertools.groupby(sorted(edition.releases, key=_year, reverse=True), key=_year)  # stable: newest first
    for year, group in by_year:
        place = years.index(year)
        feed = Feed(
            title=f"{newsroom.title} {year}",
            folder=f"{year}/",
            archive=True,
            older=f"{years[place - 1]}/" if place else "",
            newer=f"{years[place + 1]}/" if place + 1 < len(years) else "",
        )
        found = entries(tuple(group))
        inputs = (*common, feed, found)
        yield Artifact(f"{edition.audience}/{year}/{ATOM}", atom, inputs, year=year, effort=EFFORT * len(found))


def _chosen(edition: Edition) -> list[Release]:
    """The newest, and older ones that were corrected or withdrawn lately.

    Lately is before the newest change of all: no clock, so that a feed without changes stays as it is.
    """
    newest = max((release.modified for release in edition.releases), default=EPOCH)
    return [
        release
        for number, release in enumerate(edition.releases)
        if number < edition.newsroom.feed_length
        or ((release.corrected or release.withdrawn) and release.modified >= newest - AFTERMATH)
    ]


def topics(edition: Edition) -> dict[str, str]:
    """The names of all topics, by the folder of their pages and feeds."""
    noted = ((of.kind, of.name) for quiet in edition.quiet.values() for of in quiet.portions)
    every = {*noted, *(subject for release in edition.releases for subject in named(release))}
    language = edition.newsroom.language
    return {address(kind, name, language): name for kind, name in sorted(every) if kind == "topics"}


def _year(release: Release) -> int:
    return release.year
