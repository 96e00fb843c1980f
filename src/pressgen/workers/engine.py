"""What workers have in common, wherever they are: they take batches of calls; one that dies is told and replaced."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import Generic

from pressgen.workers import Answer, Item, Lost

BATCH = 40
"""Milliseconds of rendering that are sent at once on this machine: a letter, or a hundred texts to be read."""


class Engine(Executor):
    """Where renders go. `shutdown` ends it at once, whatever it is at. A call whose worker died raises BrokenExecutor,
    and the next one finds a new worker.
    """

    slots: int
    """So many calls keep it busy: those that it is at, and those that it takes up next."""
    batch: float = BATCH
    """Milliseconds of rendering for one call."""
    least: float = 0.1
    """Milliseconds of a render that is worth sending: what takes less is done sooner than it is packed."""
    lasting: bool = False
    """Is it there whatever we ask it for? A process that has read a thousand texts is in the way of those that draw."""

    def answers(
        self,
        function: Callable[[Sequence[Item]], list[Answer]],
        items: Sequence[Item],
        complete: Callable[[Item], Item],
        died: Callable[[str], object],
    ) -> Iterator[Answer]:
        """As `Workers.answers` gives them."""
        batches = ([complete(item) for item in batch] for batch in _batches(items, self.batch))
        for answers in _Run(self, function, died).results(batches):
            yield from answers


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
    """Neighbours together, as many as take long enough; and those that have something large in common, sent once."""
    batch: list[Item] = []
    effort = 0.0
    for item in items:
        if batch and effort >= enough and (item.bulk is None or item.bulk is not batch[-1].bulk):
            yield batch
            batch, effort = [], 0.0
        batch.append(item)
        effort += item.effort
    if batch:
        yield batch
