"""What is there: the files of content/ and layouts/, looked at, none of them opened."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pressgen.messages import language_of
from pressgen.names import RECORD
from pressgen.problems import Problem

JUNK = ("Thumbs.db", "desktop.ini", "README.md")

SURROGATE = re.compile(r"[\ud800-\udfff]")
"""How Python spells the bytes of a name that is not UTF-8; nothing could be called so on the web."""


class Listed(NamedTuple):
    """A file that was found."""

    path: str
    """Relative to the project, with forward slashes, as is the folder."""
    name: str
    folder: str
    stamp: str
    """Changes whenever the file does."""


class Looked(NamedTuple):
    """All files of content/ and layouts/, in an order that does not depend on the file system; none was opened."""

    files: Mapping[str, Sequence[Listed]]
    """By the first two parts of their paths: `content/releases`, `layouts/web`."""
    problems: Sequence[Problem]

    @property
    def stamp(self) -> bytes:
        """Changes whenever any of the files does; but for content/published.txt, which builds write to."""
        every = (listed for files in self.files.values() for listed in files)
        lines = (f"{listed.path} {listed.stamp}\n" for listed in every if listed.path != RECORD)
        return hashlib.blake2b("".join(lines).encode("utf-8", "surrogateescape"), digest_size=16).digest()

    @property
    def record(self) -> str:
        """That of content/published.txt; empty if there is none."""
        return next((listed.stamp for listed in self.files.get(RECORD, ())), "")


def record_stamp(project: Path) -> str:
    """What `Looked.record` would be now."""
    try:
        return _stamp(os.stat(project / RECORD))
    except FileNotFoundError:
        return ""


def look(project: Path) -> Looked:
    """See what is there."""
    problems: list[Problem] = []
    files: dict[str, list[Listed]] = {}
    for root in ("content", "layouts"):
        for listed in _walk(str(project), root, problems):
            parts = listed.path.split("/", 2)
            files.setdefault(f"{parts[0]}/{parts[1]}", []).append(listed)
    return Looked(files, problems)


def _walk(project: str, folder: str, problems: list[Problem]) -> Iterator[Listed]:
    try:
        with os.scandir(f"{project}/{folder}") as found:
            entries = sorted(found, key=_name)
    except FileNotFoundError:
        return
    for entry in entries:
        name = entry.name
        if _is_junk(name):
            continue
        path = f"{folder}/{name}"
        if not name.isascii() and SURROGATE.search(name):
            shown = os.fsencode(path).decode("utf-8", "replace")
            problems.append(Problem(path=shown, code="file-name-not-utf-8"))
        elif entry.is_dir():
            yield from _walk(project, path, problems)
        elif entry.is_file():
            try:
                stat = entry.stat()
            except FileNotFoundError:  # it went a moment ago
                continue
            yield Listed(path, name, folder, _stamp(stat))


def _stamp(stat: os.stat_result) -> str:
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def rules(zone: zoneinfo.ZoneInfo) -> str:
    """The digest of when the zone's clocks change, which governments decide anew."""
    for folder in zoneinfo.TZPATH:
        with contextlib.suppress(OSError):
            return hashlib.blake2b(Path(folder, zone.key).read_bytes(), digest_size=16).hexdigest()
    return ""  # from the package tzdata, whose version is in the toolchain


def _is_junk(name: str) -> bool:
    """Does it belong to a system or an editor, as they leave them everywhere, or tell people about the folder?"""
    return name.startswith((".", "~$")) or name.endswith(("~", ".bak", ".tmp")) or name in JUNK


def language(project: Path) -> str:
    """The language of the newsroom, however broken its file is: `de` or `en`."""
    try:
        data = (project / "content/newsroom.yaml").read_bytes()
    except OSError:
        return "de"
    return language_of(data.decode("utf-8", "replace"))
