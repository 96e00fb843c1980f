"""Rendered artifacts move into public/ and print/, in an order that never shows a broken link.

Everything is first written to a staging folder on the same file system, so that a build that cannot finish changes
nothing; then each file is moved in by one atomic rename. What goes wrong even then is undone. Only files that an
earlier build published are removed.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import shutil
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from pressgen.artifact import Made
from pressgen.names import RECORD, above
from pressgen.state import Published, State, StateError


class Folders(NamedTuple):
    """Where a build keeps its state, and where it publishes."""

    state: Path
    roots: Mapping[str, Path]
    """A folder for each audience, the first part of an artifact's path."""

    def place(self, path: str) -> Path:
        """The file of an artifact."""
        return Path(self.file(path))

    def file(self, path: str) -> str:
        """The name of `place`: for those who ask for ten thousands."""
        root, _, rest = path.partition("/")
        return f"{self.roots[root]}/{rest}" if rest else str(self.roots[root])

    def path(self, file: Path) -> str:
        """The inverse of `place`, for what lies in one of the roots."""
        root = next(root for root, folder in self.roots.items() if folder == file or folder in file.parents)
        return f"{root}/{file.relative_to(self.roots[root]).as_posix()}"


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
        self._folders = {
            root: _staging_folder(folders, root) if to_publish else beside / root for root in folders.roots
        }
        self._files: dict[str, Path] = {}
        self._keys: dict[bytes, Path] = {}

    def __enter__(self) -> Staging:
        self._clear()  # what a killed build left behind
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def _clear(self) -> None:
        for folder in self._folders.values():
            if folder.exists():
                shutil.rmtree(folder)

    def add(self, path: str, data: bytes, key: bytes) -> None:
        """Stage the bytes of the artifact at `path`, which are those of `key`. Raises OSError when the disk is full."""
        folder = self._folders[path.split("/", 1)[0]]
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
        file = folder / str(len(self._files))
        # Not tempfile.mkstemp: its files are 0600, and the web server would answer 403.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with open(descriptor, "wb") as target:
            target.write(data)
            os.fchmod(target.fileno(), 0o644)  # whatever the umask
        self._files[path] = self._keys[key] = file

    def read(self, path: str) -> bytes:
        """The bytes staged for the artifact at `path`."""
        return self._files[path].read_bytes()

    def staged(self, key: bytes) -> bytes | None:
        """The bytes of `key`, if an artifact with it is staged."""
        file = self._keys.get(key)
        return None if file is None else file.read_bytes()

    def publish(
        self, state: State, stale: Mapping[str, Call], gone: Collection[str], notes: Mapping[str, bytes]
    ) -> None:
        """Move the staged files into place, in the order of `stale`, then remove `gone`.

        `notes` are what the state is to remember of all that is published then.

        Raises OSError or StateError, and then nothing has changed; Unfinished if that could not be helped.
        """
        going = set(gone)
        obstacles = _obstacles(gone)
        fine: set[Path] = set()
        for path in stale:
            _check_room(self._places, path, self._files[path], going, fine)
        state.announce(stale)
        place = _Place(self._places, self._folders)
        try:
            with place:
                done = {}
                for path, call in stale.items():
                    for obstacle in obstacles(path) & going:
                        place.remove(obstacle)
                        going.remove(obstacle)
                    done[path] = place.put(path, self._files[path], call)
                for path in sorted(going):
                    place.remove(path)
                state.record(done, gone, notes)
                place.keep()
        except (OSError, StateError) as error:
            if place.stuck:
                raise Unfinished from error
            raise


class _Place:
    """public/ and print/ while files are moved. Use as a context manager: left without `keep`, all is as it was."""

    def __init__(self, places: Folders, aside: Mapping[str, Path]) -> None:
        self._places = places
        self._aside = aside
        """For each root a folder on its file system, where what was replaced or removed waits until all is done."""
        self._undo = contextlib.ExitStack()
        self._waiting = 0
        self.stuck = False
        """Could something not be put back?"""

    def __enter__(self) -> _Place:
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    def keep(self) -> None:
        """From here on nothing is taken back."""
        self._undo.pop_all()

    def put(self, path: str, staged: Path, call: Call) -> Published:
        """Move a staged file to its place, by one rename: a reader sees the old or the new file, whole."""
        target = self._places.place(path)
        self._make_room(target)
        if os.path.lexists(target):
            old = self._waiting_place(path)
            _link(target, old)
            self._undo_by(os.replace, old, target)
        else:
            self._undo_by(target.unlink)
        os.replace(staged, target)
        stat = target.stat()
        known = msgspec.structs.asdict(call.made)
        return Published(**known, key=call.key, mtime=stat.st_mtime_ns, mode=stat.st_mode, parts=call.parts)

    def remove(self, path: str) -> None:
        """Remove a published file, and the folders above it that are empty then."""
        file = self._places.place(path)
        if not _is_folder(file):  # a killed build may have come as far as a folder in its place, which is not to go
            old = self._waiting_place(path)
            self._undo_by(os.replace, old, file)
            # Somebody was faster, or a build was killed that had made no more than the folders.
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                os.replace(file, old)
        for folder in itertools.takewhile(lambda folder: folder not in self._places.roots.values(), file.parents):
            if not _is_folder(folder):
                continue
            self._undo_by(_make_folder, folder)
            try:
                folder.rmdir()
            except OSError:  # not empty
                break

    def _make_room(self, target: Path) -> None:
        """Make the folders above a file; remove empty ones in its place."""
        if _is_folder(target):
            for empty, _, _ in os.walk(target, topdown=False):
                self._undo_by(_make_folder, Path(empty))
                os.rmdir(empty)
        missing = itertools.takewhile(lambda folder: not folder.exists(), target.parents)
        for folder in reversed(list(missing)):
            self._undo_by(folder.rmdir)
            _make_folder(folder)

    def _waiting_place(self, path: str) -> Path:
        folder = self._aside[path.split("/", 1)[0]]
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)
        self._waiting += 1
        return folder / f"old-{self._waiting}"

    def _undo_by(self, act: Callable[..., object], *arguments: object) -> None:
        """Note how the step that comes next is taken back. Before it is taken: an interruption may come in between."""

        def undo() -> None:
            try:
                act(*arguments)
            except (FileNotFoundError, FileExistsError):
                pass  # it was not taken
            except OSError as error:
                if error.errno != errno.ENOTEMPTY:  # somebody uses our new folder
                    self.stuck = True

        self._undo.callback(undo)


def remember(project: Path, text: str, head: str) -> None:
    """Add lines, if any, to content/published.txt, which begins with `head`, by one atomic rename. Raises OSError."""
    file = project / RECORD
    new = file.with_name(f".{file.name}.new")
    try:
        if text:
            known = (file.read_text("utf-8") if file.exists() else "").lstrip() or head
            new.write_text(known + ("" if known.endswith("\n") else "\n") + text, encoding="utf-8", newline="\n")
            if file.exists():
                shutil.copymode(file, new)  # a colleague may have to read it, whatever the umask
            os.replace(new, file)
    finally:
        with contextlib.suppress(OSError):
            new.unlink()  # of this build, or of a killed one


def contents(folders: Folders, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Paths of artifacts, each with the bytes of the file that is there now."""
    for path in paths:
        yield path, folders.place(path).read_bytes()


def unchanged(file: str, known: Published) -> bool:
    """Is the file as a build left it, and may the same people read it?"""
    try:
        stat = os.stat(file)
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns, stat.st_mode) == (known.size, known.mtime, known.mode)


def disturbed(folders: Folders, published: Mapping[str, Published]) -> set[str]:
    """Paths at which there is no file any more as a build left it."""
    return {path for path, known in published.items() if not unchanged(folders.file(path), known)}


def occupied(folders: Folders, path: str) -> bool:
    """Is there a file, of whatever build, in the place of an artifact?"""
    return os.path.lexists(folders.file(path))


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
        found = [f"{folder}/{name}" for folder in places for name in _names(folders.file(folder))]
    return [path for path in found if path not in paths and "/." not in path]


def _names(folder: str) -> list[str]:
    """Of the files in a folder, sorted."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if entry.is_file())
    except (FileNotFoundError, NotADirectoryError):
        return []


def present(folders: Folders, root: str) -> list[str]:
    """Paths of all files that are in one of the roots now."""
    return sorted(folders.path(file) for file in folders.roots[root].rglob("*") if file.is_file())


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


def _check_room(folders: Folders, path: str, staged: Path, going: Container[str], fine: set[Path]) -> None:
    """Raise OSError, before anything is moved, if the file can never get to its place.

    `fine` are folders that were looked at before, and get more.
    """
    target = folders.place(path)
    if _is_folder(target):
        for folder, _, names in os.walk(target):
            if any(folders.path(Path(folder, name)) not in going for name in names):
                raise _error(errno.EISDIR, target)
    if target.parent in fine:
        return
    fine.add(target.parent)
    above = next(folder for folder in target.parents if folder.exists())
    if not above.is_dir():
        if folders.path(above) not in going:
            raise _error(errno.ENOTDIR, above)
    elif not os.access(above, os.W_OK | os.X_OK):
        raise _error(errno.EACCES, above)
    # public/ itself may be a link into another file system, and is missing before the first build.
    elif folders.roots[path.partition("/")[0]].exists() and above.stat().st_dev != staged.stat().st_dev:
        raise _error(errno.EXDEV, above)


def _error(number: int, path: Path) -> OSError:
    return OSError(number, os.strerror(number), str(path))


def _is_folder(path: Path) -> bool:
    """A link to a folder is replaced like a file."""
    return path.is_dir() and not path.is_symlink()


def _make_folder(folder: Path) -> None:
    """Readable by the web server whatever the umask."""
    # Not mkdir and chmod: a build killed in between would leave a folder that nobody may read, and no later one mends.
    before = os.umask(0o022)
    try:
        folder.mkdir(0o755)
    finally:
        os.umask(before)


def _link(file: Path, other: Path) -> None:
    """A second name for a file, or a copy of it where the file system knows no second names."""
    try:
        os.link(file, other, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, other, follow_symlinks=False)
