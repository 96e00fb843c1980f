"""Sitemaps: all pages, with the moment of their last change, for search engines (sitemaps.org, protocol 0.9).

`sitemap.xml` names one for each year, so that a new release touches the one of its own year, and one for all other
pages. What readers are not told of is no change: a typing error that was put right moves no moment. Of a page whose
last change nobody knows (the Impressum) no moment is told.

`sitemap-news.xml` is for news search, which wants the articles of two days. No output depends on the clock: they are
the two days before the newest publication.
"""

from __future__ import annotations

import datetime as dt
import functools
import html
import re
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pressgen.artifact import Artifact, Made
from pressgen.outputs.archive import NEWEST
from pressgen.site import Edition
from pressgen.subjects import FOLDERS, Kind, address, named

INDEX, PAGES, NEWS = "sitemap.xml", "sitemap-pages.xml", "sitemap-news.xml"

YEAR = "sitemap-{}.xml"

LATELY = dt.timedelta(days=2)
"""Older articles news search does not want (Google, "Create a News sitemap")."""

YEARS = re.compile(r"\d{4}/")


class Places(msgspec.Struct, frozen=True):
    """What a sitemap names."""

    moments: Mapping[str, dt.datetime | None]
    """By address below the site's root: when the page last changed; None if that is not known."""


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A release as news search is told of it."""

    address: str
    headline: str
    language: str
    published: dt.datetime


def artifacts(edition: Edition, made: Mapping[str, Made], _: Sequence[int]) -> Iterator[Artifact]:
    """The sitemaps of a public edition, of which `made` has all pages; in a preview there is nothing to be found."""
    if edition.audience != "public":
        return
    base = edition.newsroom.base_url
    years: dict[int, dict[str, dt.datetime]] = {}
    subjects: dict[str, dt.datetime] = {}
    of = functools.cache(functools.partial(_pages, edition.newsroom.language))
    for release in edition.releases:
        modified, places = release.modified, years.setdefault(release.year, {})
        places[release.address] = modified
        _note(places, f"{release.year}/", modified)
        for kind, name in named(release):
            both, own = of(kind, name)
            _note(places, f"{own}{release.year}/", modified)
            _note(subjects, own, modified)
            _note(subjects, both, modified)
    for quiet in edition.quiet.values():
        for part in quiet.portions:
            for page in of(part.kind, part.name):
                _note(subjects, page, part.modified)
    for year, places in sorted(years.items()):
        yield Artifact(f"public/{YEAR.format(year)}", sitemap, (base, Places(places)), year=year)
    moments = {year: quiet.modified for year, quiet in edition.quiet.items()}
    moments |= {year: places[f"{year}/"] for year, places in years.items()}
    newest = max(moments.values(), default=None)
    pages = {**dict.fromkeys(_standing(edition, made)), **subjects, "": newest}
    yield Artifact(f"public/{PAGES}", sitemap, (base, Places(pages)))
    if articles := _articles(edition):  # the protocol knows no empty sitemap
        yield Artifact(f"public/{NEWS}", news, (base, edition.newsroom.title, articles))
    index = {**{YEAR.format(year): moment for year, moment in moments.items()}, PAGES: newest}
    yield Artifact(f"public/{INDEX}", sitemap_index, (base, Places(index)))


def _pages(language: str, kind: Kind, name: str) -> tuple[str, str]:
    """The page that names all of the kind, and that of the subject."""
    return f"{FOLDERS[language][kind]}/", address(kind, name, language)


def _note(changes: dict[str, dt.datetime], page: str, modified: dt.datetime) -> None:
    """That a page has not been as it is for longer than since then."""
    changes[page] = max(modified, changes.get(page, modified))


def _standing(edition: Edition, made: Mapping[str, Made]) -> list[str]:
    """What else lies right below the home page; a former address is no page of its own."""
    former = {alias for release in edition.releases for alias in release.aliases}
    found = [path for path in made if path.endswith("/index.html") and path.count("/") == 2]  # of 30,000
    addresses = [path.removeprefix("public/").removesuffix("index.html") for path in found]
    return [place for place in addresses if place not in former and not YEARS.fullmatch(place)]


def _articles(edition: Edition) -> tuple[Article, ...]:
    """Of the newest releases, which every build reads, those of the last two days; what is withdrawn is no news."""
    newest = [release for release in edition.releases[:NEWEST] if not release.withdrawn]
    return tuple(
        Article(
            address=release.address,
            headline=release.headline,
            language=release.language,
            published=release.published,
        )
        for release in newest
        if release.published > newest[0].published - LATELY
    )


SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
GOOGLE_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap(base: str, places: Places) -> bytes:
    """The pages at these places below `base`."""
    return _document("urlset", "url", base, places)


def sitemap_index(base: str, places: Places) -> bytes:
    """The sitemaps at these places below `base`."""
    return _document("sitemapindex", "sitemap", base, places)


def news(base: str, title: str, articles: tuple[Article, ...]) -> bytes:
    """The articles, newest first; `title` is what the newsroom is called."""
    entries = "".join(
        f"<url><loc>{_address(base, article.address)}</loc><news:news>"
        f"<news:publication><news:name>{html.escape(title)}</news:name>"
        f"<news:language>{article.language}</news:language></news:publication>"
        f"<news:publication_date>{article.published.isoformat()}</news:publication_date>"
        f"<news:title>{html.escape(article.headline)}</news:title></news:news></url>\n"
        for article in articles
    )
    return f'{HEAD}<urlset xmlns="{SITEMAPS}" xmlns:news="{GOOGLE_NEWS}">\n{entries}</urlset>\n'.encode()


HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _document(root: str, entry: str, base: str, places: Places) -> bytes:
    entries = []
    for place, moment in sorted(places.moments.items()):
        lastmod = f"<lastmod>{moment.isoformat()}</lastmod>" if moment else ""
        entries.append(f"<{entry}><loc>{_address(base, place)}</loc>{lastmod}</{entry}>\n")
    return f'{HEAD}<{root} xmlns="{SITEMAPS}">\n{"".join(entries)}</{root}>\n'.encode()


def _address(base: str, place: str) -> str:
    return html.escape(base + urllib.parse.quote(place))
