"""Fields that have fields of their own: photos, attachments, updates, a withdrawal; and former addresses."""

from __future__ import annotations

import posixpath
import re
import unicodedata
import urllib.parse
from typing import Any

from pressgen.model import IMAGE_KINDS, Attachment, Image, Link, Update, Withdrawal
from pressgen.sources import addresses, fields
from pressgen.sources.body import ACTIVE, target_of
from pressgen.sources.fields import Field, Reading, Refusal, Schema
from pressgen.sources.frontmatter import Mapping, Node, Scalar, Sequence


def _file(node: Node, reading: Reading) -> Link | None:
    """A file beside the release or below content/media/."""
    written = fields.text(node, reading)
    if written is None:
        return None
    place = target_of(reading.source.path, urllib.parse.unquote(written))
    if place is None or "://" in written or not place.startswith("media/") or place.endswith("/"):
        raise Refusal("not-a-media-file", node)
    return Link(written=written, target=place)


def _photo(node: Node, reading: Reading) -> Link | None:
    link = _file(node, reading)
    if link and not link.target.lower().endswith(tuple(IMAGE_KINDS)):
        raise Refusal("image-kind", node, address=link.written)
    return link and Link(written=link.written, target=link.target, image=True)


def _download(node: Node, reading: Reading) -> Link | None:
    link = _file(node, reading)
    if link and link.target.lower().endswith(ACTIVE):
        raise Refusal("attachment-active", node, name=posixpath.basename(link.target))
    return link


IMAGE = Schema(
    fields=(
        Field("file", ("datei",), _photo, required=True),
        Field("alt", ("alternativtext",), fields.text, required=True),
        Field("caption", ("bildunterschrift",), fields.text),
        Field("credit", ("bildnachweis",), fields.text, required=True),
    )
)

ATTACHMENT = Schema(
    fields=(
        Field("file", ("datei",), _download, required=True),
        Field("title", ("titel",), fields.text),
    )
)

KINDS = {"correction": "correction", "berichtigung": "correction", "update": "update", "ergaenzung": "update"} | {
    "ergänzung": "update"
}


def _kind(node: Node, reading: Reading) -> str | None:
    value = (fields.word(node, reading) or "").lower()
    if value not in KINDS:
        raise Refusal("not-a-kind", node)
    return KINDS[value]


UPDATE = Schema(
    fields=(
        Field("date", ("datum",), fields.day_or_moment, required=True),
        Field("kind", ("art",), _kind, required=True),
        Field("note", ("text",), fields.text, required=True),
    )
)

WITHDRAWAL = Schema(
    fields=(
        Field("date", ("datum",), fields.day_or_moment, required=True),
        Field("reason", ("grund",), fields.text, required=True),
    )
)


def block(schema: Schema, node: Node, reading: Reading) -> dict[str, Any] | None:
    """The values of a block; None where it has problems."""
    if not isinstance(node, Mapping):
        names = ", ".join(field.name for field in schema.fields)
        aliases = ", ".join(field.aliases[0] for field in schema.fields)
        raise Refusal("not-these-fields", node, keys=names, aliases=aliases)
    known = len(reading.problems)
    start = node.entries[0][0].start if node.entries else node.start
    values = fields.read(schema, node, reading, missing_at=start, missing="missing-here")
    return values if len(reading.problems) == known else None


def _blocks(schema: Schema, node: Node, reading: Reading) -> list[dict[str, Any]] | None:
    """A list of blocks; one alone is a list of one. None where one has problems."""
    if isinstance(node, Scalar) and not node.text:
        return None
    items = node.items if isinstance(node, Sequence) else (node,)
    found = []
    for item in items:
        try:
            found.append(block(schema, item, reading))
        except Refusal as refusal:
            reading.refuse(refusal)
            found.append(None)
    return [] if None in found else [block for block in found if block is not None]


def image(node: Node, reading: Reading) -> Image | None:
    """A photo with alternative text and credit."""
    if isinstance(node, Scalar) and not node.text:
        return None
    values = block(IMAGE, node, reading)
    return _image(values) if values else None


def gallery(node: Node, reading: Reading) -> tuple[Image, ...] | None:
    """Photos, in order."""
    blocks = _blocks(IMAGE, node, reading)
    return None if blocks is None else tuple(map(_image, blocks))


def _image(values: dict[str, Any]) -> Image:
    return Image(link=values["file"], alt=values["alt"], caption=values.get("caption", ""), credit=values["credit"])


def attachments(node: Node, reading: Reading) -> tuple[Attachment, ...] | None:
    """Files to download; one without a title is called as its file."""
    blocks = _blocks(ATTACHMENT, node, reading)
    if blocks is None:
        return None
    return tuple(
        Attachment(link=b["file"], title=b.get("title") or posixpath.basename(b["file"].target)) for b in blocks
    )


def updates(node: Node, reading: Reading) -> tuple[Update, ...] | None:
    """What changed after publication, sorted by moment."""
    blocks = _blocks(UPDATE, node, reading)
    if blocks is None:
        return None
    found = (Update(at=fields.first_moment(b["date"], reading), kind=b["kind"], note=b["note"]) for b in blocks)
    return tuple(sorted(found, key=lambda update: update.at))


def withdrawal(node: Node, reading: Reading) -> Withdrawal | None:
    """Since when, and why, a release is no longer valid."""
    if isinstance(node, Scalar) and not node.text:
        return None
    values = block(WITHDRAWAL, node, reading)
    if values is None:
        return None
    return Withdrawal(at=fields.first_moment(values["date"], reading), reason=values["reason"])


MAX_RECIPIENT = 6
"""Lines that the address zone of a letter holds (DIN 5008: 27.3 mm)."""


def recipient(node: Node, reading: Reading) -> tuple[str, ...] | None:
    """An address line by line: as a list, or as a text of several lines."""
    if isinstance(node, Scalar) and "\n" in node.text.strip():
        found: tuple[str, ...] | None = tuple(line.strip() for line in node.text.split("\n") if line.strip())
    else:
        found = fields.texts(node, reading)
    if found and len(found) > MAX_RECIPIENT:
        raise Refusal("recipient-long", node, lines=len(found), limit=MAX_RECIPIENT)
    return found


def number(node: Node, reading: Reading) -> int | None:
    """`123`, `123/2017`, `Nr. 123/2017`; the year must be that of the release's folder."""
    value = fields.word(node, reading)
    if value is None:
        return None
    match = NUMBER.fullmatch(value)
    if match is None:
        raise Refusal("not-a-number", node)
    year = reading.source.path.split("/")[-2]
    if match[2] and match[2] != year:
        raise Refusal("number-year", node, year=year)
    return int(match[1])


NUMBER = re.compile(r"(?:Nr\.?\s*|No\.?\s*)?([1-9][0-9]{0,4})(?:\s*/\s*([0-9]{4}))?")


def aliases(node: Node, reading: Reading) -> tuple[str, ...] | None:
    """Former addresses: `2016/austausch/`, `alt/meldung.html`, or in full below `base_url`."""
    if isinstance(node, Mapping):
        raise Refusal("not-a-list", node)
    found: dict[str, None] = {}
    for item in node.items if isinstance(node, Sequence) else (node,):
        try:
            path = _former(item, reading)
            if path is None and isinstance(node, Sequence):
                raise Refusal("empty-item", item)
            if path in found:
                raise Refusal("item-twice", item)
            if path is not None:
                found[path] = None
        except Refusal as refusal:
            reading.refuse(refusal)
    return tuple(found)


FORMER = re.compile(r"(?:[\w~][\w.~-]*/)*[\w~][\w.~-]*")
"""A path that any server can have as files: no query, no blanks, nothing hidden."""

MAX_NAME = 200
"""Bytes of a part of a path: file systems end at 255."""


def _former(node: Node, reading: Reading) -> str | None:
    """A path below the site's root; that of a folder ends with a slash, also where `index.html` was written."""
    written = fields.text(node, reading)
    if written is None:
        return None
    path = unicodedata.normalize("NFC", urllib.parse.unquote(written))
    if re.match(r"(?:\w+:)?//", path):
        if not reading.base_url:
            return None
        base = addresses.readable(urllib.parse.unquote(reading.base_url)).partition("//")[2]
        path = addresses.readable(path).partition("//")[2]
        if not addresses.folded(path).startswith(addresses.folded(base)):
            raise Refusal("alias-elsewhere", node, base=reading.base_url)
        path = path[len(base) :]
    path = path.strip("/")
    if not FORMER.fullmatch(path) or any(len(name.encode()) > MAX_NAME for name in path.split("/")):
        raise Refusal("not-an-address", node)
    if path.rpartition("/")[2] == "index.html":
        return path.removesuffix("index.html")
    return path if path.lower().endswith((".html", ".htm")) else f"{path}/"
