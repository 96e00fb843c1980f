"""What makes bytes and is no argument of a render: pressgen's own source, Python, its libraries, the system's."""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

SYSTEM_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0")
"""They set the letters. Looked for where Linux distributions have them; elsewhere their upgrades go unnoticed."""

LIBRARY_FOLDERS = (f"/usr/lib/{platform.machine()}-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib")


@functools.cache
def toolchain() -> bytes:
    """The digest of the toolchain: after any change of it everything is parsed and rendered anew.

    Of the one that this process began with: what is installed meanwhile does not run in it.
    """
    state = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for line in (*_distributions(), *_system_libraries()):
        state.update(line.encode() + b"\n")
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        state.update(file.read_bytes())
    return state.digest()


@functools.cache
def version(distribution: str) -> str:
    """Of an installed library, the one that would be imported; empty if it is not installed."""
    # importlib.metadata would take 30 ms to import.
    names = (name for folder in _folders() for name in os.listdir(folder) if name.startswith(f"{distribution}-"))
    return next((name[len(distribution) + 1 : -len(INFO)] for name in names if name.endswith(INFO)), "")


INFO = ".dist-info"
"""How the folder of an installed library's metadata ends."""


def _distributions() -> list[str]:
    """`weasyprint-70.0.dist-info` and all else that is installed.

    One listing of each folder: to follow what requires what costs more than all the rest of a build without changes,
    and a library that has nothing to do with letters is rarely upgraded alone.
    """
    return sorted(name for folder in _folders() for name in os.listdir(folder) if name.endswith(INFO))


def _folders() -> list[str]:
    """Where Python looks for libraries."""
    return [folder for folder in sys.path if os.path.isdir(folder)]


def _system_libraries() -> Iterator[str]:
    """Each library with its size and time: a security update of a distribution keeps the version number."""
    for name in SYSTEM_LIBRARIES:
        for folder in LIBRARY_FOLDERS:
            try:
                stat = os.stat(f"{folder}/{name}")
            except OSError:
                continue
            yield f"{name} {stat.st_size} {stat.st_mtime_ns}"
            break
