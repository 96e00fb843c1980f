"""What earlier builds knew: parsed sources, and what was published with which key.

A SQLite file: a cache, and the inventory of what pressgen may remove. A build holds it locked from its first moment to
its last: the one writer's lock is the build's lock.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

SCHEMA = 1
"""Written into the file; a file of another number is begun anew."""

TABLES = """
CREATE TABLE about (toolchain BLOB NOT NULL);
CREATE TABLE source (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE published (path TEXT PRIMARY KEY, key BLOB NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL)
    WITHOUT ROWID;
"""


class Published(NamedTuple):
    """A file in public/ or print/ that a build put there."""

    key: bytes
    """Of the artifact; empty while a build is about to put it there."""
    size: int
    """Bytes, as is the length of the file."""
    mtime: int
    """Nanoseconds, as the file system tells it."""


class Busy(Exception):
    """Another build holds the state."""


class State:
    """The open state file. Use as a context manager; leaving it gives up the lock."""

    def __init__(self, path: Path, toolchain: bytes) -> None:
        """Open or begin the file. Raises Busy if another build holds it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = _opened(path)
        except sqlite3.DatabaseError as error:
            if _is_busy(error):
                raise Busy from error
            # Truncated, or not a database: what it knew can be found out again.
            for leftover in path.parent.glob(f"{path.name}*"):
                leftover.unlink()
            self._db = _opened(path)
        if self._db.execute("SELECT toolchain FROM about").fetchone() != (toolchain,):
            # Another pressgen or another library may read the same source differently.
            with self._db:
                self._db.execute("DELETE FROM source")
                self._db.execute("DELETE FROM about")
                self._db.execute("INSERT INTO about VALUES (?)", (toolchain,))

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def sources(self) -> dict[str, tuple[str, bytes]]:
        """Every parsed source by path: the stamp of the file it was parsed from, and the encoded value."""
        return {path: (stamp, value) for path, stamp, value in self._db.execute("SELECT * FROM source")}

    def remember_sources(self, changed: Iterable[tuple[str, str, bytes]], gone: Iterable[str]) -> None:
        """Replace the entries (path, stamp, value) and drop the paths that are gone."""
        with self._db:
            self._db.executemany("REPLACE INTO source VALUES (?, ?, ?)", changed)
            self._db.executemany("DELETE FROM source WHERE path = ?", ((path,) for path in gone))

    def published(self) -> dict[str, Published]:
        """Every file that earlier builds published, by path relative to the project."""
        return {row[0]: Published(*row[1:]) for row in self._db.execute("SELECT * FROM published")}

    @contextlib.contextmanager
    def publishing(self, paths: Iterable[str], gone: Iterable[str]) -> Iterator[dict[str, Published]]:
        """Around the moving of files: `paths` are about to be put in place, `gone` to be removed.

        Yields a dict for the caller to fill with what it published. If the build is killed inside, the next one still
        knows that all these files are pressgen's own, and trusts none of them.
        """
        with self._db:
            self._db.executemany("REPLACE INTO published VALUES (?, x'', -1, -1)", ((path,) for path in paths))
        done: dict[str, Published] = {}
        try:
            yield done
        finally:
            with self._db:
                self._db.executemany(
                    "REPLACE INTO published VALUES (?, ?, ?, ?)", ((path, *row) for path, row in done.items())
                )
        with self._db:
            self._db.executemany("DELETE FROM published WHERE path = ?", ((path,) for path in gone))


def _opened(path: Path) -> sqlite3.Connection:
    """A connection that holds the file's lock until it is closed."""
    db = sqlite3.connect(path, timeout=0, isolation_level="DEFERRED")
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        # A power failure may cost the state, which is no loss; waiting for the disk at every build would be one.
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN EXCLUSIVE")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version != SCHEMA:
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                db.execute(f'DROP TABLE "{name}"')
            for statement in TABLES.split(";"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {SCHEMA}")
        db.commit()
    except sqlite3.Error:
        db.close()
        raise
    return db


def _is_busy(error: sqlite3.DatabaseError) -> bool:
    return error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


LIBRARIES = ("feedgen", "jinja2", "lxml", "markdown-it-py", "msgspec", "pydyf", "pyyaml", "weasyprint")


def toolchain() -> bytes:
    """The digest of all that makes bytes and is no argument of a render: pressgen's own source and its libraries."""
    state = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for library in LIBRARIES:
        state.update(f"{library} {metadata.version(library)}\n".encode())
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        state.update(file.read_bytes())
    return state.digest()
