"""The whole program on one screen: load, check, choose, plan, render, publish."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from pressgen import load, publish, sense, swift
from pressgen.check import check, unfinished
from pressgen.model import Draft, Newsroom, Record, Release
from pressgen.outputs import archive, assets, feeds, jobs, letters, pages, redirects, sums
from pressgen.problems import Problem, SourceError
from pressgen.publish import Folders, Staging
from pressgen.render import SILENT, Listener, Output, Plan, planned
from pressgen.schedule import Schedule
from pressgen.schedule import schedule as scheduled
from pressgen.site import AUDIENCES, Audience, Edition, Site
from pressgen.sources import record
from pressgen.state import State
from pressgen.toolchain import toolchain
from pressgen.workers import ALONE, Workers

if TYPE_CHECKING:
    from pressgen.audit import Audit

OUTPUTS: tuple[tuple[Audience, Output], ...] = (
    ("public", assets.artifacts),
    ("public", letters.artifacts),
    ("print", letters.artifacts),
    ("print", jobs.artifacts),
    ("print", sums.artifacts),
    ("public", pages.artifacts),
    ("public", redirects.artifacts),
    ("public", archive.artifacts),
    ("public", feeds.artifacts),
)
"""Every kind of output, in the order in which it is published: a page comes after all that it leads to."""


def outputs(newsroom: Newsroom) -> list[tuple[Audience, Output]]:
    """Those that a newsroom wants."""
    return [
        (audience, output)
        for audience, output in OUTPUTS
        if newsroom.letters or (audience != "print" and output is not letters.artifacts)
    ]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a build did."""

    releases: Mapping[Audience, int]
    """How many releases each edition holds a letter of."""
    files: Mapping[Audience, int]
    """How many files each edition has."""
    written: tuple[str, ...]
    removed: tuple[str, ...]
    """Paths relative to the project, in the order of publication."""
    at: dt.datetime
    """The moment, with UTC offset."""
    strangers: tuple[str, ...]
    """Files in public/ and print/ that are not of this build, looked for while the state's inventory is incomplete."""
    vanished: tuple[str, ...]
    """Addresses of releases that were out, and are not any more, without a withdrawal: nothing noted them."""
    unrecorded: Unrecorded | None
    warnings: tuple[Problem, ...]
    """What to look at again in new and changed releases."""
    drafts: tuple[Draft, ...]
    embargoed: tuple[Release, ...]
    """Releases with a coming embargo, soonest first."""
    scheduled: tuple[Release, ...]
    """Releases with only a future date, soonest first."""


def build(
    project: Path, at: dt.datetime, listener: Listener = SILENT, *, workers: Workers = ALONE, for_good: bool = True
) -> Report:
    """Bring `public/` and `print/` to what may be seen at `at`; without UTC offset it is by the newsroom's clock.

    If it is `for_good`, and `at` no imagined moment, content/published.txt gets a line for each release that is public
    for the first time. Raises SourceError, state.Busy, OSError, state.StateError or workers.Lost, and nothing was
    published then, but for publish.Unfinished.
    """
    folders = publish.published(project)
    with State(folders.state / "state.db", toolchain()) as state, Staging(folders) as staging:
        site, at, public = _read(project, state, at)
        editions: dict[Audience, Edition] = {"public": public, "print": site.edition(at, "print")}
        plan = planned(project, folders, editions, outputs(site.newsroom), state, staging, listener, workers=workers)
        _tell_if_slow(editions, plan, listener)
        gone = sorted(state.published.keys() - plan.made.keys())
        proven = _proof(folders, site, at, plan, state, staging)
        letters_out = (f"public/{release.letter_address}" for release in public.releases)
        redrawn = [reasons for path in letters_out if (reasons := plan.changes.get(path))]
        if redrawn:
            listener.redrawing(len(redrawn), Counter(itertools.chain(*redrawn)))
        if plan.stale or gone or proven.secrets != state.proven:
            staging.publish(state, plan.stale, gone, proven.secrets)
        unrecorded = _recorded(project, public) if for_good else None
        # Where the inventory was lost, nobody knows which files are pressgen's own: a withdrawn page would stay unseen.
        strangers = () if state.complete else publish.strangers(folders, plan.made)
        state.finish(at, complete=not strangers)
        warnings = (*sense.warnings(site, plan.made, _changed(site, plan)), *proven.unsearchable)
        vanished = _vanished(gone) if for_good and state.built and state.built <= at else ()
        return _report(site, editions, at, plan, gone, strangers, vanished, unrecorded, warnings)


def _read(project: Path, state: State, at: dt.datetime) -> tuple[Site, dt.datetime, Edition]:
    """The site, the moment by its clock, and what the public may see then.

    Raises SourceError with all problems of the sources.
    """
    site = load.load(project, state)
    at = site.newsroom.clock(at)
    public = site.edition(at, "public")
    if problems := check(site, public, at):
        raise SourceError(problems)
    return site, at, public


def _changed(site: Site, plan: Plan) -> set[str]:
    """Sources of releases that are new or changed, or appear now."""
    drawn = {
        release.source
        for release in site.releases
        if not plan.stale.keys().isdisjoint((f"public/{release.letter_address}", f"print/{release.letter_name}"))
    }
    return drawn | site.fresh


def _tell_if_slow(editions: Mapping[Audience, Edition], plan: Plan, listener: Listener) -> None:
    """Where letters were drawn: whether it took longer than it has to."""
    releases = [(audience, release) for audience, edition in editions.items() for release in edition.releases]
    paths = (f"{audience}/{path}" for audience, r in releases for path in (r.letter_address, r.letter_name))
    if not plan.stale.keys().isdisjoint(paths) and (strange := swift.strange()):
        listener.slow(strange, swift.KNOWN)


class _Proof(NamedTuple):
    """That nothing hidden is published."""

    secrets: Set[bytes]
    """Digests of what was looked for."""
    unsearchable: Sequence[Problem]
    """Files of which something could not be searched."""


def _proof(folders: Folders, site: Site, at: dt.datetime, plan: Plan, state: State, staging: Staging) -> _Proof:
    """Search what is new for all that is hidden, and what is out already for what is newly hidden.

    Raises SourceError if anything is found.
    """
    if not site.drafts and all(release.published <= at and not release.withdrawn for release in site.releases):
        return _Proof(frozenset(), [])
    from pressgen import hidden, proof  # 10 ms: not in an office that hides nothing

    secrets, visible = hidden.parted(site, at)
    fresh = [secret for secret in secrets if secret.digest not in state.proven]
    new = ((path, staging.read(path)) for path in plan.stale if path.startswith("public/"))
    out = sorted(path for path in plan.made.keys() - plan.stale.keys() if path.startswith("public/")) if fresh else []
    found = itertools.chain(
        proof.searched(new, secrets, visible), proof.searched(publish.contents(folders, out), fresh, visible)
    )
    leaks, unsearchable = proof.told(found)
    if leaks:
        raise SourceError(leaks)
    return _Proof({secret.digest for secret in secrets}, unsearchable)


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


def _vanished(gone: Iterable[str]) -> Iterator[str]:
    """Addresses of releases among the files that go. What was noted cannot go: `check` has looked."""
    for path in gone:
        if match := re.fullmatch(r"public/(\d{4}/[^/]+/)index\.html", path):
            yield match[1]


class Unrecorded(msgspec.Struct, frozen=True, kw_only=True):
    """What is public, but could not be noted in content/published.txt."""

    addresses: tuple[str, ...]
    reason: str


def preview(
    project: Path, folder: Path, at: dt.datetime, listener: Listener = SILENT, workers: Workers = ALONE
) -> Report:
    """Everything that public/ would hold if all were public, drafts too, in a folder of its own, loudly marked.

    Its state lies in that folder. Raises what `build` raises, and ForeignFolder if the folder has anything that is not
    from an earlier preview.
    """
    folders = publish.previewed(folder)
    if publish.foreign(folders):
        raise ForeignFolder
    with State(folders.state / "state.db", toolchain()) as state, Staging(folders) as staging:
        site, at, public = _read(project, state, at)
        site = msgspec.structs.replace(site, drafts=unfinished(site, public))
        editions: dict[Audience, Edition] = {"preview": site.edition(at, "preview")}
        shown: list[tuple[Audience, Output]] = [
            ("preview", out) for to, out in outputs(site.newsroom) if to == "public"
        ]
        plan = planned(project, folders, editions, shown, state, staging, listener, workers=workers)
        _tell_if_slow(editions, plan, listener)
        gone = sorted(state.published.keys() - plan.made.keys())
        if plan.stale or gone:
            staging.publish(state, plan.stale, gone)
        return _report(site, editions, at, plan, gone, (), (), None, ())


class ForeignFolder(Exception):
    """A preview would mix with files that are not its own."""


def schedule(project: Path, at: dt.datetime) -> Schedule:
    """What waits for its moment at `at`, and what is overdue. Raises what `build` raises; publishes nothing."""
    with State(publish.published(project).state / "state.db", toolchain()) as state:
        site, at, _ = _read(project, state, at)
        return scheduled(site, at, state.published, state.built)


class Checked(NamedTuple):
    """What is fine, and what to look at again."""

    site: Site
    warnings: tuple[Problem, ...]


def checked(project: Path, at: dt.datetime, listener: Listener = SILENT, workers: Workers = ALONE) -> Checked:
    """The site, if a build at `at` or at any later moment has no problems; but for leaks, which show in its result.

    Raises what `build` raises.
    """
    folders = publish.published(project)
    with State(folders.state / "state.db", toolchain()) as state, Staging(folders, to_publish=False) as staging:
        site, _, _ = _read(project, state, at)
        # Some problems show only in the drawn letter, also of a release that nobody may see yet.
        editions = {audience: site.edition(END, audience) for audience in AUDIENCES}
        wanted = outputs(site.newsroom)
        plan = planned(project, folders, editions, wanted, state, staging, listener, workers=workers, trial=True)
        _tell_if_slow(editions, plan, listener)
    return Checked(site, tuple(sense.warnings(site, plan.made)))


END = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""A moment at which every release is public."""


def audited(project: Path, at: dt.datetime) -> Audit:
    """Look at all that is public. Raises what `build` raises."""
    from pressgen.audit import audit

    folders = publish.published(project)
    with State(folders.state / "state.db", toolchain()) as state:
        site, at, _ = _read(project, state, at)
        out = dict(publish.contents(folders, publish.present(folders, "public")))
        known = {path: row for path, row in state.published.items() if path.startswith("public/")}
        return audit(site, at, out, known)


def known(project: Path) -> Site:
    """The site as far as it can be read, whatever is wrong with its releases. Raises what `load` and `State` raise."""
    with State(publish.published(project).state / "state.db", toolchain()) as state:
        return load.load(project, state)


def _report(
    site: Site,
    editions: Mapping[Audience, Edition],
    at: dt.datetime,
    plan: Plan,
    gone: Iterable[str],
    strangers: Iterable[str],
    vanished: Iterable[str],
    unrecorded: Unrecorded | None,
    warnings: Iterable[Problem],
) -> Report:
    waiting = sorted((r for r in site.releases if r.published > at), key=lambda release: release.published)
    return Report(
        releases={audience: len(edition.lettered) for audience, edition in editions.items()},
        files={a: sum(path.startswith(f"{a}/") for path in plan.made) for a in editions},
        written=tuple(plan.stale),
        removed=tuple(gone),
        at=at,
        strangers=tuple(strangers),
        vanished=tuple(vanished),
        unrecorded=unrecorded,
        warnings=tuple(warnings),
        drafts=site.drafts,
        embargoed=tuple(r for r in waiting if r.embargo and r.embargo > at),
        scheduled=tuple(r for r in waiting if not (r.embargo and r.embargo > at)),
    )
