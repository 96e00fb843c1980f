"""Markdown becomes HTML: the home of markdown-it-py, together with `dialect`.

The parser does not refuse what pressgen refuses: with `html: False` raw HTML, `javascript:` links and an image whose
address has a blank quietly become literal text. So it parses with everything allowed, and the tokens are searched.
"""

from __future__ import annotations

import functools
import itertools
import posixpath
import re
import unicodedata
import urllib.parse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pressgen.model import IMAGE_KINDS, Body, Link
from pressgen.names import address_of, slug_of
from pressgen.problems import INVISIBLE, Problem
from pressgen.sources import addresses, dialect, swift
from pressgen.sources.source import Source

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SCHEMES = ("http", "https", "mailto", "tel")
"""What a link may begin with."""

ACTIVE = (".html", ".htm", ".xhtml", ".xht", ".mhtml", ".svgz", ".js", ".mjs", ".xsl", ".xslt", ".swf", ".wasm")
"""How the names of files end that run, or make others run, in the browser of who opens them."""

STRAY = re.compile(r"(!?\[[^\[\]]*\])(?:\(([^()]*)\)|\[[^\[\]]*\])|\]\(|\]\[")
"""What looks like a link in text, and so is none: `[words](an address)`, `[words][name that leads nowhere]`."""

LANGUAGE = re.compile(r"\{ *lang\b[^{}]*\}?")
"""What was meant to say a language, and follows no words in square brackets."""

MAX_NESTING = 20
"""Levels of lists and quotations; the parser drops what lies deeper without a word."""


@functools.cache
def _parser(*, extended: bool) -> MarkdownIt:
    from markdown_it import MarkdownIt  # 0.1 s: only where a text changed

    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING * 3}).enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # judged in _judged
    if extended:
        dialect.extend(parser)
    swift.quicken(parser)
    return parser


def body(source: Source, start: int, problems: list[Problem], *, notes: bool = True) -> Body:
    """The Markdown that begins at the offset `start` of a source; `notes`: may it have footnotes?

    Internal addresses in the result begin with `site:` (see `Body.linked`).
    """
    text = source.text[start:]
    parser = _parser(extended=dialect.is_spoken(text))
    found: dict[str, list[dialect.Definition]] = {}
    tokens = parser.parse(text, found)
    known = len(problems)
    reader = _Reader(source, start, problems)
    reader.extras.define(found.get("definitions", ()), notes=notes)
    reader.blocks(tokens)
    ends = reader.extras.section(parser, reader.words)
    reader.extras.unused()
    paragraphs = [t for t in reader.paragraphs if t]
    if not paragraphs and not any(link.image for link in reader.links) and len(problems) == known:
        problems.append(source.problem("empty-body", source.text.rindex("---", 0, start), 3))
    return Body(
        html=parser.renderer.render(tokens, parser.options, {}) + ends,
        text="\n\n".join(paragraphs),
        lead=next((t for t in reader.leads if t), ""),
        links=tuple(reader.links),
        anchors=tuple(reader.anchors),
        outside=tuple(reader.outside),
    )


class _Reader:
    """One walk over the tokens: completes them, and collects what is known of the body."""

    def __init__(self, source: Source, start: int, problems: list[Problem]) -> None:
        self.source = source
        self.start = start
        self.problems = problems
        self.paragraphs: list[str] = []
        self.leads: list[str] = []
        self.links: list[Link] = []
        self.anchors: list[str] = []
        self.outside: list[str] = []
        self.extras = dialect.Extras(self.refuse)
        self.level = 1  # of the last heading; the headline is 1
        # A control character of the source was refused before. More can only come of `&#12;` and `<https://…/%0C>`.
        self.may_decode = "&" in source.text or "%" in source.text

    def blocks(self, tokens: Sequence[Token]) -> None:
        deep = next((token for token in tokens if token.level > MAX_NESTING), None)
        if deep:
            self.refuse("too-deep", _line(deep))
        for index, token in enumerate(tokens):
            if read := BLOCKS.get(token.type):
                read(self, tokens, index)

    def html(self, tokens: Sequence[Token], index: int) -> None:
        self.tag(tokens[index].content.split("\n")[0], _line(tokens[index]))

    def code(self, tokens: Sequence[Token], index: int) -> None:
        self.paragraphs.append(tokens[index].content.strip())

    def table(self, tokens: Sequence[Token], index: int) -> None:
        """How many cells its head has is told in its class: to count them in CSS costs a letter minutes."""
        head = itertools.takewhile(lambda token: token.type != "thead_close", tokens[index:])
        tokens[index].attrs["class"] = f"columns-{sum(token.type == 'th_open' for token in head)}"

    def cell(self, tokens: Sequence[Token], index: int) -> None:
        """Its alignment as a class: the parser writes an inline style, which a strict security policy ignores."""
        attributes = tokens[index].attrs
        if style := str(attributes.pop("style", "")):
            attributes["class"] = style.removeprefix("text-align:")

    def numbered(self, tokens: Sequence[Token], index: int) -> None:
        """A list of one that does not begin with 1 is a sentence: `20. Dezember ist Bürgertag.`"""
        token = tokens[index]
        if "start" not in token.attrs:
            return
        inside = itertools.takewhile(lambda other: other.level > token.level, tokens[index + 1 :])
        if sum(other.type == "list_item_open" and other.level == token.level + 1 for other in inside) == 1:
            number, mark = token.attrs["start"], token.markup
            marks = f"{number}{mark}"
            self.refuse("accidental-list", _line(token), marks, marks=marks, wanted=f"{number}\\{mark}")

    def heading(self, tokens: Sequence[Token], index: int) -> None:
        token = tokens[index]
        level = int(token.tag[1])
        if level == 1:
            self.refuse("headline-in-body", _line(token))
        elif level > self.level + 1:
            self.refuse("skipped-level", _line(token), marks="#" * level, wanted="#" * (self.level + 1))
        self.level = max(level, 2)
        words = _words(tokens[index + 1].children or [])
        if level > 1 and not _has_words(words):
            self.refuse("empty-heading", _line(token), marks="#" * level)
        name = slug_of(words) or "abschnitt"
        numbered = (f"{name}-{number}" for number in range(2, len(self.anchors) + 3))
        anchor = name if name not in self.anchors else next(a for a in numbered if a not in self.anchors)
        self.anchors.append(anchor)
        token.attrSet("id", anchor)

    def inline(self, tokens: Sequence[Token], index: int) -> None:
        words = self.words(tokens[index])
        if index > 0 and tokens[index - 1].type == "paragraph_open":
            self.leads.append(words)

    def words(self, token: Token) -> str:
        """What stands between two tags of a block."""
        children = token.children = self.extras.marked(token.children or [])
        line = _line(token)
        known = len(self.problems)
        shown: list[str] = []
        for index, child in enumerate(children):
            kind = child.type
            if self.may_decode and (invisible := INVISIBLE.search(_decoded(child))):
                self.refuse("control-character", line, code=f"U+{ord(invisible[0]):04X}")
            if kind == "text":
                shown.append(child.content)
                if "]" in child.content or "{" in child.content:
                    self.plain(child.content, children[index - 1] if index else child, line)
            elif kind in BREAKS:
                shown.append(" ")
                line += 1
            elif kind == "code_inline":
                shown.append(child.content)
            elif kind == "link_open":
                self.link(child, "href", line, image=False)
                self.link_words(child, children[index + 1 :], line)
            elif kind == "image":
                self.link(child, "src", line, image=True)
            elif kind == "html_inline":
                # A closing tag is no second mistake.
                if not child.content.startswith("</") or len(self.problems) == known:
                    self.tag(child.content, line)
            elif kind == "note_reference":
                self.extras.call(child, line)
            elif kind == "foreign_open":
                self.extras.language(child, line)
        words = "".join(shown).strip()
        self.paragraphs.append(words)
        return words

    def plain(self, words: str, before: Token, line: int) -> None:
        """Words that look as if they were meant to be more; `before` is the token before theirs."""
        if braces := LANGUAGE.search(words):
            self.refuse("stray-tag", line, braces[0], braces=braces[0])
        elif stray := STRAY.search(words):
            shown, address = stray[1] or "[…]", stray[2] or "…"
            if stray[0] == "](" and before.type in ("foreign_close", "note_reference"):
                self.refuse("inside-link", line, f"{before.content}](")
            elif "](" in stray[0]:
                self.refuse("stray-link", line, stray[0], wanted=f"{shown}(<{address}>)")
            else:
                self.refuse("no-address", line, stray[0], wanted=f"{shown}({address})")

    def link_words(self, token: Token, rest: Sequence[Token], line: int) -> None:
        """A link that shows nothing cannot be clicked, and a screen reader would read its address out."""
        inside = list(itertools.takewhile(lambda other: other.type != "link_close", rest))
        shown = any(other.type == "image" for other in inside) or _has_words(_words(inside))
        if token.attrs["href"] and not shown:
            self.refuse("empty-link", line, "[](")

    def link(self, token: Token, attribute: str, line: int, *, image: bool) -> None:
        """Complete the address of a link or image, or refuse it."""
        address = str(token.attrs[attribute])
        if image and not _has_words(_words(token.children or [])):
            self.refuse("no-alt", line, "![")
        judged = _judged(address, self.source.path, image=image)
        if isinstance(judged, _Refused):
            self.refuse(judged.code, line, judged.text, **judged.values)
        elif judged:
            self.links.append(judged)
            fragment = f"#{urllib.parse.quote(judged.fragment)}" if judged.fragment else ""
            token.attrs[attribute] = f"site:{urllib.parse.quote(judged.target)}{fragment}"
        elif "//" in address:
            ways = (way for way in _spellings(address) if way in self.source.text)
            self.outside.append(next(ways, address))

    def tag(self, tag: str, line: int) -> None:
        self.refuse("html-comment" if tag.startswith("<!--") else "raw-html", line, tag)

    @functools.cached_property
    def lines(self) -> list[int]:
        """Where each line of the body begins in the source, and where the last one ends."""
        text = self.source.text
        return [self.start, *(match.end() for match in re.compile("\n").finditer(text, self.start)), len(text)]

    def refuse(self, code: str, line: int, text: str = "", /, **values: object) -> None:
        """A problem at the first place of `text` from a line of the body (0-based) on, or at the line if it is not
        found as such."""
        line = min(line, len(self.lines) - 2)
        start, end = self.lines[line : line + 2]
        at = self.source.text.find(text, start) if text else -1
        if at < 0 or at > end + 4000:
            at, text = start, self.source.text[start:end].rstrip("\n")
        self.problems.append(self.source.problem(code, at, max(1, len(text)), **values))


BLOCKS = {
    "html_block": _Reader.html,
    "fence": _Reader.code,
    "code_block": _Reader.code,
    "table_open": _Reader.table,
    "th_open": _Reader.cell,
    "td_open": _Reader.cell,
    "ordered_list_open": _Reader.numbered,
    "heading_open": _Reader.heading,
    "inline": _Reader.inline,
}
"""What is to be done at a token; at all others nothing."""


def _line(token: Token) -> int:
    """The line of the body where a block begins, 0-based."""
    return token.map[0] if token.map else 0


def _spellings(address: str) -> Iterator[str]:
    """How an address may be written: the parser writes hosts in Punycode, and encodes what is not."""
    written = urllib.parse.unquote(address)
    yield address
    yield written
    yield addresses.readable(address)
    yield addresses.readable(written)


def _words(children: Sequence[Token]) -> str:
    return "".join([" " if child.type in BREAKS else child.content for child in children if child.type in WORDS])


BREAKS = ("softbreak", "hardbreak")
WORDS = ("text", "code_inline", *BREAKS)


class _Refused(NamedTuple):
    """Why an address is none that a link or image may have."""

    code: str
    text: str
    """The piece of the source to point at."""
    values: dict[str, object]


def _judged(address: str, source: str, *, image: bool) -> Link | _Refused | None:
    """What an address in a source is: of the site itself, of elsewhere and allowed (None), or refused.

    `address` is percent-encoded, as the parser makes it.
    """
    written = urllib.parse.unquote(address)
    # Taken apart before it is decoded: a file's name may have a # of its own, written %23.
    path, fragment = map(urllib.parse.unquote, address.partition("#")[::2])
    scheme = re.match(r"(?:([A-Za-z][A-Za-z0-9+.-]*):|//)", written)
    name = (scheme[1] or "").lower() if scheme else ""

    def refused(code: str, text: str = written, /, **values: object) -> _Refused:
        return _Refused(code, text, {"address": written, **values})

    if not written:
        return refused("no-address", "]()", wanted="[…](…)")
    if name == "file" or len(name) == 1 or written.startswith("\\"):  # C:
        return refused("local-file")
    if scheme and image:
        foreign = name in ("", "http", "https")
        return refused("foreign-image" if foreign else "broken-image", scheme[0], address=f"{scheme[0]}…")
    if scheme:
        return None if name in SCHEMES else refused("bad-scheme", scheme[0], scheme=scheme[0])
    if invisible := INVISIBLE.search(written):
        return refused("control-character", code=f"U+{ord(invisible[0]):04X}")
    if not image and (bare := re.match(r"(www\.)|[^/#?\s]+@[^/\s]+\.[^/\s]+$", written)):
        return refused("no-scheme", wanted=("https://" if bare[1] else "mailto:") + written)
    target = target_of(source, path)
    if target is None or (image and not target.startswith("media/")):
        return refused("broken-image" if image else "broken-link")
    if image and not target.lower().endswith(tuple(IMAGE_KINDS)):
        return refused("image-kind")
    if target.startswith("media/") and target.lower().endswith(ACTIVE):
        return refused("attachment-active", name=posixpath.basename(target))
    return Link(written=written, target=target, fragment=fragment, image=image)


def _has_words(text: str) -> bool:
    """Is anything of it to be seen? Blanks and what steers the setting of text (a zero-width space) is not."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in text)


def _decoded(token: Token) -> str:
    """All of a token in which a character may have been written as a reference: `&#12;`."""
    text = token.content if token.type == "text" else ""
    return text + str(token.attrs.get("title", "")) + _words(token.children or [])


def target_of(source: str, path: str) -> str | None:
    """The place below the site's root that an address in a source leads to; None if it is outside of content/.

    `/2017/austausch/` and `/media/plan.pdf` are addresses of the site; all others are paths of files, relative to
    the source. What lies beside a release is published below `media/`.
    """
    path = unicodedata.normalize("NFC", path)
    if path.startswith("/"):
        target = posixpath.normpath(path).lstrip("/")
        # The slash at the end is easily forgotten, where the address is no file's.
        is_file = "." in posixpath.basename(target) or target.startswith("media/")
        is_folder = path.endswith("/") or not is_file
        return f"{target}/" if target and is_folder else target
    if not path:  # a fragment of the same text
        return address_of(source)
    file = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    if file.endswith(".md"):
        return address_of(file)
    match = re.fullmatch(r"content/(?:media|releases|(?=pages/))/?(.+)", file)
    return f"media/{match[1]}" if match else None
