"""Feeds and their entries, before they are written in one format or another."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from pressgen.artifact import UNMADE, Made
from pressgen.model import IMAGE_KINDS, Boilerplate, Contact, Image, Layout, Newsroom, Release
from pressgen.outputs import carried, templates, variants
from pressgen.outputs.carried import Download
from pressgen.outputs.variants import Shown
from pressgen.site import Edition

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

MARKS = {
    "de": {"corrected": "BERICHTIGUNG: ", "withdrawn": "RÜCKZUG: "},
    "en": {"corrected": "CORRECTION: ", "withdrawn": "WITHDRAWN: "},
}


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed is about. Its entries are given beside it."""

    title: str
    folder: str = ""
    """Of the page that it is the feed of, below the site's root: empty, `themen/bau/`, `2017/`."""
    archive: bool = False
    """Is it complete and done with (RFC 5005)? Then readers look into it once."""
    older: str = ""
    """The folder of the archive before it; empty if there is none."""
    newer: str = ""
    """That of the archive after it."""
    published: dt.datetime = EPOCH
    """When its newest release appeared; a feed without releases bears the first moment there is."""
    modified: dt.datetime = EPOCH
    """When any of them last changed."""
    photos: bool = False
    """Has any of them one?"""


class Entry(NamedTuple):
    """A release in a feed."""

    release: Release
    guid: str
    contacts: tuple[Contact, ...]
    boilerplates: tuple[Boilerplate, ...]
    downloads: tuple[Download, ...]
    images: tuple[Shown, ...]
    letter_size: int
    """Bytes."""


def entry(edition: Edition, release: Release, made: Mapping[str, Made]) -> Entry:
    """A release of an edition as an entry; `made` is what it leads to."""
    return Entry(
        release=release,
        guid=edition.guid(release),
        contacts=carried.contacts(edition, release),
        boilerplates=carried.boilerplates(edition, release),
        downloads=carried.downloads(edition, release, made),
        images=variants.of(edition, release),
        letter_size=made.get(f"{edition.audience}/{release.letter_address}", UNMADE).size,
    )


def title(release: Release) -> str:
    """Its headline, marked if it was corrected or withdrawn."""
    mark = "withdrawn" if release.withdrawn else "corrected" if release.corrected else ""
    return MARKS[release.language].get(mark, "") + release.headline


def summary(release: Release) -> str:
    """What it is about, in a sentence or two."""
    reason = release.withdrawn.reason if release.withdrawn else ""
    return release.body.lead or release.subhead or reason or release.headline


def content(newsroom: Newsroom, web: Layout, entry: Entry) -> str:
    """The whole release as HTML, all addresses absolute; photos no larger than a reader needs."""
    known = _filled.get(id(entry))
    if known is None or known[0] is not entry or known[1] is not newsroom or known[2] is not web:
        if len(_filled) >= KEPT:
            _filled.clear()
        known = _filled[id(entry)] = entry, newsroom, web, _content(newsroom, web, entry)
    return known[3]


KEPT = 1000
"""So many contents at most wait for the feed in the next format: more than a year's."""

_filled: dict[int, tuple[Entry, Newsroom, Layout, str]] = {}
"""By the entry's identity; the entry is kept, so that no other gets it."""


def _content(newsroom: Newsroom, web: Layout, entry: Entry) -> str:
    base, release = newsroom.base_url, entry.release
    images = variants.simple(entry.images, base)
    return templates.filled(
        web,
        "entry.html",
        release.language,
        root=base,
        release=release,
        contacts=entry.contacts,
        body=templates.markup(variants.placed(release.body, images, base, here=base + release.address)),
        images=images,
        boilerplates=carried.standing(entry.boilerplates, base),
        downloads=entry.downloads,
        newsroom=newsroom,
    )


def shown(newsroom: Newsroom, entry: Entry, image: Image) -> str:
    """The address of a photo as the entry shows it."""
    found = variants.simple(entry.images, newsroom.base_url).get(image.link.target)
    return found.src if found else newsroom.base_url + urllib.parse.quote(image.link.target)


def kind_of(address: str) -> str:
    """The media type of a photo: `image/jpeg`."""
    suffix = "." + address.rpartition(".")[2].lower()
    return f"image/{IMAGE_KINDS[suffix].lower()}"
