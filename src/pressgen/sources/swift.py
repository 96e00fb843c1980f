"""The same tokens and the same HTML, sooner: all that reaches into markdown-it for speed alone.

    swift.quicken(parser)

That line in `body` is the switch: without it the same comes of every text, in two thirds more time. Each function
below is one lever. It takes the place of one function of the parser, through the parser's own rulers where there is
one; it takes a short cut only where the result is the same by construction, and else calls what it replaced.
tests/test_swift_markdown.py compares both ways on random texts; docs/performance.md says what each lever is worth.
What is mended, not quickened, stands in `body` and `dialect`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    Rule = Callable[[StateInline, bool], bool]
    """An inline rule: did it find anything at the state's position?"""

KNOWN = "4.3.0"
"""The version whose inside was read. With any other nothing is quickened."""

FIRST = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "emphasis": "*_",
    "note_reference": "[",
    "foreign": "[",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The characters at which each inline rule begins: at any other it finds nothing."""

WORD = re.compile(r"[^\W\d_]|[„“”‚‘’«»‹›–—(]")
"""How a line begins that cannot be more than words of a paragraph. (A digit may begin a list.)"""

ITEM = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])[ \t]")
"""How an item of a list begins."""

DESTINATION = re.compile(r"[A-Za-z0-9/:.#?=%@_~+-]+(?=\))")
"""A link's address that means what is written, up to the parenthesis."""

ADDRESS = re.compile(r"(?:https?:/)?/?[A-Za-z0-9_.~-]+(?:/[A-Za-z0-9_.~-]+)*/?")
"""An address in which there is nothing to encode."""


def quicken(parser: MarkdownIt) -> None:
    """Let a parser work faster; it must know all its rules already."""
    import markdown_it

    if markdown_it.__version__ != KNOWN:
        return
    _normal(parser)
    _paragraphs(parser)
    _plain_words(parser)
    _runs(parser)
    _joins(parser)
    _destinations(parser)
    _addresses(parser)
    _rendering(parser)


def _normal(parser: MarkdownIt) -> None:
    """A text whose lines already end with `\\n` need not be copied twice."""
    from markdown_it.rules_core import normalize

    def rule(state: StateCore) -> None:
        if "\r" in state.src or "\0" in state.src:
            normalize(state)

    parser.core.ruler.at("normalize", rule)


def _paragraphs(parser: MarkdownIt) -> None:
    """Blocks of lines that all begin with a letter are paragraphs: no other rule need look at them.

    What begins with a letter is no other block and interrupts no paragraph, however it is indented; nor does it
    underline a heading or rule a table. They may end with the next item of the list around them. A heading alone
    between blank lines goes directly to its own rule.
    """
    from markdown_it.common.utils import mdTrim
    from markdown_it.rules_block import heading
    from markdown_it.token import Token

    is_word, is_item = WORD.match, ITEM.match

    def rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent or state.sCount[start] - state.blkIndent >= 4:
            return False
        src, begins, shifts, ends, last = state.src, state.bMarks, state.tShift, state.eMarks, state.lineMax
        first = begins[start] + shifts[start]
        line = start + 1
        if not is_word(src, first):
            alone = line >= last or begins[line] + shifts[line] >= ends[line]
            return alone and src[first] == "#" and heading(state, start, end, silent)
        while line < last and (at := begins[line] + shifts[line]) < ends[line]:
            if not is_word(src, at):
                # As the list's own rule has it: further out than these words, and not so far in as to be code.
                outside = 0 <= state.sCount[line] < min(state.blkIndent, state.listIndent + 4)
                if outside and is_item(src, at):
                    break
                return False
            line += 1
        words = src[first : ends[start]] if line == start + 1 else state.getLines(start, line, state.blkIndent, False)
        opening, inline, closing = (
            Token("paragraph_open", "p", 1),
            Token("inline", "", 0),
            Token("paragraph_close", "p", -1),
        )
        opening.block = inline.block = closing.block = True
        opening.level = closing.level = state.level
        opening.map, inline.map = [start, line], [start, line]
        inline.level, inline.content, inline.children = state.level + 1, mdTrim(words), []
        state.tokens += (opening, inline, closing)
        state.line = line
        return True

    parser.block.ruler.before("table", "words", rule)


def _plain_words(parser: MarkdownIt) -> None:
    """Words without any mark are one token: no parser need walk over them."""
    from markdown_it.token import Token

    marked = _marks(parser).search

    def rule(state: StateCore) -> None:
        parse, md, env = state.md.inline.parse, state.md, state.env
        for token in state.tokens:
            if token.type != "inline":
                continue
            if token.children is None:
                token.children = []
            words = token.content
            if words and not marked(words):
                text = Token("text", "", 0)
                text.content = words
                token.children.append(text)
            else:
                parse(words, md, env, token.children)

    parser.core.ruler.at("inline", rule)


def _runs(parser: MarkdownIt) -> None:
    """Words run to the next mark at which a rule begins, and only its rules are asked there.

    The parser stops at each `-`, `:` or `%` of a text, and asks ten rules in turn.
    """
    inline = parser.inline
    marks = inline.terminator_re = _marks(parser)
    active = zip(inline.ruler.get_active_rules(), inline.ruler.getRules(""), strict=True)
    begins: dict[str, list[Rule]] = {}
    for name, rule in active:
        for mark in FIRST.get(name, ""):
            begins.setdefault(mark, []).append(rule)
    tokenize, find = inline.tokenize, marks.search

    def quick(state: StateInline) -> None:
        if state.level >= state.md.options["maxNesting"]:
            tokenize(state)
            return
        src, end = state.src, state.posMax
        while (here := state.pos) < end:
            mark = find(src, here)
            stop = mark.start() if mark else end
            if stop > here:
                state.append_pending(src[here:stop])
                state.pos = stop
                continue
            for rule in begins.get(src[here], ()):
                if rule(state, False):
                    break
            else:
                state.append_pending(src[here])
                state.pos = here + 1
        if state.pending:
            state.pushPending()

    inline.tokenize = quick  # type: ignore[method-assign]


def _marks(parser: MarkdownIt) -> re.Pattern[str]:
    """The characters at which something may begin; and `]`, for which the end of a link's words is looked."""
    marks = "".join(FIRST[name] for name in parser.inline.ruler.get_active_rules() if name != "text")
    return re.compile(f"[{re.escape(marks)}\\]]")


def _joins(parser: MarkdownIt) -> None:
    """Words are in pieces only where a character was escaped or written as a reference."""
    from markdown_it.rules_core import text_join

    def rule(state: StateCore) -> None:
        if "\\" in state.src or "&" in state.src:
            text_join(state)

    parser.core.ruler.at("text_join", rule)


class _Destination(NamedTuple):
    """What `parseLinkDestination` returns."""

    pos: int
    str: str
    ok: bool = True


def _destinations(parser: MarkdownIt) -> None:
    """The address in `[words](address)` is found by one pattern: the parser looks at it character by character."""
    helpers = parser.helpers
    plain = DESTINATION.match

    def destination(string: str, pos: int, maximum: int) -> Any:
        found = plain(string, pos, maximum)
        return _Destination(found.end(), found[0]) if found else helpers.parseLinkDestination(string, pos, maximum)

    parser.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkDestination=destination,
        parseLinkLabel=helpers.parseLinkLabel,
        parseLinkTitle=helpers.parseLinkTitle,
    )


def _addresses(parser: MarkdownIt) -> None:
    """An address of letters, digits, dots and slashes is normal already: to take it apart changes nothing."""
    normalize = parser.normalizeLink
    # Of a host longer than that, nothing would be left.
    longest = 255

    def quick(url: str) -> str:
        return url if len(url) <= longest and ADDRESS.fullmatch(url) else normalize(url)

    parser.normalizeLink = quick  # type: ignore[method-assign]


def _rendering(parser: MarkdownIt) -> None:
    """Words, paragraphs and what has no attributes are written without a call for each token."""
    from markdown_it.common.utils import escapeHtml

    renderer: Any = parser.renderer
    rules, other = renderer.rules, renderer.renderToken

    def render(tokens: Sequence[Token], options: Any, env: Any) -> str:
        out: list[str] = []
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                if token.children:
                    out.append(inline(token.children, options, env))
            elif kind in rules:
                out.append(rules[kind](tokens, index, options, env))
            elif token.nesting < 0 and token.block and not token.attrs:
                out.append("" if token.hidden else f"</{token.tag}>\n")
            elif kind == "paragraph_open" and not (token.hidden or token.attrs or (index and tokens[index - 1].hidden)):
                out.append("<p>")
            else:
                out.append(other(tokens, index, options, env))
        return "".join(out)

    def inline(tokens: Sequence[Token], options: Any, env: Any) -> str:
        out: list[str] = []
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                out.append(escapeHtml(token.content))
            elif kind in rules:
                out.append(rules[kind](tokens, index, options, env))
            elif token.nesting and not token.attrs:
                out.append(f"<{token.tag}>" if token.nesting > 0 else f"</{token.tag}>")
            else:
                out.append(other(tokens, index, options, env))
        return "".join(out)

    renderer.render, renderer.renderInline = render, inline
