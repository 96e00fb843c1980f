"""Rendering on all cores: calls go to other processes through one `concurrent.futures.Executor`, bytes come back.

    with Workers(count) as workers:
        for outcome in workers.outcomes(artifacts, complete, died):  # in the order of the artifacts
            ...

What is sent is complete: a worker opens no file and knows no project. What many renders need (a letterhead with its
fonts) goes to each worker once. So it is all the same where the workers are, how many, and who does what first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from pressgen.artifact import Artifact, Made, made
from pressgen.problems import Problem, SourceError

if TYPE_CHECKING:
    from pressgen.workers.engine import Engine

START = 1000
"""Milliseconds of rendering from which on workers are started: with less they gain nothing (docs/cluster.md)."""

WORTH = 40
"""The same where they are at work already."""


class Work(Protocol):
    """Something to be done, by whomever."""

    @property
    def path(self) -> str:
        """What it is told by."""

    @property
    def effort(self) -> float:
        """Milliseconds that it takes, roughly."""

    @property
    def bulk(self) -> object:
        """What is large in it, and its neighbours may have, too: it is sent once. Else None."""


Item = TypeVar("Item", bound=Work)
Answer = TypeVar("Answer")


class Outcome(NamedTuple):
    """What became of a render: bytes, or problems."""

    data: bytes
    made: Made
    problems: tuple[Problem, ...] = ()


class Lost(Exception):
    """Two workers died at one artifact, the second with nothing else to do."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


class Unlike(Exception):
    """A worker would make other bytes: it has another toolchain."""

    def __init__(self, worker: str) -> None:
        self.worker = worker
        super().__init__(worker)


def outcome(artifact: Artifact) -> Outcome:
    """Render an artifact whose inputs are complete."""
    try:
        data = artifact.render(*artifact.inputs)
    except SourceError as error:  # as a value: it may come from far
        return Outcome(b"", Made(), error.problems)
    return Outcome(data, made(artifact, data))


def outcomes(artifacts: Sequence[Artifact]) -> list[Outcome]:
    """What a worker is asked for."""
    return [outcome(artifact) for artifact in artifacts]


class Workers:
    """Those who render. Use as a context manager: leaving it ends them, at once and whatever they are at."""

    def __init__(self, count: int = 0, cluster: str | None = None) -> None:
        """So many processes; 0: as many as there are cores. One is this process. Or a Dask cluster: `tcp://HOST:PORT`."""
        self._count = count
        self._cluster = cluster
        self._engine: Engine | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        if self._engine:
            self._engine.shutdown()
            self._engine = None

    def expect(self, effort: float, ready: Callable[[], object]) -> None:
        """So many milliseconds of rendering will come. If workers are worth it, they start now, and do what makes them
        `ready`, a module-level function.
        """
        if self._engine is None and not self._cluster and effort >= START and (engine := self._opened()):
            for _ in range(engine.slots):
                engine.submit(ready)

    def outcomes(
        self, artifacts: Sequence[Artifact], complete: Callable[[Artifact], Artifact], died: Callable[[str], object]
    ) -> Iterator[Outcome]:
        """The outcome of each, as `answers` gives it."""
        return self.answers(outcomes, artifacts, complete, died)

    def answers(
        self,
        function: Callable[[Sequence[Item]], list[Answer]],
        items: Sequence[Item],
        complete: Callable[[Item], Item],
        died: Callable[[str], object],
    ) -> Iterator[Answer]:
        """What a module-level function makes of each, in their order, as soon as it and all before it are there.

        `complete` gives an item that is bytes and values alone, `died` is told the path that a worker was lost on.
        Raises Lost, Unlike, and whatever the function raises.
        """
        effort = sum(item.effort for item in items)
        engine = self._opened() if effort >= (WORTH if self._engine else START) else None
        if engine is None:
            for item in items:
                yield from function([complete(item)])
            return
        # Renders come one by one, and large: texts to be read or searched are sent by the hundred, however small.
        least = engine.least if function is outcomes else 0.0
        sent = engine.answers(function, [item for item in items if item.effort >= least], complete, died)
        for item in items:
            if item.effort >= least:
                yield next(sent)
            else:
                yield from function([complete(item)])
        if function is not outcomes and not engine.lasting:
            self._end()

    def _opened(self) -> Engine | None:
        if self._engine is None and self._cluster:
            from pressgen.workers import cluster

            self._engine = cluster.Cluster(self._cluster)
        elif self._engine is None and self._count != 1:
            from pressgen.workers import processes  # 15 ms: not where little is rendered

            count = self._count or processes.cores()
            if count > 1:
                self._engine = processes.Processes(count)
        return self._engine


ALONE = Workers(1)
"""All in this process."""
