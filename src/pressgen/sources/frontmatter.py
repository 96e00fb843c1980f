"""YAML as structure only: the one home of PyYAML.

Scalars stay the text that the author wrote (`0123`, `nein`, `12:30`); `fields` gives them meaning. Everything that
would lose or change text silently (an anchor, a tag, a repeated key, words behind ` #`) is found here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

import yaml

from pressgen.problems import Problem
from pressgen.sources import diagnosis
from pressgen.sources.source import Source


# The C parser takes a tenth of the time; it is missing only where PyYAML was built by hand.
class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # chosen when it runs
    """A parser that does not ask of every scalar whether it may be a number or a date: here it is text."""

    def resolve(self, *_: object) -> str:
        return ""


ESCAPED = re.compile(r'(?:\\[\\"]|[^\\])*')
"""Text in double quotation marks without a `\\n`, `\\P`, `\\x41`, which YAML would turn into other characters."""

COMMENT = re.compile(r"[ \t]*(#)")
"""What YAML takes for one, behind a value."""

ODD = re.compile(r"[&!*#\\]")
"""Without any of these, front matter has no anchor, alias, tag, comment or escape for which to search its values."""

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)

MAX_LEVELS = 5_000
"""Marks that may begin a level; no press release has a hundred."""


class Scalar(NamedTuple):
    """A value without parts."""

    text: str
    """As written, quotes removed; empty where there is no value."""
    start: int
    """Offset in the source, as all offsets 0-based and in characters."""
    end: int
    lost: int | None = None
    """Offset of a `#` behind unquoted text: YAML takes the rest of the line for a comment."""


class Sequence(NamedTuple):
    items: tuple[Node, ...]
    start: int
    end: int


class Mapping(NamedTuple):
    entries: tuple[tuple[Scalar, Node], ...]
    start: int
    end: int


class Foreign(NamedTuple):
    """What YAML would not take as it is written: an anchor, an alias, a tag, an escape. Refused wherever it stands."""

    code: str
    """Of the problem."""
    text: str
    """As written, without quotation marks around it."""
    start: int
    end: int


Node = Scalar | Sequence | Mapping | Foreign


class Document(NamedTuple):
    """A source in two parts."""

    head: Mapping
    body: int
    """Offset of the first character of the body."""
    fence: int
    """Offset of the closing `---`: where a missing field is told."""


def document(source: Source, problems: list[Problem]) -> Document | None:
    """A source that begins with front matter between `---` lines; None if it has none that can be read."""
    opening = FENCE.match(source.text, len(source.text) - len(source.text.lstrip()))
    if opening is None:
        problems.append(source.problem("no-front-matter", 0, len(source.text.split("\n", 1)[0])))
        return None
    closing = FENCE.search(source.text, opening.end())
    if closing is None:
        problems.append(source.problem("front-matter-not-closed", opening.start(), 3))
        return None
    start = opening.end() + 1
    head = mapping(source, start, closing.start(), problems)
    return head and Document(head, min(closing.end() + 1, len(source.text)), closing.start())


def mapping(source: Source, start: int, end: int, problems: list[Problem]) -> Mapping | None:
    """The YAML mapping between two offsets of a source; None if it cannot be read at all."""
    text = source.text[start:end]
    try:
        # The C parser calls itself at each level, and nobody stops it at the end of its stack.
        if sum(map(text.count, ("[", "{", "- ", "? "))) > MAX_LEVELS:
            raise RecursionError
        root = yaml.compose(text, Loader=Loader)
        node = _Reader(source, start, end, problems).node(root) if root else Mapping((), start, start)
    except yaml.MarkedYAMLError as error:
        mark, context = error.problem_mark or error.context_mark, error.context_mark
        problems.append(
            diagnosis.syntax_problem(
                source,
                range(start, end),
                at=start + min(mark.index if mark else 0, len(text)),
                opened=start + context.index if context else start,
                context=error.context or "",
            )
        )
        return None
    except RecursionError:
        problems.append(source.problem("too-deep", start, end - start))
        return None
    if isinstance(node, Mapping):
        return node
    if isinstance(node, Scalar):
        problems.append(diagnosis.stray_line(source, node.start))
    else:
        problems.append(source.problem("not-a-mapping", node.start, node.end - node.start))
    return None


def head(source: Source) -> Mapping | None:
    """The fields of a release, a page or a YAML file; None if they cannot be read."""
    if source.path.endswith(".yaml"):
        return mapping(source, 0, len(source.text), [])
    parts = document(source, [])
    return parts and parts.head


def find(node: Node | None, keys: Collection[str]) -> Node | None:
    """The value of the first field that has one of these keys; what stands in another field counts last."""
    entries = node.entries if isinstance(node, Mapping) else ()
    own = (value for key, value in entries if key.text in keys)
    inner = (found for _, value in entries if (found := find(value, keys)))
    return next(own, None) or next(inner, None)


def as_value(text: str) -> str:
    """One line of text as the value of a field, in quotation marks only where it would not hold without."""
    problems: list[Problem] = []
    line = f"field: {text}\n"
    read = mapping(Source("", line), 0, len(line), problems)
    held = read and not problems and len(read.entries) == 1
    if read and held and isinstance(node := read.entries[0][1], Scalar) and (node.text, node.lost) == (text, None):
        return text
    return diagnosis.in_quotes(text)


class _Reader:
    """PyYAML's nodes become ours, with offsets into the whole source."""

    def __init__(self, source: Source, start: int, end: int, problems: list[Problem]) -> None:
        self.source = source
        self.base = start
        self.problems = problems
        self.seen: set[int] = set()
        self.odd = ODD.search(source.text, start, end) is not None

    def node(self, node: yaml.Node) -> Node:
        start = self.base + node.start_mark.index
        end = self.base + node.end_mark.index
        if self.odd and (foreign := self._foreign(node, start, end)):
            return foreign
        if isinstance(node, yaml.ScalarNode):
            text = node.value.strip("\n") if node.style in ("|", ">") else node.value
            return Scalar(text, start, end, self._lost(node, end) if self.odd else None)
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(self.node(item) for item in node.value), start, end)
        assert isinstance(node, yaml.MappingNode)
        return Mapping(tuple(self._entries(node)), start, end)

    def _foreign(self, node: yaml.Node, start: int, end: int) -> Foreign | None:
        # A node met twice is an alias: followed, a few lines of them could explode into gigabytes.
        if id(node) in self.seen or self.source.text.startswith(("&", "!", "*"), start):
            return Foreign("anchor-or-tag", self.source.text[start:end].split("\n")[0], start, end)
        self.seen.add(id(node))
        quoted = isinstance(node, yaml.ScalarNode) and node.style == '"'
        if quoted and not ESCAPED.fullmatch(self.source.text, start, end):
            return Foreign("escape", self.source.text[start + 1 : end - 1].split("\n")[0], start, end)
        return None

    def _lost(self, node: yaml.ScalarNode, end: int) -> int | None:
        """Where a comment begins behind text without quotes."""
        comment = None if node.style in ("'", '"', "|", ">") else COMMENT.match(self.source.text, end)
        return comment.start(1) if comment else None

    def _entries(self, node: yaml.MappingNode) -> list[tuple[Scalar, Node]]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key_node, value_node in node.value:
            key = self.node(key_node)
            value = self.node(value_node)
            if not isinstance(key, Scalar):
                self.problems.append(self.source.problem("key-not-text", key.start, key.end - key.start))
            elif key.text in entries:
                first = self.source.location(entries[key.text][0].start).line
                self.problems.append(
                    self.source.problem("duplicate-key", key.start, len(key.text), key=key.text, line=first)
                )
            else:
                entries[key.text] = (key, value)
        return list(entries.values())
