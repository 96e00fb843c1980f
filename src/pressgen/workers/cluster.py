"""A Dask cluster, through its own `concurrent.futures` interface. The only home of distributed.

A worker there may be new, or have lost its memory: it says which layouts it lacks, and gets the call again with them.
(Dask's own `scatter` loses what lay on a lost worker, and takes back the copies that it thinks are too many.)
Each answer says what toolchain it was made with: bytes of another one are refused.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Future, ThreadPoolExecutor
from typing import Any, NamedTuple

from distributed import Client, KilledWorker

from pressgen.model import Layout
from pressgen.toolchain import toolchain
from pressgen.workers import Unlike, parcels
from pressgen.workers.engine import Engine
from pressgen.workers.parcels import Missing, Parcel

AHEAD = 2
"""Calls for each thread of the cluster: one that it is at, and one that waits there."""

PATIENCE = 10
"""Seconds until the scheduler answers and has a worker."""


class Cluster(Engine):
    """The workers that a Dask scheduler has when this starts; it may get others."""

    batch = 400
    """Ten letters: a scheduler hands out a thousand calls a second, to hundreds of cores."""
    least = 10
    """A letter is worth a way through the network, a page is not."""
    lasting = True

    def __init__(self, address: str) -> None:
        """`tcp://HOST:PORT`. Raises OSError if nobody answers there."""
        self._client = Client(address, timeout=PATIENCE, set_as_default=False)
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except BaseException:
            self._client.close()
            raise
        self.slots = AHEAD * sum(self._client.nthreads().values())
        # `pure` would answer a second try with what became of the first.
        self._executor = self._client.get_executor(pure=False)
        self._threads = ThreadPoolExecutor(self.slots)
        self._toolchain = toolchain()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        return self._threads.submit(self._ask, parcels.packed(function, *arguments))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        # What is under way is given up, and the event loop would tell so with a traceback, one time in thirty.
        for name in ("asyncio", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._executor.shutdown(wait=False)
        self._client.close()

    def _ask(self, parcel: Parcel) -> Any:
        """Raises BrokenExecutor if the call is lost: after Dask has tried it on several workers."""
        try:
            answer: _Answer = self._executor.submit(answered, parcel.call, {}, self._toolchain).result()
            if answer.lacks:
                answer = self._executor.submit(answered, parcel.call, parcel.layouts, self._toolchain).result()
        except (KilledWorker, CancelledError):
            raise BrokenExecutor from None
        if answer.unlike:
            raise Unlike(answer.unlike)
        return answer.value


# ---- in the worker ---------------------------------------------------------------------------------------------------


class _Answer(NamedTuple):
    value: Any = None
    lacks: bool = False
    """Was a layout not here?"""
    unlike: str = ""
    """The worker's address, if its toolchain is another."""


KEPT = 8
"""Layouts that a worker keeps, those that came last."""

_layouts: dict[str, Layout] = {}
_own_toolchain = functools.cache(toolchain)


def answered(call: bytes, layouts: Mapping[str, Layout], wanted: bytes) -> _Answer:
    """What a worker makes of a call."""
    if _own_toolchain() != wanted:
        from distributed import get_worker

        return _Answer(unlike=get_worker().address)
    _layouts.update(layouts)
    while len(_layouts) > KEPT:
        del _layouts[next(iter(_layouts))]
    try:
        return _Answer(parcels.answered(call, _layouts))
    except Missing:
        return _Answer(lacks=True)
