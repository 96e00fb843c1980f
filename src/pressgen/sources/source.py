"""A text file an author wrote, and how to point at a place in it."""

from __future__ import annotations

import bisect
import re

from pressgen.problems import INVISIBLE, Location, Problem, SourceError

MAX_BYTES = 1 << 20
"""A release is a few thousand characters; what is larger is another kind of file."""

ORDINARY = re.compile(r"[ -~\n\t\xa0-\u2027\u2030-\ud7ff]*")
"""Text without any INVISIBLE character. Other text may have none either (an emoji is none), but has to be searched."""


class Source:
    """A text with its path. Lines end with `\\n`; a byte order mark and carriage returns are gone."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        """Relative to the project."""
        self.text = text
        self._starts: list[int] | None = None

    @classmethod
    def decoded(cls, path: str, data: bytes, limit: int | None = MAX_BYTES) -> Source:
        """The source for the bytes of a file.

        Raises SourceError if they are no text: over the limit, not UTF-8, or with control characters.
        """
        if limit is not None and len(data) > limit:
            raise SourceError([Problem(path=path, code="too-large")])
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
            raise SourceError([Problem(path=path, code="utf-16")])
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SourceError([_not_utf8(path, data, error)]) from None
        source = cls(path, text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text)
        if ORDINARY.fullmatch(source.text):
            return source
        # One a line: where there is one, there are often many.
        if found := {source.text.count("\n", 0, m.start()): m for m in reversed([*INVISIBLE.finditer(source.text)])}:
            raise SourceError(source._invisible(match) for match in found.values())
        return source

    def location(self, offset: int, width: int = 1) -> Location:
        """Where the character at `offset` (0-based) stands; the caret ends with the line at the latest."""
        if self._starts is None:
            # Only `\n` ends a line here: str.splitlines() also splits at characters that no editor counts.
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        line = bisect.bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        end = self.text.find("\n", start)
        excerpt = self.text[start : end if end >= 0 else None]
        column = offset - start + 1
        return Location(line=line, column=column, width=max(1, min(width, len(excerpt) - column + 1)), excerpt=excerpt)

    def problem(self, code: str, offset: int, width: int = 1, /, **values: object) -> Problem:
        """A problem at the character at `offset`."""
        return Problem(path=self.path, code=code, values=values, location=self.location(offset, width))

    def _invisible(self, match: re.Match[str]) -> Problem:
        return self.problem("control-character", match.start(), code=f"U+{ord(match[0]):04X}")


def _not_utf8(path: str, data: bytes, error: UnicodeDecodeError) -> Problem:
    start = data.rfind(b"\n", 0, error.start) + 1
    return Problem(
        path=path,
        code="not-utf-8",
        values={"offset": error.start, "byte": f"0x{data[error.start]:02X}"},
        location=Location(
            line=data.count(b"\n", 0, error.start) + 1,
            column=len(data[start : error.start].decode("utf-8")) + 1,
            excerpt=data[start:].split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace"),
        ),
    )
