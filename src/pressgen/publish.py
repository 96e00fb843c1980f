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
import stat
from collections import defaultdict
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

    def file(self, path: str) -> str:
        """The file of an artifact; a name, since many ask for ten thousands."""
        root, _, rest = path.partition("/")
        return f"{self.roots[root]}/{rest}" if rest else str(self.roots[root])


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

    # Of ten thousand files each is asked for several times: names are strings here, and paths nowhere in a loop.

    def __init__(self, folders: Folders, *, to_publish: bool = True) -> None:
        """What is never published may be embargoed: it is staged beside the state, outside of public/ in any case."""
        self._places = folders
        beside = folders.state / "staging"
        self._aside = _Aside(
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
        room = _Room(self._places, going)
        for path in stale:
            room.check(path, self._files[path])
        state.announce(stale)
        place = _Place(self._places, self._aside)
        try:
            with place:
                done = {}
                for path, call in stale.items():
                    for obstacle in obstacles(path) & going if going else ():
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


class _Aside:
    """For each root a folder on its file system, made when it is needed, of files that nobody is to see."""

    def __init__(self, folders: Mapping[str, str]) -> None:
        self._folders = folders
        self._made: set[str] = set()
        # Each kind has its own: `make torture` kills a build when so many files have been replaced.
        self._numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: itertools.count(1))

    def file(self, path: str, kind: str) -> str:
        """A new name for what belongs to the artifact at `path`."""
        folder = self._folders[path.partition("/")[0]]
        if folder not in self._made:
            Path(folder).mkdir(parents=True, mode=0o700, exist_ok=True)
            self._made.add(folder)
        return f"{folder}/{kind}{next(self._numbers[kind])}"

    def clear(self) -> None:
        """Remove the folders, with all that is in them."""
        self._made.clear()
        for folder in self._folders.values():
            if os.path.exists(folder):
                shutil.rmtree(folder)


class _Place:
    """public/ and print/ while files are moved. Use as a context manager: left without `keep`, all is as it was."""

    def __init__(self, places: Folders, aside: _Aside) -> None:
        self._places = places
        self._roots = {str(folder) for folder in places.roots.values()}
        self._aside = aside
        """Where what was replaced or removed waits until all is done."""
        self._steps: list[tuple[Callable[..., object], tuple[object, ...]]] = []
        """How those that were taken are taken back."""
        self.stuck = False
        """Could something not be put back?"""
        self._there: set[str] = set()
        """Folders that were seen since something was last removed."""

    def __enter__(self) -> _Place:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.ExitStack() as undoing:  # the last step first, and each whatever becomes of the others
            for act, arguments in self._steps:
                undoing.callback(self._undo, act, *arguments)

    def keep(self) -> None:
        """From here on nothing is taken back."""
        self._steps.clear()

    def put(self, path: str, staged: str, call: Call) -> Published:
        """Move a staged file to its place, by one rename: a reader sees the old or the new file, whole."""
        target = self._places.file(path)
        if self._is_taken(target):
            old = self._aside.file(path, "old-")
            _link(target, old)
            self._undo_by(os.replace, old, target)
        else:
            self._undo_by(os.unlink, target)
        os.replace(staged, target)
        now = os.stat(target)
        known = msgspec.structs.asdict(call.made)
        return Published(**known, key=call.key, mtime=now.st_mtime_ns, mode=now.st_mode, parts=call.parts)

    def remove(self, path: str) -> None:
        """Remove a published file, and the folders above it that are empty then."""
        self._there.clear()
        file = self._places.file(path)
        if not _is_folder(file):  # a killed build may have come as far as a folder in its place, which is not to go
            old = self._aside.file(path, "old-")
            self._undo_by(os.replace, old, file)
            # Somebody was faster, or a build was killed that had made no more than the folders.
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                os.replace(file, old)
        for folder in itertools.takewhile(lambda folder: folder not in self._roots, _above(file)):
            if not _is_folder(folder):
                continue
            self._undo_by(_make_folder, folder)
            try:
                os.rmdir(folder)
            except OSError:  # not empty
                break

    def _is_taken(self, target: str) -> bool:
        """Make the folders above a file, remove empty ones in its place, and tell whether there is another file."""
        missing = list(itertools.takewhile(self._is_missing, _above(target)))
        for folder in reversed(missing):
            self._undo_by(os.rmdir, folder)
            _make_folder(folder)
        if missing:
            return False
        mode = _mode(target, follow=False)
        if mode is None or not stat.S_ISDIR(mode):
            return mode is not None
        for empty, _, _ in os.walk(target, topdown=False):
            self._undo_by(_make_folder, empty)
            os.rmdir(empty)
        return False

    def _is_missing(self, folder: str) -> bool:
        if folder in self._there:
            return False
        missing = _mode(folder) is None
        if not missing:
            self._there.add(folder)
        return missing

    def _undo_by(self, act: Callable[..., object], *arguments: object) -> None:
        """Note how the step that comes next is taken back. Before it is taken: an interruption may come in between."""
        self._steps.append((act, arguments))

    def _undo(self, act: Callable[..., object], *arguments: object) -> None:
        try:
            act(*arguments)
        except (FileNotFoundError, FileExistsError):
            pass  # it was not taken
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:  # somebody uses our new folder
                self.stuck = True


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
        yield path, Path(folders.file(path)).read_bytes()


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


class _Room:
    """Whether files can get to their places, asked before anything is moved."""

    def __init__(self, places: Folders, going: Container[str]) -> None:
        self._places = places
        self._going = going
        self._there: dict[str, bool] = {}
        """Folders that were looked at: whether they are there."""

    def check(self, path: str, staged: str) -> None:
        """Raise OSError if the file can never get to its place."""
        target = self._places.file(path)
        if not self._is_there(next(_above(target)), path, staged) or not _is_folder(target):
            return
        root = self._places.file(path.partition("/")[0])
        for folder, _, names in os.walk(target):
            if any(f"{path.partition('/')[0]}{folder[len(root) :]}/{name}" not in self._going for name in names):
                raise _error(errno.EISDIR, target)

    def _is_there(self, folder: str, path: str, staged: str) -> bool:
        """Whether the folder is there; one that is not can be made."""
        if folder not in self._there:
            self._there[folder] = (mode := _mode(folder)) is not None
            if mode is None:
                self._is_there(next(_above(folder)), path, staged)
            else:
                self._check(folder, mode, path, staged)
        return self._there[folder]

    def _check(self, folder: str, mode: int, path: str, staged: str) -> None:
        """That it is a folder, or will be one, and gets more files."""
        root = path.partition("/")[0]
        top = self._places.file(root)
        if not stat.S_ISDIR(mode):
            if root + folder[len(top) :] not in self._going:
                raise _error(errno.ENOTDIR, folder)
        elif not os.access(folder, os.W_OK | os.X_OK):
            raise _error(errno.EACCES, folder)
        # public/ itself may be a link into another file system, and is missing before the first build.
        elif _mode(top) is not None and os.stat(folder).st_dev != os.stat(staged).st_dev:
            raise _error(errno.EXDEV, folder)


def _error(number: int, path: str) -> OSError:
    return OSError(number, os.strerror(number), path)


def _above(path: str) -> Iterator[str]:
    """The folders above a file or folder, the nearest first."""
    while (folder := path.rpartition("/")[0] or ("/" if path.startswith("/") else ".")) != path:
        yield folder
        path = folder


def _mode(path: str, *, follow: bool = True) -> int | None:
    """What kind of thing it is, or what the link leads to; None if there is nothing."""
    try:
        return os.stat(path, follow_symlinks=follow).st_mode
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            raise
        return None


def _is_folder(path: str) -> bool:
    """A link to a folder is replaced like a file."""
    mode = _mode(path, follow=False)
    return mode is not None and stat.S_ISDIR(mode)


def _make_folder(folder: str) -> None:
    """Readable by the web server whatever the umask."""
    # Not mkdir and chmod: a build killed in between would leave a folder that nobody may read, and no later one mends.
    before = os.umask(0o022)
    try:
        os.mkdir(folder, 0o755)
    finally:
        os.umask(before)


def _link(file: str, other: str) -> None:
    """A second name for a file, or a copy of it where the file system knows no second names."""
    try:
        os.link(file, other, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, other, follow_symlinks=False)
