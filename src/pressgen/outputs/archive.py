"""The lists of releases: the home page, a page for each year, and the page for what is not there."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from pressgen.artifact import Artifact, Made
from pressgen.model import Layout, Newsroom
from pressgen.outputs import linked_data, subjects
from pressgen.outputs.pages import LINE, Legal, legal_links, web_page
from pressgen.outputs.subjects import Index
from pressgen.site import Edition
from pressgen.teasers import Teaser, teaser

NEWEST = 30
"""How many releases the home page shows before it refers to the years."""


def artifacts(edition: Edition, _: Mapping[str, Made], __: Sequence[int]) -> Iterator[Artifact]:
    """The list pages of an edition."""
    common = (edition.newsroom, edition.web, legal_links(edition), edition.audience == "preview")
    listed = {r.address for r in edition.releases if edition.newsroom.lists_withdrawn or not r.withdrawn}
    releases = sorted(edition.releases, key=lambda release: -release.year)  # stable: newest first within a year
    by_year = {
        year: tuple(teaser(release, edition.hidden) for release in group if release.address in listed)
        for year, group in itertools.groupby(releases, key=lambda release: release.year)
    }
    counts = {year: quiet.releases for year, quiet in edition.quiet.items()}
    counts |= {year: len(teasers) for year, teasers in by_year.items()}
    years = tuple(sorted(counts.items(), reverse=True))
    newest = tuple(teaser(r, edition.hidden) for r in edition.releases if r.address in listed)[:NEWEST]
    index = subjects.index(edition, subjects.known(edition))
    yield Artifact(f"{edition.audience}/index.html", home, (*common, newest, years, index))
    for year, teasers in by_year.items():
        # Its neighbours, but not how much they hold: a new release touches the page of its own year alone.
        newer = min((other for other in counts if other > year), default=None)
        older = max((other for other in counts if other < year), default=None)
        inputs = (*common, year, teasers, newer, older)
        effort = LINE * len(teasers)
        yield Artifact(f"{edition.audience}/{year}/index.html", year_page, inputs, year=year, effort=effort)
    yield Artifact(f"{edition.audience}/404.html", not_found, common)


def home(
    newsroom: Newsroom,
    web: Layout,
    legal: tuple[Legal, ...],
    preview: bool,
    newest: tuple[Teaser, ...],
    years: tuple[tuple[int, int], ...],
    index: Index,
) -> bytes:
    """The home page; `years` with the number of releases in each, newest first."""
    about = linked_data.script(linked_data.website(newsroom, web))
    return web_page(
        web, "home.html", newsroom, legal, "", preview, linked_data=about, newest=newest, years=years, index=index
    )


def year_page(
    newsroom: Newsroom,
    web: Layout,
    legal: tuple[Legal, ...],
    preview: bool,
    year: int,
    teasers: tuple[Teaser, ...],
    newer_year: int | None,
    older_year: int | None,
) -> bytes:
    """The page of one year, its releases newest first; the neighbouring years that have releases."""
    return web_page(
        web,
        "year.html",
        newsroom,
        legal,
        f"{year}/",
        preview,
        linked_data=linked_data.script(linked_data.trail(newsroom, ((str(year), f"{year}/"),))),
        year=year,
        teasers=teasers,
        newer_year=newer_year,
        older_year=older_year,
    )


def not_found(newsroom: Newsroom, web: Layout, legal: tuple[Legal, ...], preview: bool) -> bytes:
    """The page that the server shows for an address that leads nowhere."""
    return web_page(web, "404.html", newsroom, legal, None, preview)
