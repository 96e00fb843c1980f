"""The whole program on one screen: load, check, choose, plan, render, publish."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import itertools
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from pressgen import listing, load, publish, quiet, same, sense, swift
from pressgen.check import Unleaked, check, unfinished, unleaked
from pressgen.listing import Looked
from pressgen.model import Newsroom, Record
from pressgen.outputs import (
    archive,
    assets,
    feeds,
    jobs,
    letters,
    pages,
    press,
    redirects,
    search,
    sitemaps,
    subjects,
    subscribe,
    sums,
    wellknown,
)
from pressgen.problems import Problem, SourceError
from pressgen.publish import Folders, Staging
from pressgen.render import Output, Plan, planned
from pressgen.report import SILENT, Listener, Report, Unrecorded, Waiting
from pressgen.schedule import Schedule, next_moment
from pressgen.schedule import schedule as scheduled
from pressgen.site import AUDIENCES, Audience, Edition, Quiet, Site, Worded
from pressgen.sources import record
from pressgen.state import State, StateError
from pressgen.toolchain import toolchain
from pressgen.workers import ALONE, Workers

if TYPE_CHECKING:
    from pressgen import external
    from pressgen.audit import Audit

OUTPUTS: tuple[tuple[Audience, Output], ...] = (
    ("public", assets.artifacts),
    ("public", letters.artifacts),
    ("print", letters.artifacts),
    ("public", press.artifacts),
    ("print", jobs.artifacts),
    ("print", sums.artifacts),
    ("public", pages.artifacts),
    ("public", redirects.artifacts),
    ("public", subjects.artifacts),
    ("public", search.artifacts),
    ("public", archive.artifacts),
    ("public", feeds.artifacts),
    ("public", subscribe.artifacts),
    ("public", sitemaps.artifacts),
    ("public", wellknown.artifacts),
)
"""Every kind of output, in the order in which it is published: first what is new, then what changes."""


def outputs(newsroom: Newsroom) -> list[tuple[Audience, Output]]:
    """Those that a newsroom wants."""
    return [
        (audience, output)
        for audience, output in OUTPUTS
        if newsroom.letters or (audience != "print" and output is not letters.artifacts)
    ]


def built(
    project: Path,
    folders: Folders,
    state: State,
    looked: Looked,
    disturbed: Container[str],
    at: dt.datetime,
    listener: Listener,
    workers: Workers,
    *,
    for_good: bool,
) -> Report:
    """`again.build`, where something may have changed: published files that are `disturbed`, for one."""
    with Staging(folders) as staging:
        still = quiet.years(state, looked, disturbed, at)
        site, at, public = _read(project, state, at, listener, looked, workers, still)
        editions: dict[Audience, Edition] = {"public": public, "print": site.edition(at, "print")}
        wanted = outputs(site.newsroom)
        plan = planned(
            project, folders, editions, wanted, state, staging, listener, disturbed=disturbed, workers=workers
        )
        _tell_if_slow(plan, listener)
        gone = sorted(state.published.keys() - plan.made.keys())
        listener.stage("prove")
        whole = functools.cache(lambda: load.load(project, state, looked) if site.quiet else site)
        proven = _proof(folders, site, at, plan, state, staging, whole, workers, listener)
        # Those of the public alone: the print office's copies change with them.
        if redrawn := list(plan.changes.values()):
            listener.redrawing(len(redrawn), Counter(itertools.chain(*redrawn)))
        listener.stage("publish")
        notes = {**plan.notes, PROVEN: msgspec.msgpack.encode(proven.secrets)}
        if plan.stale or gone or any(state.note(name) != note for name, note in notes.items()):
            staging.publish(state, plan.stale, gone, notes)
        with _all_is_out():
            known = listing.record_stamp(project) == looked.record
            unrecorded = _recorded(project, public) if for_good else None
            listener.stage("finish")
            strangers = publish.strangers(folders, plan.made, None if not state.complete else (*plan.stale, *gone))
            vanished = _vanished(gone) if for_good and state.built and state.built <= at else ()
            report = msgspec.structs.replace(
                _report(site, editions, at, plan),
                removed=tuple(gone),
                restored=tuple(plan.restored),
                strangers=_untold(strangers, state),
                vanished=tuple(vanished),
                unrecorded=unrecorded,
                warnings=(*sense.warnings(site, plan.made, _worded(state), _changed(site, plan)), *proven.unsearchable),
            )
            # Where the inventory was lost, nobody knows which files are our own: a withdrawn page would stay unseen.
            complete = state.complete or not strangers
            state.finish(at, complete=complete)
            if for_good and complete and known and not unrecorded:
                now = quiet.noted(site, public, plan.paths, looked, at)
                quiet.remember(state, looked, site.newsroom, listing.record_stamp(project), site.quiet, now)
                if not proven.unsearchable:
                    same.remember(project, state, looked, site.newsroom.timezone, report)
            return report


@contextlib.contextmanager
def _all_is_out() -> Iterator[None]:
    """What fails now does not change that everything is published."""
    try:
        yield
    except (OSError, StateError) as error:
        raise publish.Unfinished from error


PROVEN = "proven"
"""The note of the digests of the secrets that are in none of the public files."""


def _untold(strangers: list[str], state: State) -> tuple[str, ...]:
    """Those to be told: each once, while the inventory knows all that is pressgen's own."""
    if not state.complete:
        return tuple(strangers)
    told = set(state.note("strangers").decode().split("\n"))
    new = tuple(path for path in strangers if path not in told)
    if new:
        state.remember_notes(strangers="\n".join(sorted({*told, *new})).encode())
    return new


def _read(
    project: Path,
    state: State,
    at: dt.datetime,
    listener: Listener = SILENT,
    looked: Looked | None = None,
    workers: Workers = ALONE,
    still: Mapping[int, Quiet] = load.NONE,
) -> tuple[Site, dt.datetime, Edition]:
    """The site, the moment by its clock, and what the public may see then. Years that are `still` are not read.

    Raises SourceError with all problems of the sources.
    """
    listener.stage("read")
    if looked and not state.published:
        _expect_letters(project, looked, workers)
    before = unleaked_before(state)
    site = load.load(project, state, looked, workers, listener.lost, still)
    at = site.newsroom.clock(at)
    public = site.edition(at, "public")
    while site.quiet and (missed := quiet.missed(site, public, at, before.hidden)):
        still = {year: known for year, known in site.quiet.items() if year not in missed}
        more = load.load(project, state, looked, workers, listener.lost, still)
        site = msgspec.structs.replace(more, fresh=site.fresh | more.fresh, remarks=(*site.remarks, *more.remarks))
        public = site.edition(at, "public")
    listener.stage("check")
    if problems := check(site, public, at, _worded(state), before):
        raise SourceError(problems)
    if (now := unleaked(site, public, before)) != before:
        state.remember_notes(unleaked=msgspec.msgpack.encode(now))
    return site, at, public


def _expect_letters(project: Path, looked: Looked, workers: Workers) -> None:
    """A first build draws all letters: those who do may start while the sources are read."""
    with contextlib.suppress(SourceError):  # told by `load`
        if load.settings(project).newsroom.letters:
            workers.expect(letters.EFFORT * sum(1 for _ in looked.below(listing.RELEASES)), letters.ready)


def _worded(state: State) -> Worded:
    return functools.partial(load.worded, state)


def unleaked_before(state: State) -> Unleaked:
    """What the last check compared; nothing if that is lost."""
    try:
        return msgspec.msgpack.decode(state.note("unleaked"), type=Unleaked)
    except msgspec.MsgspecError:
        return Unleaked()


def _changed(site: Site, plan: Plan) -> set[str]:
    """Sources of releases that are new or changed, or appear now."""
    drawn = {path.rpartition("/")[2] for path in plan.stale if path.endswith(".pdf")}
    releases = site.releases if drawn else ()
    return {release.source for release in releases if release.letter_name in drawn} | site.fresh


def _tell_if_slow(plan: Plan, listener: Listener) -> None:
    """Where letters were drawn: whether it took longer than it has to."""
    if any(path.endswith(".pdf") for path in plan.stale) and (strange := swift.strange()):
        listener.slow(strange, swift.KNOWN)


class _Proof(NamedTuple):
    """That nothing hidden is published."""

    secrets: Sequence[bytes]
    """Digests of what was looked for, sorted."""
    unsearchable: tuple[Problem, ...]
    """Files of which something could not be searched."""


def _proof(
    folders: Folders,
    site: Site,
    at: dt.datetime,
    plan: Plan,
    state: State,
    staging: Staging,
    whole: Callable[[], Site],
    workers: Workers,
    listener: Listener,
) -> _Proof:
    """Search what is new for all that is hidden, and what is out already for what is newly hidden.

    The `whole` site is asked where years are quiet and something was found. Raises SourceError if anything is found.
    """
    if not site.drafts and all(release.published <= at and not release.withdrawn for release in site.releases):
        return _Proof([], ())
    from pressgen import hidden, proven  # 10 ms: not in an office that hides nothing

    secrets, visible = hidden.parted(site, at, _worded(state), whole)
    try:
        before = set(msgspec.msgpack.decode(state.note(PROVEN), type=list[bytes]))
    except msgspec.MsgspecError:  # there is none, or it is damaged
        before = set()
    public = {path: made for path, made in plan.made.items() if path.startswith("public/")}
    new = {path: made for path, made in public.items() if path in plan.stale}
    out = {path: made for path, made in sorted(public.items()) if path not in new}
    tasks = (
        (proven.Files(new, staging.read, new=True), secrets),
        (proven.Files(out, folders.bytes, new=False), [secret for secret in secrets if secret.digest not in before]),
    )
    unsearchable = proven.search(tasks, visible, state, workers, listener.lost)
    return _Proof(sorted({secret.digest for secret in secrets}), unsearchable)


def _recorded(project: Path, public: Edition) -> Unrecorded | None:
    """Note what is public for the first time; what could not be noted."""
    new = [
        Record(address=release.address, published=release.published, guid=public.guid(release))
        for release in reversed(public.releases)  # as they appeared
        if release.address not in public.record
    ]
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
        site, at, public = _read(project, state, at, listener, workers=workers)
        drafts = unfinished(site, public)
        editions: dict[Audience, Edition] = {"preview": site.edition(at, "preview")}
        shown: list[tuple[Audience, Output]] = [
            ("preview", output) for audience, output in outputs(site.newsroom) if audience == "public"
        ]
        disturbed = publish.disturbed(folders, state.published)
        plan = planned(
            project, folders, editions, shown, state, staging, listener, disturbed=disturbed, workers=workers
        )
        _tell_if_slow(plan, listener)
        gone = sorted(state.published.keys() - plan.made.keys())
        listener.stage("publish")
        if plan.stale or gone:
            staging.publish(state, plan.stale, gone, plan.notes)
        problems = tuple(problem for draft in drafts for problem in draft.problems)
        report = _report(site, editions, at, plan)
        return msgspec.structs.replace(report, removed=tuple(gone), unfinished=problems)


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


def checked(
    project: Path,
    at: dt.datetime,
    listener: Listener = SILENT,
    workers: Workers = ALONE,
    looked: Looked | None = None,
) -> Checked:
    """The site, if a build at `at` or at any later moment has no problems; but for leaks, which show in its result.

    Raises what `build` raises.
    """
    folders = publish.published(project)
    with State(folders.state / "state.db", toolchain()) as state, Staging(folders, to_publish=False) as staging:
        site, at, _ = _read(project, state, at, listener, looked, workers)
        # Some problems show only in the drawn letter, also of a release that nobody may see yet.
        editions = {audience: site.edition(END, audience) for audience in AUDIENCES}
        wanted = outputs(site.newsroom)
        plan = planned(project, folders, editions, wanted, state, staging, listener, workers=workers, trial=True)
        _tell_if_slow(plan, listener)
        remarks = (*sense.warnings(site, plan.made, _worded(state)), *sense.expiring(site.newsroom, at))
        return Checked(site, remarks)


END = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""A moment at which every release is public."""


def audited(project: Path, at: dt.datetime) -> Audit:
    """Look at all that is public. Raises what `build` raises."""
    from pressgen.audit import audit

    folders = publish.published(project)
    with State(folders.state / "state.db", toolchain()) as state:
        site, at, _ = _read(project, state, at)
        out = {path: folders.bytes(path) for path in publish.present(folders, "public")}
        known = {path: row for path, row in state.published.items() if path.startswith("public/")}
        return audit(site, at, _worded(state), out, known)


def linked(project: Path, at: dt.datetime, asking: Callable[[str, int, int], object]) -> external.Looked:
    """Ask whether what the public texts link to is still there. Raises what `build` raises."""
    from pressgen import external

    with State(publish.published(project).state / "state.db", toolchain()) as state:
        _, _, public = _read(project, state, at)
    return external.look(public, asking)


def known(project: Path) -> Site:
    """The site as far as it can be read, whatever is wrong with its releases. Raises what `load` and `State` raise."""
    with State(publish.published(project).state / "state.db", toolchain()) as state:
        return load.load(project, state)


def _report(site: Site, editions: Mapping[Audience, Edition], at: dt.datetime, plan: Plan) -> Report:
    """What is to be said of every kind of build."""
    waiting = sorted((r for r in site.releases if r.published > at), key=lambda release: release.published)
    parts: dict[bool, list[Waiting]] = {True: [], False: []}
    for release in waiting:
        parts[release.embargo is not None and release.embargo > at].append(Waiting(release.published, release.headline))
    return Report(
        releases={audience: edition.count for audience, edition in editions.items()},
        files={audience: len([path for path in plan.made if path.startswith(audience)]) for audience in editions},
        written=tuple(plan.stale),
        at=at,
        next=next_moment(site, at),
        drafts=len(site.drafts),
        embargoed=tuple(parts[True]),
        scheduled=tuple(parts[False]),
    )
