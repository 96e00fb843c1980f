"""Photos as pages show them: in the few widths that screens need, as WebP, and one for old browsers as JPEG or PNG.

What they are called and how large they are follows from the photo's file alone, so that a page names them before they
are made. Not AVIF: for 1200 pixels it takes three times as long as WebP, at its fastest, and saves a fifth
(benchmarks on one core: 229 ms and 95 KB, 72 ms and 114 KB).
"""

from __future__ import annotations

import html
import posixpath
import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from pressgen.artifact import Artifact
from pressgen.model import IMAGE_KINDS, Body, File, Page, Release
from pressgen.outputs import pictures
from pressgen.site import Edition

WIDTHS = (480, 800, 1200)
"""Pixels: of a phone; of a better phone, or a sheet of paper; of a column of 576 on a screen that has two for one."""

COLUMN = 576
"""Pixels of a page that its text is wide, at most: `--measure` of the style sheet."""

TALL = 640
"""Pixels of a page: a picture that is higher is shown smaller, so that all of it can be seen at once."""

PLAIN = 800
"""Pixels that a browser gets that knows no WebP, at most."""

LOSSLESS = ("PNG", "GIF")
"""Drawings, whose lines have to stay sharp."""


class Shown(NamedTuple):
    """An image as a page shows it."""

    target: str
    """Its path below the site's root, in full resolution."""
    width: int
    """Pixels of a page, if it is wide enough; as is the height."""
    height: int
    widths: tuple[int, ...]
    """Pixels of its variants; none of one that is small already."""
    mark: str
    """In the names of its variants, if there are any; they change with it, and only with it: a browser may keep them
    for ever."""

    def address(self, width: int, suffix: str) -> str:
        """The path of a variant below the site's root: `media/2017/plan-1f40fc92-800.webp`."""
        return f"{posixpath.splitext(self.target)[0]}-{self.mark}-{width}{suffix}"

    @property
    def plain(self) -> str:
        """The path of the one that every browser can show."""
        if not self.widths:
            return self.target
        return self.address(_plain(self.widths), ".png" if _lossless(self.target) else ".jpg")


class Source(NamedTuple):
    """An image in the HTML of a page."""

    src: str
    """As it stands in HTML, as does the next."""
    srcset: str
    """Of WebP; may be empty."""
    width: int
    height: int
    sizes: str
    """How wide it is shown, so that a browser can choose."""


def artifacts(edition: Edition) -> Iterator[Artifact]:
    """The variants of each image that a text of the edition shows."""
    for target in sorted(edition.media_shown):
        file = edition.media[target]
        if image := shown(target, file):
            for width in image.widths:
                yield _artifact(edition, image, file, width, ".webp")
            if image.widths:
                yield _artifact(edition, image, file, _plain(image.widths), posixpath.splitext(image.plain)[1])


def of(edition: Edition, text: Release | Page) -> tuple[Shown, ...]:
    """Each image that a text shows, as far as it can be read."""
    targets = dict.fromkeys(link.target for link in text.links if link.image)
    found = (shown(target, edition.media[target]) for target in targets if target in edition.media)
    return tuple(image for image in found if image)


def shown(target: str, file: File) -> Shown | None:
    """How a page shows an image; None if it cannot be read, which is told elsewhere."""
    if not file.height:
        return None
    less = min(1.0, TALL / file.height)
    width, height = max(1, round(file.width * less)), max(1, round(file.height * less))
    widths = _widths(file.width, min(COLUMN, width))
    return Shown(target, width, height, widths, file.digest.hex()[:8] if widths else "")


def told(target: str, file: File) -> list[tuple[str, int]]:
    """The paths of an image for those who choose no width themselves: the plain one and the largest, with theirs."""
    image = shown(target, file)
    if image is None or not image.widths:
        return [(target, file.width)]
    largest = max(image.widths)
    return [(image.plain, _plain(image.widths)), (image.address(largest, ".webp"), largest)]


def height(file: File, width: int) -> int:
    """Pixels of a variant of that width."""
    return max(1, round(file.height * width / file.width)) if file.width else 0


def sources(images: Iterable[Shown], root: str) -> dict[str, Source]:
    """Images by their path in full resolution; `root` leads to the site's."""

    def linked(address: str) -> str:
        return root + urllib.parse.quote(address)

    return {
        image.target: Source(
            linked(image.plain),
            ", ".join(f"{linked(image.address(width, '.webp'))} {width}w" for width in image.widths),
            image.width,
            image.height,
            f"min(100vw, {min(COLUMN, image.width)}px)",
        )
        for image in images
    }


def simple(images: Iterable[Shown], root: str) -> dict[str, Source]:
    """The same with nothing but what every program can show, in its own size: for feeds."""
    found = {}
    for image in images:
        source = sources((image,), root)[image.target]
        less = min(1.0, _plain(image.widths) / image.width) if image.widths else 1.0
        width, height = round(image.width * less), max(1, round(image.height * less))
        found[image.target] = source._replace(srcset="", width=width, height=height)
    return found


def placed(body: Body, found: Mapping[str, Source], root: str, here: str = "") -> str:
    """The HTML of a text, completed as by `Body.linked`, whose page keeps the place of each image until it is there."""

    def one(tag: re.Match[str]) -> str:
        image = found.get(urllib.parse.unquote(html.unescape(tag[1])))
        if image is None:
            return tag[0]
        shown = f'<img src="{image.src}" width="{image.width}" height="{image.height}" loading="lazy"{tag[2]}>'
        if not image.srcset:
            return shown
        return f'<picture><source type="image/webp" srcset="{image.srcset}" sizes="{image.sizes}">{shown}</picture>'

    if not found:
        return body.linked(root, here=here)
    return msgspec.structs.replace(body, html=IMAGE.sub(one, body.html), digest=b"").linked(root, here=here)


IMAGE = re.compile(r'<img src="site:([^"]*)"([^>]*)>')
"""As `sources.body` writes it."""


def _widths(whole: int, column: int) -> tuple[int, ...]:
    """Never more than it has, nor much more than two for each pixel of the column that it fills."""
    if whole <= WIDTHS[0]:
        return ()
    found = []
    for width in WIDTHS:
        found.append(min(width, whole))
        if width >= whole or width >= 1.8 * column:
            break
    return tuple(found)


def _plain(widths: tuple[int, ...]) -> int:
    return max(width for width in widths if width <= PLAIN)


def _lossless(target: str) -> bool:
    return IMAGE_KINDS[posixpath.splitext(target)[1].lower()] in LOSSLESS


def _artifact(edition: Edition, image: Shown, file: File, width: int, suffix: str) -> Artifact:
    own, decoding = height(file, width), 8e-6 * file.width * file.height
    return Artifact(
        f"{edition.audience}/{image.address(width, suffix)}",
        pictures.scaled,
        (file, image.target, width, own, suffix, _lossless(image.target)),
        effort=decoding + (9e-5 if suffix == ".webp" else 2e-5) * width * own,
    )
