"""The feeds that journalists subscribe to: of the newsroom, of each topic, and of each year as an archive.

Each is there as RSS (`feed.xml`), Atom (`atom.xml`) and JSON Feed (`feed.json`). That of the newsroom leads to the
newest archive, and each archive to the one before (RFC 5005; in JSON Feed `next_url`).
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pressgen.artifact import Artifact, Made
from pressgen.model import Release
from pressgen.names import ATOM, JSON, RSS
from pressgen.outputs import jsonfeeds, xmlfeeds
from pressgen.outputs.entries import EPOCH, Entry, Feed, entry
from pressgen.site import Edition, newest_first
from pressgen.subjects import address, named

FORMATS = (
    (RSS, xmlfeeds.rss, xmlfeeds.rss_items),
    (ATOM, xmlfeeds.atom, xmlfeeds.atom_entries),
    (JSON, jsonfeeds.json, jsonfeeds.items),
)
"""For each format what its files are called, what writes them, and what cuts them into their entries."""

AFTERMATH = dt.timedelta(days=30)
"""How long a correction or withdrawal of an older release stays in the feed."""

EFFORT = 0.15
"""Milliseconds for an entry, on a machine of 2026."""


def artifacts(edition: Edition, made: Mapping[str, Made], _: Sequence[int]) -> Iterator[Artifact]:
    """The feeds of an edition."""
    known: dict[str, Entry] = {}

    def entries(releases: Sequence[Release]) -> tuple[Entry, ...]:
        """Each stands in several feeds, as one value."""
        for release in releases:
            if release.address not in known:
                known[release.address] = entry(edition, release, made)
        return tuple(known[release.address] for release in releases)

    newsroom = edition.newsroom
    for feed, releases in (_current(edition), *_of_topics(edition), *_of_years(edition)):
        every = entries(releases)
        feed = _dated(feed, releases)
        for name, write, cut in FORMATS:
            yield Artifact(
                f"{edition.audience}/{feed.folder}{name}",
                write,
                (newsroom, edition.web, feed, every),
                year=releases[0].year if feed.archive else 0,
                effort=EFFORT * len(releases),
                cut=cut,
            )


def _dated(feed: Feed, releases: Sequence[Release]) -> Feed:
    """The feed of these releases."""
    return msgspec.structs.replace(
        feed,
        published=max((release.published for release in releases), default=EPOCH),
        modified=max((release.modified for release in releases), default=EPOCH),
        photos=any(release.images for release in releases),
    )


def _current(edition: Edition) -> tuple[Feed, Sequence[Release]]:
    """That of the newsroom."""
    last = max(_years(edition), default=0)
    return Feed(title=edition.newsroom.title, older=f"{last}/" if last else ""), _chosen(edition)


def _of_topics(edition: Edition) -> Iterator[tuple[Feed, Sequence[Release]]]:
    chosen = about(edition)
    for folder, name in topics(edition).items():
        yield Feed(title=f"{edition.newsroom.title}: {name}", folder=folder), chosen[name]


def about(edition: Edition) -> dict[str, list[Release]]:
    """The newest releases of each topic, newest first, also those of years that were not read."""
    found: defaultdict[str, list[Release]] = defaultdict(list)
    kept = [release for quiet in edition.quiet.values() for release in quiet.fed]
    for release in newest_first((*edition.releases, *kept)):
        for name in release.topics:
            if len(found[name]) < edition.newsroom.feed_length:
                found[name].append(release)
    return found


def _of_years(edition: Edition) -> Iterator[tuple[Feed, Sequence[Release]]]:
    """The archives of those years that were read."""
    years = _years(edition)
    for year, group in itertools.groupby(sorted(edition.releases, key=_year, reverse=True), key=_year):  # stable
        place = years.index(year)
        feed = Feed(
            title=f"{edition.newsroom.title} {year}",
            folder=f"{year}/",
            archive=True,
            older=f"{years[place - 1]}/" if place else "",
            newer=f"{years[place + 1]}/" if place + 1 < len(years) else "",
        )
        yield feed, tuple(group)


def _years(edition: Edition) -> list[int]:
    return sorted({*edition.quiet, *(release.year for release in edition.releases)})


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
