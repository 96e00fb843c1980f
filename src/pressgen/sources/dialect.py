"""What pressgen's Markdown has beyond CommonMark: footnotes, abbreviations, words in another language.

    The bridge[^1] was opened with [un grand feu d'artifice]{lang=fr} by the THW.

    [^1]: Planned in 1931.
    *[THW]: Technisches Hilfswerk

Rules for markdown-it's own rulers. What is wrong with what they find is told in `body`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

SIGNS = re.compile(r"\[\^|\]\{|\*\[")
"""All of it has one of these."""

DEFINITION = re.compile(r"(?:\[\^(?P<note>[^\s\[\]^]+)\]|\*\[(?P<short>[^\[\]\n]+)\]):[ \t]*")
REFERENCE = re.compile(r"\[\^([^\s\[\]^]+)\]")
BRACES = re.compile(r"\{[^{}\n]*\}")

LANGUAGE = re.compile(r"([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
"""A tag of BCP 47 as an office needs it: `en`, `en-GB`, `zh-Hant`."""

LANGUAGES = (
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee"
    " el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is"
    " it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms"
    " mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk"
    " sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi"
    " yo za zh zu bar dsb frr gsw hsb ksh nds rom stq swg "
)
"""ISO 639-1, and languages of Germany and its neighbours that are not in it."""


class Definition(NamedTuple):
    """A footnote, or what an abbreviation stands for, as it is written."""

    kind: str
    """`note` or `short`"""
    name: str
    text: str
    """Markdown of a note, plain words of an abbreviation."""
    lines: tuple[int, int]
    """Of the text, the first and the one after the last, 0-based."""

    @property
    def head(self) -> str:
        """How it begins."""
        return f"[^{self.name}]:" if self.kind == "note" else f"*[{self.name}]:"


def is_spoken(text: str) -> bool:
    """May a text have any of it? If not, it is plain CommonMark, and parsed as fast as that."""
    return "[" in text and SIGNS.search(text) is not None


def extend(parser: MarkdownIt) -> None:
    """Teach a parser all of it. Definitions are collected in the parser's `env` as `definitions`."""
    parser.block.ruler.before("reference", "definition", _definition, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.ruler.before("link", "note_reference", _reference)
    parser.inline.ruler.before("link", "foreign", _foreign)
    parser.add_render_rule("note_reference", _called)


def is_language(tag: str) -> bool:
    """Is it the tag of a language that is known?"""
    match = LANGUAGE.fullmatch(tag)
    return match is not None and f" {match[1]} " in LANGUAGES


class Extras:
    """What the text that is walked has of all this. `refuse(code, line, words, **values)` tells a mistake in words of a
    line (0-based)."""

    def __init__(self, refuse: Callable[..., None]) -> None:
        self._refuse = refuse
        self._may_have_notes = True
        self._notes: dict[str, Definition] = {}
        self._short: dict[str, Definition] = {}
        self._marks: re.Pattern[str] | None = None
        """Finds the abbreviations."""
        self._numbers: dict[str, int] = {}
        """By name, the numbers of the notes that the text calls, in the order in which it does."""
        self._used: set[str] = set()
        """The abbreviations of the text."""
        self._in_note = False

    def define(self, definitions: Sequence[Definition], *, notes: bool) -> None:
        """What the text explains, before it is walked. A standing paragraph may have no `notes`."""
        self._may_have_notes = notes
        for definition in definitions:
            known = self._notes if definition.kind == "note" else self._short
            if definition.name in known:
                self._refuse("defined-twice", definition.lines[0], definition.head, words=definition.head)
            elif not definition.text:
                self._refuse("empty-definition", definition.lines[0], definition.head, words=definition.head)
            known.setdefault(definition.name, definition)
        if self._short:
            marks = "|".join(re.escape(short) for short in sorted(self._short, key=len, reverse=True))
            self._marks = re.compile(rf"(?<!\w)({marks})(?!\w)")

    def marked(self, children: list[Token]) -> list[Token]:
        """The same words with their abbreviations marked."""
        if self._marks is None:
            return children
        found: list[Token] = []
        for child in children:
            pieces = self._marks.split(child.content) if child.type == "text" else []
            if len(pieces) < 2:
                found.append(child)
                continue
            for number, piece in enumerate(pieces):
                if number % 2:
                    self._used.add(piece)
                    found += _abbreviation(piece, self._short[piece].text)
                elif piece:
                    found.append(_text(piece))
        return found

    def call(self, token: Token, line: int) -> None:
        """A footnote is called: which one?"""
        name = token.meta["name"]
        token.meta |= {"number": self._numbers.get(name, len(self._numbers) + 1), "first": name not in self._numbers}
        if not self._may_have_notes:
            self._refuse("note-in-boilerplate", line, token.content)
        elif self._in_note:
            self._refuse("note-in-note", line, token.content)
        elif name not in self._notes:
            self._refuse("undefined-note", line, token.content, call=token.content)
        else:
            self._numbers.setdefault(name, len(self._numbers) + 1)

    def language(self, token: Token, line: int) -> None:
        """Words in another language: in which?"""
        tag = re.fullmatch(r"\{ *lang *= *[\"']?([^\"']*?)[\"']? *\}", token.content)
        if tag is None:
            self._refuse("not-a-tag", line, token.content, braces=token.content)
        elif not is_language(tag[1]):
            self._refuse("unknown-tag", line, token.content, tag=tag[1])
        else:
            token.attrs = {"lang": tag[1]}

    def section(self, parser: MarkdownIt, walk: Callable[[Token], object]) -> str:
        """The footnotes that the text calls, as HTML; each is shown to `walk` before."""
        self._in_note = True
        notes = []
        for name, number in self._numbers.items():
            definition = self._notes[name]
            (words,) = parser.parseInline(definition.text)
            words.map = list(definition.lines)
            walk(words)
            html = parser.renderer.render([words], parser.options, {})
            back = f'<a href="#note_{number}_from" role="doc-backlink">{number}</a>'
            notes.append(f'<p id="note_{number}" role="doc-footnote">{back} {html}</p>\n')
        return f'<section class="footnotes" role="doc-endnotes">\n{"".join(notes)}</section>\n' if notes else ""

    def unused(self) -> None:
        """Tell what is explained and stands nowhere."""
        for name, definition in self._notes.items():
            if definition.text and name not in self._numbers and self._may_have_notes:
                self._refuse("unused-note", definition.lines[0], definition.head, call=f"[^{name}]")
        for name, definition in self._short.items():
            if definition.text and name not in self._used:
                self._refuse("unused-abbreviation", definition.lines[0], definition.head, name=name)


def _text(words: str) -> Token:
    from markdown_it.token import Token

    return Token("text", "", 0, content=words)


def _abbreviation(short: str, long: str) -> tuple[Token, Token, Token]:
    from markdown_it.token import Token

    return (Token("abbr_open", "abbr", 1, attrs={"title": long}), _text(short), Token("abbr_close", "abbr", -1))


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`[^name]: text` or `*[short]: words`; the text goes on to a blank line or the next definition."""

    def line(number: int) -> str:
        return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]

    match = None if state.is_code_block(start) else DEFINITION.match(line(start))
    if match is None:
        return False
    if silent:
        return True
    pieces = [line(start)[match.end() :]]
    number = start + 1
    while (
        number < end and state.sCount[number] >= state.blkIndent and line(number) and not DEFINITION.match(line(number))
    ):
        pieces.append(line(number))
        number += 1
    kind = "note" if match["note"] else "short"
    definition = Definition(kind, match[kind], "\n".join(pieces).strip(), (start, number))
    state.env.setdefault("definitions", []).append(definition)
    state.line = number
    return True


def _reference(state: StateInline, silent: bool) -> bool:
    """`[^name]`"""
    match = REFERENCE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("note_reference", "", 0)
        token.content, token.meta = match[0], {"name": match[1]}
    state.pos = match.end()
    return True


def _foreign(state: StateInline, silent: bool) -> bool:
    """`[words]{lang=en}`; whatever else is in the braces is told as a mistake."""
    if state.src[state.pos] != "[":
        return False
    closing = state.md.helpers.parseLinkLabel(state, state.pos)
    braces = BRACES.match(state.src, closing + 1, state.posMax) if closing > 0 else None
    if braces is None:
        return False
    if not silent:
        token = state.push("foreign_open", "span", 1)
        token.content = braces[0]
        limit, state.posMax, state.pos = state.posMax, closing, state.pos + 1
        state.md.inline.tokenize(state)
        state.posMax = limit
        state.push("foreign_close", "span", -1).content = braces[0]
    state.pos = braces.end()
    return True


def _called(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    """The number of a footnote in the text; `meta` says which, and whether it stands here for the first time."""
    number, first = tokens[index].meta["number"], tokens[index].meta["first"]
    back = f' id="note_{number}_from"' if first else ""
    return f'<sup><a href="#note_{number}"{back} role="doc-noteref">{number}</a></sup>'
