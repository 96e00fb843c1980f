"""What would make a letter wrong, found while it is made: WeasyPrint's log, fonts, what sticks out of its place.

Each becomes a problem in the file where it can be mended. Nothing is only logged.
"""

from __future__ import annotations

import contextlib
import html
import io
import itertools
import math
import re
import traceback
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from pressgen.model import IMAGE_KINDS, Boilerplate, Contact, Layout, Office, Release
from pressgen.outputs import pictures, sheet
from pressgen.problems import Location, Problem, SourceError

if TYPE_CHECKING:
    from weasyprint import Document


@contextlib.contextmanager
def crashes(letterhead: Layout) -> Iterator[None]:
    """What WeasyPrint stumbles over is a mistake of the letterhead: an impossible length, a page without room.

    What is raised by pressgen's own code (but for what stands in for WeasyPrint's), or because something is missing on
    the machine, memory for one, passes.
    """
    try:
        yield
    except (ImportError, MemoryError, OSError, SourceError):
        raise
    except Exception as error:  # WeasyPrint raises whatever its arithmetic does; whose it is, the traceback tells
        innermost = [frame for frame, _ in traceback.walk_tb(error.__traceback__)][-1].f_globals.get("__name__", "")
        own = innermost.startswith("pressgen.") and not innermost.startswith("pressgen.swift.")
        if own and not isinstance(error, RecursionError):  # of too many pages
            raise
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        problem = Problem(path=letterhead.path, code="letterhead-crash", values={"reason": reason})
        raise SourceError([problem]) from error


PRINT_COLOURS = "device-cmyk"
"""How CSS and SVG call colours for print."""

SPAN = re.compile(r"""\s(?P<written>(?:col|row)?span\s*=\s*["']?\s*\+?0*[1-9]\d{3,})""", re.IGNORECASE)
"""A cell over 1000 columns or rows, which is all that HTML allows; WeasyPrint would fill the memory with them."""


def letterhead(layout: Layout) -> Iterator[Problem]:
    """What a letterhead cannot draw into an archive: colours for print (ISO 19005-2, 6.2.4.3), and web fonts.

    To unpack a web font, fontTools writes the time into it: no letter would be the same twice.
    """
    for name, data in layout.files.items():
        path, values = f"{layout.path}/{name}", {"name": name}
        if name.endswith((".css", ".html", ".svg")):
            if PRINT_COLOURS.encode() in data.lower():
                yield Problem(path=path, code="letterhead-colours", values=values, text=PRINT_COLOURS)
        elif name.lower().endswith(WEB_FONTS):
            yield Problem(path=path, code="letterhead-web-font", values=values)
        elif name.lower().endswith(tuple(IMAGE_KINDS)) and pictures.for_print(data):
            yield Problem(path=path, code="letterhead-colours", values=values)


def document(text: str, layout: Layout) -> Iterator[Problem]:
    """What is wrong with a letter's HTML, and WeasyPrint would not say."""
    if match := SPAN.search(text):
        code = match["written"]
        yield Problem(path=f"{layout.path}/letter.html", code="span-huge", values={"written": code}, text=code)
    if not re.search("<title", text, re.IGNORECASE):
        yield Problem(path=f"{layout.path}/letter.html", code="letterhead-no-title", text="<head")


LOG = (
    ("css-property", r"Ignored `(?P<name>[\w-]+)\s*:.*` at .*unknown property"),
    ("css-value", r"Ignored `(?P<name>[\w-]+)\s*:\s*(?P<value>.*?)\s*` at .*invalid value"),
    ("css-selector", r"Invalid or unsupported selector, '(?P<name>.*?)\s*'"),
    ("letterhead-file", r"Failed to load (?:image|stylesheet) at '?(?P<name>[^' ]+?)'? ?: ValueError: not in the "),
    ("letterhead-image", r"Failed to load image at '(?P<name>[^']+)'"),
    ("letterhead-no-alt", r"Image \"(?P<name>[^\"]*)\" has no required alt"),
    ("letterhead-no-language", r"Missing required \"lang\" attribute"),
    ("letterhead-font", r"Font-face '(?P<name>.*)' cannot be loaded"),
    ("letterhead", r"(?P<reason>.*(?:<AtRule |Ignored `)(?P<name>@?[\w-]+).*)"),
    ("letterhead", r"(?P<reason>(?P<name>@[\w-]+) rule .*)"),
)
"""Codes for what WeasyPrint logs; the first that fits."""


def log(lines: Iterable[str], letterhead: Layout, base: str) -> Iterator[Problem]:
    """What WeasyPrint logged about a letterhead; `base` is where its files seemed to lie."""
    for line in lines:
        if not line.startswith(".notdef"):  # missing glyphs are told by `fonts`, with their place
            yield _logged(line.replace(base, ""), letterhead)


def _logged(line: str, letterhead: Layout) -> Problem:
    """A line of WeasyPrint's log, told where it can be mended."""
    line = " ".join(line.split())
    code, values = "letterhead", {"reason": line}
    for known, pattern in LOG:
        if match := re.match(pattern, line):
            code, values = known, match.groupdict()
            break
    if code == "letterhead-font":  # told of the family, whichever of its files it is
        css = letterhead.text("letter.css")
        missing = [name for name in re.findall(r"""url\(["']?([^)"']+)""", css) if name not in letterhead.files]
        code, values = ("letterhead-file", {"name": missing[0]}) if missing else (code, values)
    place = re.search(r" at (\d+):(\d+)", line)
    row, column = (int(place[1]), int(place[2])) if place else (0, 0)
    name = values.get("name", "<html" if code == "letterhead-no-language" else "")
    path, location = _found(letterhead, name, row, column)
    if code == "letterhead-image" and name in letterhead.files:
        path, location = f"{letterhead.path}/{name}", None
    elif location is None:  # a selector that goes over several lines, or begins in the line above
        words, css = name.split(), letterhead.text("letter.css")
        if spread := re.search(r"\s+".join(map(re.escape, words)) + r"\s*{", css):
            path, location = _found(letterhead, words[0] if words else "", css.count("\n", 0, spread.start()) + 1, 1)
        else:
            path, location = _found(letterhead, words[-1], row, column)
    return Problem(path=path, code=code, values=values, location=location)


def _found(letterhead: Layout, word: str, row: int, column: int) -> tuple[str, Location | None]:
    """A word in a letterhead's sources: at row and column of letter.css if it is there, else where it is first."""
    names = sorted((n for n in letterhead.files if n.endswith((".css", ".html"))), key=lambda n: (n != "letter.css", n))
    lines = [(n, *numbered) for n in names for numbered in enumerate(letterhead.text(n).split("\n"), 1)]
    # What stands in a style attribute has a row and column of its own there.
    lines.sort(key=lambda line: line[:2] != ("letter.css", row))
    for name, number, text in lines:
        at = column - 1 if text.startswith(word, max(0, column - 1)) and number == row else text.find(word)
        if word and at >= 0:
            place = Location(line=number, column=at + 1, width=len(word), excerpt=text)
            return f"{letterhead.path}/{name}", place
    return letterhead.path, None


class Sources:
    """Where the words of a letter come from: the files in which they can be mended."""

    def __init__(
        self,
        texts: tuple[Release | Boilerplate, ...],
        contacts: Iterable[Contact],
        office: Office,
        letterhead: Layout,
    ) -> None:
        """`texts` are the release and its standing paragraphs."""
        self.letterhead = letterhead
        self._release = texts[0].source
        self._texts = {text.source: msgspec.json.encode(text).decode() for text in texts}
        css = letterhead.text("letter.css")
        self._others = {
            "content/contacts.yaml": "".join(str(msgspec.structs.astuple(contact)) for contact in contacts),
            "content/newsroom.yaml": "".join((office.name, *office.address)),
            f"{letterhead.path}/letter.html": html.unescape(letterhead.text("letter.html")),
            f"{letterhead.path}/letter.css": re.sub(r"\\([0-9a-fA-F]{1,5})", lambda code: chr(int(code[1], 16)), css),
        }

    def having(self, character: str) -> list[str]:
        """All files that have it; the release, if it is written in some other way."""
        return [p for p, text in (self._texts | self._others).items() if character in text] or [self._release]

    def has(self, character: str) -> bool:
        """Is it in any of the files?"""
        return any(character in text for text in (self._texts | self._others).values())

    def of(self, word: str, *, beside: bool) -> str:
        """The file that a word of the text or `beside` it is from; that of the letterhead if none is known."""
        texts = self._others | self._texts if beside else self._texts | self._others
        return next((path for path, text in texts.items() if word and word in text), self.letterhead.path)


def fonts(document: Document, sources: Sources) -> Iterator[Problem]:
    """Characters that no font of the letterhead has.

    The finished PDF must embed the letterhead's fonts and no other. Their names prove nothing (WeasyPrint names a font
    after its @font-face rule, and a font of the system may bear the same name), so the font files are compared.
    """
    from weasyprint.text.fonts import get_hb_object_data

    # Looked through, not hashed: they are large, and most differ in length.
    own = [data for name, data in sources.letterhead.files.items() if name.lower().endswith(FONTS)]
    strange: dict[str, str] = {}
    for font in document.fonts.values():
        # Not font.file_content: that is the subset by now.
        if get_hb_object_data(font.hb_face) not in own:
            # A soft hyphen is drawn as a hyphen.
            texts = (text.replace("\N{SOFT HYPHEN}", HYPHEN) for text in font.to_unicode.values())
            strange |= {character: font.family for text in texts for character in text}
        strange |= {chr(code): "" for code in font.missing}
    if not strange:
        return
    known = set().union(*map(_characters, own))
    missing = sorted(strange.keys() - known)
    if not missing or not known:  # blanks between missing characters come from their font
        values = {"family": next(iter(strange.values())), "characters": _short("".join(sorted(strange)))}
        yield Problem(path=sources.letterhead.path, code="foreign-font", values=values)
        return
    letterhead = sources.letterhead.path.rsplit("/", 1)[-1]
    for character in missing:
        if character == HYPHEN and not sources.has(character):  # drawn where WeasyPrint divides a word
            path = f"{sources.letterhead.path}/letter.css"
            yield Problem(path=path, code="hyphen-missing", values={"letterhead": letterhead}, text="html")
            continue
        values = {"character": character, "code": f"U+{ord(character):04X}", "letterhead": letterhead}
        for path in sources.having(character):
            yield Problem(path=path, code="missing-glyph", values=values, text=character)


HYPHEN = "\N{HYPHEN}"

FONTS = (".ttf", ".otf")

WEB_FONTS = (".woff", ".woff2")


def _characters(font: bytes) -> set[str]:
    """All characters that a font has; none if it cannot be read."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        return set(map(chr, TTFont(io.BytesIO(font), lazy=True).getBestCmap() or ()))
    except (TTLibError, ImportError):  # a WOFF2 where Brotli is not installed
        return set()


def places(pieces: list[sheet.Piece], sources: Sources) -> Iterator[Problem]:
    """What has no room where it is, or hides something else."""
    for piece in sheet.sticking_out(pieces):
        code = "table-too-wide" if piece.table else "sticks-out"
        yield _placed(piece, code, sources, page=piece.page, excess=math.ceil(piece.excess / sheet.MM))
    for piece, other in itertools.islice(sheet.hidden(pieces), 1):
        yield _placed(piece, "lies-on", sources, page=piece.page, other=_short(other.words))


def _placed(piece: sheet.Piece, code: str, sources: Sources, **values: object) -> Problem:
    # As it stands in the source: without the hyphen of a divided word.
    parts = re.split(r"[\s\u00ad]", piece.words)
    word = piece.words if piece.image else max(parts, key=len).rstrip(HYPHEN)
    values["words"] = _short(piece.words)
    return Problem(path=sources.of(word, beside=bool(piece.layer)), code=code, values=values, text=word or None)


def _short(words: str) -> str:
    return words if len(words) <= SHOWN else words[:SHOWN] + "…"


SHOWN = 40
"""Characters of a line that are told."""
