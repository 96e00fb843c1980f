"""The page that tells people what a feed is, how to subscribe, and the addresses to copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pressgen.artifact import Artifact, Made
from pressgen.model import Layout, Newsroom
from pressgen.outputs import feeds, linked_data
from pressgen.outputs.pages import Legal, legal_links, web_page
from pressgen.site import Edition


class Topic(NamedTuple):
    """A topic that has feeds of its own."""

    name: str
    address: str
    """Below the site's root: `themen/bau/`."""


def artifacts(edition: Edition, _: Mapping[str, Made], __: Sequence[int]) -> Iterator[Artifact]:
    """The page, unless the office has written one of that name itself."""
    address = edition.newsroom.subscribe_address
    if any(page.address == address for page in edition.pages):
        return
    # Their names, but not how much they hold: a new release of a known topic does not touch the page.
    topics = tuple(Topic(name, folder) for folder, name in feeds.topics(edition).items())
    inputs = (edition.newsroom, edition.web, legal_links(edition), edition.audience == "preview", topics)
    yield Artifact(f"{edition.audience}/{address}index.html", subscribe_page, inputs)


def subscribe_page(
    newsroom: Newsroom, web: Layout, legal: tuple[Legal, ...], preview: bool, topics: tuple[Topic, ...]
) -> bytes:
    """How to subscribe; `topics` by address."""
    address = newsroom.subscribe_address
    way = linked_data.script(linked_data.trail(newsroom, ((address.rstrip("/").capitalize(), address),)))
    return web_page(web, "subscribe.html", newsroom, legal, address, preview, linked_data=way, topics=topics)
