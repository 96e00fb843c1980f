"""Editions become bytes: all artifacts are planned, and those that are not in place as they should be are staged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from pressgen import load
from pressgen.artifact import Artifact, Made, Places, changed, key, parts
from pressgen.problems import Problem, SourceError, each_once
from pressgen.publish import Call, Folders, Staging, unchanged
from pressgen.site import Audience, Edition
from pressgen.state import State, Tried
from pressgen.workers import ALONE, Outcome, Workers

Output = Callable[[Edition, Mapping[str, Made]], Iterable[Artifact]]
"""A kind of output: an edition, and what is known of every artifact made so far, by path, give artifacts."""


class Listener(Protocol):
    """Who is told how a build goes."""

    def rendering(self, path: str, number: int, total: int) -> None:
        """Before each render: the artifact's path, how many were rendered, how many there will be in this kind."""

    def lost(self, path: str) -> None:
        """A worker died at this artifact; it is tried once more."""

    def redrawing(self, letters: int, reasons: Mapping[str, int]) -> None:
        """Before they are published: so many letters change that are public already. The reasons are `toolchain` or
        parameters of `outputs.letters.letter`, each with the number of letters; a letter may have several.
        """

    def slow(self, found: Mapping[str, str], known: Mapping[str, str]) -> None:
        """After letters were drawn: that took long, because libraries were found in other versions than known."""


class Silent:
    """A listener that does not care."""

    def rendering(self, path: str, number: int, total: int) -> None: ...

    def lost(self, path: str) -> None: ...

    def redrawing(self, letters: int, reasons: Mapping[str, int]) -> None: ...

    def slow(self, found: Mapping[str, str], known: Mapping[str, str]) -> None: ...


SILENT = Silent()


class Plan(NamedTuple):
    """All artifacts of a build, rendered as far as they are not in place."""

    made: Mapping[str, Made]
    """What is known of all artifacts, by path."""
    stale: Mapping[str, Call]
    """Those that are staged, by path, in the order of publication."""
    changes: Mapping[str, tuple[str, ...]]
    """Of those among them that were published before: what changed, as `artifact.changed` names it; by path."""


def planned(
    project: Path,
    folders: Folders,
    editions: Mapping[Audience, Edition],
    outputs: Iterable[tuple[Audience, Output]],
    state: State,
    staging: Staging,
    listener: Listener,
    *,
    workers: Workers = ALONE,
    trial: bool = False,
) -> Plan:
    """Plan the artifacts of the editions, and stage the bytes of each that is not published as it should be.

    A `trial` publishes nothing: what an earlier one made without problems is not made again.
    """
    before = state.tried() if trial else {}
    tried: dict[str, Tried] = {}
    places = Places()
    keys: dict[str, bytes] = {}
    known: dict[str, Made] = {}
    stale: dict[str, Call] = {}
    changes: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for audience, output in outputs:
        missing = []
        for artifact in output(editions[audience], known):
            path = artifact.path
            if other := places.taken(path):
                problems.append(Problem(path=path, code="path-twice", values={"other": other}))
                continue
            keys[path] = key(artifact, state.toolchain)
            published = state.published.get(path)
            if published and unchanged(folders.place(path), published, keys[path]):
                known[path] = published
            elif path in before and before[path].key == keys[path]:
                known[path] = tried[path] = before[path]
            else:
                missing.append(artifact)
        for artifact, outcome in _rendered(project, missing, keys, staging, listener, workers):
            problems += outcome.problems
            if not outcome.problems:
                staging.add(artifact.path, outcome.data, keys[artifact.path])
                known[artifact.path] = outcome.made
        # New pages first: nothing links to them yet, and what is changed next may.
        fresh = (artifact for artifact in missing if artifact.path in known)
        for artifact in sorted(fresh, key=lambda artifact: artifact.path in state.published):
            path = artifact.path
            stale[path] = call = Call(keys[path], parts(artifact, state.toolchain), known[path])
            tried[path] = Tried(**msgspec.structs.asdict(known[path]), key=keys[path])
            published = state.published.get(path)
            if published and published.parts:
                changes[path] = changed(artifact, published.parts, call.parts)
    if trial:
        state.remember_trial(tried)
    if problems:
        raise SourceError(each_once(problems))
    return Plan(known, stale, changes)


def _rendered(
    project: Path,
    artifacts: Sequence[Artifact],
    keys: Mapping[str, bytes],
    staging: Staging,
    listener: Listener,
    workers: Workers,
) -> Iterator[tuple[Artifact, Outcome]]:
    """What becomes of each artifact, in their order."""

    def complete(artifact: Artifact) -> Artifact:
        """With inputs that are bytes and values alone."""
        # The print office's letter is the public one, unless it is marked: the same call is rendered once.
        if (data := staging.staged(keys[artifact.path])) is not None:
            return msgspec.structs.replace(artifact, render=bytes, inputs=(data,))
        return msgspec.structs.replace(artifact, inputs=load.contents(project, artifact.inputs))

    outcomes = workers.outcomes(artifacts, complete, listener.lost)
    for number, artifact in enumerate(artifacts):
        listener.rendering(artifact.path, number, len(artifacts))
        yield artifact, next(outcomes)
