"""The feed that journalists subscribe to: RSS 2.0 by feedgen, its only home.

Rules from the RSS Advisory Board's profile. feedgen's defaults break several of them; each line that works around one
says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pressgen.artifact import UNMADE, Artifact, Made
from pressgen.model import Boilerplate, Contact, Layout, Newsroom, Release
from pressgen.outputs import carried, templates
from pressgen.outputs.carried import Download
from pressgen.site import Edition

FEED = "feed.xml"

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

AFTERMATH = dt.timedelta(days=30)
"""How long a correction or withdrawal of an older release stays in the feed."""

MARKS = {
    "de": {"corrected": "BERICHTIGUNG: ", "withdrawn": "RÜCKZUG: "},
    "en": {"corrected": "CORRECTION: ", "withdrawn": "WITHDRAWN: "},
}


class Entry(NamedTuple):
    """A release in the feed."""

    release: Release
    guid: str
    contacts: tuple[Contact, ...]
    boilerplates: tuple[Boilerplate, ...]
    downloads: tuple[Download, ...]
    letter_size: int
    """Bytes."""


def artifacts(edition: Edition, made: Mapping[str, Made], _: Sequence[int]) -> Iterator[Artifact]:
    """The feed of an edition's newest releases, and of older ones that were corrected or withdrawn lately."""
    entries = tuple(
        Entry(
            release=release,
            guid=edition.guid(release),
            contacts=carried.contacts(edition, release),
            boilerplates=carried.boilerplates(edition, release),
            downloads=carried.downloads(edition, release),
            letter_size=made.get(f"{edition.audience}/{release.letter_address}", UNMADE).size,
        )
        for release in _chosen(edition)
    )
    yield Artifact(f"{edition.audience}/{FEED}", rss, (edition.newsroom, edition.web, entries))


def _chosen(edition: Edition) -> list[Release]:
    """Lately is before the newest change of all: no clock, so that a feed without changes stays as it is."""
    newest = max((release.modified for release in edition.releases), default=EPOCH)
    return [
        release
        for number, release in enumerate(edition.releases)
        if number < edition.newsroom.feed_length
        or ((release.corrected or release.withdrawn) and release.modified >= newest - AFTERMATH)
    ]


def rss(newsroom: Newsroom, web: Layout, entries: tuple[Entry, ...]) -> bytes:
    """The feed; `entries` newest first."""
    from feedgen.feed import FeedGenerator  # 0.1 s, lxml behind it: only where a feed changes

    feed = FeedGenerator()
    feed.load_extension("dc", atom=False, rss=True)
    feed.title(newsroom.title)
    feed.description(newsroom.description)
    feed.language(newsroom.language)
    feed.generator("pressgen")
    # The channel's <link> is that of the last call.
    feed.link(href=newsroom.base_url + FEED, rel="self", type="application/rss+xml")
    feed.link(href=newsroom.base_url, rel="alternate")
    # Both default to the clock; a feed without releases bears the first moment there is.
    feed.lastBuildDate(max((entry.release.modified for entry in entries), default=EPOCH))
    feed.pubDate(max((entry.release.published for entry in entries), default=EPOCH))
    for item in entries:
        release = item.release
        entry = feed.add_entry(order="append")  # the default turns the feed upside down
        entry.title(_title(release))
        entry.link(href=newsroom.base_url + release.address)
        entry.guid(item.guid, permalink=False)
        entry.published(release.published)
        if release.modified != release.published:
            entry.dc.dc_date(release.modified.isoformat())  # RSS has no element of its own for it
        # content() alone would become the description.
        reason = release.withdrawn.reason if release.withdrawn else ""
        entry.description(release.body.lead or release.subhead or reason or release.headline)
        entry.content(_content(newsroom, web, item), type="CDATA")
        for topic in release.topics:
            entry.category(term=topic)
        # RSS's own author needs an e-mail address, and feedgen drops one without.
        for contact in item.contacts:
            entry.dc.dc_creator(contact.name)
        if release.language != newsroom.language:
            entry.dc.dc_language(release.language)
        if newsroom.letters:
            entry.enclosure(newsroom.base_url + release.letter_address, str(item.letter_size), "application/pdf")
    data: bytes = feed.rss_str(pretty=True)
    return data


def _title(release: Release) -> str:
    mark = "withdrawn" if release.withdrawn else "corrected" if release.corrected else ""
    return MARKS[release.language].get(mark, "") + release.headline


def _content(newsroom: Newsroom, web: Layout, entry: Entry) -> str:
    """The whole release as HTML, all addresses absolute."""
    return templates.filled(
        web,
        "entry.html",
        entry.release.language,
        root=newsroom.base_url,
        release=entry.release,
        contacts=entry.contacts,
        body=templates.markup(
            entry.release.body.linked(newsroom.base_url, here=newsroom.base_url + entry.release.address)
        ),
        boilerplates=carried.standing(entry.boilerplates, newsroom.base_url),
        downloads=entry.downloads,
        newsroom=newsroom,
    )
