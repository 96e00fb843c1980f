"""Rendered artifacts move into public/ and print/, in an order that never shows a broken link.

Everything is first written to a staging folder on the same file system, so that a build that cannot finish changes
nothing; then each file is moved in by one atomic rename. What goes wrong even then is undone. Only files that an
earlier build published are removed.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from pressgen.artifact import Made, checksum
from pressgen.moves import Aside, Place, Room
from pressgen.names import RECORD, above
from pressgen.state import Published, State, StateError


class Folders(NamedTuple):
    """Where a build keeps its state, and where it publishes."""

    state: Path
    roots: Mapping[str, Path]
    """A folder for each audience, the first part of an artifact's path."""

    def file(self, path: str) -> str:
        """The file of an artifact; a name, since many ask for ten thousands."""
        root, _, rest = path.partition("/")
        return f"{self.roots[root]}/{rest}" if rest else str(self.roots[root])

    def bytes(self, path: str) -> bytes:
        """What is in that file now."""
        return Path(self.file(path)).read_bytes()


def published(project: Path) -> Folders:
    """The folders of a build."""
    return Folders(project / ".pressgen", {"public": project / "public", "print": project / "print"})


def previewed(folder: Path) -> Folders:
    """The folders of a preview."""
    # Not called as that of a build: another project is no earlier preview.
    return Folders(folder / ".pressgen-preview", {"preview": folder})


class Call(NamedTuple):
    """What a staged file was rendered from."""

    key: bytes
    parts: bytes
    made: Made
    """What is known of the bytes that came out."""


class Unfinished(OSError):
    """What was published before the error could not be taken back; the next build completes it."""


class Staging:
    """Freshly rendered files, waiting to be moved in. Use as a context manager: leaving it clears it away."""

    def __init__(self, folders: Folders, *, to_publish: bool = True) -> None:
        """What is never published may be embargoed: it is staged beside the state, outside of public/ in any case."""
        self._places = folders
        beside = folders.state / "staging"
        self._aside = Aside(
            {root: str(_staging_folder(folders, root) if to_publish else beside / root) for root in folders.roots}
        )
        self._files: dict[str, str] = {}
        self._keys: dict[bytes, str] = {}

    def __enter__(self) -> Staging:
        self._aside.clear()  # what a killed build left behind
        return self

    def __exit__(self, *_: object) -> None:
        self._aside.clear()

    def add(self, path: str, data: bytes, key: bytes) -> None:
        """Stage the bytes of the artifact at `path`, which are those of `key`. Raises OSError when the disk is full."""
        file = self._aside.file(path, "")
        # Not tempfile.mkstemp: its files are 0600, and the web server would answer 403.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
            os.fchmod(descriptor, 0o644)  # whatever the umask
        finally:
            os.close(descriptor)
        self._files[path] = self._keys[key] = file

    def read(self, path: str) -> bytes:
        """The bytes staged for the artifact at `path`."""
        return Path(self._files[path]).read_bytes()

    def staged(self, key: bytes) -> bytes | None:
        """The bytes of `key`, if an artifact with it is staged."""
        file = self._keys.get(key)
        return None if file is None else Path(file).read_bytes()

    def publish(
        self, state: State, stale: Mapping[str, Call], gone: Collection[str], notes: Mapping[str, bytes]
    ) -> None:
        """Move the staged files into place, in the order of `stale`, then remove `gone`.

        `notes` are what the state is to remember of all that is published then.

        Raises OSError or StateError, and then nothing has changed; Unfinished if that could not be helped.
        """
        going = set(gone)
        obstacles = _obstacles(gone)
        room = Room(self._places.file, going)
        for path in stale:
            room.check(path, self._files[path])
        state.announce(stale)
        place = Place(self._places.file, {str(folder) for folder in self._places.roots.values()}, self._aside)
        try:
            with place:
                done = {}
                for path, call in stale.items():
                    for obstacle in obstacles(path) & going if going else ():
                        place.remove(obstacle)
                        going.remove(obstacle)
                    done[path] = _published(call, place.put(path, self._files[path]))
                for path in sorted(going):
                    place.remove(path)
                state.record(done, gone, notes)
                place.keep()
        except (OSError, StateError) as error:
            if place.stuck:
                raise Unfinished from error
            raise


def _published(call: Call, now: os.stat_result) -> Published:
    known = msgspec.structs.asdict(call.made)
    return Published(**known, key=call.key, mtime=now.st_mtime_ns, mode=now.st_mode, parts=call.parts)


def remember(project: Path, text: str, head: str) -> None:
    """Add lines, if any, to content/published.txt, which begins with `head`, by one atomic rename. Raises OSError."""
    file = project / RECORD
    new = file.with_name(f".{file.name}.new")
    try:
        if text:
            known = (file.read_text("utf-8") if file.exists() else "").lstrip() or head
            new.write_text(known + ("" if known.endswith("\n") else "\n") + text, encoding="utf-8", newline="\n")
            if file.exists():
                new.chmod(stat.S_IMODE(file.stat().st_mode))  # a colleague may have to read it, whatever the umask
            os.replace(new, file)
    finally:
        with contextlib.suppress(OSError):
            new.unlink()  # of this build, or of a killed one


def disturbed(folders: Folders, published: Mapping[str, Published]) -> set[str]:
    """Paths of those files that are not as a build left them, or that not the same people may read any more."""
    found: set[str] = set()
    for root, folder in folders.roots.items():
        begin = f"{root}/"
        try:
            top = os.open(folder, os.O_RDONLY)
        except OSError:
            found.update(path for path in published if path.startswith(begin))
            continue
        try:
            # As little as can be for each of ten thousands, and by short names: the system walks along a path.
            for path, known in published.items():
                if path.startswith(begin):
                    try:
                        now = os.stat(path[len(begin) :], dir_fd=top)
                    except OSError:
                        found.add(path)
                        continue
                    if (now.st_mtime_ns, now.st_size, now.st_mode) != (known.mtime, known.size, known.mode):
                        found.add(path)
        finally:
            os.close(top)
    return found


def occupied(folders: Folders, path: str) -> bool:
    """Is there a file, of whatever build, in the place of an artifact?"""
    return os.path.lexists(folders.file(path))


def another(folders: Folders, path: str, made: Made) -> bool:
    """Is there a file in the place of an artifact that is not what was made?"""
    file = folders.file(path)
    return os.path.isfile(file) and (
        os.path.getsize(file) != made.size or checksum(folders.bytes(path)) != made.checksum
    )


def foreign(folders: Folders) -> bool:
    """Is there anything in a preview's folder that is not from an earlier preview?"""
    root = folders.roots["preview"]
    return root.exists() and any(root.iterdir()) and not folders.state.exists()


def strangers(folders: Folders, paths: Container[str], near: Iterable[str] | None = None) -> list[str]:
    """Files in the folders that are not among `paths`; hidden ones (`.well-known/`) are nobody's business.

    Looked for everywhere; or, which takes no time, only in the folders of `near` files and in those above them.
    """
    if near is None:
        found = [path for root in folders.roots for path in present(folders, root)]
    else:
        places = sorted({folder for path in near for folder in above(path)})
        found = [path for folder in places for path in _others(folders.file(folder), folder, paths)]
    return [path for path in found if path not in paths and "/." not in path]


def _others(folder: str, path: str, known: Container[str]) -> list[str]:
    """The files in a folder that are not `known`, sorted, as paths that begin with `path`."""
    try:
        with os.scandir(folder) as entries:
            return sorted(other for e in entries if (other := f"{path}/{e.name}") not in known and e.is_file())
    except (FileNotFoundError, NotADirectoryError):
        return []


def present(folders: Folders, root: str) -> list[str]:
    """Paths of all files that are in one of the roots now."""
    return sorted(_below(str(folders.roots[root]), root))


def _below(folder: str, path: str) -> Iterator[str]:
    """The files in a folder and below it, as paths that begin with `path`; links to folders are not followed."""
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _below(entry.path, f"{path}/{entry.name}")
        elif entry.is_file(follow_symlinks=False) or os.path.isfile(entry.path):
            yield f"{path}/{entry.name}"


def _staging_folder(folders: Folders, root: str) -> Path:
    """Beside the state, or inside of `root` where that is another file system and a rename would be a copy."""
    state, target = folders.state, folders.roots[root]
    if target.exists() and state.exists() and target.stat().st_dev != state.stat().st_dev:
        return target / ".pressgen-staging"
    return state / "staging" / root


def _obstacles(gone: Collection[str]) -> Callable[[str], set[str]]:
    """For a path, those of the `gone` files that stand where a folder above it is to be, or below the path itself."""
    below: dict[str, set[str]] = {}
    for path in gone:
        for folder in above(path):
            below.setdefault(folder, set()).add(path)
    files = set(gone)
    return lambda path: below.get(path, set()) | files.intersection(above(path)) if files else set()
