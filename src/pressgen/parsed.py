"""What is known of the sources: what earlier runs parsed, and what this one does, for the next.

It goes to the state folder by folder, and words batch by batch: those of a whole archive are not in memory at once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Container, Mapping
from typing import TypeVar

import msgspec

from pressgen.listing import Listed
from pressgen.state import Parsed, State

Value = TypeVar("Value")

BATCH = 500
"""Releases whose words are in memory at once before the state has them."""


class Sources:
    """One pass over them."""

    def __init__(self, state: State, untouched: Container[str] = ()) -> None:
        """Folders that are `untouched` are not looked into: what the state has of them stays."""
        self._state = state
        self._untouched = untouched
        self._known: dict[str, Mapping[str, Parsed]] = {}
        """What the state has, by folder; as is what it is to have."""
        self._found: dict[str, dict[str, Parsed]] = {}
        self._changed: set[str] = set()
        self._kept: set[str] = set()
        self._words: list[tuple[str, bytes]] = []
        self.fresh: set[str] = set()
        """Paths of those that were parsed."""

    def value(self, listed: Listed, decoder: msgspec.json.Decoder[Value], context: str = "") -> Value | None:
        """The value that a file had when it was parsed last; None if it is new or changed.

        `context` stands for what the value depends on besides the file.
        """
        _, name, folder, stamp = listed
        if folder not in self._known:
            self._known[folder], self._found[folder] = self._state.sources(folder), {}
        known = self._known[folder].get(name)
        if known is not None and known.stamp == f"{stamp} {context}":
            with contextlib.suppress(msgspec.MsgspecError):  # damaged: parsed anew
                value = decoder.decode(known.value)
                self._found[folder][name] = known
                return value
        return None

    def add(self, listed: Listed, value: bytes, context: str = "", words: bytes = b"") -> None:
        """What a file that was asked for is, now that it was parsed, encoded."""
        if words:
            self._words.append((listed.path, words))
            if len(self._words) >= BATCH:
                self._state.remember_words(self._words)
                self._words.clear()
        self._found[listed.folder][listed.name] = Parsed(f"{listed.stamp} {context}", value)
        self._changed.add(listed.folder)
        self.fresh.add(listed.path)

    def keep(self, folder: str) -> None:
        """No other file of this folder will be asked for: the state has what is known of it from here on."""
        known, found = self._known.pop(folder), self._found.pop(folder)
        self._kept.add(folder)
        if folder in self._untouched:  # only its photos were asked for
            return
        gone = [f"{folder}/{name}" for name in known.keys() - found.keys()]
        if gone or folder in self._changed:
            # Words come first: a source is not parsed again while its value is known.
            self._state.remember_words(self._words, gone)
            self._words.clear()
            self._state.remember_sources(folder, found)

    def finish(self) -> None:
        """Keep all folders, and forget those that are not there any more."""
        for folder in self._state.folders():
            if folder not in self._kept and folder not in self._untouched and folder not in self._known:
                self._known[folder], self._found[folder] = self._state.sources(folder), {}
        for folder in tuple(self._known):
            self.keep(folder)
