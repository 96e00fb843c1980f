"""The feed that journalists subscribe to: RSS 2.0 by feedgen, its only home.

Rules from the RSS Advisory Board's profile. feedgen's defaults break several of them; each line that works around one
says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from pressgen.artifact import Artifact
from pressgen.model import Contact, Edition, Newsroom, Release

FEED = "feed.xml"

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def artifacts(edition: Edition, sizes: Mapping[str, int]) -> Iterator[Artifact]:
    """The feed of the newest releases of an edition."""
    releases = edition.releases[: edition.newsroom.feed_length]
    entries = tuple(
        (release, edition.contacts[release.contact], sizes.get(f"{edition.audience}/{release.letter_address}", 0))
        for release in releases
    )
    yield Artifact(f"{edition.audience}/{FEED}", rss, (edition.newsroom, entries))


def guid(newsroom: Newsroom, release: Release) -> str:
    """A release's identity for feed readers, a `tag:` URI (RFC 4151): no move and no new date changes it."""
    return f"tag:{newsroom.feed_authority}:{release.year}/{release.slug}"


def rss(newsroom: Newsroom, entries: tuple[tuple[Release, Contact, int], ...]) -> bytes:
    """The feed; `entries` are releases, newest first, with their contact and the size of their letter in bytes."""
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
    newest = max((release.published for release, _, _ in entries), default=EPOCH)
    feed.lastBuildDate(newest)
    feed.pubDate(newest)
    for release, contact, size in entries:
        entry = feed.add_entry(order="append")  # the default turns the feed upside down
        entry.title(release.headline)
        entry.link(href=newsroom.base_url + release.address)
        entry.guid(guid(newsroom, release), permalink=False)
        entry.published(release.published)
        # content() alone would become the description.
        entry.description(release.body.lead or release.subhead or release.headline)
        entry.content(release.body.linked(newsroom.base_url), type="CDATA")
        for topic in release.topics:
            entry.category(term=topic)
        # RSS's own author needs an e-mail address, and feedgen drops one without.
        entry.dc.dc_creator(contact.name)
        entry.enclosure(newsroom.base_url + release.letter_address, str(size), "application/pdf")
    data: bytes = feed.rss_str(pretty=True)
    return data
