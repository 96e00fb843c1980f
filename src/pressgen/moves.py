"""Files move to their places, one by one, and back again if it comes to that.

A path is that of an artifact, `public/2017/a/index.html`; where its file is, `file` says. With ten thousand of them
each question counts: names are strings, and a folder is looked at once for all its files.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import stat
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from pathlib import Path


class Aside:
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
                import shutil  # 5 ms: not where nothing was left

                shutil.rmtree(folder)


class Place:
    """public/ and print/ while files are moved. Use as a context manager: left without `keep`, all is as it was."""

    def __init__(self, file: Callable[[str], str], roots: Collection[str], aside: Aside) -> None:
        """`roots` are the folders that stay when all in them is gone; what was replaced or removed waits `aside`."""
        self._file = file
        self._roots = roots
        self._aside = aside
        self._steps: list[tuple[Callable[..., object], tuple[object, ...]]] = []
        """How those that were taken are taken back."""
        self.stuck = False
        """Could something not be put back?"""
        self._there: set[str] = set()
        """Folders that were seen since something was last removed."""

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.ExitStack() as undoing:  # the last step first, and each whatever becomes of the others
            for act, arguments in self._steps:
                undoing.callback(self._undo, act, *arguments)

    def keep(self) -> None:
        """From here on nothing is taken back."""
        self._steps.clear()

    def put(self, path: str, staged: str) -> os.stat_result:
        """Move a staged file to its place, by one rename: a reader sees the old or the new file, whole."""
        target = self._file(path)
        if self._is_taken(target):
            old = self._aside.file(path, "old-")
            _link(target, old)
            self._undo_by(os.replace, old, target)
        else:
            self._undo_by(os.unlink, target)
        os.replace(staged, target)
        return os.stat(target)

    def remove(self, path: str) -> None:
        """Remove a published file, and the folders above it that are empty then."""
        self._there.clear()
        file = self._file(path)
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


class Room:
    """Whether files can get to their places, asked before anything is moved."""

    def __init__(self, file: Callable[[str], str], going: Container[str]) -> None:
        """`going` are the paths that will be removed."""
        self._file = file
        self._going = going
        self._there: dict[str, bool] = {}
        """Folders that were looked at: whether they are there."""

    def check(self, path: str, staged: str) -> None:
        """Raise OSError if the file can never get to its place."""
        target = self._file(path)
        if not self._is_there(next(_above(target)), path, staged) or not _is_folder(target):
            return
        root = self._file(path.partition("/")[0])
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
        top = self._file(root)
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
        import shutil

        shutil.copy2(file, other, follow_symlinks=False)
