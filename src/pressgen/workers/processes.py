"""The cores of this machine: each worker is a Python of its own that reads calls from a pipe and writes answers to one.

Why not `ProcessPoolExecutor`: when one of its processes dies, it gives up all its work, and does not tell what the dead
one was at; interrupted while it starts, it leaves processes that complain. Forked workers would import WeasyPrint only
once, but a process that has drawn a letter has threads of Pango's, which do not come along, and on macOS none can be
forked that knows the system's fonts.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import queue
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, NamedTuple

from pressgen.model import Layout
from pressgen.workers import parcels
from pressgen.workers.engine import Engine
from pressgen.workers.parcels import Parcel

AHEAD = 2
"""Calls for each worker: one that it is at, and one that is packed for it, so that it need not wait for the build."""


class Processes(Engine):
    """At most so many; they start when they are needed."""

    def __init__(self, count: int) -> None:
        self.slots = AHEAD * count
        # A thread each, which does nothing but wait for its worker.
        self._threads = ThreadPoolExecutor(count)
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._all: set[_Worker] = set()
        self._over = False
        self._lock = threading.Lock()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        return self._threads.submit(self._ask, parcels.packed(function, *arguments))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._lock:  # no worker starts after this
            self._over = True
            for worker in self._all:
                worker.end()
        self._threads.shutdown(wait, cancel_futures=True)

    def _ask(self, parcel: Parcel) -> Any:
        worker = self._worker()
        try:
            answer = worker.answer(parcel)
        except (EOFError, OSError):
            worker.end()
            raise BrokenExecutor from None
        self._idle.put(worker)
        if answer.error:
            raise answer.error
        return answer.value

    def _worker(self) -> _Worker:
        """One that has nothing to do."""
        with contextlib.suppress(queue.Empty):
            while True:
                worker = self._idle.get_nowait()
                if worker.alive:
                    return worker
        with self._lock:
            if self._over:
                raise BrokenExecutor
            worker = _Worker()
            self._all.add(worker)
        return worker


class _Answer(NamedTuple):
    value: Any = None
    error: Exception | None = None


class _Worker:
    """One process."""

    def __init__(self) -> None:
        # In a group of its own: Ctrl-C, which a terminal tells to all of ours, is for the build, which then ends it.
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from pressgen.workers.processes import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            process_group=0,
        )
        self._has: set[str] = set()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def answer(self, parcel: Parcel) -> _Answer:
        """What comes back. Raises EOFError or OSError when it has died."""
        new = {name: layout for name, layout in parcel.layouts.items() if name not in self._has}
        self._has |= new.keys()
        assert self._process.stdin
        assert self._process.stdout
        _write(self._process.stdin, (parcel.call, new))
        answer: _Answer = _read(self._process.stdout)
        return answer

    def end(self) -> None:
        """At once: nothing that it has is needed any more."""
        self._process.kill()
        self._process.wait()


def _write(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(data).to_bytes(LENGTH))
    pipe.write(data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> Any:
    """The next value; raises EOFError if there is none, or half of one."""
    size = int.from_bytes(pipe.read(LENGTH))
    data = pipe.read(size)
    if not size or len(data) < size:
        raise EOFError
    return pickle.loads(data)


LENGTH = 8
"""Bytes before each value, which say how long it is."""


# ---- in the worker ---------------------------------------------------------------------------------------------------


def serve() -> None:
    """Answer calls until nobody is there any more."""
    pipe, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # whatever a library prints is no answer
    calls: queue.SimpleQueue[tuple[bytes, dict[str, Layout]]] = queue.SimpleQueue()

    def listen() -> None:
        with contextlib.suppress(EOFError):
            while True:
                calls.put(_read(pipe))
        os._exit(0)  # at once, also from within a letter: who asked has gone, killed perhaps

    threading.Thread(target=listen, daemon=True).start()
    layouts: dict[str, Layout] = {}
    with contextlib.suppress(BrokenPipeError):
        while True:
            call, new = calls.get()
            layouts |= new
            _write(answers, _answered(call, layouts))


def _answered(call: bytes, layouts: dict[str, Layout]) -> _Answer:
    try:
        return _Answer(parcels.answered(call, layouts))
    except MemoryError:
        os._exit(1)  # of no more use; another may have better luck
    except Exception as error:  # is raised by who asked
        error.add_note(f"In a worker:\n{traceback.format_exc()}")
        with contextlib.suppress(Exception):
            pickle.loads(pickle.dumps(error))
            return _Answer(error=error)
        return _Answer(error=RuntimeError(traceback.format_exc()))


# ---- how many --------------------------------------------------------------------------------------------------------


def cores() -> int:
    """How many of the machine's cores are ours: not those that a container, or who started us, keeps from us."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min([count, *_quotas()]))


def _quotas() -> Iterator[int]:
    """What the control groups (cgroup v2) that we are in allow, in cores."""
    with contextlib.suppress(OSError):
        group = Path("/sys/fs/cgroup" + Path("/proc/self/cgroup").read_text().rpartition("::")[2].strip())
        for folder in (group, *group.parents):
            with contextlib.suppress(OSError, ValueError):  # the outermost has no limit; another says "max"
                quota, period = (folder / "cpu.max").read_text().split()
                yield math.ceil(int(quota) / int(period))
