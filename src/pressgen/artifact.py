"""The one idea of the build: an artifact is a path, a pure function, and that function's arguments.

Hash the arguments and you know whether to render; apply the function and you have the bytes. The tuple that is
hashed is the tuple that is passed, so nothing can be rendered from what was not hashed.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from pressgen.paper import Picture, paper


class Artifact(msgspec.Struct, frozen=True):
    """One file of the output, as the call that makes it."""

    path: str
    """Relative to the project, beginning with `public/` or `print/`."""
    render: Callable[..., bytes]
    """A module-level pure function. It gets `inputs`, each `model.File` in them replaced by its bytes."""
    inputs: tuple[Any, ...]
    """Frozen values, files, strings, numbers, or tuples of these."""
    release: str = ""
    """The address of the release that it is made for; empty if it is made for many, or none."""
    year: int = 0
    """The year that it lists; 0 if it is made for a release, for many years, or none."""
    printed: bool = False
    """Does it go to paper? Then it is a PDF, and its pages are looked at once."""
    told: bool = False
    """Is anybody told if it changes after publication, and why?"""
    effort: float = 0.0
    """Milliseconds that a render takes, roughly: whether other processes are worth their while."""
    cut: Callable[[bytes], Sequence[bytes]] | None = None
    """Of a long list of what seldom changes: cuts its bytes into the pieces that became of each value in the last
    input, in their order. In place of such a value `render` takes its piece. The input before is for the whole alone,
    all others for each piece."""

    @property
    def bulk(self) -> object:
        """What is large in it, and its neighbours may have, too: the entries of a feed, for its other formats."""
        return self.inputs[-1] if self.cut else None


class Made(msgspec.Struct, frozen=True, array_like=True):
    """What is known of an artifact that is made, without opening its file again."""

    size: int = 0
    """Bytes."""
    checksum: bytes = b""
    """SHA-256 of the bytes."""
    pages: int = 0
    """Of what is `printed`, as are the following; else 0."""
    colour: bool = False
    """Is there anything on a page that is not grey?"""
    pictures: tuple[Picture, ...] = ()
    last_lines: int = 0
    """Lines of text on the last page."""


UNMADE = Made()
"""What could not be made: its problem is told when the plan is complete."""


def made(artifact: Artifact, data: bytes) -> Made:
    """What there is to know of an artifact with these bytes."""
    return Made(len(data), checksum(data), *(paper(data) if artifact.printed else ()))


def checksum(data: bytes) -> bytes:
    """SHA-256: tells whether somebody changed a file, also those who have it from us (`sha256sum`)."""
    return hashlib.sha256(data).digest()


PART = 8
"""Bytes of a digest in `parts`."""


class Parts(NamedTuple):
    """What an artifact is made of, as far as anybody asks for it later, in digests of `PART` bytes each."""

    common: bytes
    """The toolchain and each input; of one that can be `cut` only what its pieces have in common."""
    pieces: tuple[bytes, ...] = ()

    @property
    def noted(self) -> bytes:
        """Both."""
        return self.common + b"".join(self.pieces)


class Keys:
    """The keys of artifacts. What many artifacts share is hashed once."""

    def __init__(self, toolchain: bytes) -> None:
        """`toolchain` stands for everything that is not an argument: pressgen's own source and its libraries."""
        self._toolchain = toolchain
        self._shared: dict[int, tuple[object, bytes]] = {}
        self._last: tuple[tuple[object, ...], list[bytes]] = (), []
        """The last tuple, and what is in it: the same entries stand in feeds of several formats."""

    def key(self, artifact: Artifact) -> bytes:
        """The hash of an artifact's call, 16 bytes: equal keys mean equal bytes."""
        render = artifact.render
        name = f"{render.__module__}.{render.__qualname__}".encode()
        call = b"".join([self._toolchain, name, *map(self.digest, artifact.inputs)])
        return hashlib.blake2b(call, digest_size=16).digest()

    def parts(self, artifact: Artifact) -> Parts:
        """To tell later what it was that changed."""
        if not artifact.told and not artifact.cut:
            return Parts(b"")
        common = artifact.inputs[:-2] if artifact.cut else artifact.inputs
        return Parts(
            b"".join([self._toolchain[:PART], *(self.digest(value)[:PART] for value in common)]),
            tuple(digest[:PART] for digest in self._inside(artifact.inputs[-1])) if artifact.cut else (),
        )

    def digest(self, value: object) -> bytes:
        """At least 16 bytes that stand for a value."""
        if value is None or value is True or value is False or value == ():
            return EMPTY[value]
        if isinstance(value, tuple):
            inside = self._inside(value)
            sizes = " ".join([str(len(digest)) for digest in inside])
            return hashlib.blake2b(b"(" + sizes.encode() + b"".join(inside), digest_size=16).digest()
        if not isinstance(value, msgspec.Struct):
            return _hashed(value)
        # Large values carry their own digest, so that a key costs microseconds.
        if digest := getattr(value, "digest", None):
            return bytes(digest)
        if id(value) not in self._shared:
            self._shared[id(value)] = value, _hashed(value)  # the value is kept, so that nothing else gets its id
        return self._shared[id(value)][1]

    def _inside(self, value: tuple[object, ...]) -> list[bytes]:
        if value is not self._last[0]:
            self._last = value, [self.digest(item) for item in value]
        return self._last[1]


def _hashed(value: object) -> bytes:
    data = msgspec.json.encode(value, order="sorted")
    return hashlib.blake2b(b"%s %s" % (type(value).__name__.encode(), data), digest_size=16).digest()


EMPTY = {value: _hashed(value) for value in (None, True, False, ())}
"""The digests of what most calls have among their arguments."""


def changed(artifact: Artifact, before: bytes, after: bytes) -> tuple[str, ...]:
    """What differs between two `parts` of a call: `toolchain`, or the names of the function's parameters."""
    import inspect  # rarely needed

    names = ("toolchain", *inspect.signature(artifact.render).parameters)
    if len(before) != len(after):  # another pressgen had other parameters
        return names[:1]
    return tuple(
        name
        for number, name in enumerate(names)
        if before[number * PART : (number + 1) * PART] != after[number * PART : (number + 1) * PART]
    )


class Places:
    """The paths of a build so far: two artifacts cannot have one place."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def taken(self, path: str) -> str | None:
        """The path that leaves no room for this one; None if there is room, and then it is taken.

        Also where only case or Unicode form differs, because some servers see one file; and where one path is a folder
        in the other.
        """
        place = unicodedata.normalize("NFC", path).casefold()
        if other := self._files.get(place) or self._folders.get(place):
            return other
        folders = []
        folder = place.rpartition("/")[0]
        while folder and folder not in self._folders:  # what is above a known folder is known, too
            if other := self._files.get(folder):
                return other
            folders.append(folder)
            folder = folder.rpartition("/")[0]
        self._files[place] = path
        self._folders |= dict.fromkeys(folders, path)
        return None
