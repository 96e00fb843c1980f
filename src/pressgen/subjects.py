"""What releases are about: topics, and municipalities. Ways into the archive besides time.

Each subject has an address that stays, `themen/mobilitaet/`: its newest releases, and a page for each year with all of
that year. So a new release touches the page of its own year, and no other. A year that is not read (`site.Quiet`) has
noted its `Portion` of each subject.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from pressgen.model import Release
from pressgen.names import slug_of
from pressgen.teasers import Teaser, teaser

Kind = Literal["topics", "municipalities"]

KINDS: tuple[Kind, ...] = ("topics", "municipalities")
"""Also the names of the fields of `Release` and `Newsroom`."""

FOLDERS: Mapping[str, Mapping[Kind, str]] = {
    "de": {"topics": "themen", "municipalities": "gemeinden"},
    "en": {"topics": "topics", "municipalities": "municipalities"},
}
"""Below the site's root, by the newsroom's language."""

ROOTS = frozenset(folder for folders in FOLDERS.values() for folder in folders.values())

NEWEST = 10
"""How many releases the page of a subject shows before it refers to the years."""

RELATED = 3
"""How many releases a page refers to because they are about the same."""


class Portion(msgspec.Struct, frozen=True, kw_only=True):
    """What one year has of a subject."""

    kind: Kind
    name: str
    count: int
    """Releases; at least one."""
    newest: tuple[Teaser, ...]
    """At most `NEWEST`, newest first."""
    modified: dt.datetime
    """When any of its releases last changed in a way that readers are told of."""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A topic, or a municipality, with what there is of it."""

    kind: Kind
    name: str
    address: str
    """Below the site's root: `themen/mobilitaet/`."""
    years: tuple[tuple[int, int], ...]
    """Each with its number of releases, newest first; at least one."""
    newest: tuple[Teaser, ...]
    """At most `NEWEST`, by year and moment of publication."""

    @property
    def count(self) -> int:
        """Releases of all years."""
        return sum(count for _, count in self.years)


def address(kind: Kind, name: str, language: str) -> str:
    """Of a subject, below the site's root. Raises KeyError for a language that is neither `de` nor `en`."""
    return f"{FOLDERS[language][kind]}/{slug_of(name)}/"


def named(release: Release) -> list[tuple[Kind, str]]:
    """The subjects of a release, in its order."""
    return [(kind, name) for kind in KINDS for name in getattr(release, kind)]


def portions(releases: Iterable[Release], hidden: Container[str] = ()) -> list[Portion]:
    """What these releases of one year, newest first, have of each subject."""
    found: defaultdict[tuple[Kind, str], list[Release]] = defaultdict(list)
    for release in releases:
        for subject in named(release):
            found[subject].append(release)
    return [
        Portion(
            kind=kind,
            name=name,
            count=len(group),
            newest=tuple(teaser(release, hidden) for release in group[:NEWEST]),
            modified=max(release.modified for release in group),
        )
        for (kind, name), group in found.items()
    ]


def subjects(years: Mapping[int, Iterable[Portion]], language: str) -> list[Subject]:
    """All subjects of an archive, by kind and name, from the portions of its years."""
    found: defaultdict[tuple[Kind, str], list[tuple[int, Portion]]] = defaultdict(list)
    for year, of in sorted(years.items(), reverse=True):
        for portion in of:
            found[portion.kind, portion.name].append((year, portion))
    return [
        Subject(
            kind=kind,
            name=name,
            address=address(kind, name, language),
            years=tuple((year, portion.count) for year, portion in of),
            newest=tuple(known for _, portion in of for known in portion.newest)[:NEWEST],
        )
        for (kind, name), of in sorted(found.items(), key=lambda item: (KINDS.index(item[0][0]), slug_of(item[0][1])))
    ]


def related(
    releases: Sequence[Release], quiet: Mapping[int, Iterable[Portion]], hidden: Container[str] = ()
) -> list[tuple[Teaser, ...]]:
    """For each of the releases, newest first, the newest older ones of the same topics; `quiet` are the other years.

    They are of the same year or the last one before it, and older ones alone: so an old page never changes because a
    new one comes, and what changes in a year touches no page but those of that year and the next.
    """
    years = sorted({release.year for release in releases} | quiet.keys())
    before = dict(zip(years[1:], years, strict=False))
    recent: defaultdict[tuple[int, str], list[Teaser]] = defaultdict(list)
    for year, of in quiet.items():
        for portion in of:
            if portion.kind == "topics":
                recent[year, portion.name] += reversed(portion.newest[:RELATED])
    found: list[tuple[Teaser, ...]] = []
    for release in reversed(releases):
        if not release.topics:
            found.append(())
            continue
        same = [recent[year, topic] for topic in release.topics for year in (release.year, before.get(release.year, 0))]
        older = {known.address: known for row in same for known in row[-RELATED:]}
        found.append(tuple(sorted(older.values(), key=_day, reverse=True)[:RELATED]))
        known = teaser(release, hidden)
        for topic in release.topics:
            recent[release.year, topic].append(known)
    return found[::-1]


def _day(known: Teaser) -> tuple[object, str]:
    return known.day, known.address


def alike(names: Iterable[tuple[Kind, str]]) -> dict[tuple[Kind, str], str]:
    """Of names that would have one address (`Bau`, `bau`), each with the one that comes first in the alphabet."""
    first: dict[tuple[Kind, str], str] = {}
    every = sorted(set(names))
    for kind, name in every:
        first.setdefault((kind, slug_of(name)), name)
    return {(kind, name): other for kind, name in every if (other := first[kind, slug_of(name)]) != name}
