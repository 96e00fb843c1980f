"""The whole program on one screen: load, check, choose, plan, render, publish."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from pressgen import load
from pressgen.artifact import Artifact, key
from pressgen.check import check
from pressgen.model import AUDIENCES, Audience, Edition, Release, Site
from pressgen.outputs import archive, assets, feeds, letters, pages
from pressgen.problems import Problem, SourceError
from pressgen.publish import Staging, unchanged
from pressgen.state import State, toolchain

Output = Callable[[Edition, Mapping[str, int]], Iterable[Artifact]]
"""A kind of output: an edition, and the size in bytes of every artifact made so far, give artifacts."""

OUTPUTS: tuple[tuple[Audience, Output], ...] = (
    ("public", assets.artifacts),
    ("public", letters.artifacts),
    ("print", letters.artifacts),
    ("public", pages.artifacts),
    ("public", archive.artifacts),
    ("public", feeds.artifacts),
)
"""Every kind of output, in the order in which it is published: a page comes after all that it leads to."""

Progress = Callable[[str, int, int], None]
"""Told before each render: the artifact's path, how many were rendered, how many there will be in this kind."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did."""

    releases: Mapping[Audience, int]
    """How many releases each edition holds."""
    files: Mapping[Audience, int]
    """How many files each edition has."""
    written: tuple[str, ...]
    removed: tuple[str, ...]
    """Paths relative to the project, in the order of publication."""
    drafts: int
    embargoed: tuple[Release, ...]
    """Releases with a coming embargo, soonest first."""
    scheduled: tuple[Release, ...]
    """Releases with only a future date, soonest first."""


def build(project: Path, at: dt.datetime, progress: Progress = lambda *_: None) -> Report:
    """Bring `public/` and `print/` to what may be seen at the moment `at`, without UTC offset by the
    newsroom's clock.

    Raises SourceError, state.Busy, or OSError; nothing was published then.
    """
    tools = toolchain()
    with State(project / ".pressgen/state.db", tools) as state, Staging(project) as staging:
        site = load.load(project, state)
        at = site.newsroom.clock(at)
        editions = {audience: site.edition(at, audience) for audience in AUDIENCES}
        if problems := check(site, editions["public"]):
            raise SourceError(problems)
        known = state.published()
        plan: dict[str, bytes] = {}
        sizes: dict[str, int] = {}
        order: list[str] = []
        staged: dict[bytes, str] = {}
        for audience, output in OUTPUTS:
            made = list(output(editions[audience], sizes))
            keys = {artifact.path: key(artifact, tools) for artifact in made}
            problems += _collisions(made, plan)
            plan |= keys
            stale = [a for a in made if not unchanged(project, a.path, known.get(a.path), keys[a.path])]
            sizes |= {path: known[path].size for path in keys.keys() & known.keys()}
            # The print office's letter is the public one, unless it is marked: the same call is rendered once.
            twins = [artifact for artifact in stale if keys[artifact.path] in staged]
            fresh = [artifact for artifact in stale if keys[artifact.path] not in staged]
            for path, data in _rendered(project, fresh, problems, progress):
                staging.add(path, data)
                staged[keys[path]] = path
                sizes[path] = len(data)
            for artifact in twins:
                staging.repeat(artifact.path, staged[keys[artifact.path]])
            # New pages first: nothing links to them yet, and what is changed next may.
            order += sorted((a.path for a in stale), key=lambda path: path in known)
        if problems:
            # A mistake in a letterhead is met by every letter on it, and told once.
            raise SourceError({msgspec.json.encode(problem): problem for problem in problems}.values())
        removed = sorted(known.keys() - plan.keys())
        if order or removed:
            staging.publish(state, plan, order, removed)
        return _report(site, editions, at, plan, order, removed)


def checked(project: Path, at: dt.datetime) -> Site:
    """The site, if it is without problems. Raises SourceError otherwise, state.Busy or OSError."""
    with State(project / ".pressgen/state.db", toolchain()) as state:
        site = load.load(project, state)
    if problems := check(site, site.edition(at, "public")):
        raise SourceError(problems)
    return site


def _rendered(
    project: Path, artifacts: Sequence[Artifact], problems: list[Problem], progress: Progress
) -> Iterator[tuple[str, bytes]]:
    """The bytes of each artifact; the problems of those that cannot be made are collected."""
    for number, artifact in enumerate(artifacts):
        progress(artifact.path, number, len(artifacts))
        try:
            yield artifact.path, artifact.render(*load.contents(project, artifact.inputs))
        except SourceError as error:
            problems += error.problems


def _collisions(made: Iterable[Artifact], plan: Mapping[str, bytes]) -> Iterator[Problem]:
    """Two artifacts with one path, also where only case or Unicode form differs: some servers see one file."""
    taken = {_folded(path): path for path in plan}
    for artifact in made:
        other = taken.setdefault(_folded(artifact.path), artifact.path)
        if other is not artifact.path:
            yield Problem(path=artifact.path, code="path-twice", values={"other": other})


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _report(
    site: Site,
    editions: Mapping[Audience, Edition],
    at: dt.datetime,
    plan: Iterable[str],
    written: Iterable[str],
    removed: Iterable[str],
) -> Report:
    waiting = sorted((r for r in site.releases if r.published > at), key=lambda release: release.published)
    return Report(
        releases={audience: len(edition.releases) for audience, edition in editions.items()},
        files={a: sum(path.startswith(f"{a}/") for path in plan) for a in editions},
        written=tuple(written),
        removed=tuple(removed),
        drafts=len(site.drafts),
        embargoed=tuple(r for r in waiting if r.embargo and r.embargo > at),
        scheduled=tuple(r for r in waiting if not (r.embargo and r.embargo > at)),
    )
