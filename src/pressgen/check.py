"""Problems that need more than one source to see: names that nothing bears, addresses that two bear, dead links.

Sources that have problems of their own take part as far as they can be read, so that all mistakes are told in one run;
but what leads to them is not told as leading to nothing.
"""

from __future__ import annotations

import datetime as dt
import difflib
import html
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from pressgen.artifact import Places
from pressgen.model import Boilerplate, Draft, Letterhead, Link, Outline, Page, Release
from pressgen.names import FEEDS, RECORD, SEARCH, address_of, slug_of
from pressgen.problems import Problem
from pressgen.site import Edition, Site, Worded, letterhead_of
from pressgen.sources import addresses
from pressgen.subjects import FOLDERS, Kind, address, alike, named

NEWSROOM = "content/newsroom.yaml"

Text = Release | Page | Boilerplate | Outline

HOMES = {
    "boilerplate": "content/boilerplates/",
    "contact": "content/contacts.yaml",
    "letterhead": "layouts/letterheads/",
}
"""Where the names of these fields are defined."""


NAMED: Mapping[Kind, tuple[str, str]] = {
    "topics": ("topics", "unknown-topic"),
    "municipalities": ("municipality", "unknown-municipality"),
}
"""The field of a release that names subjects of this kind; what to say of an unwelcome one."""


class Unleaked(msgspec.Struct, frozen=True):
    """What an earlier check has compared, and found that nothing hidden is given away."""

    texts: frozenset[bytes] = frozenset()
    """Digests of all texts."""
    hidden: frozenset[bytes] = frozenset()
    """Digests of the releases that were hidden."""


def check(site: Site, public: Edition, at: dt.datetime, worded: Worded, before: Unleaked) -> list[Problem]:
    """All problems of a site, of which `public` is what may be seen at the moment `at`."""
    return [
        *site.problems,
        *_addresses(site),
        *_names(site, (*site.releases, *site.outlines)),
        *_letterheads(site),
        *_numbers(site),
        *_links(site, public, (*site.texts, *site.outlines)),
        *_leaks(site, public, worded, before),
        *_aliases(site),
        *_records(site, public, at),
    ]


def unfinished(site: Site, public: Edition) -> tuple[Draft, ...]:
    """The drafts, each with all that is still to be done; told in a preview, stopping nothing."""
    releases = tuple(draft.release for draft in site.drafts if draft.release)
    problems: dict[str, list[Problem]] = {draft.source: list(draft.problems) for draft in site.drafts}
    for problem in (*_names(site, releases), *_links(site, public, releases)):
        problems.setdefault(problem.path, []).append(problem)
    return tuple(msgspec.structs.replace(draft, problems=tuple(problems[draft.source])) for draft in site.drafts)


def _addresses(site: Site) -> Iterator[Problem]:
    """Two sources with one address."""
    seen: dict[str, str] = {}
    for item in sorted(site.documents, key=lambda item: item.source):
        if item.address in seen:
            values = {"other": seen[item.address], "address": f"/{item.address}"}
            yield Problem(path=item.source, code="address-twice", values=values)
        seen.setdefault(item.address, item.source)


def _names(site: Site, naming: Iterable[Release | Outline]) -> Iterator[Problem]:
    """Contacts, letterheads, standing paragraphs, topics and pages that do not exist; contacts that have left."""
    designs = {name: None for known in site.letterheads.values() for name in (known.series, known.name)}
    names: tuple[tuple[str, str, str, Mapping[str, object]], ...] = (
        ("unknown-contact", "contact", "contacts", site.contacts),
        ("unknown-letterhead", "letterhead", "letterhead", designs),
        ("unknown-boilerplate", "boilerplate", "boilerplates", site.boilerplates),
    )
    broken = {problem.path for problem in site.problems}
    for code, field, attribute, known in names:
        if field == "letterhead" and not site.newsroom.letters:
            continue
        if any(path.startswith(HOMES[field]) for path in broken):
            continue
        default = _several(site.defaults.get(field))
        for name in default:
            if name not in known:
                yield _unknown(code, NEWSROOM, field, name, known)
        for release in naming:
            for name in _several(getattr(release, attribute)):
                if name and name not in known and name not in default:
                    yield _unknown(code, release.source, field, name, known)
    releases = [item for item in naming if isinstance(item, Release)]
    yield from _subjects(site, releases)
    for release in releases:
        for name in release.contacts:
            contact = site.contacts.get(name)
            if contact and contact.until and release.day > contact.until:
                values = {"name": contact.name, "until": f"{contact.until:%d.%m.%Y}"}
                yield Problem(path=release.source, code="contact-left", values=values, field="contact", text=name)
    pages = {page.name: page for page in site.pages}
    for name in site.newsroom.legal_links:
        if name not in pages and f"content/pages/{name}.md" not in broken:
            yield _unknown("unknown-page", NEWSROOM, "legal_links", name, pages)


def _subjects(site: Site, releases: Sequence[Release]) -> Iterator[Problem]:
    """Topics and municipalities that are not welcome, or that can have no page of their own."""
    noted = {(of.kind, of.name) for quiet in site.quiet.values() for of in quiet.portions}
    twins = alike(noted.union(*map(named, (*releases, *site.releases))))
    for release in releases:
        for kind, name in named(release):
            field, unknown = NAMED[kind]
            welcome = dict.fromkeys(getattr(site.newsroom, kind))
            if welcome and name not in welcome:
                yield _unknown(unknown, release.source, field, name, welcome)
            elif not slug_of(name):
                yield Problem(
                    path=release.source, code="subject-nameless", values={"name": name}, field=field, text=name
                )
            elif other := twins.get((kind, name)):
                values = {"name": name, "other": other}
                yield Problem(path=release.source, code="subject-alike", values=values, field=field, text=name)


def _letterheads(site: Site) -> Iterator[Problem]:
    """Versions of a letterhead that begin on the same day; releases on whose day none is valid, or without a field for
    the address that they are sent to.
    """
    if not site.newsroom.letters or any(p.path.startswith(HOMES["letterhead"]) for p in site.problems):
        return
    given: dict[tuple[str, dt.date | None], Letterhead] = {}
    for known in site.letterheads.values():
        twin = given.setdefault((known.series, known.since), known)
        if twin is not known:
            values = {"other": twin.layout.path, "series": known.series}
            yield Problem(path=known.layout.path, code="letterhead-twice", values=values)
    series = {known.series for known in site.letterheads.values()}
    for release in site.releases:
        design = letterhead_of(site.letterheads, release.letterhead, release.day)
        if design is None and release.letterhead in series:
            values = {"name": release.letterhead, "day": f"{release.day:%d.%m.%Y}"}
            yield Problem(path=release.source, code="letterhead-not-valid", values=values, field="date")
        elif design and release.recipient and not design.address_field:
            fit = sorted({known.series for known in site.letterheads.values() if known.address_field})
            values = {"name": release.letterhead, "known": ", ".join(fit) or "–"}
            yield Problem(path=release.source, code="recipient-unseen", values=values, field="recipient")


def _several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def _numbers(site: Site) -> Iterator[Problem]:
    """Two releases of a year with one number; a later one with a lower number."""
    numbered = [release for release in site.releases if release.number]
    highest: dict[int, int] = {}
    for release in numbered:
        highest[release.year] = max(release.number, highest.get(release.year, 0))
    given: dict[tuple[int, int], Release] = {}
    last: dict[int, Release] = {}
    # By the day that they bear: an embargo does not change the order in which they were written.
    for release in sorted(numbered, key=lambda release: (release.day, release.number, release.source)):
        twin = given.setdefault((release.year, release.number), release)
        before = last.setdefault(release.year, release)
        values = {"number": f"{release.number}/{release.year}", "free": highest[release.year] + 1}
        if twin is not release:
            values["other"] = twin.source
            yield Problem(path=release.source, code="number-twice", values=values, field="number")
        elif release.number < before.number:
            values |= {"other": before.source, "before": before.number}
            yield Problem(path=release.source, code="number-order", values=values, field="number")
        else:
            last[release.year] = release


def _unknown(code: str, path: str, field: str, name: str, known: Mapping[str, object]) -> Problem:
    near = difflib.get_close_matches(name, known, 1, cutoff=0.6)
    return Problem(
        path=path,
        code=f"{code}-near" if near else code,
        values={"name": name, "near": near[0] if near else "", "known": ", ".join(sorted(known)) or "–"},
        field=field,
        text=name,
    )


def _links(site: Site, public: Edition, items: Iterable[Text]) -> Iterator[Problem]:
    """Links and images that lead to nothing, or to what must not be seen yet."""
    documents = {item.address: item for item in site.documents}
    # A letter and a former address are as visible as their release.
    leads = {place: r.address for r in site.releases for place in r.aliases}
    if site.newsroom.letters:
        leads |= {r.letter_address: r.address for r in site.releases}
    drafts = {address_of(draft.source) for draft in site.drafts}
    broken = {address_of(problem.path) for problem in site.problems}
    visible = {release.address for release in public.releases}
    years = {*(release.year for release in public.releases), *site.quiet}
    lists = {"", *FEEDS, site.newsroom.subscribe_address, SEARCH[public.newsroom.language]}
    others = {
        *lists,
        *(f"{year}/{name}" for year in years for name in ("", *FEEDS)),
        *site.media,
        *_subject_pages(public),
    }
    # A year has its page from its first release on, which may be one that cannot be read.
    broken |= {f"{address.split('/')[0]}/" for address in broken if address}
    first: dict[str, Release] = {}
    for release in sorted(site.releases, key=lambda release: release.published):
        first.setdefault(f"{release.year}/", release)
    for item in items:
        for link in dict.fromkeys(item.links):  # each once: only the first place can be told
            target = leads.get(link.target, link.target)
            if target in drafts and target not in documents:
                yield _broken(item, link, "draft-link")
            elif target in broken:
                continue
            elif target in first:
                if target not in others and _earlier(item, first[target]):
                    yield _broken(item, link, "empty-year", year=first[target].year)
            elif target not in documents and target not in others:
                attached = isinstance(item, Release) and any(link == file.link for file in item.attachments)
                code = "image-missing" if link.image else "attachment-missing" if attached else "broken-link"
                yield _broken(item, link, code)
            elif target in documents and link.fragment and link.fragment not in documents[target].body.anchors:
                anchors = ", ".join(documents[target].body.anchors) or "–"
                yield _broken(item, link, "broken-fragment", fragment=link.fragment, anchors=anchors)
            elif target not in visible and _earlier(item, documents.get(target)):
                yield _broken(item, link, "hidden-link")


def _subject_pages(public: Edition) -> Iterator[str]:
    """The addresses of the pages of topics and municipalities."""
    language = public.newsroom.language
    every = {(release.year, *of) for release in public.releases for of in named(release)}
    every |= {(year, of.kind, of.name) for year, quiet in public.quiet.items() for of in quiet.portions}
    for year, kind, name in every:
        own = address(kind, name, language)
        yield from (f"{FOLDERS[language][kind]}/", own, f"{own}{year}/")


def unleaked(site: Site, public: Edition, before: Unleaked) -> Unleaked:
    """What is compared after a check that finds no problem. The texts of quiet years were, `before`."""
    hidden = _hidden(site, public)
    texts = frozenset(text.digest for text in site.texts) if hidden else frozenset[bytes]()
    known = before.texts if hidden and site.quiet else frozenset[bytes]()
    return Unleaked(texts | known, frozenset(release.digest for release in hidden))


def _hidden(site: Site, public: Edition) -> list[Release]:
    visible = {release.address for release in public.releases}
    return [release for release in site.releases if release.address not in visible]


def _leaks(site: Site, public: Edition, worded: Worded, before: Unleaked) -> Iterator[Problem]:
    """Releases that must not be seen yet, given away by their address in full: as a link, or only mentioned."""
    hidden = _hidden(site, public)
    if not hidden:
        return
    new = [release for release in hidden if release.digest not in before.hidden]
    base = site.newsroom.base_url
    roots = {addresses.place(base), addresses.folded(urllib.parse.unquote(base.partition("://")[2]))}
    begin = f"(?<![a-z0-9.-])(?:{'|'.join(map(re.escape, sorted(roots)))})"
    hosts = {root.partition("/")[0] for root in roots}
    for item in (*site.texts, *site.outlines):
        compared = not isinstance(item, Outline) and item.digest in before.texts
        secrets = new if compared else hidden
        if not secrets:
            continue
        if isinstance(item, Release):
            item = worded(item)
        linked = {addresses.place(address): address for address in item.body.outside}
        written = addresses.folded("\n".join([item.body.html, *linked]))
        if not any(host in written for host in hosts):  # nearly always; what follows takes ten times as long
            continue
        words = addresses.folded(urllib.parse.unquote(html.unescape(f"{item.body.html}\n{item.body.text}")))
        for release, place in ((r, place) for r in secrets for place in (r.address, *r.aliases) if place):
            full = re.compile(f"{begin}{re.escape(addresses.folded(place.rstrip('/')))}(?![a-z0-9-])")
            address = next((linked[place] for place in linked if full.match(place)), None)
            mention = full.search(words)
            found = address or (mention and mention[0])
            if found and _earlier(item, release):
                yield Problem(path=item.source, code="hidden-link", values={"address": found}, text=found)


def _earlier(item: Text, target: Text | None) -> bool:
    """Will the item be public while its target is still hidden? Told now, not at the moment it would leak."""
    if not isinstance(target, Release) or isinstance(item, Outline):
        return False
    return not isinstance(item, Release) or item.published < target.published


def _broken(item: Text, link: Link, code: str, **values: object) -> Problem:
    return Problem(path=item.source, code=code, values={"address": link.written, **values}, text=link.written)


def _aliases(site: Site) -> Iterator[Problem]:
    """Former addresses at which something else is published, or whose file would be the folder of something else."""
    if not any(release.aliases for release in site.releases):
        return
    taken = {
        "index.html": f"{site.web.path}/home.html",
        "404.html": f"{site.web.path}/404.html",
        **dict.fromkeys(FEEDS, f"{site.web.path}/entry.html"),
        f"{site.newsroom.subscribe_address}index.html": f"{site.web.path}/subscribe.html",
        **{name: f"{site.web.path}/{name}" for name in site.web.files if not name.endswith(".html")},
        **{address: file.path for address, file in site.media.items()},
        **{f"{release.year}/index.html": f"content/releases/{release.year}" for release in site.releases},
        **{release.letter_address: release.source for release in site.releases},
        **{f"{item.address}index.html": item.source for item in site.documents},
    }
    places = Places()
    for path in taken:
        places.taken(path)
    for release in sorted(site.releases, key=lambda release: release.source):
        for alias in release.aliases:
            path = f"{alias}index.html" if alias.endswith("/") or not alias else alias
            if other := places.taken(path):
                code = "alias-itself" if alias == release.address else "alias-taken"
                values = {"address": f"/{alias}", "other": taken[other]}
                text = alias.rstrip("/") or "index.html"
                yield Problem(path=release.source, code=code, values=values, field="aliases", text=text)
            else:
                taken[path] = release.source


def _records(site: Site, public: Edition, at: dt.datetime) -> Iterator[Problem]:
    """What was public, and is not any more: it may be withdrawn, but not vanish."""
    visible = {place for release in public.releases for place in (release.address, *release.aliases)}
    owners = {place: release for release in site.releases for place in (release.address, *release.aliases)}
    drafts = {address_of(draft.source): draft.source for draft in site.drafts}
    broken = {address_of(problem.path) for problem in site.problems}
    for known in site.record.values():
        if known.published > at or known.address in visible or known.address in broken:
            continue
        values = {"address": f"/{known.address}", "since": f"{known.published:%d.%m.%Y}"}
        if owner := owners.get(known.address):
            field = "embargo" if owner.embargo and owner.embargo > at else "date"
            yield Problem(path=owner.source, code="public-before", values=values, field=field)
        elif known.address in drafts:
            yield Problem(path=drafts[known.address], code="public-draft", values=values, field="draft")
        else:
            yield Problem(path=RECORD, code="public-gone", values=values, text=known.address.rstrip("/") + " ")
