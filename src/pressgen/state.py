"""What earlier builds knew: parsed sources, and what was published with which key.

A SQLite file, of two kinds: a cache, and the inventory of what pressgen may remove. Losing the cache costs time;
without the inventory nobody knows which files are pressgen's own, so it survives every change of pressgen, and the
state remembers when it is not `complete`. A build holds the file locked from its first moment to its last: the one
writer's lock is the build's lock.

What is read at every build is kept in portions, of a folder or a year, each encoded as one value: a row for each file
would take five times as long to read. The words of releases, which few builds need, have a row each.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from pressgen.artifact import Made

SCHEMA = 10
"""Written into the file. Of a file of another number only the paths of the inventory are taken over."""

TABLES = """
CREATE TABLE about (toolchain BLOB NOT NULL, complete INTEGER NOT NULL, built TEXT);
INSERT INTO about VALUES (x'', 0, NULL);
CREATE TABLE source (folder TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE words (path TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE searched (path TEXT PRIMARY KEY, checksum BLOB NOT NULL, marks BLOB NOT NULL);
CREATE TABLE note (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE published (portion TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""


class Parsed(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A source, as it was when it was read last."""

    stamp: str
    """Of the file."""
    value: bytes
    """Encoded; whose it is knows who reads it."""


class Published(Made, frozen=True):
    """A file in public/ or print/ that a build put there, and what is known of it."""

    key: bytes = b""
    """Of the artifact; empty while a build is about to put it there."""
    mtime: int = -1
    """Nanoseconds, as the file system tells it."""
    mode: int = -1
    """Permissions, as the file system tells them."""
    parts: bytes = b""
    """Of the artifact: what its key is made of. Empty where nobody is told what changed."""


UNTRUSTED = Published()
"""Of a file that is pressgen's own, with whatever in it."""


StateError = sqlite3.Error
"""What SQLite says when it cannot go on: the disk is full, the file must not be written."""


class Damaged(StateError):
    """The file says nonsense."""


class Holder(NamedTuple):
    """Who holds the state."""

    process: int
    host: str
    since: dt.datetime
    """By the clock and in the time zone of this machine, without UTC offset."""


class Busy(Exception):
    """Another build holds the state."""

    def __init__(self, holder: Holder | None) -> None:
        """None: it has not yet said who it is."""
        super().__init__(holder)
        self.holder = holder


class State:
    """The open state file. Use as a context manager; leaving it gives up the lock."""

    def __init__(self, path: Path, toolchain: bytes) -> None:
        """Open or begin the file. Raises Busy if another build holds it, OSError or StateError if it cannot."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._signature = path.with_name("holder")
        self.toolchain = toolchain
        try:
            self._open()
        except sqlite3.Error as error:
            if _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise Busy(_holder(self._signature)) from error
            # What is no text any more bears no code of SQLite's, a missing table the general one. A full disk or
            # missing rights are no damage, and cost nobody the inventory.
            if _code(error) not in (*DAMAGED, sqlite3.SQLITE_ERROR, None):
                raise
            self._discard()
            self._open()
        with contextlib.suppress(OSError):  # a courtesy
            self._signature.write_text(f"{os.getpid()} {os.uname().nodename}", "utf-8")

    def __enter__(self) -> State:
        return self

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        with contextlib.suppress(OSError):
            self._signature.unlink()
        if isinstance(error, Damaged):
            self._forget()  # found out in the middle of a build: the inventory was read whole at its beginning
        self._db.close()
        if isinstance(error, sqlite3.Error) and _code(error) in DAMAGED:
            self._discard()  # or every build to come would end here

    def _open(self) -> None:
        self._db = _opened(self._path)
        try:
            # What every build needs is read at once: damage shows here, and not in the middle of it.
            about = self._db.execute("SELECT toolchain, complete, built FROM about").fetchone()
            if about is None:
                raise Damaged("says nothing about itself")
            known, complete, built = about
            if known != self.toolchain:
                # Another pressgen or another library may read the same source differently.
                self._forget()
                with self._db:
                    self._db.execute("UPDATE about SET toolchain = ?", (self.toolchain,))
            self.complete = bool(complete)
            """Does `published` name all files of earlier builds? Not if it is new or its forerunner was lost."""
            try:
                self.built = dt.datetime.fromisoformat(built) if built else None
                """The moment that `published` shows, with UTC offset; None before the first build."""
                portions = self._db.execute("SELECT portion, value FROM published")
                self._portions = {name: PORTION.decode(value) for name, value in portions}
            except (ValueError, TypeError, msgspec.MsgspecError):
                raise Damaged("says nonsense") from None
            self.published: Mapping[str, Published] = {
                path: known for portion in self._portions.values() for path, known in portion.items()
            }
            """Every file that earlier builds published, by path relative to the project."""
        except BaseException:
            self._db.close()
            raise

    def _forget(self) -> None:
        """All but the inventory: it is found out anew."""
        with self._db:
            for table in ("source", "words", "searched", "note"):
                self._db.execute(f"DELETE FROM {table}")

    def _discard(self) -> None:
        """Truncated, garbled, or not a database: begun anew."""
        for leftover in self._path.parent.glob(f"{self._path.name}*"):
            leftover.unlink()

    def folders(self) -> list[str]:
        """Those of which sources are known."""
        return [folder for (folder,) in self._db.execute("SELECT folder FROM source")]

    def sources(self, folder: str) -> dict[str, Parsed]:
        """What is known of the sources in a folder, by the names of their files."""
        row = self._db.execute("SELECT value FROM source WHERE folder = ?", (folder,)).fetchone()
        with contextlib.suppress(msgspec.MsgspecError, TypeError):  # damaged: parsed anew
            return FOLDER.decode(row[0]) if row else {}
        return {}

    def remember_sources(self, folder: str, sources: Mapping[str, Parsed]) -> None:
        """Replace what is known of a folder; nothing is left of one without sources."""
        with self._db:
            self._db.execute("DELETE FROM source WHERE folder = ?", (folder,))
            if sources:
                row = (folder, msgspec.msgpack.encode(sources))
                self._db.execute("INSERT INTO source VALUES (?, ?)", row)

    def words(self, path: str) -> bytes | None:
        """The words of a source, encoded; None if they are not known."""
        row = self._db.execute("SELECT value FROM words WHERE path = ?", (path,)).fetchone()
        return bytes(row[0]) if row else None

    def remember_words(self, words: Iterable[tuple[str, bytes]], gone: Iterable[str] = ()) -> None:
        """Replace the words of these sources, and forget those that are gone."""
        with self._db:
            self._db.executemany("REPLACE INTO words VALUES (?, ?)", words)
            self._db.executemany("DELETE FROM words WHERE path = ?", ((path,) for path in gone))

    def marks(self, path: str) -> tuple[bytes, bytes] | None:
        """What a published file holds, as `proof` marks it: its checksum then, and the marks; None if not known."""
        row = self._db.execute("SELECT checksum, marks FROM searched WHERE path = ?", (path,)).fetchone()
        return row and (bytes(row[0]), bytes(row[1]))

    def remember_marks(self, marks: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Replace them: path, checksum, marks."""
        with self._db:
            self._db.executemany("REPLACE INTO searched VALUES (?, ?, ?)", marks)

    def note(self, name: str) -> bytes:
        """What a build noted for later ones, encoded; empty if it is not known, or was another pressgen's."""
        row = self._db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def remember_notes(self, **notes: bytes) -> None:
        """Replace these notes."""
        with self._db:
            self._db.executemany("REPLACE INTO note VALUES (?, ?)", notes.items())

    def announce(self, paths: Iterable[str]) -> None:
        """These are about to be put in place: if the build is killed, the next one knows that they are pressgen's own,
        and trusts none of them. Nor is anything the same any more as it was after the last build.
        """
        self._record(dict.fromkeys(paths, UNTRUSTED), (), {"same": b"", "quiet": b""})

    def record(self, done: Mapping[str, Published], gone: Iterable[str], notes: Mapping[str, bytes]) -> None:
        """These are in place, and those removed; and what is to be noted of all that is published now."""
        self._record(done, gone, notes)
        self.published = {path: known for portion in self._portions.values() for path, known in portion.items()}

    def _record(self, done: Mapping[str, Published], gone: Iterable[str], notes: Mapping[str, bytes]) -> None:
        changed: dict[str, dict[str, Published]] = {}

        def portion(path: str) -> dict[str, Published]:
            name = path[:PREFIX]
            if name not in changed:
                changed[name] = dict(self._portions.get(name, {}))
            return changed[name]

        for path, known in done.items():
            portion(path)[path] = known
        for path in gone:
            portion(path).pop(path, None)
        with self._db:
            rows = ((name, msgspec.msgpack.encode(found)) for name, found in changed.items())
            self._db.executemany("REPLACE INTO published VALUES (?, ?)", rows)
            self._db.executemany("DELETE FROM searched WHERE path = ?", ((path,) for path in gone))
            self._db.executemany("REPLACE INTO note VALUES (?, ?)", notes.items())
        self._portions |= changed

    def finish(self, at: dt.datetime, *, complete: bool) -> None:
        """All that may be seen at the moment `at` is published, and whether the inventory names all that is there."""
        if (at, complete) != (self.built, self.complete):
            with self._db:
                self._db.execute("UPDATE about SET built = ?, complete = ?", (at.isoformat(), complete))


def _holder(signature: Path) -> Holder | None:
    """Who has signed, unless that was one that is gone: what a killed build signed is left."""
    try:
        process, host = signature.read_text("utf-8").split(" ", 1)
        holder = Holder(int(process), host, dt.datetime.fromtimestamp(signature.stat().st_mtime))
    except (OSError, ValueError):
        return None
    if host == os.uname().nodename:
        try:
            os.kill(holder.process, 0)  # 0 asks whether it is there
        except PermissionError:
            pass  # it is, and somebody else's
        except (ProcessLookupError, OverflowError):
            return None
    return holder


PREFIX = len("public/2017")
"""Files whose paths begin alike are one portion of the inventory: those of a year, in public/ and in print/."""

PORTION = msgspec.msgpack.Decoder(dict[str, Published])
FOLDER = msgspec.msgpack.Decoder(dict[str, Parsed])


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
    paths: list[str] = []
    complete = 0
    if "published" in names:
        paths = _inventory(db)
        complete = 1
        if "complete" in _columns(db, "about"):
            (complete,) = db.execute("SELECT complete FROM about").fetchone()
    for name in names:
        db.execute(f'DROP TABLE "{name}"')
    for statement in TABLES.split(";"):
        db.execute(statement)
    db.execute("UPDATE about SET complete = ?", (complete,))
    portions: dict[str, dict[str, Published]] = {}
    for path in paths:
        portions.setdefault(path[:PREFIX], {})[path] = UNTRUSTED
    rows = ((name, msgspec.msgpack.encode(found)) for name, found in portions.items())
    db.executemany("INSERT INTO published VALUES (?, ?)", rows)
    db.execute(f"PRAGMA user_version = {SCHEMA}")


def _inventory(db: sqlite3.Connection) -> list[str]:
    """The paths of a pressgen that kept them in portions, or, before, in rows."""
    if "value" not in _columns(db, "published"):
        return [path for (path,) in db.execute("SELECT path FROM published")]
    try:
        portions = [msgspec.msgpack.decode(value) for (value,) in db.execute("SELECT value FROM published")]
        return [str(path) for portion in portions for path in portion]
    except (msgspec.MsgspecError, TypeError):
        raise Damaged("says nonsense") from None


def _columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [column[1] for column in db.execute(f"PRAGMA table_info({table})")]


DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code: the extended ones have it in their lowest byte."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return code if code is None else code & 0xFF
