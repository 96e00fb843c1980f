"""XML as a download: a browser that opens a file runs what is in it, in the name of the archive.

So of SVG only drawings go out, and of other XML only data; of HTML and scripts nothing (`sources.body.ACTIVE`). What an
SVG can do is told by SVG 2, chapters 15 (scripting) and 16 (linking), and by CSS Images 4. What is refused here is what
the Content-Security-Policy of docs/deploy would stop, for those servers and readers that do not know it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn
from xml.parsers import expat

from pressgen.problems import Location, Problem, SourceError

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"

PAGES = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML")
"""Namespaces whose elements browsers take for parts of a page."""

ACTIVE = ("script", "foreignobject", "handler", "listener")
"""Elements of SVG, in lower case, that are no drawing."""

OWN = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
"""What a drawing may show: parts and pictures of itself."""

FOLLOWED = re.compile(r"(?:https?|mailto|tel):|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)
"""Where a link may lead that a reader follows: it is no script."""

URL = re.compile(r"url\(\s*[\"']?\s*([^\"')\s]*)", re.IGNORECASE)

BRINGS = re.compile(r"@import|(?:image-set|image|src|cross-fade)\(|\\[0-9a-f]", re.IGNORECASE)
"""In CSS, what brings something, or may, behind an escape."""

STYLED = re.compile(r"style|values|from|to|by|fill|stroke|filter|mask|clip-path|cursor|marker(?:-start|-mid|-end)?|src")
"""Attributes that hold CSS, or what an animation puts there."""


def drawing(content: bytes, path: str) -> bytes:
    """The bytes of an SVG file of the project that only draws. Raises SourceError with the line of what does more."""
    _Drawing(content, path).read()
    return content


def data(content: bytes, path: str) -> bytes:
    """The bytes of another XML file of the project that only holds data. Raises as `drawing` does."""
    _Data(content, path).read()
    return content


class _Data:
    """One pass over a file."""

    def __init__(self, data: bytes, path: str) -> None:
        self._data = data
        self._path = path
        self._parser = expat.ParserCreate(namespace_separator=" ")

    def read(self) -> None:
        if b"\0" in self._data:  # UTF-16, which no drawing program writes, and no message could quote
            self._tell("drawing-unreadable", 1, 0)
        parser = self._parser
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        # Entities can hold anything, and grow beyond all measure; drawing programs write none that is needed.
        parser.EntityDeclHandler = lambda name, *_: self._refuse(f"<!ENTITY {name}")
        parser.ProcessingInstructionHandler = self._instruction
        try:
            parser.Parse(self._data, True)
        except expat.ExpatError as error:
            self._tell("drawing-unreadable", error.lineno, error.offset)

    def _begin(self, name: str, _: Mapping[str, str]) -> None:
        parts = name.rpartition(" ")
        if parts[0] in (*PAGES, SVG):
            self._refuse(parts[2])

    def _end(self, name: str) -> None: ...

    def _text(self, text: str) -> None: ...

    def _instruction(self, target: str, _: str) -> None:
        self._refuse(f"<?{target}")  # a style sheet from elsewhere, which can make anything of it

    def _refuse(self, what: str, line: int = 0, column: int = 0) -> NoReturn:
        """At the place, by default where the parser is: `line` is 1-based, `column` 0-based."""
        place = (line, column) if line else (self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber)
        self._tell("drawing-active", *place, what)

    def _tell(self, code: str, line: int, column: int, what: str = "") -> NoReturn:
        excerpt = (self._data.split(b"\n") + [b""] * line)[line - 1].decode("utf-8", "replace").rstrip("\r")
        excerpt = excerpt.replace("\0", "")
        found = max(excerpt.find(what, min(column, len(excerpt))), 0) if what else min(column, len(excerpt))
        place = Location(line=line, column=found + 1, width=max(1, len(what)), excerpt=excerpt)
        raise SourceError([Problem(path=self._path, code=code, values={"what": what}, location=place)])


class _Drawing(_Data):
    """One pass over a drawing."""

    _depth = 0
    """Elements that are open within `<style>`, itself included; 0 outside."""
    _style = ""
    _began = (0, 0)
    """Where it began: what is in it may come in pieces, between comments and character references."""

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        local = local.lower()
        if namespace in PAGES or local in ACTIVE:
            self._refuse(name.rpartition(" ")[2])
        if self._depth or (local == "style" and namespace in (SVG, "")):
            if not self._depth:
                self._style = ""
                self._began = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber
            self._depth += 1
        for key, value in attributes.items():
            of, _, plain = key.rpartition(" ")
            if of not in ("", XLINK):
                continue  # a drawing program's own notes
            if self._active(local, plain.lower(), value):
                self._refuse(plain)

    def _active(self, element: str, name: str, value: str) -> bool:
        bare = re.sub(r"[\s\x00-\x1f]", "", value)
        if name == "href":
            return bool(bare) and not (FOLLOWED if element == "a" else OWN).match(bare)
        if name == "attributename":  # what an animation changes
            changed = bare.rpartition(":")[2].lower()
            return changed == "href" or changed.startswith("on")
        return name.startswith("on") or name == "ping" or bool(STYLED.fullmatch(name) and _brings(value))

    def _end(self, _: str) -> None:
        if self._depth:
            self._depth -= 1
            if not self._depth and (what := _brings(self._style)):
                self._refuse(what, *self._began)

    def _text(self, text: str) -> None:
        if self._depth:
            self._style += text


def _brings(css: str) -> str:
    """What in CSS brings something from elsewhere; empty if nothing does."""
    if found := BRINGS.search(css):
        return found[0]
    return next((found[0] for found in URL.finditer(css) if not OWN.match(found[1])), "")
