"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/): the same entries for those who read no XML."""

from __future__ import annotations

import urllib.parse
from typing import Any

import msgspec

from pressgen.model import Layout, Newsroom
from pressgen.names import JSON
from pressgen.outputs.entries import Entry, Feed, content, kind_of, shown, summary, title


class _Items(msgspec.Struct):
    items: list[msgspec.Raw]


def items(data: bytes) -> list[bytes]:
    """The entries of such a feed, as they stand in it."""
    return [bytes(item) for item in msgspec.json.decode(data, type=_Items).items]


def json(newsroom: Newsroom, web: Layout, feed: Feed, entries: tuple[Entry | bytes, ...]) -> bytes:
    """The feed as JSON Feed; `entries` newest first, or as they stood in an earlier one."""
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": newsroom.base_url + feed.folder,
        "feed_url": newsroom.base_url + feed.folder + JSON,
        **({"next_url": newsroom.base_url + feed.older + JSON} if feed.older else {}),
        "description": newsroom.description,
        "authors": [{"name": newsroom.office.name}],
        "language": newsroom.language,
        "items": [msgspec.Raw(entry) if isinstance(entry, bytes) else _item(newsroom, web, entry) for entry in entries],
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def _item(newsroom: Newsroom, web: Layout, entry: Entry) -> dict[str, Any]:
    release = entry.release
    item: dict[str, Any] = {
        "id": entry.guid,
        "url": newsroom.base_url + release.address,
        "title": title(release),
        "summary": summary(release),
        "content_html": content(newsroom, web, entry),
        "date_published": release.published.isoformat(),
    }
    if release.modified != release.published:
        item["date_modified"] = release.modified.isoformat()
    if entry.contacts:
        item["authors"] = [{"name": contact.name} for contact in entry.contacts]
    if release.topics:
        item["tags"] = list(release.topics)
    if release.language != newsroom.language:
        item["language"] = release.language
    if release.image:
        item["image"] = shown(newsroom, entry, release.image)
    attachments: list[dict[str, Any]] = [
        {
            "url": newsroom.base_url + urllib.parse.quote(image.link.target),
            "mime_type": kind_of(image.link.target),
            "title": ". ".join(text.rstrip(".") for text in (image.caption or image.alt, image.credit) if text),
        }
        for image in release.images
    ]
    if newsroom.letters:
        letter = {"url": newsroom.base_url + release.letter_address, "mime_type": "application/pdf"}
        attachments.insert(0, letter | {"size_in_bytes": entry.letter_size})
    if attachments:
        item["attachments"] = attachments
    return item
