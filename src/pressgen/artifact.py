"""The one idea of the build: an artifact is a path, a pure function, and that function's arguments.

Hash the arguments and you know whether to render; apply the function and you have the bytes. The tuple that is
hashed is the tuple that is passed, so nothing can be rendered from what was not hashed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec


class Artifact(msgspec.Struct, frozen=True):
    """One file of the output, as the call that makes it."""

    path: str
    """Relative to the project, beginning with `public/` or `print/`."""
    render: Callable[..., bytes]
    """A module-level pure function. It gets `inputs`, each `model.File` in them replaced by its bytes."""
    inputs: tuple[Any, ...]
    """Frozen values, files, strings, numbers, or tuples of these."""


def key(artifact: Artifact, toolchain: bytes) -> bytes:
    """The hash of an artifact's call, 16 bytes: equal keys mean equal bytes.

    `toolchain` stands for everything that is not an argument: pressgen's own source and its libraries.
    """
    state = hashlib.blake2b(toolchain, digest_size=16)
    render = artifact.render
    state.update(f"{render.__module__}.{render.__qualname__}".encode())
    _feed(state, artifact.inputs)
    return state.digest()


def _feed(state: hashlib.blake2b, value: object) -> None:
    """Add a value in an encoding that no other value shares: its kind, its length, its bytes."""
    if isinstance(value, tuple):
        state.update(b"(%d" % len(value))
        for item in value:
            _feed(state, item)
        return
    # Large values carry their own digest, so that a key costs microseconds.
    digest = getattr(value, "digest", None)
    data: bytes = digest if digest is not None else msgspec.json.encode(value, order="sorted")
    state.update(b"%s%d:" % (type(value).__name__.encode(), len(data)))
    state.update(data)
