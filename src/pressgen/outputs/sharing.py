"""The picture of a page, which others show where they refer to it: a photo of the release, or that of the newsroom."""

from __future__ import annotations

import struct

import msgspec

from pressgen.model import Layout, Newsroom, Release
from pressgen.outputs import variants
from pressgen.site import Edition

SOCIAL = "assets/social.png"
"""The newsroom's, in the web layout."""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as other sites are told of it."""

    target: str
    """Its path below the site's root, not percent-encoded."""
    width: int
    """Pixels, as is the height."""
    height: int
    alt: str
    caption: str = ""
    """May be empty, as may the credit."""
    credit: str = ""


def photos(edition: Edition, release: Release) -> tuple[Picture, ...]:
    """The photos of a release's front matter, in its order: each as what every program can show, and as large as pages
    have it. The original may have more megabytes than a messenger takes.
    """
    if not (release.image or release.gallery):
        return ()
    found = []
    for image in release.images:
        file = edition.media[image.link.target]
        for target, width in variants.told(image.link.target, file):
            found.append(
                Picture(
                    target=target,
                    width=width,
                    height=variants.height(file, width),
                    alt=image.alt,
                    caption=image.caption,
                    credit=image.credit,
                )
            )
    return tuple(found)


def standard(newsroom: Newsroom, web: Layout) -> Picture | None:
    """The newsroom's picture, for pages without a photo; None if the layout has none."""
    return drawing(web, SOCIAL, newsroom.title)


def drawing(web: Layout, name: str, alt: str) -> Picture | None:
    """A PNG of the layout; None if there is none."""
    data = web.files.get(name, b"")
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        return None
    width, height = struct.unpack(">II", data[16:24])  # ISO/IEC 15948, 11.2.2: IHDR comes first
    return Picture(target=name, width=width, height=height, alt=alt)
