"""Where in a source a problem stands that was found without it: no value carries line numbers."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator

import msgspec

from pressgen.problems import Location, Problem, SourceError
from pressgen.sources import frontmatter
from pressgen.sources.newsroom import NEWSROOM
from pressgen.sources.release import RELEASE
from pressgen.sources.source import Source


def located(problem: Problem, data: bytes) -> Problem:
    """The problem with its place, found again in the bytes of its file by the field or text it is about."""
    try:
        source = Source.decoded(problem.path, data)
    except SourceError:
        return problem
    return msgspec.structs.replace(problem, location=_place(source, problem))


def _place(source: Source, problem: Problem) -> Location | None:
    """Where the field stands, or in it (without a field, anywhere) the text; None if it is not found as such."""
    start, end = 0, len(source.text)
    if problem.field is not None:
        fields = (*RELEASE.fields, *NEWSROOM.fields)
        keys = next((f.name, *f.aliases) for f in fields if f.name == problem.field)
        node = frontmatter.find(frontmatter.head(source), keys)
        if node is None:
            return None
        start, end = node.start, node.end
    if problem.text is None:
        return source.location(start, end - start)
    # In an address each character may be written like %20 for a blank; and it may stand as words before it is one.
    encoded = ("".join(f"%{byte:02X}" for byte in character.encode()) for character in problem.text)
    text = "".join(f"(?:{re.escape(one)}|(?i:{other}))" for one, other in zip(problem.text, encoded, strict=True))
    patterns = [rf"(?<=\]\(){text}", text, f"(?i:{text})"]
    if len(problem.text) == 1:
        patterns += _codes(problem.text)
    for pattern in patterns:
        if match := re.compile(pattern).search(source.text, start, end):
            return source.location(match.start(), len(match[0].rstrip()))
    return source.location(start, end - start) if problem.field else None


def _codes(character: str) -> Iterator[str]:
    """How a single character can be written in Markdown, HTML and CSS without being there: patterns."""
    code = ord(character)
    yield rf"(?i:&#x0*{code:x};|\\0*{code:x}(?![0-9a-f]))|&#0*{code};"
    yield from (f"&{name}" for name, meant in html.entities.html5.items() if meant == character)
