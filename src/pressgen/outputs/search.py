"""The search: its page, and for each year the words of its releases, which `layouts/web/search.js` looks through.

There is no server that could search, and nobody else is asked: the reader's browser fetches the words of the years,
newest first, and does the rest (endings, umlauts, compounds, rank, filters). So a year is one file, made anew only when
one of its releases is; and whatever makes the search better is a matter of the script, not of files that are out.

A word says in which releases of its year it is: as numbers of its file's `releases`, each as the distance from the one
before, in digits that keep it small also where a server does not compress (`numeral`).
"""

from __future__ import annotations

import itertools
import operator
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from pressgen.artifact import Artifact, Made
from pressgen.model import Layout, Newsroom, Release
from pressgen.names import SEARCH
from pressgen.outputs import linked_data, subjects
from pressgen.outputs.pages import Legal, legal_links, web_page
from pressgen.outputs.subjects import Index
from pressgen.site import Edition
from pressgen.subjects import address as subject_address
from pressgen.subjects import named
from pressgen.teasers import Teaser, teaser

EFFORT = 0.15
"""Milliseconds for a release, on a machine of 2026."""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"


def numeral(number: int) -> str:
    """A number to the base of 32: the first 32 of `DIGITS` end it, the others lead on.

    >>> numeral(3), numeral(35), numeral(0)
    ('3', 'X3', '0')
    """
    digits, number = DIGITS[number % 32], number // 32
    while number:
        digits, number = DIGITS[32 + number % 32] + digits, number // 32
    return digits


class Found(NamedTuple):
    """A release as results show it."""

    slug: str
    day: str
    headline: str
    subhead: str
    state: str
    """As in `Teaser`."""
    language: str
    about: tuple[int, ...]
    """Its topics and municipalities: numbers in `Words.subjects`."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What a file tells the script of a year."""

    subjects: tuple[str, ...]
    """Addresses below the site's root: `themen/mobilitaet/`."""
    releases: tuple[Found, ...]
    """Newest first."""
    words: str
    """All in lower case, each once, in the order of their letters; with blanks between them."""
    places: str
    """Of each word the releases that have it, as distances; the first from the one before all."""


def artifacts(edition: Edition, _: Mapping[str, Made], __: Sequence[int]) -> Iterator[Artifact]:
    """The search page of an edition, and the words of each year that was read."""
    folder = SEARCH[edition.newsroom.language]
    listed = [r for r in edition.releases if edition.newsroom.lists_withdrawn or not r.withdrawn]
    listed.sort(key=_year, reverse=True)  # stable: newest first within a year
    counts = {year: quiet.releases for year, quiet in edition.quiet.items()}
    for year, group in itertools.groupby(listed, key=_year):
        releases = tuple(group)
        counts[year] = len(releases)
        teasers = tuple(teaser(release, edition.hidden) for release in releases)
        inputs = (edition.newsroom.language, releases, teasers)
        effort = EFFORT * len(releases)
        yield Artifact(f"{edition.audience}/{folder}{year}.json", words, inputs, year=year, effort=effort)
    common = (edition.newsroom, edition.web, legal_links(edition), edition.audience == "preview")
    years = tuple(sorted(counts.items(), reverse=True))
    index = subjects.index(edition, subjects.known(edition))
    yield Artifact(f"{edition.audience}/{folder}index.html", search_page, (*common, years, index))


def search_page(
    newsroom: Newsroom,
    web: Layout,
    legal: tuple[Legal, ...],
    preview: bool,
    years: tuple[tuple[int, int], ...],
    index: Index,
) -> bytes:
    """The page that searches; without script it leads to the lists. `years` with their number of releases."""
    address = SEARCH[newsroom.language]
    way = linked_data.script(linked_data.trail(newsroom, ((address.rstrip("/").capitalize(), address),)))
    return web_page(web, "search.html", newsroom, legal, address, preview, linked_data=way, years=years, index=index)


def words(language: str, releases: tuple[Release, ...], teasers: tuple[Teaser, ...]) -> bytes:
    """The file of one year; `teasers` of the same releases; `language` is the newsroom's, for addresses."""
    about = [tuple(subject_address(kind, name, language) for kind, name in named(release)) for release in releases]
    known = {path: number for number, path in enumerate(sorted({*itertools.chain(*about)}))}
    places = _places(releases)
    numerals = tuple(map(numeral, range(len(releases) + 1)))
    row = sorted(places)
    return msgspec.json.encode(
        Words(
            subjects=tuple(known),
            releases=tuple(
                Found(
                    slug=release.slug,
                    day=release.day.isoformat(),
                    headline=shown.headline,
                    subhead=shown.subhead,
                    state=shown.state,
                    language=shown.language,
                    about=tuple(known[path] for path in paths),
                )
                for release, shown, paths in zip(releases, teasers, about, strict=True)
            ),
            words=" ".join(row),
            places=" ".join(
                "".join(map(numerals.__getitem__, map(operator.sub, places[word], (-1, *places[word])))) for word in row
            ),
        )
    )


def _places(releases: Sequence[Release]) -> dict[str, list[int]]:
    """Of each word the numbers of the releases that have it, rising.

    What stands between two blanks (`(Müllheizkraftwerk)`, `S-Bahn-Halt,`) comes again and again: its words are found
    out once for a year.
    """
    written: defaultdict[str, list[int]] = defaultdict(list)
    for number, release in enumerate(releases):
        for text in {*_text(release).split()}:
            written[text].append(number)
    found: defaultdict[str, list[list[int]]] = defaultdict(list)
    for text, numbers in written.items():
        for word in set(re.findall(r"\w+", unicodedata.normalize("NFC", text.lower().replace("\xad", "")))):
            found[word].append(numbers)
    return {word: rows[0] if len(rows) == 1 else sorted({*itertools.chain(*rows)}) for word, rows in found.items()}


def _text(release: Release) -> str:
    """All that a release is found by."""
    return "\n".join(
        (
            release.kicker,
            release.headline,
            release.subhead,
            release.place,
            release.body.text,
            *(update.note for update in release.updates),
            *(photo.caption for photo in release.images),
            *(attachment.title for attachment in release.attachments),
            *(name for _, name in named(release)),
        )
    )


def _year(release: Release) -> int:
    return release.year
