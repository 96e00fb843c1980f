"""Releases that are settled: nothing that their artifacts are made of has changed, so they need not even be planned.

What is made for one release alone sees the release, its neighbours, its media, and the surroundings that it shares with
all others (the newsroom, contacts, layouts …). While all of these have the digests that they had, its artifacts have
the keys that they had. That is a coarser question than whether a key has changed, and much cheaper: of 10,000 releases
one is planned.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from pressgen.artifact import Keys
from pressgen.model import Release
from pressgen.site import Edition
from pressgen.teasers import Teaser


class Settled(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A release as it was published last."""

    mark: bytes
    """The digests of what its artifacts are made of, but for the surroundings."""
    paths: tuple[str, ...]
    """Of its artifacts."""


class Memory(msgspec.Struct, frozen=True):
    """A year of an edition as it was published last."""

    surroundings: bytes = b""
    releases: Mapping[str, Settled] = {}
    """By address."""


MEMORY = msgspec.msgpack.Decoder(Memory)


def remembered(note: bytes) -> Memory:
    """What an earlier build noted; nothing if that is lost."""
    try:
        return MEMORY.decode(note) if note else Memory()
    except (msgspec.MsgspecError, TypeError):
        return Memory()


def surroundings(edition: Edition) -> bytes:
    """A digest of all that artifacts of single releases may see besides them."""
    standing = tuple(edition.boilerplates.values())
    shown = {link.target for text in standing for link in text.links} & edition.media.keys()
    letterheads = (known for _, known in sorted(edition.letterheads.items()))
    return Keys(b"").digest(
        (
            edition.audience,
            edition.newsroom,
            edition.web,
            tuple(edition.contacts.values()),
            edition.pages,
            standing,
            tuple(edition.media[target] for target in sorted(shown)),
            tuple((known.layout, known.series, known.since, known.until, known.hyphenation) for known in letterheads),
        )
    )


def marks(edition: Edition) -> list[bytes]:
    """For each release of an edition, in its order, what its artifacts are made of."""
    hidden = edition.hidden

    def own(release: Release | None) -> bytes:
        if release is None:
            return b""
        return release.digest + b" hidden" if hidden and release.address in hidden else release.digest

    beside = zip(edition.newer, edition.releases, edition.older, edition.related, strict=True)
    return [
        b" ".join((own(newer), own(release), own(older), *_media(release, edition), *_related(related)))
        for newer, release, older, related in beside
    ]


def _related(teasers: tuple[Teaser, ...]) -> Iterable[bytes]:
    if not teasers:
        return ()
    return (hashlib.blake2b(msgspec.msgpack.encode(teasers), digest_size=16).digest(),)


def _media(release: Release, edition: Edition) -> Iterable[bytes]:
    """What few releases have."""
    if not (release.body.links or release.image or release.gallery or release.attachments):
        return ()
    return (edition.media[link.target].digest for link in release.links if link.target in edition.media)
