"""What earlier builds knew: parsed sources, and what was published with which key.

A SQLite file, of two kinds: a cache, and the inventory of what pressgen may remove. Losing the cache costs time;
without the inventory nobody knows which files are pressgen's own, so it survives every change of pressgen, and the
state remembers when it is not `complete`. A build holds the file locked from its first moment to its last: the one
writer's lock is the build's lock.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

import msgspec

from pressgen.artifact import Made
from pressgen.paper import Picture

SCHEMA = 8
"""Written into the file. Of a file of another number only the paths of the inventory are taken over."""

TABLES = """
CREATE TABLE about (toolchain BLOB NOT NULL, complete INTEGER NOT NULL, built TEXT);
INSERT INTO about VALUES (x'', 0, NULL);
CREATE TABLE source (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE published (path TEXT PRIMARY KEY, size INTEGER NOT NULL, checksum BLOB NOT NULL, pages INTEGER NOT NULL,
    colour INTEGER NOT NULL, pictures BLOB NOT NULL, last_lines INTEGER NOT NULL, key BLOB NOT NULL,
    mtime INTEGER NOT NULL, mode INTEGER NOT NULL, parts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE tried (path TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE proven (secret BLOB PRIMARY KEY) WITHOUT ROWID;
"""


class Published(Made, frozen=True):
    """A file in public/ or print/ that a build put there, and what is known of it."""

    key: bytes = b""
    """Of the artifact; empty while a build is about to put it there."""
    mtime: int = -1
    """Nanoseconds, as the file system tells it."""
    mode: int = -1
    """Permissions, as the file system tells them."""
    parts: bytes = b""
    """Of the artifact: what its key is made of."""


class Tried(Made, frozen=True):
    """What is known of an artifact that a check made, which nobody publishes."""

    key: bytes = b""
    """Of the artifact."""


UNTRUSTED = Published()
"""Of a file that is pressgen's own, with whatever in it."""


StateError = sqlite3.Error
"""What SQLite says when it cannot go on: the disk is full, the file must not be written."""


class Busy(Exception):
    """Another build holds the state."""


class State:
    """The open state file. Use as a context manager; leaving it gives up the lock."""

    def __init__(self, path: Path, toolchain: bytes) -> None:
        """Open or begin the file. Raises Busy if another build holds it, OSError or StateError if it cannot."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self.toolchain = toolchain
        try:
            self._open()
        except sqlite3.Error as error:
            if _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise Busy from error
            # What is no text any more bears no code of SQLite's, a missing table the general one. A full disk or
            # missing rights are no damage, and cost nobody the inventory.
            if _code(error) not in (*DAMAGED, sqlite3.SQLITE_ERROR, None):
                raise
            self._discard()
            self._open()

    def __enter__(self) -> State:
        return self

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        self._db.close()
        if isinstance(error, sqlite3.Error) and _code(error) in DAMAGED:
            self._discard()  # or every build to come would end here

    def _open(self) -> None:
        self._db = _opened(self._path)
        try:
            # All of it is read at once: damage shows here, and not in the middle of a build.
            about = self._db.execute("SELECT toolchain, complete, built FROM about").fetchone()
            if about is None:
                raise sqlite3.DatabaseError("says nothing about itself")
            known, complete, built = about
            if known != self.toolchain:
                # Another pressgen or another library may read the same source differently.
                with self._db:
                    self._db.execute("DELETE FROM source")
                    self._db.execute("UPDATE about SET toolchain = ?", (self.toolchain,))
            rows = self._db.execute("SELECT path, stamp, value FROM source")
            self.sources: Mapping[str, tuple[str, bytes]] = {path: (stamp, value) for path, stamp, value in rows}
            """Every parsed source by path: the stamp of the file it was parsed from, and the encoded value."""
            rows = self._db.execute(f"SELECT path, {COLUMNS} FROM published")
            try:
                self.published: Mapping[str, Published] = {path: _published(*row) for path, *row in rows}
            except (msgspec.MsgspecError, TypeError):
                raise sqlite3.DatabaseError("says nonsense about a file") from None
            """Every file that earlier builds published, by path relative to the project."""
            self.proven: Set[bytes] = {secret for (secret,) in self._db.execute("SELECT secret FROM proven")}
            """Digests of the secrets that are in none of the public files of `published`."""
            self.complete = bool(complete)
            """Does `published` name all files of earlier builds? Not if it is new or its forerunner was lost."""
            try:
                self.built = dt.datetime.fromisoformat(built) if built else None
            except ValueError:
                raise sqlite3.DatabaseError("says nonsense about itself") from None
            """The moment that `published` shows, with UTC offset; None before the first build."""
        except BaseException:
            self._db.close()
            raise

    def _discard(self) -> None:
        """Truncated, garbled, or not a database: begun anew."""
        for leftover in self._path.parent.glob(f"{self._path.name}*"):
            leftover.unlink()

    def remember_sources(self, changed: Iterable[tuple[str, str, bytes]], gone: Iterable[str]) -> None:
        """Replace the entries (path, stamp, value) and drop the paths that are gone."""
        with self._db:
            self._db.executemany("REPLACE INTO source VALUES (?, ?, ?)", changed)
            self._db.executemany("DELETE FROM source WHERE path = ?", ((path,) for path in gone))

    def tried(self) -> Mapping[str, Tried]:
        """What the last check found sound beyond what is published, by path."""
        found = {}
        for path, value in self._db.execute("SELECT path, value FROM tried"):
            with contextlib.suppress(msgspec.MsgspecError, TypeError):  # damaged: made anew
                found[path] = TRIED.decode(value)
        return found

    def remember_trial(self, tried: Mapping[str, Tried]) -> None:
        """Replace what the last check found sound."""
        with self._db:
            self._db.execute("DELETE FROM tried")
            rows = ((path, msgspec.msgpack.encode(value)) for path, value in tried.items())
            self._db.executemany("INSERT INTO tried VALUES (?, ?)", rows)

    def announce(self, paths: Iterable[str]) -> None:
        """These are about to be put in place: if the build is killed, the next one knows that they are pressgen's own,
        and trusts none of them.
        """
        with self._db:
            self._db.executemany(REPLACE, (_row(path, UNTRUSTED) for path in paths))

    def record(self, done: Mapping[str, Published], gone: Iterable[str], proven: Iterable[bytes]) -> None:
        """These are in place, and those removed; and these secrets are in none of all public files."""
        with self._db:
            self._db.executemany(REPLACE, (_row(path, published) for path, published in done.items()))
            self._db.executemany("DELETE FROM published WHERE path = ?", ((path,) for path in gone))
            self._db.execute("DELETE FROM proven")
            self._db.executemany("INSERT INTO proven VALUES (?)", ((secret,) for secret in proven))

    def finish(self, at: dt.datetime, *, complete: bool) -> None:
        """All that may be seen at the moment `at` is published, and whether the inventory names all that is there."""
        with self._db:
            self._db.execute("UPDATE about SET built = ?, complete = ?", (at.isoformat(), complete))


COLUMNS = "size, checksum, pages, colour, pictures, last_lines, key, mtime, mode, parts"
"""The fields of `Published`, in their order."""

REPLACE = f"REPLACE INTO published (path, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

TRIED = msgspec.msgpack.Decoder(Tried)
PICTURES = msgspec.json.Decoder(tuple[Picture, ...])


def _row(path: str, known: Published) -> tuple[object, ...]:
    pictures = msgspec.json.encode(known.pictures) if known.pictures else b""
    return path, *(pictures if value is known.pictures else value for value in msgspec.structs.astuple(known))


def _published(
    size: int,
    checksum: bytes,
    pages: int,
    colour: int,
    pictures: bytes,
    last_lines: int,
    key: bytes,
    mtime: int,
    mode: int,
    parts: bytes,
) -> Published:
    drawn = PICTURES.decode(pictures) if pictures else ()
    return Published(size, checksum, pages, bool(colour), drawn, last_lines, key, mtime, mode, parts)


def _opened(path: Path) -> sqlite3.Connection:
    """A connection that holds the file's lock until it is closed."""
    db = sqlite3.connect(path, timeout=0, isolation_level="DEFERRED")
    try:
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Waiting for the disk at every build is not worth it: after a power failure the inventory is at worst lost,
        # and that is told.
        db.execute("PRAGMA synchronous = OFF")
        db.execute("BEGIN EXCLUSIVE")
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version != SCHEMA:
            _begin(db)
        db.commit()
    except sqlite3.Error:
        db.close()
        raise
    return db


def _begin(db: sqlite3.Connection) -> None:
    """Empty tables, but for the inventory of another pressgen."""
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    paths: list[tuple[str]] = []
    complete = 0
    if "published" in names:
        paths = db.execute("SELECT path FROM published").fetchall()
        complete = 1
        if "complete" in [column[1] for column in db.execute("PRAGMA table_info(about)")]:
            (complete,) = db.execute("SELECT complete FROM about").fetchone()
    for name in names:
        db.execute(f'DROP TABLE "{name}"')
    for statement in TABLES.split(";"):
        db.execute(statement)
    db.execute("UPDATE about SET complete = ?", (complete,))
    db.executemany(REPLACE, (_row(path, UNTRUSTED) for (path,) in paths))
    db.execute(f"PRAGMA user_version = {SCHEMA}")


DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code: the extended ones have it in their lowest byte."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code if code is None else code & 0xFF
