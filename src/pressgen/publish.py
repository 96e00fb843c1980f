"""Rendered artifacts move into public/ and print/, in an order that never shows a broken link.

Everything is first written to a staging folder on the same file system, so that a build that cannot finish changes
nothing; then each file is moved in by one atomic rename. Only files that an earlier build published are removed.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path

from pressgen.state import Published, State

ROOTS = ("public", "print")


class Staging:
    """Freshly rendered files, waiting to be moved in. Use as a context manager: leaving it clears it away."""

    def __init__(self, project: Path, *, to_publish: bool = True) -> None:
        """What is never published may be embargoed: it is staged beside the state, outside of public/ in any case."""
        self._project = project
        beside = project / ".pressgen/staging"
        self._folders = {root: _staging_folder(project, root) if to_publish else beside / root for root in ROOTS}
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

    def staged(self, key: bytes) -> bytes | None:
        """The bytes of `key`, if an artifact with it is staged."""
        file = self._keys.get(key)
        return None if file is None else file.read_bytes()

    def publish(self, state: State, keys: Mapping[str, bytes], order: Sequence[str], gone: Iterable[str]) -> None:
        """Move everything staged into place, in `order`, then remove `gone`."""
        gone = list(gone)
        paths = [path for path in order if path in self._files]
        for path in paths:
            _check_room(self._project, self._project / path)
        with state.publishing(paths, gone) as done:
            for path in paths:
                target = self._project / path
                _make_room(self._project, target)
                os.rename(self._files.pop(path), target)
                stat = target.stat()
                done[path] = Published(keys[path], stat.st_size, stat.st_mtime_ns)
            for path in gone:
                _remove(self._project, path)


def unchanged(project: Path, path: str, known: Published, key: bytes) -> bool:
    """Does the file at `path` hold the bytes for `key`, as a build left it?"""
    if known.key != key:
        return False
    try:
        stat = os.stat(project / path)
    except OSError:
        return False
    return (stat.st_size, stat.st_mtime_ns) == (known.size, known.mtime)


def strangers(project: Path, paths: Container[str]) -> list[str]:
    """Files in public/ and print/ that are not among `paths`; hidden ones (`.well-known/`) are nobody's business."""
    found = (
        file.relative_to(project).as_posix() for root in ROOTS for file in (project / root).rglob("*") if file.is_file()
    )
    return sorted(path for path in found if path not in paths and "/." not in path)


def _staging_folder(project: Path, root: str) -> Path:
    """Beside the state, or inside of `root` where that is another file system and a rename would be a copy."""
    state, target = project / ".pressgen", project / root
    if target.exists() and state.exists() and target.stat().st_dev != state.stat().st_dev:
        return target / ".pressgen-staging"
    return state / "staging" / root


def _check_room(project: Path, target: Path) -> None:
    """Raise OSError, before anything is moved, if a folder stands where a file is to be, or a file above it."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    for folder in target.parents:
        if folder == project:
            break
        if folder.exists() and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))


def _make_room(project: Path, target: Path) -> None:
    """Make the folders above a file, readable by the web server whatever the umask."""
    missing = [folder for folder in target.parents if project in folder.parents and not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir()
        folder.chmod(0o755)


def _remove(project: Path, path: str) -> None:
    """Remove a published file, and the folders above it that are empty now."""
    file = project / path
    file.unlink(missing_ok=True)
    for folder in file.parents:
        if folder.parent in (project, *project.parents):
            break
        try:
            folder.rmdir()
        except OSError:  # not empty
            break
