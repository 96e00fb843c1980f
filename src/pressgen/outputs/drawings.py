"""SVG as a download: a browser that opens one runs what is in it, in the name of the archive. So only drawings go out.

What an SVG can do is told by SVG 2, chapters 15 (scripting), 16 (linking) and 12.4 (foreign objects); what is refused
here is what the Content-Security-Policy of docs/deploy would stop, for those servers and readers that do not know it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn
from xml.parsers import expat

from pressgen.problems import Location, Problem, SourceError

ACTIVE = ("script", "foreignobject", "iframe", "embed", "object", "handler", "listener")
"""Elements, in lower case and without prefix, that are no drawing."""

LINKS = ("href", "src")
"""Attributes that lead somewhere; no animation may change them."""

OWN = re.compile(r"#|data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
"""What a drawing may show: parts and pictures of itself."""

FOLLOWED = re.compile(r"(?:https?|mailto|tel):|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)
"""Where a link may lead that a reader follows: it is no script."""

OUTSIDE = re.compile(r"@import|url\(\s*[\"']?\s*(?!#|[\"'])(?!data:image/)|\\[0-9a-f]", re.IGNORECASE)
"""In CSS, what brings something from elsewhere, or may, behind an escape."""


def drawing(data: bytes, path: str) -> bytes:
    """The bytes of an SVG file of the project that only draws. Raises SourceError with the line of what does more."""
    _Reading(data, path).read()
    return data


class _Reading:
    """One pass over a file."""

    def __init__(self, data: bytes, path: str) -> None:
        self._data = data
        self._path = path
        self._parser = expat.ParserCreate()
        self._in_style = False

    def read(self) -> None:
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

    def _begin(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2].lower()
        if local in ACTIVE:
            self._refuse(f"<{name}")
        self._in_style = local == "style"
        for key, value in attributes.items():
            plain, bare = key.rpartition(":")[2].lower(), re.sub(r"[\s\x00-\x1f]", "", value)
            leads = plain in LINKS and bare and not (FOLLOWED if local == "a" else OWN).match(bare)
            changed = bare.rpartition(":")[2].lower() if plain == "attributename" else ""
            if plain.startswith("on") or changed in LINKS or changed.startswith("on") or leads or OUTSIDE.search(value):
                self._refuse(key)

    def _end(self, _: str) -> None:
        self._in_style = False

    def _text(self, text: str) -> None:
        if self._in_style and (found := OUTSIDE.search(text)):
            self._refuse(found[0])

    def _instruction(self, target: str, _: str) -> None:
        self._refuse(f"<?{target}")  # a style sheet from elsewhere

    def _refuse(self, what: str) -> NoReturn:
        self._tell("drawing-active", self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber, what)

    def _tell(self, code: str, line: int, column: int, what: str = "") -> NoReturn:
        """`line` is 1-based, `column` 0-based, where the element begins; in it `what` is looked for."""
        excerpt = (self._data.split(b"\n") + [b""] * line)[line - 1].decode("utf-8", "replace").rstrip("\r")
        found = max(excerpt.find(what, min(column, len(excerpt))), 0) if what else min(column, len(excerpt))
        place = Location(line=line, column=found + 1, width=max(1, len(what)), excerpt=excerpt)
        raise SourceError([Problem(path=self._path, code=code, values={"what": what}, location=place)])
