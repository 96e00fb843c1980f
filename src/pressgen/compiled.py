"""Compiled templates, kept from build to build: to compile those of one page takes as long as to fill a hundred."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator

import msgspec

from pressgen.outputs import templates
from pressgen.state import State

NOTE = "templates"
DIGEST = 16
"""Bytes of the digest before the rest of the note: Python runs what is in it, and would fall over damaged code."""


@contextlib.contextmanager
def kept(state: State) -> Iterator[None]:
    """While templates are filled: those that the state has need not be compiled, and it gets those that it has not."""
    before = _recalled(state.note(NOTE))
    templates.kept.update(before)
    yield
    if templates.kept != before:
        data = msgspec.msgpack.encode(templates.kept)
        state.remember_notes(**{NOTE: _digest(data) + data})


def _recalled(note: bytes) -> dict[str, bytes]:
    data = note[DIGEST:]
    if note[:DIGEST] != _digest(data):
        return {}
    return msgspec.msgpack.decode(data, type=dict[str, bytes])


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST).digest()
