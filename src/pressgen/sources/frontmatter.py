"""YAML as structure only: the one home of PyYAML.

Scalars stay the text that the author wrote (`0123`, `nein`, `12:30`); `fields` gives them meaning. Everything that
would lose or change text silently (an anchor, a tag, a repeated key, words behind ` #`) is found here.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml

from pressgen.problems import Problem
from pressgen.sources.source import Source

# The C parser takes 0.1 ms a release, the Python one 1.1 ms; the former is missing only where PyYAML was built by hand.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
NEEDS_QUOTES = "*&!%@`|>{}[]#,?:-\"'"


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


Node = Scalar | Sequence | Mapping


class Document(NamedTuple):
    """A source in two parts."""

    head: Mapping
    body: int
    """Offset of the first character of the body."""
    fence: int
    """Offset of the closing `---`: where a missing field is told."""


def document(source: Source, problems: list[Problem]) -> Document | None:
    """A source that begins with front matter between `---` lines; None if it has none that can be read."""
    opening = FENCE.match(source.text)
    if opening is None:
        problems.append(source.problem("no-front-matter", 0))
        return None
    closing = FENCE.search(source.text, opening.end())
    if closing is None:
        problems.append(source.problem("front-matter-not-closed", 0, 3))
        return None
    start = opening.end() + 1
    head = mapping(source, start, closing.start(), problems)
    return head and Document(head, min(closing.end() + 1, len(source.text)), closing.start())


def mapping(source: Source, start: int, end: int, problems: list[Problem]) -> Mapping | None:
    """The YAML mapping between two offsets of a source; None if it cannot be read at all."""
    text = source.text[start:end]
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax_problem(source, start, text, error))
        return None
    if root is None:
        return Mapping((), start, start)
    node = _Reader(source, start, problems).node(root)
    if isinstance(node, Mapping):
        return node
    problems.append(source.problem("not-a-mapping", node.start, node.end - node.start))
    return None


class _Reader:
    """PyYAML's nodes become ours, with offsets into the whole source."""

    def __init__(self, source: Source, start: int, problems: list[Problem]) -> None:
        self.source = source
        self.base = start
        self.problems = problems
        self.seen: set[int] = set()

    def node(self, node: yaml.Node) -> Node:
        start = self.base + node.start_mark.index
        end = self.base + node.end_mark.index
        # A node met twice is an alias: followed, a few lines of them could explode into gigabytes.
        if id(node) in self.seen or self.source.text[start : start + 1] in ("&", "!", "*"):
            self.problems.append(self.source.problem("anchor-or-tag", start, end - start))
            return Scalar("", start, end)
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return Mapping(tuple(self._entries(node)), start, end)
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(self.node(item) for item in node.value), start, end)
        return self._scalar(node, start, end)

    def _scalar(self, node: yaml.Node, start: int, end: int) -> Scalar:
        style = getattr(node, "style", None)
        if style in ("|", ">"):
            return Scalar(node.value.strip("\n"), start, end)
        lost = None
        if style not in ("'", '"'):
            rest = re.compile(r"[ \t]*(#)").match(self.source.text, end)
            lost = rest.start(1) if rest else None
        return Scalar(node.value, start, end, lost)

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


def _syntax_problem(source: Source, start: int, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """What the author did, told from where YAML stumbled."""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index if mark else 0, len(text))
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset)
    line = text[line_start : line_end if line_end >= 0 else None]
    indent = re.match(r"[ \t]*", line)
    if indent and "\t" in indent[0]:
        return source.problem("tab", start + line_start + indent[0].index("\t"))
    if error.context == "while scanning a quoted scalar" and error.context_mark:
        return source.problem("quote-not-closed", start + error.context_mark.index)
    value = re.match(r"([ \t]*(?:- +|[^\s:#]+:[ \t]+))(\S.*)?$", line)
    if value and value[2]:
        at = start + line_start + len(value[1])
        if value[2][0] in NEEDS_QUOTES or ": " in value[2] or value[2].endswith(":"):
            return source.problem("needs-quotes", at, len(value[2]), text=value[2])
    if line.strip() and not re.match(r"[ \t]*(-( |$)|[^\s:][^:]*:( |$))", line):
        at = start + line_start + len(line) - len(line.lstrip())
        return source.problem("not-a-field", at, len(line.strip()))
    return source.problem("yaml", start + offset, reason=error.problem or "")
