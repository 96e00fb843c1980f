"""What a release carries besides its text, as pages, letters and feeds show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from pressgen.artifact import Made
from pressgen.model import Boilerplate, Contact, Page, Release
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


TALL = 640
"""Pixels of a page: a picture that is higher is shown smaller, so that all of it can be seen at once."""


class Size(NamedTuple):
    """How large a page shows an image, if it is wide enough."""

    target: str
    """Its path below the site's root."""
    width: int
    height: int


def sizes(edition: Edition, text: Release | Page) -> tuple[Size, ...]:
    """Of each image that a text shows, as far as it can be read."""
    found = []
    for target in dict.fromkeys(link.target for link in text.links if link.image):
        file = edition.media.get(target)
        if file and file.height:
            less = min(1.0, TALL / file.height)
            found.append(Size(target, max(1, round(file.width * less)), max(1, round(file.height * less))))
    return tuple(found)


def by_target(sizes: Iterable[Size]) -> dict[str, tuple[int, int]]:
    """Width and height by the path of the image."""
    return {size.target: (size.width, size.height) for size in sizes}


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
