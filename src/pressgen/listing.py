"""What is there: the files of content/ and layouts/, looked at, none of them opened."""

from __future__ import annotations

import contextlib
import hashlib
import operator
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


RELEASES = "content/releases"


class Looked(NamedTuple):
    """All files of content/ and layouts/, in an order that does not depend on the file system; none was opened."""

    files: Mapping[str, Sequence[Listed]]
    """By the first two parts of their paths, releases by three: `layouts/web`, `content/releases/2017`."""
    problems: Sequence[Problem]

    def below(self, folder: str) -> Iterator[Listed]:
        """All files below one of these folders."""
        for name, files in self.files.items():
            if name == folder or name.startswith(f"{folder}/"):
                yield from files

    def stamps(self) -> dict[str, bytes]:
        """For each of these folders what changes whenever one of its files does."""
        return {
            folder: _digest("".join([f"{listed.path} {listed.stamp}\n" for listed in files]))
            for folder, files in self.files.items()
        }

    @property
    def record(self) -> str:
        """The stamp of content/published.txt, which builds write to; empty if there is none."""
        return next((listed.stamp for listed in self.files.get(RECORD, ())), "")


def stamp(stamps: Mapping[str, bytes]) -> bytes:
    """Changes whenever any of these stamps does; but for that of content/published.txt."""
    return _digest("".join(f"{folder} {of.hex()}\n" for folder, of in stamps.items() if folder != RECORD))


def _digest(lines: str) -> bytes:
    return hashlib.blake2b(lines.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def record_stamp(project: Path) -> str:
    """What `Looked.record` would be now."""
    try:
        return _stamp(os.stat(project / RECORD))
    except FileNotFoundError:
        return ""


def look(project: Path) -> Looked:
    """See what is there."""
    walk = _Walk(str(project))
    for root in ("content", "layouts"):
        walk.folder(root, "")
    return Looked(walk.files, walk.problems)


class _Walk:
    def __init__(self, project: str) -> None:
        self.project = project
        self.problems: list[Problem] = []
        self.files: dict[str, list[Listed]] = {}

    def folder(self, folder: str, group: str) -> None:
        """What is in it, and below it; without a `group` each of its entries is one by itself."""
        try:
            with os.scandir(f"{self.project}/{folder}") as found:
                entries = sorted(found, key=_NAME)
        except FileNotFoundError:
            return
        for entry in entries:
            name = entry.name
            if _is_junk(name):
                continue
            path = f"{folder}/{name}"
            own = group or path
            if not name.isascii() and SURROGATE.search(name):
                shown = os.fsencode(path).decode("utf-8", "replace")
                self.problems.append(Problem(path=shown, code="file-name-not-utf-8"))
            elif entry.is_dir():
                self.folder(path, "" if path == RELEASES else own)
            elif entry.is_file():
                try:
                    stat = entry.stat()
                except FileNotFoundError:  # it went a moment ago
                    continue
                self.files.setdefault(own, []).append(Listed(path, name, folder, _stamp(stat)))


_NAME = operator.attrgetter("name")


def _stamp(stat: os.stat_result) -> str:
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}"


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
