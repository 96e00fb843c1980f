"""Files that are published as they are: the web layout's own, and the media that visible texts use."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from pressgen.artifact import Artifact, Made
from pressgen.model import IMAGE_KINDS
from pressgen.outputs import inert, pictures, variants
from pressgen.problems import SourceError
from pressgen.site import Edition

DATA = (".xml", ".rdf", ".gpx", ".kml", ".xsd")
"""How the names of files end that are XML, and that a browser shows."""


def artifacts(edition: Edition, _: Mapping[str, Made], __: Sequence[int]) -> Iterator[Artifact]:
    """The style sheet and pictures of the layout, and each image or download that a text of the edition shows."""
    for name, data in edition.web.files.items():
        if not name.endswith(".html"):
            yield Artifact(f"{edition.audience}/{name}", same, (data,))
    # Letters look into the images of releases; into those of a standing page nobody else does.
    pages = sorted(edition.pages, key=lambda page: page.source, reverse=True)
    shown = {link.target: (page.source, link.written) for page in pages for link in page.body.links if link.image}
    for address in sorted(edition.media_used):
        path, file = f"{edition.audience}/{address}", edition.media[address]
        suffix = posixpath.splitext(address)[1].lower()
        if address in shown:
            yield Artifact(path, image, (file, address, *shown[address]))
        elif suffix in IMAGE_KINDS:
            yield Artifact(path, photo, (file, address))
        elif suffix == ".svg":
            yield Artifact(path, inert.drawing, (file, file.path))
        elif suffix in DATA:
            yield Artifact(path, inert.data, (file, file.path))
        else:
            yield Artifact(path, same, (file,))
    yield from variants.artifacts(edition)


def image(data: bytes, address: str, source: str, written: str) -> bytes:
    """The bytes of an image that the page `source` shows, the first of all pages.

    Raises SourceError if not everyone could see it.
    """
    if problem := pictures.refusal(data, address, source, written):
        raise SourceError([problem])
    return pictures.bare(data, address)


def photo(data: bytes, address: str) -> bytes:
    """The bytes of an image that only releases show or hand out: their letters tell if it cannot be seen.

    Without what it says besides the picture, the place where it was taken for one.
    """
    return pictures.bare(data, address)


def same(data: bytes) -> bytes:
    """The bytes of the file."""
    return data
