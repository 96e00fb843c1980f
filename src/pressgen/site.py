"""What may be seen at a moment: everything on disk becomes what one audience gets. Frozen values, no I/O.

`Site` is everything on disk. `Edition` is what one audience may see at one moment; outputs accept an edition, never
a site, so that an embargoed release is not filtered by six careful templates but never reaches them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

import msgspec

from pressgen.model import (
    Body,
    Boilerplate,
    Contact,
    Draft,
    File,
    Layout,
    Letterhead,
    Newsroom,
    Outline,
    Page,
    Record,
    Release,
    sealed,
)
from pressgen.problems import Problem
from pressgen.subjects import Portion, related
from pressgen.teasers import Teaser

Audience = Literal["public", "print", "preview"]
"""Who reads an edition: everyone on the web, the print office, or only who writes it."""

AUDIENCES: tuple[Audience, ...] = ("public", "print")
"""Those that a build publishes for."""


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """A year that is not read, since nothing of it has changed (`quiet`): what the others have to know of it.

    All its releases are public, and nothing in it waits for a moment.
    """

    stamp: bytes
    """Changes whenever one of its files does."""
    releases: int
    """How many; at least one."""
    newest: Release
    """By the moment of publication, without its words, as is the oldest."""
    oldest: Release
    fed: tuple[Release, ...]
    """Those among the newest of a topic, newest first, as the public sees them, without their words."""
    unfed: Mapping[str, dt.datetime]
    """By topic, when the newest of the others appeared."""
    modified: dt.datetime
    """When any of them last changed in a way that readers are told of."""
    leads: frozenset[int]
    """Other years that it links to."""
    media: Mapping[str, tuple[str, str]]
    """What it links to or shows: path below the site's root, the project's file, and the stamp of that."""
    shown: frozenset[str]
    """The images among these that it shows."""
    boilerplates: frozenset[str]
    portions: tuple[Portion, ...]
    """What it has of each topic and municipality."""
    paths: tuple[str, ...]
    """Of all files that were made for it alone, in public/ and print/."""


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on disk; of years that are `quiet`, only that they are there."""

    newsroom: Newsroom
    defaults: Mapping[str, Any]
    """The newsroom's values for fields that a release does not write; already in the releases."""
    contacts: Mapping[str, Contact]
    releases: tuple[Release, ...]
    """All that are not drafts, whatever the clock says; but for those of quiet years."""
    drafts: tuple[Draft, ...]
    pages: tuple[Page, ...]
    boilerplates: Mapping[str, Boilerplate]
    record: Mapping[str, Record]
    """What was public, by address."""
    web: Layout
    print: Layout
    """For the print office."""
    letterheads: Mapping[str, Letterhead]
    """By the name of their folder."""
    media: Mapping[str, File]
    """Images and downloads, by path below the site's root: `media/2017/plan.jpg`."""
    problems: tuple[Problem, ...] = ()
    """Of the sources that could not be read; the site is then good for finding more problems only."""
    outlines: tuple[Outline, ...] = ()
    """Of these sources, as far as they have one."""
    fresh: frozenset[str] = frozenset()
    """Sources that are new or changed since the last run."""
    remarks: tuple[Problem, ...] = ()
    """What is worth a second look in the words of these."""
    quiet: Mapping[int, Quiet] = {}
    """Years that were not read."""

    @property
    def documents(self) -> tuple[Release | Page, ...]:
        """All that has an address."""
        return (*self.releases, *self.pages)

    @property
    def texts(self) -> tuple[Release | Page | Boilerplate, ...]:
        """All that has a body."""
        return (*self.documents, *self.boilerplates.values())

    def edition(self, at: dt.datetime, audience: Audience) -> Edition:
        """What `audience` may see at the moment `at` (with UTC offset): embargoed releases stop here.

        In a preview everything can be seen, drafts too, and what is not public yet is marked.
        """
        releases: Iterable[Release] = (*self.releases, *self._shown(self.drafts))
        if audience != "preview":
            releases = (r for r in self.releases if r.published <= at or (audience == "print" and _held(r, at)))
        seen = [_seen(release, at) for release in releases]
        if audience == "public":
            seen = [_unaddressed(release) for release in seen]
        used = {key for release in seen for key in release.boilerplates}
        used = used.union(*(quiet.boilerplates for quiet in self.quiet.values()))
        hidden = {
            "public": frozenset[str](),
            "print": frozenset(r.address for r in self.releases if _held(r, at)),
            "preview": frozenset(r.address for r in self.releases if r.published > at),
        }
        ends = {end.address: end for quiet in self.quiet.values() for end in (quiet.newest, quiet.oldest)}
        beside = ends.values() if audience != "public" else map(_unaddressed, ends.values())
        row = newest_first((*seen, *beside))
        places = [place for place, release in enumerate(row) if release.address not in ends]
        shown = tuple(row[place] for place in places)
        portions = {year: quiet.portions for year, quiet in self.quiet.items()}
        return Edition(
            audience=audience,
            newsroom=self.newsroom,
            contacts=self.contacts,
            releases=shown,
            newer=tuple(row[place - 1] if place else None for place in places),
            older=tuple(row[place + 1] if place + 1 < len(row) else None for place in places),
            related=tuple(related(shown, portions, hidden[audience])),
            quiet=self.quiet,
            hidden=hidden[audience],
            pages=self.pages,
            # One that only hidden releases use may show a picture that only they use.
            boilerplates={key: known for key, known in sorted(self.boilerplates.items()) if key in used},
            record=self.record,
            web=self.web,
            print=self.print,
            letterheads=self.letterheads,
            media=self.media,
        )

    def _shown(self, drafts: Iterable[Draft]) -> Iterator[Release]:
        """Drafts without what does not exist yet (a contact, a photo), and without former addresses."""
        taken = {release.address for release in self.releases}
        for draft in drafts:
            release = draft.release
            if release is None or release.address in taken:
                continue
            taken.add(release.address)
            image = release.image if release.image and release.image.link.target in self.media else None
            yield sealed(
                msgspec.structs.replace(
                    release,
                    body=release.body.without({link.target for link in release.body.links} - self.media.keys()),
                    contacts=tuple(key for key in release.contacts if key in self.contacts),
                    boilerplates=tuple(key for key in release.boilerplates if key in self.boilerplates),
                    image=image,
                    gallery=tuple(photo for photo in release.gallery if photo.link.target in self.media),
                    attachments=tuple(a for a in release.attachments if a.link.target in self.media),
                    aliases=(),
                    digest=b"",
                )
            )


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """What may be seen at a moment. The moment itself is not in it: no output depends on the clock."""

    audience: Audience
    """Also the name of the folder that its artifacts go to."""
    newsroom: Newsroom
    contacts: Mapping[str, Contact]
    releases: tuple[Release, ...]
    """Newest first; but for those of quiet years."""
    newer: tuple[Release | None, ...]
    """For each of them, in their order, the one that appeared next, of whatever year; None for the newest."""
    older: tuple[Release | None, ...]
    """The one that appeared before; None for the oldest."""
    related: tuple[tuple[Teaser, ...], ...]
    """For each of them older ones of the same topics."""
    quiet: Mapping[int, Quiet]
    hidden: frozenset[str]
    """Addresses of the releases that the public must not see yet: they are marked."""
    pages: tuple[Page, ...]
    boilerplates: Mapping[str, Boilerplate]
    record: Mapping[str, Record]
    web: Layout
    print: Layout
    letterheads: Mapping[str, Letterhead]
    media: Mapping[str, File]

    @property
    def texts(self) -> tuple[Release | Page | Boilerplate, ...]:
        """All that has a body; but for those of quiet years."""
        return (*self.releases, *self.pages, *self.boilerplates.values())

    @property
    def media_used(self) -> set[str]:
        """Images and downloads that a text shows or links to, by path below the site's root."""
        used = {link.target for text in self.texts for link in text.links}
        return used.union(*(quiet.media for quiet in self.quiet.values())) & self.media.keys()

    @property
    def media_shown(self) -> set[str]:
        """The images among these that a text shows."""
        used = {link.target for text in self.texts for link in text.links if link.image}
        return used.union(*(quiet.shown for quiet in self.quiet.values())) & self.media.keys()

    @property
    def count(self) -> int:
        """How many releases it has a letter of, if there are letters."""
        return sum(map(self.letters, self.releases)) + sum(quiet.releases for quiet in self.quiet.values())

    def letters(self, release: Release) -> bool:
        """Has it a letter? What is withdrawn is not printed again, while on the web its letter says so."""
        return self.audience != "print" or not release.withdrawn

    def guid(self, release: Release) -> str:
        """A release's identity for feed readers, a `tag:` URI (RFC 4151).

        The one it was first published with: no move, no new name and no new `feed_authority` changes it.
        """
        for address in (release.address, *release.aliases):
            if known := self.record.get(address):
                return known.guid
        return f"tag:{self.newsroom.feed_authority}:{release.year}/{release.slug}"


def newest_first(releases: Iterable[Release]) -> list[Release]:
    """In the order of all lists: those of one moment by address."""
    return sorted(sorted(releases, key=_address), key=_published, reverse=True)


def _address(release: Release) -> str:
    return release.address


def _published(release: Release) -> dt.datetime:
    return release.published


Worded = Callable[[Release], Release]
"""Puts the words into a release that has none (`model.put_in`)."""


def letterhead_of(letterheads: Mapping[str, Letterhead], name: str, day: dt.date) -> Letterhead | None:
    """What a letter of that day is written on, if its release names this series, or one letterhead of a series.

    Of a series it is the version that began last; None if there is none for that day.
    """
    versions = [known for known in letterheads.values() if known.series == name]
    if not versions:
        return letterheads.get(name)
    begun = [known for known in versions if known.since is None or known.since <= day]
    last = max(begun, key=lambda known: known.since or dt.date.min, default=None)
    return None if last is None or (last.until and last.until < day) else last


def _seen(release: Release, at: dt.datetime) -> Release:
    """The release as it is at a moment: without later updates; withdrawn, without its text and all that it carried."""
    updates = tuple(update for update in release.updates if update.at <= at)
    withdrawn = release.withdrawn if release.withdrawn and release.withdrawn.at <= at else None
    if (updates, withdrawn) == (release.updates, release.withdrawn) and not withdrawn:
        return release
    release = msgspec.structs.replace(release, updates=updates, withdrawn=withdrawn, digest=b"")
    if withdrawn:
        release = msgspec.structs.replace(
            release,
            subhead="",
            kicker="",
            body=Body(html="", text="", lead=""),
            image=None,
            gallery=(),
            attachments=(),
            boilerplates=(),
            topics=(),
            municipalities=(),
            usage="",
            updates=(),
        )
    return sealed(release)


def _unaddressed(release: Release) -> Release:
    """The release without the address of the person it was sent to, which is nobody else's business."""
    if not release.recipient:
        return release
    return sealed(msgspec.structs.replace(release, recipient=(), digest=b""))


def _held(release: Release, at: dt.datetime) -> bool:
    """Is its embargo still to come? (One with only a future date is in no edition until its day.)"""
    return release.embargo is not None and at < release.embargo
