"""What an author did, where YAML only says that it stumbled; and how it should have been written."""

from __future__ import annotations

import re

from pressgen.problems import Problem
from pressgen.sources.source import Source

NEEDS_QUOTES = "*&!%@`|>{}[]#,?:-\"'"
"""What text in front matter must not begin with."""

FIELD = re.compile(r"[^\s:#-][^:]*:(?= |$)")
"""The beginning of a line with a field that is not indented."""


def syntax_problem(source: Source, part: range, *, at: int, opened: int, context: str) -> Problem:
    """What the author did, told from where YAML stumbled.

    `part` has the offsets of the YAML in the source; YAML stumbled `at` one, in what it `opened` at another, which is
    its `context` in PyYAML's words.
    """
    line_start = source.text.rfind("\n", 0, at) + 1
    line = source.text[line_start:].split("\n", 1)[0] if line_start < part.stop else ""
    indent = len(line) - len(line.lstrip())
    if tab := re.match(r"[ -]*\t", line):
        return source.problem("tab", line_start + tab.end() - 1)
    if context == "while scanning a quoted scalar":
        return source.problem("quote-not-closed", opened)
    value = re.match(r"([ \t]*(?:- +|[^\s:#]+:[ \t]+))(\S.*)?$", line)
    if value and value[2] and (value[2][0] in NEEDS_QUOTES or re.search(r":(?: |$)", value[2])):
        begin, written = line_start + len(value[1]), value[2].rstrip()
        if written[0] + written[-1] in ("[]", "{}"):  # a list: one of its texts
            begin = max(source.text.rfind(bracket, begin, at + 1) for bracket in "[{,") + 1
            begin += len(source.text[begin:]) - len(source.text[begin:].lstrip())
            written = re.split(r"[\[\]{},\n]", source.text[begin:], maxsplit=1)[0].rstrip()
        return source.problem("needs-quotes", begin, len(written), quoted=quoted(written))
    if context in ("while parsing a flow sequence", "while parsing a flow mapping"):
        lost = re.match(r"[^\n]*?[\[{,][ \t]*([^\[\]{},\n]*?[ \t]#[^\[\]{},\n]*)", source.text[opened:])
        if lost:
            hash_at = opened + lost.start(1) + lost[1].index("#")
            return source.problem("lost-text", hash_at, len(lost[1]), quoted=quoted(lost[1].rstrip()))
        return source.problem("bracket-not-closed", opened, 1, bracket={"[": "]", "{": "}"}[source.text[opened]])
    if line.strip() in ("---", "..."):
        return source.problem("second-document", line_start, 3)
    if indent and FIELD.match(line.strip()):
        return source.problem("indented", line_start, indent)
    # Words without a key run on into the next line, where YAML stumbles: look for the line that they began on.
    return stray_line(source, opened if context == "while scanning a simple key" else line_start, part.start)


def stray_line(source: Source, at: int, start: int = 0) -> Problem:
    """The line at an offset is no field, or else the one above it, from `start` on."""
    begin = source.text.rfind("\n", 0, at) + 1
    line = source.text[begin:].split("\n", 1)[0]
    while begin > start and (not line.strip() or FIELD.match(line) or line.startswith((" ", "-", "#"))):
        begin = source.text.rfind("\n", 0, begin - 1) + 1
        line = source.text[begin:].split("\n", 1)[0]
        if FIELD.match(line):
            break
    if not line.strip() or FIELD.match(line):
        begin = source.text.rfind("\n", 0, at) + 1
        return source.problem("yaml", begin, len(source.text[begin:].split("\n", 1)[0]))
    indent = len(line) - len(line.lstrip())
    if glued := re.match(r"([A-Za-z_]+):(\S.*)", line):
        return source.problem(
            "colon-without-blank", begin, len(line.rstrip()), wanted=f"{glued[1]}: {glued[2].rstrip()}"
        )
    return source.problem("not-a-field", begin + indent, len(line.strip()))


def quoted(text: str) -> str:
    """What an author wrote, as it should have been written in YAML to stay what it is: `'Wie geht''s?'`."""
    mark = text[:1]
    if mark in ("'", '"') and text.endswith(mark) and text.count(mark) != 2 and text.count(mark) % 2:
        text = text[1:-1]  # the author's own, which did not hold
    return in_quotes(text)


def in_quotes(text: str) -> str:
    """One line of text in single quotation marks: read, it is this text again."""
    return "'" + text.replace("'", "''") + "'"
