"""The pages of topics and municipalities: all of them, each with its newest releases, and each in a year."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pressgen.artifact import Artifact, Made
from pressgen.model import Layout, Newsroom, Release
from pressgen.outputs import linked_data, pages
from pressgen.outputs.linked_data import Step
from pressgen.outputs.pages import Legal, legal_links, web_page
from pressgen.site import Edition
from pressgen.subjects import FOLDERS, KINDS, Kind, Subject, address, named, portions, subjects
from pressgen.teasers import Teaser, teaser


class Counted(NamedTuple):
    """A subject in a list of them."""

    name: str
    address: str
    """Below the site's root."""
    releases: int
    """How many."""


Index = tuple[tuple[Kind, str, tuple[Counted, ...]], ...]
"""The lists of all subjects: the kind, the address of its page, and those that there are."""


def known(edition: Edition) -> list[Subject]:
    """All subjects of an edition, by kind and name."""
    by_year = itertools.groupby(sorted(edition.releases, key=_year), key=_year)  # stable: newest first within a year
    years = {year: quiet.portions for year, quiet in edition.quiet.items()}
    years |= {year: tuple(portions(releases, edition.hidden)) for year, releases in by_year}
    return subjects(years, edition.newsroom.language)


def index(edition: Edition, of: Sequence[Subject]) -> Index:
    """Those subjects, as lists name them."""
    folders = FOLDERS[edition.newsroom.language]
    found = ((kind, tuple(Counted(s.name, s.address, s.count) for s in of if s.kind == kind)) for kind in KINDS)
    return tuple((kind, f"{folders[kind]}/", counted) for kind, counted in found if counted)


def artifacts(edition: Edition, _: Mapping[str, Made], __: Sequence[int]) -> Iterator[Artifact]:
    """The pages of an edition's subjects."""
    common = (edition.newsroom, edition.web, legal_links(edition), edition.audience == "preview")
    every = known(edition)
    for kind, folder, counted in index(edition, every):
        yield Artifact(f"{edition.audience}/{folder}index.html", subjects_page, (*common, kind, folder, counted))
    for subject in every:
        yield Artifact(f"{edition.audience}/{subject.address}index.html", subject_page, (*common, subject))
    language = edition.newsroom.language
    for (year, kind, name), teasers in _by_year(edition).items():
        inputs = (*common, kind, name, year, tuple(teasers))
        path = f"{edition.audience}/{address(kind, name, language)}{year}/index.html"
        yield Artifact(path, subject_year_page, inputs, year=year, effort=pages.LINE * len(teasers))


def _by_year(edition: Edition) -> dict[tuple[int, Kind, str], list[Teaser]]:
    """What each year that was read has of each subject, newest first."""
    found: dict[tuple[int, Kind, str], list[Teaser]] = {}
    for release in edition.releases:
        if of := named(release):
            shown = teaser(release, edition.hidden)
            for kind, name in of:
                found.setdefault((release.year, kind, name), []).append(shown)
    return found


def subjects_page(
    newsroom: Newsroom,
    web: Layout,
    legal: tuple[Legal, ...],
    preview: bool,
    kind: Kind,
    folder: str,
    counted: tuple[Counted, ...],
) -> bytes:
    """The page at `folder` that names all topics, or all municipalities."""
    way = _trail(newsroom, folder)
    return web_page(
        web, "subjects.html", newsroom, legal, folder, preview, linked_data=way, kind=kind, subjects=counted
    )


def subject_page(newsroom: Newsroom, web: Layout, legal: tuple[Legal, ...], preview: bool, subject: Subject) -> bytes:
    """The page of one subject: its newest releases, and its years."""
    folder = FOLDERS[newsroom.language][subject.kind] + "/"
    way = _trail(newsroom, folder, (subject.name, subject.address))
    return web_page(
        web,
        "subject.html",
        newsroom,
        legal,
        subject.address,
        preview,
        linked_data=way,
        subject=subject,
        folder=folder,
        feed=subject.address if subject.kind == "topics" else "",
    )


def subject_year_page(
    newsroom: Newsroom,
    web: Layout,
    legal: tuple[Legal, ...],
    preview: bool,
    kind: Kind,
    name: str,
    year: int,
    teasers: tuple[Teaser, ...],
) -> bytes:
    """The page of one subject in one year, its releases newest first."""
    own = address(kind, name, newsroom.language)
    folder = FOLDERS[newsroom.language][kind] + "/"
    return web_page(
        web,
        "subject-year.html",
        newsroom,
        legal,
        f"{own}{year}/",
        preview,
        linked_data=_trail(newsroom, folder, (name, own), (str(year), f"{own}{year}/")),
        subject=pages.Subject(kind, name, own),
        folder=folder,
        year=year,
        teasers=teasers,
    )


def _trail(newsroom: Newsroom, folder: str, *steps: Step) -> str:
    """The way to a page of subjects; that of all of them is called as its folder is: `themen/`, Themen."""
    return linked_data.script(linked_data.trail(newsroom, ((folder.rstrip("/").capitalize(), folder), *steps)))


def _year(release: Release) -> int:
    return release.year
