"""Files that are published as they are: the web layout's own, and the media that visible texts use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pressgen.artifact import Artifact
from pressgen.model import Edition


def artifacts(edition: Edition, _: Mapping[str, int]) -> Iterator[Artifact]:
    """The style sheet and pictures of the layout, and each image or download that a text of the edition shows."""
    for name, data in edition.web.files.items():
        if not name.endswith(".html"):
            yield Artifact(f"{edition.audience}/{name}", same, (data,))
    used = {link.target for text in edition.texts for link in text.body.links}
    for address in sorted(used & edition.media.keys()):
        yield Artifact(f"{edition.audience}/{address}", same, (edition.media[address],))


def same(data: bytes) -> bytes:
    """The bytes of the file."""
    return data
