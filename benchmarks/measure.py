"""What a command costs: wall time, CPU time of all its processes, and their memory. Linux only."""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

LOOK = 0.02
"""Seconds between two looks at the memory."""

PR_SET_CHILD_SUBREAPER = 36


class Spent(NamedTuple):
    """The cost of one run."""

    wall: float
    """Seconds until the command ended."""
    cpu: float
    """Seconds, user and system, of it and of all that it started, also of what outlived it."""
    memory: float
    """MiB, the largest sum over its processes (PSS: what they share counts once); 0 if nobody looked."""


def _plain() -> dict[str, str]:
    """The environment, but that Python keeps what it compiled, as it does for everyone."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def spent(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None, *, watched: bool = False
) -> Spent:
    """Run a command in a folder. Raises RuntimeError with its words if it fails.

    One that is `watched` is looked at often, which takes some of its time.
    """
    # What a command leaves behind (a fork server, say) becomes our child, so that its CPU time is known, too.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    said = folder / "said.txt"
    with said.open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**_plain(), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        with _watch(process.pid) if watched else contextlib.nullcontext([0.0]) as most:
            wall, cpu = 0.0, 0.0
            while True:
                try:
                    pid, status, used = os.wait4(-1, 0)
                except ChildProcessError:  # all have ended
                    break
                if pid == process.pid:
                    wall = time.perf_counter() - start
                    process.returncode = os.waitstatus_to_exitcode(status)
                cpu += used.ru_utime + used.ru_stime
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: status {process.returncode}\n{said.read_text()}")
    return Spent(wall, cpu, max(most))


@contextlib.contextmanager
def _watch(session: int) -> Iterator[list[float]]:
    """The memory of a session's processes in MiB, look by look."""
    seen = [0.0]
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK):
            seen.append(sum(_memory(pid) for pid in _members(session)))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        done.set()
        watcher.join()


def _members(session: int) -> Iterator[str]:
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            # After the name, which may hold anything: state, parent, group, session
            if int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[3]) == session:
                yield pid


def _memory(pid: str) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0  # it has ended
