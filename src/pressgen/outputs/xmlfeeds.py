"""RSS 2.0 and Atom 1.0 (RFC 4287) by feedgen, its only home.

Rules from the RSS Advisory Board's profile, RFC 4287, RFC 5005 and Media RSS 1.5.1. feedgen's defaults break several of
them; each line that works around one says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pressgen.model import Layout, Newsroom
from pressgen.names import ATOM, RSS
from pressgen.outputs.entries import Entry, Feed, content, kind_of, shown, summary, title

if TYPE_CHECKING:
    from feedgen.feed import FeedGenerator

ATOM_NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
ARCHIVE = "http://purl.org/syndication/history/1.0"
XML = "http://www.w3.org/XML/1998/namespace"


def rss(newsroom: Newsroom, web: Layout, feed: Feed, entries: tuple[Entry | bytes, ...]) -> bytes:
    """The feed as RSS; `entries` newest first, or as they stood in an earlier one (`rss_items`)."""
    made = _begun(newsroom, feed, RSS, "application/rss+xml")
    made.load_extension("dc", atom=False, rss=True)
    # The channel's <link> is that of the last call.
    made.link(href=newsroom.base_url + feed.folder, rel="alternate")
    made.lastBuildDate(feed.modified)  # defaults to the clock
    made.pubDate(feed.published)
    for number, item in enumerate(entries):
        if isinstance(item, bytes):
            made.add_entry(_Ready(number), order="append")
            continue
        release = item.release
        entry = made.add_entry(order="append")  # the default turns the feed upside down
        entry.title(title(release))
        entry.link(href=newsroom.base_url + release.address)
        entry.guid(item.guid, permalink=False)
        entry.published(release.published)
        # content() alone would become the description.
        entry.description(summary(release))
        entry.content(content(newsroom, web, item), type="CDATA")
        for topic in release.topics:
            entry.category(term=topic)
        # RSS's own author needs an e-mail address, and feedgen drops one without.
        for contact in item.contacts:
            entry.dc.dc_creator(contact.name)
        if release.language != newsroom.language:
            entry.dc.dc_language(release.language)
        if newsroom.letters:
            entry.enclosure(newsroom.base_url + release.letter_address, str(item.letter_size), "application/pdf")
        entry.more.about(newsroom, item)
    return _completed(made.rss_str(pretty=True), entries)


def rss_items(data: bytes) -> list[bytes]:
    """The entries of a feed in RSS, as they stand in it."""
    return _cut(data, b"    <item>\n", b"    </item>\n")


def atom(newsroom: Newsroom, web: Layout, feed: Feed, entries: tuple[Entry | bytes, ...]) -> bytes:
    """The feed as Atom; `entries` newest first, or as they stood in an earlier one (`atom_entries`)."""
    made = _begun(newsroom, feed, ATOM, "application/atom+xml")
    home = newsroom.base_url + feed.folder
    made.id(f"tag:{newsroom.feed_authority}:{feed.folder or 'feed'}")
    made.link(href=home, rel="alternate", type="text/html")
    made.author(name=newsroom.office.name)
    for number, item in enumerate(entries):
        if isinstance(item, bytes):
            made.add_entry(_Ready(number), order="append")
            continue
        release = item.release
        entry = made.add_entry(order="append")
        entry.id(item.guid)
        entry.title(title(release))
        # feedgen loses what it is told of a link but its address; one without `rel` is that of the page.
        entry.link(href=newsroom.base_url + release.address)
        entry.published(release.published)
        entry.updated(release.modified)
        entry.summary(summary(release))
        entry.content(content(newsroom, web, item), type="html")
        for topic in release.topics:
            entry.category(term=topic)
        for contact in item.contacts:
            entry.author(name=contact.name, email=contact.email)
        entry.more.about(newsroom, item)
    return _completed(made.atom_str(pretty=True), entries)


def atom_entries(data: bytes) -> list[bytes]:
    """The entries of a feed in Atom, as they stand in it."""
    return _cut(data, b"  <entry", b"  </entry>\n")


def _cut(data: bytes, begin: bytes, end: bytes) -> list[bytes]:
    """What stands from each line that begins so to the next that is the end; nothing if there is anything between."""
    *pieces, _ = data[max(0, data.find(b"\n" + begin) + 1) :].split(b"\n" + end)
    return [piece + b"\n" + end for piece in pieces] if all(piece.startswith(begin) for piece in pieces) else []


class _Ready:
    """Among feedgen's entries the place of one that is there already."""

    def __init__(self, number: int) -> None:
        self._number = number

    def register_extension(self, *_: object) -> None:
        pass

    def rss_entry(self) -> Any:
        from feedgen.util import xml_elem

        return xml_elem("ready", number=str(self._number))

    atom_entry = rss_entry


READY = re.compile(rb' *<ready number="(\d+)"/>\n')


def _completed(data: bytes, entries: tuple[Entry | bytes, ...]) -> bytes:
    """The feed with those entries in their places that were there already."""
    ready = {b"%d" % number: item for number, item in enumerate(entries) if isinstance(item, bytes)}
    return READY.sub(lambda place: ready[place[1]], data) if ready else data


def _begun(newsroom: Newsroom, feed: Feed, name: str, kind: str) -> FeedGenerator:
    """What both have in common."""
    from feedgen.ext.base import BaseEntryExtension, BaseExtension  # 0.1 s, lxml behind it: only where a feed changes
    from feedgen.feed import FeedGenerator
    from feedgen.util import xml_elem

    class More(BaseExtension):  # type: ignore[misc]  # feedgen has no types
        """What feedgen does not know of a feed: the way to the archives."""

        def extend_ns(self) -> Mapping[str, str]:
            return ({"media": MEDIA} if feed.photos else {}) | ({"fh": ARCHIVE} if feed.archive else {})

        def extend_atom(self, element: Any) -> Any:
            return self._archives(element, "link")  # feedgen has Atom's namespace as a mere attribute

        def extend_rss(self, element: Any) -> Any:
            self._archives(element[0], f"{{{ATOM_NAMESPACE}}}link")  # its channel
            return element

        def _archives(self, element: Any, link: str) -> Any:
            for rel, folder in _archives(feed):
                xml_elem(link, element, href=newsroom.base_url + folder + name, rel=rel, type=kind)
            if feed.archive:
                xml_elem(f"{{{ARCHIVE}}}archive", element)
            return element

    class MoreOfEntry(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
        """What feedgen does not know of an entry: its language, the letter in Atom, photos with their credit."""

        def about(self, newsroom: Newsroom, item: Entry) -> None:
            self._newsroom, self._item = newsroom, item

        def extend_rss(self, element: Any) -> Any:
            release = self._item.release
            if release.modified != release.published:
                # RSS has no element of its own for it, and dc:date beside pubDate is one date too many (W3C).
                xml_elem(f"{{{ATOM_NAMESPACE}}}updated", element).text = release.modified.isoformat()
            return self._photos(element)

        def _photos(self, element: Any) -> Any:
            for image in self._item.release.images:
                address = shown(self._newsroom, self._item, image)
                media = xml_elem(f"{{{MEDIA}}}content", element, url=address, type=kind_of(address), medium="image")
                for name, text in (("description", image.alt), ("title", image.caption)):
                    if text:
                        xml_elem(f"{{{MEDIA}}}{name}", media, type="plain").text = text
                if image.credit:
                    xml_elem(f"{{{MEDIA}}}credit", media, role="photographer").text = image.credit
            return element

        def extend_atom(self, element: Any) -> Any:
            base, release = self._newsroom.base_url, self._item.release
            if release.language != self._newsroom.language:
                element.set(f"{{{XML}}}lang", release.language)
            if self._newsroom.letters:
                letter = xml_elem("link", element, rel="enclosure", href=base + release.letter_address)
                letter.set("type", "application/pdf")
                letter.set("length", str(self._item.letter_size))
            return self._photos(element)

    made = FeedGenerator()
    made.register_extension("more", More, MoreOfEntry)
    made.title(feed.title)
    made.description(newsroom.description)
    made.language(newsroom.language)
    made.generator("pressgen")
    made.updated(feed.modified)  # defaults to the clock
    made.link(href=newsroom.base_url + feed.folder + name, rel="self", type=kind)
    return made


def _archives(feed: Feed) -> Iterator[tuple[str, str]]:
    """The feeds that lead to all entries there ever were (RFC 5005), with their relation."""
    if feed.older:
        yield "prev-archive", feed.older
    if feed.newer:
        yield "next-archive", feed.newer
    if feed.archive:
        yield "current", ""
