"""Rendering on all cores: calls go to other processes through one `concurrent.futures.Executor`, bytes come back.

    with Workers(count) as workers:
        for outcome in workers.outcomes(artifacts, complete, died):  # in the order of the artifacts
            ...

What is sent is complete: a worker opens no file and knows no project. What many renders need (a letterhead with its
fonts) goes to each worker once. So it is all the same where the workers are, how many, and who does what first.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import Generic, NamedTuple, Protocol, TypeVar

from pressgen.artifact import Artifact, Made, made
from pressgen.problems import Problem, SourceError

START = 1000
"""Milliseconds of rendering from which on workers are started: with less they gain nothing (docs/cluster.md)."""

BATCH = 40
"""Milliseconds of rendering that are sent at once on this machine: a letter, or a hundred texts to be read."""


class Work(Protocol):
    """Something to be done, by whomever."""

    @property
    def path(self) -> str:
        """What it is told by."""

    @property
    def effort(self) -> float:
        """Milliseconds that it takes, roughly."""


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


class Engine(Executor):
    """Where renders go. `shutdown` ends it at once, whatever it is at. A call whose worker died raises BrokenExecutor,
    and the next one finds a new worker.
    """

    slots: int
    """So many calls keep it busy: those that it is at, and those that it takes up next."""
    batch: float = BATCH
    """Milliseconds of rendering for one call."""
    lasting: bool = False
    """Is it there whatever we ask it for? A process that has read a thousand texts is in the way of those that draw."""


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
        engine = self._opened() if effort >= (BATCH if self._engine else START) else None
        if engine is None:
            for item in items:
                yield from function([complete(item)])
            return
        batches = ([complete(item) for item in batch] for batch in _batches(items, engine.batch))
        for answers in _Run(engine, function, died).results(batches):
            yield from answers
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


class _Run(Generic[Item, Answer]):
    """Batches on their way through an engine."""

    def __init__(
        self, engine: Engine, function: Callable[[Sequence[Item]], list[Answer]], died: Callable[[str], object]
    ) -> None:
        self._engine = engine
        self._function = function
        self._died = died
        self._running: dict[Future[list[Answer]], tuple[int, list[Item]]] = {}
        self._done: dict[int, list[Answer]] = {}
        """By number, those that wait for one before them."""

    def results(self, batches: Iterable[list[Item]]) -> Iterator[list[Answer]]:
        """The answers of each batch, in their order. Only as many are under way as there are slots."""
        waiting = enumerate(batches)
        for number in itertools.count():
            while True:
                for place, batch in itertools.islice(waiting, self._engine.slots - len(self._running)):
                    self._running[self._engine.submit(self._function, batch)] = place, batch
                if number in self._done or not self._running:
                    break
                self._collect()
            if number not in self._done:
                return
            yield self._done.pop(number)
            self._collect(timeout=0)  # whoever came back meanwhile gets the next one

    def _collect(self, timeout: float | None = None, until: str = FIRST_COMPLETED) -> None:
        """Take what has come back; what was lost is made at once, while nobody else does anything."""
        if not self._running:
            return
        lost = []
        for future in wait(self._running, timeout, until).done:
            place, batch = self._running.pop(future)
            try:
                self._done[place] = future.result()
            except BrokenExecutor:
                lost.append((place, batch))
        if not lost:
            return
        for _, batch in lost:
            self._died(batch[0].path)
        while self._running:
            self._collect()
        for place, batch in lost:
            self._done[place] = [self._alone(item) for item in batch]

    def _alone(self, item: Item) -> Answer:
        try:
            return self._engine.submit(self._function, [item]).result()[0]
        except BrokenExecutor:
            raise Lost(item.path) from None


def _batches(items: Iterable[Item], enough: float) -> Iterator[list[Item]]:
    """Neighbours together, as many as take long enough."""
    batch: list[Item] = []
    effort = 0.0
    for item in items:
        batch.append(item)
        effort += item.effort
        if effort >= enough:
            yield batch
            batch, effort = [], 0.0
    if batch:
        yield batch
