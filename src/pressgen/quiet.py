"""Years that are quiet: nothing about them has changed since the last build, so they need not even be read.

An office publishes into an archive of decades. Of a year whose files are as they were, and all of whose releases are
public and wait for no moment, the others have to know little: that it is there, its newest and its oldest release (the
neighbours of others), its photos. That was noted when it was last read (`noted`). It is read again when one of its
files has changed, published ones too; when a year beside it has, or one that it links to or that links to it; when its
releases are among the newest; and all years are, when anything has changed that is no release (`Surroundings`).

So this is never about what is right, only about what need not be looked at again. tests/test_properties.py compares
with clean builds.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import re
import zoneinfo
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

import msgspec

from pressgen.listing import RELEASES, Listed, Looked, rules, stamp
from pressgen.model import Newsroom, Release, taken_out
from pressgen.names import slug_of
from pressgen.outputs.archive import NEWEST
from pressgen.outputs.feeds import AFTERMATH, about
from pressgen.outputs.jobs import CURRENT
from pressgen.site import Edition, Quiet, Site
from pressgen.state import State
from pressgen.subjects import ROOTS, alike, named, portions

YEAR = re.compile(rf"{RELEASES}/(\d{{4}})")


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """All that is no release: while it is as it was, years may be quiet."""

    stamp: bytes
    """Of the files of content/ and layouts/, but for releases, media and content/published.txt."""
    record: str
    """Of content/published.txt, when the build had written to it."""
    timezone: str
    rules: str
    """When the clocks change, which governments decide anew."""
    reach: int
    """How many of the newest releases the lists show."""
    years: tuple[int, ...]
    """Those that are quiet."""


SURROUNDINGS = msgspec.json.Decoder(Surroundings)
QUIET = msgspec.json.Decoder(Quiet)


def years(state: State, looked: Looked, disturbed: Container[str], at: dt.datetime) -> dict[int, Quiet]:
    """The years that need not be read for a build at the moment `at`, as far as that can be told without reading any.

    `disturbed` are published files that are not as a build left them.
    """
    if looked.problems or not state.complete or state.built is None:
        return {}
    try:
        around = SURROUNDINGS.decode(state.note("quiet"))
        noted = {year: QUIET.decode(state.note(f"quiet {year}")) for year in around.years}
    except msgspec.MsgspecError:  # there is none, or it is damaged
        return {}
    zone = zoneinfo.ZoneInfo(around.timezone)
    stamps, rest = _parted(looked.stamps())
    if (around.stamp, around.record, around.rules) != (rest, looked.record, rules(zone)):
        return {}
    if (at if at.tzinfo else at.replace(tzinfo=zone)) < state.built:
        return {}
    files = {listed.path: listed.stamp for listed in _media(looked)} if any(q.media for q in noted.values()) else {}
    changed = {year for year, stamp in stamps.items() if year not in noted or noted[year].stamp != stamp}
    changed |= noted.keys() - stamps.keys()
    changed |= {
        year
        for year, quiet in noted.items()
        if any(path in disturbed for path in quiet.paths)
        or any(files.get(path) != stamp for path, stamp in quiet.media.values())
    }
    loud = changed | set(_beside(noted, changed)) | set(_newest(noted, around.reach))
    loud |= {year for year, quiet in noted.items() if not quiet.leads.isdisjoint(changed)}
    while more := {led for year in loud & noted.keys() for led in noted[year].leads} - loud:
        loud |= more
    return {year: quiet for year, quiet in noted.items() if year not in loud}


def _beside(noted: Iterable[int], changed: Iterable[int]) -> Iterator[int]:
    """The years with releases that are next to those that changed: their outermost pages lead there."""
    still = sorted(set(noted) - set(changed))
    for year in changed:
        place = bisect.bisect(still, year)
        yield from still[max(0, place - 1) : place + 1]


def _newest(noted: Mapping[int, Quiet], reach: int) -> Iterator[int]:
    """The years that have the newest releases."""
    count = 0
    for year, quiet in sorted(noted.items(), key=lambda item: item[1].modified, reverse=True):
        if count >= reach:
            return
        count += quiet.releases
        yield year


def missed(site: Site, public: Edition, at: dt.datetime, hidden: Container[bytes]) -> set[int]:
    """Of the years that were not read for a site, those that have to be, as is seen now that the others are.

    `hidden` are the digests of those hidden releases that all texts were compared with before.
    """
    quiet = site.quiet
    if any(release.published > at and release.digest not in hidden for release in site.releases):
        return set(quiet)
    found = {year for release in site.releases for year in _roots(release.aliases)}
    texts = (*site.texts, *site.outlines)
    found |= {year for text in texts for year in _roots(link.target for link in text.links)}
    # Two names for one subject are told where they stand.
    spelled = {subject for release in (*site.releases, *public.releases) for subject in named(release)}
    known_to = {year: {(of.kind, of.name) for of in known.portions} for year, known in quiet.items()}
    odd = alike(spelled.union(*known_to.values()))
    odd_slugs = {(kind, slug_of(name)) for kind, name in odd}
    found |= {year for year, of in known_to.items() if any((kind, slug_of(name)) in odd_slugs for kind, name in of)}
    # Lists show the newest, by publication or by change; the feed also what was corrected lately.
    since = _reached(public.releases, _reach(site.newsroom))
    found |= {year for year, known in quiet.items() if known.modified >= since}
    found |= set(_unfed(public))
    # A release of another year that an embargo, or a wrong date, brings between those of a quiet one.
    spans = sorted((known.oldest.published, known.newest.published, year) for year, known in quiet.items())
    begins = [begin for begin, _, _ in spans]
    for release in site.releases:
        place = bisect.bisect(begins, release.published) - 1
        if place >= 0 and release.published <= spans[place][1]:
            found.add(spans[place][2])
    return found & quiet.keys()


def _unfed(public: Edition) -> Iterator[int]:
    """The quiet years that have more for the feed of a topic than they noted, as others now have less."""
    chosen, length = about(public), public.newsroom.feed_length
    for year, known in public.quiet.items():
        for topic, moment in known.unfed.items():
            if len(chosen[topic]) < length or chosen[topic][-1].published <= moment:
                yield year


def _roots(paths: Iterable[str]) -> Iterator[int]:
    """The years that paths below the site's root lead into."""
    return (int(path[:4]) for path in paths if re.match(r"\d{4}(?:/|$)", path))


def _reach(newsroom: Newsroom) -> int:
    return max(NEWEST, CURRENT, newsroom.feed_length)


def _reached(releases: Sequence[Release], reach: int) -> dt.datetime:
    """The moment since which lists show releases, newest first."""
    if len(releases) < reach:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    return min(releases[reach - 1].published, max(release.modified for release in releases) - AFTERMATH)


def noted(
    site: Site, public: Edition, paths: Mapping[int, Sequence[str]], looked: Looked, at: dt.datetime
) -> dict[int, Quiet]:
    """Of the years that were read, those that will be quiet, after everything is published. `paths` are their files."""
    aliases = {alias for release in site.releases for alias in release.aliases}
    loud = set(_roots(aliases))
    loud |= {int(match[1]) for draft in site.drafts if (match := YEAR.match(draft.source))}
    for release in site.releases:
        waits = release.published > at or any(update.at > at for update in release.updates)
        leads = any(link.target in aliases or link.target.split("/")[0] in ROOTS for link in release.links)
        if waits or release.withdrawn or release.aliases or leads:
            loud.add(release.year)
    fed = {release.address for releases in about(public).values() for release in releases}
    own = {release.address: release for release in site.releases}  # the public one lacks its addressee
    runs = [(year, tuple(run)) for year, run in itertools.groupby(public.releases, key=_year)]
    torn = [year for year, _ in runs]
    stamps = {listed.path: listed.stamp for listed in _media(looked)}
    stamp_of, _ = _parted(looked.stamps())
    return {
        year: Quiet(
            stamp=stamp_of[year],
            releases=len(releases),
            newest=own[releases[0].address],
            oldest=own[releases[-1].address],
            fed=tuple(taken_out(release)[0] for release in releases if release.address in fed),
            unfed=dict(reversed([(t, r.published) for r in releases if r.address not in fed for t in r.topics])),
            modified=max(release.modified for release in releases),
            leads=frozenset(_roots(link.target for release in releases for link in release.links)) - {year},
            media={
                link.target: (file.path, stamps[file.path])
                for release in releases
                for link in release.links
                if (file := site.media.get(link.target))
            },
            shown=frozenset(link.target for release in releases for link in release.links if link.image),
            boilerplates=frozenset(key for release in releases for key in release.boilerplates),
            portions=tuple(portions(releases)),
            paths=tuple(paths[year]),
        )
        for year, releases in runs
        if year not in loud and torn.count(year) == 1
    }


def remember(
    state: State, looked: Looked, newsroom: Newsroom, record: str, still: Iterable[int], known: Mapping[int, Quiet]
) -> None:
    """Note for the next build which years are quiet: those that `still` are, and others, now known.

    `record` is the stamp of content/published.txt now.
    """
    around = Surroundings(
        stamp=_parted(looked.stamps())[1],
        record=record,
        timezone=newsroom.timezone,
        rules=rules(zoneinfo.ZoneInfo(newsroom.timezone)),
        reach=_reach(newsroom),
        years=(*still, *known),
    )
    rows = {f"quiet {year}": msgspec.json.encode(quiet) for year, quiet in known.items()}
    state.remember_notes(quiet=msgspec.json.encode(around), **rows)


def _year(release: Release) -> int:
    return release.year


def _media(looked: Looked) -> Iterator[Listed]:
    for folder in ("content/media", RELEASES, "content/pages"):
        yield from (listed for listed in looked.below(folder) if not listed.name.endswith(".md"))


def _parted(stamps: Mapping[str, bytes]) -> tuple[dict[int, bytes], bytes]:
    """The stamps of years; and one of all else but media, of which each year knows its own."""
    years = {int(match[1]): of for folder, of in stamps.items() if (match := YEAR.fullmatch(folder))}
    others = {f: of for f, of in stamps.items() if f != "content/media" and not YEAR.fullmatch(f)}
    return years, stamp(others)
