"""The whole program on one screen: load, check, choose, plan, render, publish."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from pressgen import load, publish
from pressgen.artifact import Artifact, Places, changed, key, parts
from pressgen.check import check, unfinished
from pressgen.model import AUDIENCES, Audience, Draft, Edition, Record, Release, Site
from pressgen.outputs import archive, assets, feeds, letters, pages, redirects
from pressgen.problems import Problem, SourceError
from pressgen.publish import Call, Folders, Staging, unchanged
from pressgen.schedule import Schedule
from pressgen.schedule import schedule as scheduled
from pressgen.sources import record
from pressgen.state import State
from pressgen.toolchain import toolchain

Output = Callable[[Edition, Mapping[str, int]], Iterable[Artifact]]
"""A kind of output: an edition, and the size in bytes of every artifact made so far, give artifacts."""

OUTPUTS: tuple[tuple[Audience, Output], ...] = (
    ("public", assets.artifacts),
    ("public", letters.artifacts),
    ("print", letters.artifacts),
    ("public", pages.artifacts),
    ("public", redirects.artifacts),
    ("public", archive.artifacts),
    ("public", feeds.artifacts),
)
"""Every kind of output, in the order in which it is published: a page comes after all that it leads to."""


class Listener(Protocol):
    """Who is told how a build goes."""

    def rendering(self, path: str, number: int, total: int) -> None:
        """Before each render: the artifact's path, how many were rendered, how many there will be in this kind."""

    def redrawing(self, letters: int, reasons: Mapping[str, int]) -> None:
        """Before they are published: so many letters change that are public already. The reasons are `toolchain` or
        parameters of `outputs.letters.letter`, each with the number of letters; a letter may have several.
        """


class Silent:
    """A listener that does not care."""

    def rendering(self, path: str, number: int, total: int) -> None: ...

    def redrawing(self, letters: int, reasons: Mapping[str, int]) -> None: ...


SILENT = Silent()


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did."""

    releases: Mapping[Audience, int]
    """How many releases each edition holds."""
    files: Mapping[Audience, int]
    """How many files each edition has."""
    written: tuple[str, ...]
    removed: tuple[str, ...]
    """Paths relative to the project, in the order of publication."""
    at: dt.datetime
    """The moment, with UTC offset."""
    strangers: tuple[str, ...]
    """Files in public/ and print/ that are not of this build, looked for while the state's inventory is incomplete."""
    unrecorded: Unrecorded | None
    drafts: tuple[Draft, ...]
    embargoed: tuple[Release, ...]
    """Releases with a coming embargo, soonest first."""
    scheduled: tuple[Release, ...]
    """Releases with only a future date, soonest first."""


def build(project: Path, at: dt.datetime, listener: Listener = SILENT, *, for_good: bool = True) -> Report:
    """Bring `public/` and `print/` to what may be seen at `at`; without UTC offset it is by the newsroom's clock.

    If it is `for_good`, and `at` no imagined moment, content/published.txt gets a line for each release that is public
    for the first time. Raises SourceError, state.Busy, OSError or state.StateError, and nothing was published then, but
    for publish.Unfinished.
    """
    folders = publish.published(project)
    with State(folders.state / "state.db", toolchain()) as state, Staging(folders) as staging:
        site = load.load(project, state)
        at = site.newsroom.clock(at)
        editions = {audience: site.edition(at, audience) for audience in AUDIENCES}
        if problems := check(site, editions["public"], at):
            raise SourceError(problems)
        plan = _planned(project, folders, editions, OUTPUTS, state, staging, listener)
        gone = sorted(state.published.keys() - plan.paths)
        redrawn = {path: reasons for path, reasons in plan.redrawn.items() if reasons}  # not one that someone deleted
        if redrawn:
            listener.redrawing(len(redrawn), Counter(itertools.chain(*redrawn.values())))
        if plan.stale or gone:
            staging.publish(state, plan.stale, gone)
        unrecorded = _recorded(project, editions["public"]) if for_good else None
        # Where the inventory was lost, nobody knows which files are pressgen's own: a withdrawn page would stay unseen.
        strangers = () if state.complete else publish.strangers(folders, plan.paths)
        if not strangers and not state.complete:
            state.vouch()
        return _report(site, editions, at, plan, gone, strangers, unrecorded)


def _recorded(project: Path, public: Edition) -> Unrecorded | None:
    """Note what is public for the first time; what could not be noted."""
    new = [
        Record(address=release.address, published=release.published, guid=public.guid(release))
        for release in reversed(public.releases)  # as they appeared
        if release.address not in public.record
    ]
    if new:
        try:
            publish.remember(project, record.lines(new), record.HEAD[public.newsroom.language])
        except OSError as error:
            return Unrecorded(addresses=tuple(r.address for r in new), reason=error.strerror or str(error))
    return None


class Unrecorded(msgspec.Struct, frozen=True, kw_only=True):
    """What is public, but could not be noted in content/published.txt."""

    addresses: tuple[str, ...]
    reason: str


def preview(project: Path, folder: Path, at: dt.datetime, listener: Listener = SILENT) -> Report:
    """Everything that public/ would hold if all were public, drafts too, in a folder of its own, loudly marked.

    Its state lies in that folder. Raises what `build` raises, and ForeignFolder if the folder has anything that is not
    from an earlier preview.
    """
    folders = publish.previewed(folder)
    if publish.foreign(folders):
        raise ForeignFolder
    with State(folders.state / "state.db", toolchain()) as state, Staging(folders) as staging:
        site = load.load(project, state)
        at = site.newsroom.clock(at)
        if problems := check(site, site.edition(at, "public"), at):
            raise SourceError(problems)
        site = msgspec.structs.replace(site, drafts=unfinished(site, site.edition(at, "public")))
        editions: dict[Audience, Edition] = {"preview": site.edition(at, "preview")}
        outputs: list[tuple[Audience, Output]] = [("preview", output) for to, output in OUTPUTS if to == "public"]
        plan = _planned(project, folders, editions, outputs, state, staging, listener)
        gone = sorted(state.published.keys() - plan.paths)
        if plan.stale or gone:
            staging.publish(state, plan.stale, gone)
        return _report(site, editions, at, plan, gone, (), None)


class ForeignFolder(Exception):
    """A preview would mix with files that are not its own."""


def schedule(project: Path, at: dt.datetime) -> Schedule:
    """What waits for its moment at `at`, and what is overdue. Raises what `build` raises; writes nothing."""
    with State(publish.published(project).state / "state.db", toolchain()) as state:
        site = load.load(project, state)
        at = site.newsroom.clock(at)
        if problems := check(site, site.edition(at, "public"), at):
            raise SourceError(problems)
        return scheduled(site, at, state.published)


def checked(project: Path, at: dt.datetime, listener: Listener = SILENT) -> Site:
    """The site, if a build at `at` or at any later moment has no problems. Raises what `build` raises."""
    folders = publish.published(project)
    with State(folders.state / "state.db", toolchain()) as state, Staging(folders, to_publish=False) as staging:
        site = load.load(project, state)
        problems = check(site, site.edition(at, "public"), at)
        if not problems:
            # Some problems show only in the drawn letter, also of a release that nobody may see yet.
            editions = {audience: site.edition(END, audience) for audience in AUDIENCES}
            _planned(project, folders, editions, OUTPUTS, state, staging, listener)
    if problems:
        raise SourceError(problems)
    return site


END = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""A moment at which every release is public."""


def next_number(project: Path, year: int) -> int:
    """The next free number of a year; 0 where the office gives its releases none. Raises what `build` raises."""
    with State(publish.published(project).state / "state.db", toolchain()) as state:
        site = load.load(project, state)
    found = [*site.releases, *(draft.release for draft in site.drafts if draft.release)]
    if not any(release.number for release in found):
        return 0
    return max((release.number for release in found if release.year == year), default=0) + 1


class _Plan(NamedTuple):
    """All artifacts of a build, rendered as far as they are not in place."""

    paths: Set[str]
    """Of all artifacts."""
    stale: Mapping[str, Call]
    """Those that are staged, by path, in the order of publication."""
    redrawn: Mapping[str, tuple[str, ...]]
    """Letters among them that are public already, by path, with what changed."""


def _planned(
    project: Path,
    folders: Folders,
    editions: Mapping[Audience, Edition],
    outputs: Iterable[tuple[Audience, Output]],
    state: State,
    staging: Staging,
    listener: Listener,
) -> _Plan:
    """Plan the artifacts of the editions, and stage the bytes of each that is not published as it should be."""
    places = Places()
    keys: dict[str, bytes] = {}
    sizes: dict[str, int] = {}
    stale: dict[str, Call] = {}
    redrawn: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for audience, output in outputs:
        missing = []
        for artifact in output(editions[audience], sizes):
            path = artifact.path
            if other := places.taken(path):
                problems.append(Problem(path=path, code="path-twice", values={"other": other}))
                continue
            keys[path] = key(artifact, state.toolchain)
            published = state.published.get(path)
            if published and unchanged(folders.place(path), published, keys[path]):
                sizes[path] = published.size
            else:
                missing.append(artifact)
        for path, data in _rendered(project, missing, keys, staging, problems, listener):
            staging.add(path, data, keys[path])
            sizes[path] = len(data)
        # New pages first: nothing links to them yet, and what is changed next may.
        for artifact in sorted(missing, key=lambda artifact: artifact.path in state.published):
            stale[artifact.path] = call = Call(keys[artifact.path], parts(artifact, state.toolchain))
            before = state.published.get(artifact.path)
            if before and before.parts and (audience, output) == ("public", letters.artifacts):
                redrawn[artifact.path] = changed(artifact, before.parts, call.parts)
    if problems:
        # A mistake in a letterhead is met by every letter on it, and told once.
        raise SourceError({msgspec.json.encode(problem): problem for problem in problems}.values())
    return _Plan(keys.keys(), stale, redrawn)


def _rendered(
    project: Path,
    artifacts: Sequence[Artifact],
    keys: Mapping[str, bytes],
    staging: Staging,
    problems: list[Problem],
    listener: Listener,
) -> Iterator[tuple[str, bytes]]:
    """The bytes of each artifact; the problems of those that cannot be made are collected."""
    for number, artifact in enumerate(artifacts):
        listener.rendering(artifact.path, number, len(artifacts))
        # The print office's letter is the public one, unless it is marked: the same call is rendered once.
        if (data := staging.staged(keys[artifact.path])) is not None:
            yield artifact.path, data
            continue
        try:
            yield artifact.path, artifact.render(*load.contents(project, artifact.inputs))
        except SourceError as error:
            problems += error.problems


def _report(
    site: Site,
    editions: Mapping[Audience, Edition],
    at: dt.datetime,
    plan: _Plan,
    gone: Iterable[str],
    strangers: Iterable[str],
    unrecorded: Unrecorded | None,
) -> Report:
    waiting = sorted((r for r in site.releases if r.published > at), key=lambda release: release.published)
    return Report(
        releases={audience: len(edition.releases) for audience, edition in editions.items()},
        files={a: sum(path.startswith(f"{a}/") for path in plan.paths) for a in editions},
        written=tuple(plan.stale),
        removed=tuple(gone),
        at=at,
        strangers=tuple(strangers),
        unrecorded=unrecorded,
        drafts=site.drafts,
        embargoed=tuple(r for r in waiting if r.embargo and r.embargo > at),
        scheduled=tuple(r for r in waiting if not (r.embargo and r.embargo > at)),
    )
