"""What a release carries besides its text, as pages, letters and feeds show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from pressgen.artifact import Made
from pressgen.model import Boilerplate, Contact, Release
from pressgen.outputs import templates
from pressgen.site import Edition


class Download(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment with what a reader wants to know before fetching it."""

    target: str
    """Its path below the site's root."""
    title: str
    kind: str
    """`PDF`: its suffix in capitals; may be empty."""
    size: int
    """Bytes."""
    checksum: str
    """SHA-256, in hexadecimal digits."""


class Standing(NamedTuple):
    """A standing paragraph as templates get it."""

    headline: str
    """May be empty."""
    body: object
    """HTML."""


def contacts(edition: Edition, release: Release) -> tuple[Contact, ...]:
    """The press contacts of a release, in its order."""
    return tuple(edition.contacts[key] for key in release.contacts)


def boilerplates(edition: Edition, release: Release) -> tuple[Boilerplate, ...]:
    """The standing paragraphs below a release, in its order."""
    return tuple(edition.boilerplates[key] for key in release.boilerplates)


def downloads(edition: Edition, release: Release, made: Mapping[str, Made]) -> tuple[Download, ...]:
    """The attachments of a release, in its order, as they are `made` for the web; those that are not, as they came."""
    found = []
    web = "preview" if edition.audience == "preview" else "public"
    for attachment in release.attachments:
        file = edition.media[attachment.link.target]
        out = made.get(f"{web}/{attachment.link.target}")
        suffix = attachment.link.target.rpartition("/")[2].rpartition(".")
        found.append(
            Download(
                target=attachment.link.target,
                title=attachment.title,
                kind=suffix[2].upper() if suffix[0] else "",
                size=out.size if out else file.size,
                checksum=(out.checksum if out else file.digest).hex(),
            )
        )
    return tuple(found)


def standing(boilerplates: Iterable[Boilerplate], root: str, images: str | None = None) -> tuple[Standing, ...]:
    """Standing paragraphs with their addresses completed, as `Body.linked` does."""
    return tuple(Standing(b.headline, templates.markup(b.body.linked(root, images))) for b in boilerplates)
