"""letterhead.yaml, which a letterhead may have, becomes values."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from pressgen.problems import Problem
from pressgen.sources import fields
from pressgen.sources.fields import Field, Reading, Refusal, Schema
from pressgen.sources.frontmatter import Node, Scalar, Sequence, mapping
from pressgen.sources.source import Source


def _series(node: Node, reading: Reading) -> str | None:
    value = fields.word(node, reading)
    if value and ("/" in value or value.startswith(".")):
        raise Refusal("not-a-series", node)
    return value


def _divided(node: Node, reading: Reading) -> tuple[str, ...] | None:
    """Words with hyphens where they may be divided: `Land-rats-amt`."""
    words = fields.texts(node, reading)
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and item.text.strip() and not DIVIDED.fullmatch(item.text.strip()):
            reading.refuse(Refusal("not-divided", item))
    return words


DIVIDED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")


LETTERHEAD = Schema(
    fields=(
        Field("series", ("reihe",), _series),
        Field("from", ("ab",), fields.day),
        Field("until", ("bis",), fields.day),
        Field("address_field", ("anschriftfeld",), fields.flag),
        Field("hyphenation", ("trennungen",), _divided),
    )
)


def settings(source: Source, problems: list[Problem]) -> dict[str, Any]:
    """What the file says, by field name; nothing where all of it is left to the defaults."""
    head = mapping(source, 0, len(source.text), problems)
    if head is None:
        return {}
    values = fields.read(LETTERHEAD, head, Reading(source, problems))
    since: dt.date | None = values.get("from")
    until: dt.date | None = values.get("until")
    if since and until and until < since:
        node = next(node for key, node in head.entries if key.text in ("until", "bis") and isinstance(node, Scalar))
        problems.append(
            source.problem("until-before-from", node.start, node.end - node.start, since=f"{since:%d.%m.%Y}")
        )
    return values
