"""The proof over a whole archive: what a build is about to publish, and what is out, is searched for what is hidden.

To read a letter takes milliseconds, and of a release under embargo every file has to be asked. So each file is read
once, on all cores if they are many, for what its words are known by (`proof.Unmarked`), and that is kept. Whether it
can hold any of the secrets is then a matter of microseconds; only where it can, it is read again and searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pressgen import proof
from pressgen.artifact import Made
from pressgen.hidden import Secret, Visible
from pressgen.problems import Problem, SourceError
from pressgen.proof import Search, Unmarked
from pressgen.state import State
from pressgen.workers import Workers

BATCH = 500
"""Files whose marks are in memory at once before the state has them."""


FEW = 1000
"""Milliseconds that it takes to mark files; a build of one release takes less."""


class Files(NamedTuple):
    """Files that are to be searched."""

    made: Mapping[str, Made]
    """What is known of them, by path."""
    read: Callable[[str], bytes]
    """The bytes of one, by its path."""
    new: bool
    """Were they made just now? If they are few, they are searched at once: the next build may make them anew."""


def search(
    tasks: Iterable[tuple[Files, Sequence[Secret]]],
    visible: Visible,
    state: State,
    workers: Workers,
    lost: Callable[[str], object],
) -> tuple[Problem, ...]:
    """Search files for secrets; returns which could not be searched. `lost` is told a path at which a worker died.

    Raises SourceError with all that was found.
    """
    leaks: list[Problem] = []
    unsearchable: list[Problem] = []
    for files, secrets in tasks:
        if not secrets:
            continue
        hunt = Search(secrets, visible)
        few = files.new and sum(proof.effort(path, made.size) for path, made in files.made.items()) < FEW
        possible = _possible(files, hunt, state, workers, lost)
        found, hindered = proof.told(hunt.found(_all(files) if few else possible))
        leaks += found
        unsearchable += hindered
    if leaks:
        raise SourceError(leaks)
    return tuple(unsearchable)


def _all(files: Files) -> Iterator[tuple[str, bytes]]:
    return ((path, files.read(path)) for path in files.made)


def _possible(
    files: Files, hunt: Search, state: State, workers: Workers, lost: Callable[[str], object]
) -> Iterator[tuple[str, bytes]]:
    """Those that can hold a secret, with their bytes. The state has the marks of all of them then."""
    unmarked = []
    for path, made in files.made.items():
        checksum, marks = state.marks(path) or (b"", b"")
        if checksum != made.checksum:
            unmarked.append(path)
        elif hunt.may_be_in(marks):
            yield path, files.read(path)
    fresh: list[tuple[str, bytes, bytes]] = []
    answers = workers.answers(
        proof.marks,
        [Unmarked(path, b"", proof.effort(path, files.made[path].size)) for path in unmarked],
        lambda file: file._replace(data=files.read(file.path)),
        lost,
    )
    for path, marks in zip(unmarked, answers, strict=True):
        if not marks or hunt.may_be_in(marks):
            yield path, files.read(path)
        if marks:
            fresh.append((path, files.made[path].checksum, marks))
        if len(fresh) >= BATCH:
            state.remember_marks(fresh)
            fresh.clear()
    if fresh:
        state.remember_marks(fresh)
