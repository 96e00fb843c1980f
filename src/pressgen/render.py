"""Editions become bytes: artifacts are planned, and those that are not in place as they should be are staged."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Container, ItemsView, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from pressgen import compiled, load, settled
from pressgen.artifact import PART, Artifact, Keys, Made, Parts, Places, changed, checksum
from pressgen.problems import Problem, SourceError, each_once
from pressgen.publish import Call, Folders, Staging, another, occupied
from pressgen.report import Listener
from pressgen.settled import Memory, Settled
from pressgen.site import Audience, Edition
from pressgen.state import PORTION, Published, State
from pressgen.workers import ALONE, Outcome, Workers

Output = Callable[[Edition, Mapping[str, Made], Sequence[int]], Iterable[Artifact]]
"""A kind of output gives artifacts, from an edition, and from what is known of every artifact made so far, by path.

Those of single releases (`Artifact.release`) are wanted only for the places in `edition.releases` that come last.
"""


class Plan(NamedTuple):
    """All artifacts of a build, rendered as far as they are not in place."""

    made: Mapping[str, Made]
    """What is known of all artifacts, by path."""
    stale: Mapping[str, Call]
    """Those that are staged, by path, in the order of publication."""
    changes: Mapping[str, tuple[str, ...]]
    """Of those among them that are `told` and were published before: what changed, as `artifact.changed` names it."""
    restored: Sequence[str]
    """Those of which somebody had changed or removed the file."""
    notes: Mapping[str, bytes]
    """What the state is to remember of the editions when they are published."""
    paths: Mapping[int, Sequence[str]]
    """The files of each year that was read: of its releases, and its lists."""


def planned(
    project: Path,
    folders: Folders,
    editions: Mapping[Audience, Edition],
    outputs: Iterable[tuple[Audience, Output]],
    state: State,
    staging: Staging,
    listener: Listener,
    *,
    disturbed: Container[str] = (),
    workers: Workers = ALONE,
    trial: bool = False,
) -> Plan:
    """Plan the artifacts of the editions, and stage the bytes of each that is not published as it should be.

    `disturbed` are published files that are not as a build left them. A `trial` publishes nothing: what an earlier one
    made without problems is not made again, and what is published need not be in place.
    """
    planning = _Planning(project, folders, state, staging, listener, disturbed, workers, trial=trial)
    listener.stage("plan")
    for quiet in next(iter(editions.values())).quiet.values():
        planning.known.update(zip(quiet.paths, map(state.published.__getitem__, quiet.paths), strict=True))
    memories = {audience: _Remembering(edition, state, planning) for audience, edition in editions.items()}
    with compiled.kept(state):
        for audience, output in outputs:
            memory = memories[audience]
            stage = output.__module__.rpartition(".")[2]
            planning.make(stage, memory.noted(output(editions[audience], planning.asked, memory.unsettled)))
        planning.render()
    return planning.plan({name: note for memory in memories.values() for name, note in memory.notes().items()})


class _Waiting(NamedTuple):
    """An artifact that is not in place."""

    stage: str
    """What its output is called."""
    artifact: Artifact
    key: bytes
    parts: Parts

    @property
    def call(self) -> tuple[bytes, bool]:
        """Equal where one render makes both."""
        return self.key, self.artifact.printed


class _Planning:
    """One pass over the outputs.

    What they plan waits until somebody asks what became of it (`asked`), or all is planned: so those who render have
    much to do at once, of all kinds.
    """

    def __init__(
        self,
        project: Path,
        folders: Folders,
        state: State,
        staging: Staging,
        listener: Listener,
        disturbed: Container[str],
        workers: Workers,
        *,
        trial: bool,
    ) -> None:
        self.project = project
        self.folders = folders
        self.state = state
        self.staging = staging
        self.listener = listener
        self.disturbed = disturbed
        self.workers = workers
        self.trial = trial
        self.worded = functools.partial(load.worded, state)
        self.keys = Keys(state.toolchain)
        self.before = _decoded(state.note("tried")) if trial else {}
        self.known: dict[str, Made] = {}
        self.asked = _Asked(self)
        """The same, for outputs."""
        self.waiting: dict[str, _Waiting] = {}
        """By path, in the order in which they were planned."""
        self.last: tuple[object, Any] = None, None
        """The bulk of the artifact before, and the same completed."""
        self.reusable: dict[str, Parts] = {}
        """Those among them of which not all is new."""
        self.staged: list[_Waiting] = []
        self.stage = ""
        self.paths: defaultdict[int, list[str]] = defaultdict(list)
        self.stale: dict[str, Call] = {}
        self.tried: dict[str, Published] = {}
        self.changes: dict[str, tuple[str, ...]] = {}
        self.restored: list[str] = []
        self.looked: dict[tuple[bytes, bool], Made] = {}
        """What is known of what is staged, by key, and whether it is printed."""
        self.problems: list[Problem] = []

    def in_place(self, path: str) -> Published | None:
        """What is known of the file that is published at the path, if that is what a build left there."""
        return None if path in self.disturbed else self.state.published.get(path)

    def make(self, stage: str, artifacts: Iterable[Artifact]) -> None:
        """Have those wait that are not in place; `stage` is what the output is called."""
        self.stage = stage
        self.listener.stage(stage)
        for artifact in artifacts:
            path = artifact.path
            if path in self.known or path in self.waiting:
                self.problems.append(Problem(path=path, code="path-twice", values={"other": path}))
                continue
            key = self.keys.key(artifact)
            published = self.in_place(path)
            if published and published.key == key:
                self.known[path] = published
            elif path in self.before and self.before[path].key == key:
                self.known[path] = self.tried[path] = self.before[path]
            else:
                parts = self.keys.parts(artifact)
                if parts.pieces and (kept := self.kept(artifact, parts)):
                    fresh = sum(piece not in kept for piece in parts.pieces)
                    artifact = msgspec.structs.replace(artifact, effort=artifact.effort * fresh / len(parts.pieces))
                    self.reusable[path] = parts
                self.waiting[path] = _Waiting(stage, artifact, key, parts)

    def render(self) -> None:
        """Stage all that wait."""
        waiting, self.waiting = [*self.waiting.values()], {}
        stage = self.stage
        for waited, outcome in self.rendered(waiting):
            self.problems += outcome.problems
            if not outcome.problems:
                path = waited.artifact.path
                self.staging.add(path, outcome.data, waited.key)
                self.known[path] = self.looked[waited.call] = outcome.made
                self.staged.append(waited)
        if stage != self.stage:
            self.listener.stage(stage)
            self.stage = stage

    def note(self, waited: _Waiting) -> None:
        """That an artifact is staged."""
        artifact, key, parts = waited.artifact, waited.key, waited.parts.noted
        path, made = artifact.path, self.known[artifact.path]
        self.stale[path] = Call(key, parts, made)
        if self.trial:
            self.tried[path] = Published(**msgspec.structs.asdict(made), key=key)
        published = self.state.published.get(path)
        if artifact.told and published and published.parts:
            self.changes[path] = changed(artifact, published.parts, parts)
        if published and published.key and path in self.disturbed:
            self.restored.append(path)

    def rendered(self, waiting: Sequence[_Waiting]) -> Iterator[tuple[_Waiting, Outcome]]:
        """What becomes of each, in their order."""
        # The print office's letter is the public one, unless it is marked: the same call is rendered once.
        calls = {waited.call: waited.artifact for waited in reversed(waiting) if waited.call not in self.looked}
        first = [waited.artifact for waited in waiting if calls.get(waited.call) is waited.artifact]
        outcomes = self.workers.outcomes(first, self.complete, self.listener.lost)
        for number, waited in enumerate(waiting):
            if waited.stage != self.stage:
                self.listener.stage(waited.stage)
                self.stage = waited.stage
            self.listener.rendering(waited.artifact.path, number, len(waiting))
            if calls.get(waited.call) is waited.artifact:
                yield waited, next(outcomes)
            elif made := self.looked.get(waited.call):  # else the first had problems, and so has this one
                yield waited, Outcome(self.staging.staged(waited.key) or b"", made)

    def complete(self, artifact: Artifact) -> Artifact:
        """The same, with inputs that are bytes and values alone."""
        inputs = self.reused(artifact)
        bulk = artifact.bulk
        if bulk is None or inputs[-1] is not bulk:
            return msgspec.structs.replace(artifact, inputs=load.contents(self.project, inputs, self.worded))
        if bulk is not self.last[0]:
            self.last = bulk, load.contents(self.project, bulk, self.worded)
        others = load.contents(self.project, inputs[:-1], self.worded)
        return msgspec.structs.replace(artifact, inputs=(*others, self.last[1]))

    def kept(self, artifact: Artifact, parts: Parts) -> Mapping[bytes, int]:
        """Which pieces of an artifact are in the file that is published, by digest, with their places in it."""
        published = None if artifact.cut is None or self.trial else self.in_place(artifact.path)
        if published is None or not published.parts.startswith(parts.common):
            return {}
        begins = range(len(parts.common), len(published.parts), PART)
        return {published.parts[begin : begin + PART]: number for number, begin in enumerate(begins)}

    def reused(self, artifact: Artifact) -> tuple[Any, ...]:
        """The inputs of an artifact; of what has not changed since it was published, the piece that came of it."""
        parts = self.reusable.pop(artifact.path, None)
        if parts is None or artifact.cut is None:
            return artifact.inputs
        kept = self.kept(artifact, parts)
        data = self.folders.bytes(artifact.path)
        # What somebody has changed, leaving size and time as they were, must not live on in a new file.
        pieces = artifact.cut(data) if checksum(data) == self.state.published[artifact.path].checksum else ()
        if len(pieces) != len(kept):
            return artifact.inputs
        *others, values = artifact.inputs
        ready = (kept.get(part) for part in parts.pieces)
        items = (value if number is None else pieces[number] for value, number in zip(values, ready, strict=True))
        return (*others, tuple(items))

    def plan(self, notes: Mapping[str, bytes]) -> Plan:
        """The result. Raises SourceError with all problems."""

        # New files first, whatever made them: nothing links to them yet, and what is changed next may. What is there
        # tells which are new, not the state: it may be lost, or name what a killed build was about to publish.
        # A new archive gets its home page last: until then nobody can enter it.
        def place(waited: _Waiting) -> tuple[bool, bool]:
            path = waited.artifact.path
            there = occupied(self.folders, path)
            return there, not there and path.partition("/")[2] == "index.html"

        for waited in sorted(self.staged, key=place):
            path = waited.artifact.path
            self.note(waited)
            # Where the inventory was lost, all that is there may be our own.
            if (
                path not in self.state.published
                and self.state.complete
                and another(self.folders, path, self.known[path])
            ):
                self.problems.append(Problem(path=path, code="foreign-file"))
        # Paths that were published together have room beside each other.
        if self.known.keys() - self.state.published.keys():
            places = Places()
            for path in self.known:
                if other := places.taken(path):
                    self.problems.append(Problem(path=path, code="path-twice", values={"other": other}))
        if self.trial:
            self.state.remember_notes(tried=msgspec.msgpack.encode(self.tried))
        if self.problems:
            raise SourceError(each_once(self.problems))
        return Plan(self.known, self.stale, self.changes, self.restored, notes, self.paths)


class _Asked(Mapping[str, Made]):
    """What outputs are told of the artifacts before theirs: what waits is rendered first."""

    def __init__(self, planning: _Planning) -> None:
        self._planning = planning

    def __getitem__(self, path: str) -> Made:
        if path in self._planning.waiting:
            self._planning.render()
        return self._planning.known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def items(self) -> ItemsView[str, Made]:
        return self._all().items()  # asked for one by one they take ten times as long

    def _all(self) -> Mapping[str, Made]:
        if self._planning.waiting:
            self._planning.render()
        return self._planning.known


class _Remembering:
    """What is settled of an edition, and what is to be remembered of it."""

    def __init__(self, edition: Edition, state: State, planning: _Planning) -> None:
        self._edition = edition
        self._surroundings = settled.surroundings(edition)
        self._planning = planning
        self._years: dict[int, dict[str, Settled]] = {}
        """What is to be remembered: releases by year and address."""
        self._marks: dict[str, bytes] = {}
        self._paths: dict[str, list[str]] = {}
        known: dict[int, Mapping[str, Settled]] = {}
        unsettled = []
        for place, (release, mark) in enumerate(zip(edition.releases, settled.marks(edition), strict=True)):
            address, year = release.address, release.year
            if year not in known:
                memory = settled.remembered(state.note(self._note(year)))
                known[year] = memory.releases if memory.surroundings == self._surroundings else {}
                self._years[year] = {}
            old = known[year].get(address)
            if old is not None and old.mark == mark:
                there = {path: file for path in old.paths if (file := planning.in_place(path))}
                if len(there) == len(old.paths):
                    planning.known.update(there)
                    planning.paths[year] += old.paths
                    self._years[year][address] = old
                    continue
            unsettled.append(place)
            self._marks[address] = mark
            self._paths[address] = []
        self.unsettled: Sequence[int] = unsettled
        """Places in `edition.releases` of those whose artifacts have to be planned."""

    def noted(self, artifacts: Iterable[Artifact]) -> Iterator[Artifact]:
        """The same artifacts; those of single releases are remembered."""
        for artifact in artifacts:
            if artifact.release:
                self._paths[artifact.release].append(artifact.path)
            if year := artifact.year or int(artifact.release[:4] or 0):
                self._planning.paths[year].append(artifact.path)
            yield artifact

    def notes(self) -> dict[str, bytes]:
        """What later builds are told of the edition, year by year."""
        for address, mark in self._marks.items():
            self._years[int(address[:4])][address] = Settled(mark, tuple(self._paths[address]))
        memories = ((year, Memory(self._surroundings, releases)) for year, releases in self._years.items())
        return {self._note(year): msgspec.msgpack.encode(memory) for year, memory in memories}

    def _note(self, year: int) -> str:
        return f"settled {self._edition.audience} {year}"


def _decoded(note: bytes) -> Mapping[str, Published]:
    try:
        return PORTION.decode(note) if note else {}
    except (msgspec.MsgspecError, TypeError):  # damaged: made anew
        return {}
