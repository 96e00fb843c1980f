"""public/ goes to a web server, so that at no moment a reader is led to nothing, also if the line breaks.

rsync (rsync.samba.org) does the copying: only what changed, each file replaced at once, over SSH or to a mounted
folder. This says what comes when. New files come first: nobody links to them yet. Once all are there, whatever changed
may lead to them. Removals come last. So it goes in a build, too (`render`).

What earlier uploads brought the server itself knows, in `.pressgen-uploaded`: so whoever uploads next, from whatever
machine, removes what is gone, and nothing else. As a build does, an upload names what it is about to bring before.

Texts go compressed as well, beside themselves: `index.html.gz`. A server need not compress them at each visit.
"""

from __future__ import annotations

import gzip
import os
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pressgen import publish
from pressgen.names import above
from pressgen.publish import Folders
from pressgen.state import State
from pressgen.toolchain import toolchain

LIST = ".pressgen-uploaded"
"""In the server's folder: what uploads brought, a path a line; after a blank line, what one was about to bring that did
not end."""

TEXTS = (".css", ".csv", ".html", ".ics", ".js", ".json", ".md", ".svg", ".txt", ".webmanifest", ".xml")
"""How the names of files end that become smaller."""

SMALL = 1000
"""Bytes of a file that is not worth compressing: it fits into one packet."""

OF_RELEASE = re.compile(r"\d{4}/[^/]+/|assets/|media/")
"""How the paths begin of what lists, feeds and search lead to."""


class Uploaded(NamedTuple):
    """What an upload did."""

    sent: int
    """Files."""
    removed: int


class NothingBuilt(Exception):
    """There is nothing to upload yet."""


class Disturbed(Exception):
    """public/ is not as a build left it; `args` are the paths of what differs."""


class NoRsync(Exception):
    """It is not installed."""


class Broken(Exception):
    """rsync could not go on, for the reason it gave. The next upload completes what this one began."""


def upload(project: Path, target: str) -> Uploaded:
    """Bring public/ to `target`, which is there already, in rsync's words: `user@host:/var/www/presse` or a folder.

    No build can begin meanwhile. Raises NothingBuilt, Disturbed, NoRsync, Broken, Busy, and OSError.
    """
    folders = publish.published(project)
    with State(folders.state / "state.db", toolchain()) as state:
        public = {path: known for path, known in state.published.items() if path.startswith("public/")}
        if not public:
            raise NothingBuilt
        if disturbed := publish.disturbed(folders, public):
            raise Disturbed(*sorted(disturbed))
        sizes = {path.removeprefix("public/"): known.size for path, known in public.items()}
        return _Upload(folders, target).bring(sorted(sizes), _compressed(folders, sizes))


class _Upload:
    """One upload."""

    def __init__(self, folders: Folders, target: str) -> None:
        self._public = folders.roots["public"]
        self._beside = folders.state / "upload"
        self._packed = self._beside / "gzip"
        self._list = self._beside / LIST
        self._target = target.rstrip("/") + "/"

    def bring(self, published: Sequence[str], packed: Sequence[str]) -> Uploaded:
        """Files by their paths below public/, and compressed copies of some of them."""
        files = [*published, *packed]
        places = {path: f"{self._public}/./{path}" for path in published}
        places |= {path: f"{self._packed}/./{path}" for path in packed}
        before, begun = self._known()
        gone = (before | begun) - {*files}
        self._note(before, (begun | {*files}) - before)
        # The home page last: until it is there, a new archive cannot be entered.
        new = [path for path in files if path not in before and path != "index.html"]
        old = [path for path in files if path in before or path == "index.html"]
        shown = [path for path in old if OF_RELEASE.match(path)]
        lists = [path for path in old if not OF_RELEASE.match(path)]
        sent = sum(self._send([places[path] for path in step]) for step in (new, shown, lists))
        self._remove(gone)
        self._note(files)
        return Uploaded(sent, len(gone))

    def _known(self) -> tuple[set[str], set[str]]:
        """What earlier uploads brought, and what one that did not end may have brought."""
        self._beside.mkdir(parents=True, exist_ok=True)
        self._list.unlink(missing_ok=True)
        self._rsync([LIST], "--ignore-missing-args", self._target, str(self._beside))
        text = self._list.read_text("utf-8") if self._list.exists() else ""
        before, begun = ({*filter(_inside, part.split("\n"))} for part in f"{text}\n\n".split("\n\n", 2)[:2])
        return before, begun

    def _note(self, files: Iterable[str], begun: Iterable[str] = ()) -> None:
        self._list.write_text("\n".join([*sorted(files), "", *sorted(begun), ""]), "utf-8")
        self._rsync([LIST], "--times", str(self._beside), self._target)

    def _send(self, places: Collection[str]) -> int:
        """How many of the files at these places were not there, or others. The server knows what follows `/./`."""
        if not places:
            return 0
        options = ("--times", "--perms", "--chmod=D755,F644", "--omit-dir-times", "--out-format=%n")
        said = self._rsync(places, *options, "/", self._target)
        return sum(1 for line in said.splitlines() if line and not line.endswith("/"))

    def _remove(self, gone: Collection[str]) -> None:
        """What is gone, and then the folders that have become empty."""
        if gone:
            nothing = self._beside / "nothing"
            nothing.mkdir(exist_ok=True)
            folders = {folder for path in gone for folder in above(path)}
            for step in (sorted(gone), sorted(folders, key=lambda folder: -folder.count("/"))):
                if step:
                    self._rsync(step, "--delete-missing-args", str(nothing), self._target, fine=(0, VANISHED))

    def _rsync(self, files: Iterable[str], *arguments: str, fine: Collection[int] = (0,)) -> str:
        """What rsync says. Of each folder that is not empty it complains that it stays; that is as it should be."""
        *options, source, target = arguments
        command = ["rsync", "--from0", "--files-from=-", *options, "--", source, target]
        try:
            done = subprocess.run(command, input="\0".join(files).encode(), capture_output=True)
        except FileNotFoundError as error:
            raise NoRsync from error
        if done.returncode not in fine:
            raise Broken(_reason(done.stderr.decode(errors="replace")) or f"rsync: {done.returncode}")
        return done.stdout.decode(errors="replace")


VANISHED = 24
"""rsync's exit status where a file that was named is not there: to have that removed it is told so."""


def _compressed(folders: Folders, sizes: Mapping[str, int]) -> list[str]:
    """Paths of the copies of those files, given with their sizes, that become smaller. Those that are not there yet are
    made, and those of files that are gone removed.
    """
    packed = folders.state / "upload/gzip"
    found = []
    for path, size in sizes.items():
        # A file of that name may be the office's own.
        if path.endswith(TEXTS) and size >= SMALL and (copy := f"{path}.gz") not in sizes:
            _compress(folders.roots["public"] / path, packed / copy)
            found.append(copy)
    for gone in {*_below(packed)}.difference(found):
        (packed / gone).unlink()
    return found


def _compress(source: Path, copy: Path) -> None:
    """Both bear the same moment: so a server knows that they belong together, and the next upload that it is done."""
    now = source.stat()
    if not copy.exists() or copy.stat().st_mtime_ns != now.st_mtime_ns:
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))
        os.utime(copy, ns=(now.st_mtime_ns, now.st_mtime_ns))


def _below(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(place, name), folder)


def _inside(path: str) -> bool:
    """Is it a path below the server's folder?"""
    return bool(path) and not path.startswith("/") and ".." not in path.split("/")


def _reason(said: str) -> str:
    """The first line that rsync, or SSH before it, complained with."""
    return next((line.strip() for line in said.splitlines() if line.strip()), "")
