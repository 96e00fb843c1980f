"""Former addresses lead to the release: a small page each, since plain files know no other way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pressgen.artifact import Artifact, Made
from pressgen.model import Layout, Newsroom
from pressgen.outputs import templates
from pressgen.site import Edition


def artifacts(edition: Edition, _: Mapping[str, Made], wanted: Sequence[int]) -> Iterator[Artifact]:
    """A page for each former address of the wanted releases."""
    for release in (edition.releases[index] for index in wanted):
        for alias in release.aliases:
            path = f"{alias}index.html" if alias.endswith("/") else alias
            inputs = (alias, release.address, release.headline, release.language, edition.newsroom, edition.web)
            yield Artifact(f"{edition.audience}/{path}", redirect, inputs, release=release.address)


def redirect(alias: str, address: str, headline: str, spoken: str, newsroom: Newsroom, web: Layout) -> bytes:
    """The page at `alias` that leads to `address`, both below the site's root; `spoken` is the headline's language."""
    root = "../" * alias.count("/")
    return templates.encoded(
        web,
        "redirect.html",
        newsroom.language,
        root=root,
        target=root + address,
        canonical=newsroom.base_url + address,
        headline=headline,
        spoken=spoken,
    )
