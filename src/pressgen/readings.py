"""What can be read in a published file, however it is wrapped: markup, escapes, archives, PDF. The home of pypdfium2.

A reading is one text with all words and addresses of a file in it, decoded. It is for searching, not for reading:
what stands in attributes follows the words of the page, and it may be longer than the file.
"""

from __future__ import annotations

import html
import io
import re
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Literal

Hindrance = Literal["encrypted", "broken", "too-large"]
"""Why a file cannot be searched, or not wholly: it needs a password, is damaged, or unpacks to more than LIMIT."""

LIMIT = 64 << 20
"""Bytes that the parts of one file may unpack to: a bomb must not fill the memory."""

TAG = re.compile(r"""<(/?[A-Za-z][^\s<>/]*+)((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""")
"""A tag: its name and its attributes. Comments, CDATA and what is no tag after all stay among the words."""

SEAM = "\0"
"""Stands for an inline tag: it divides no word, but a style sheet may show it as a gap."""

DIVIDED = re.compile(rf"{SEAM}(?<=\w{SEAM}){SEAM}*\w")
"""Seams inside of a word, or between two that only look divided."""

_INLINE = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time"
    " tspan tt u var wbr text:span w:r w:t w:rPr w:proofErr a:r a:t a:rPr"
)
SEAMS = {f"{end}{form}": SEAM for name in _INLINE.split() for form in (name, name.upper()) for end in ("", "/")}

ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{2})|([bfnrtv])|(.))", re.DOTALL)
"""Of JSON and JavaScript."""

CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")

INVISIBLE = "\xad\u200b\u200c\u200d\u2060\ufeff"
"""Soft hyphens, joiners and blanks of no width: a word with one of them looks like any other."""

LINE_HYPHEN = re.compile(
    r"(?<=\w)(?:[-\xad\u2010\u2011][ \t]*\r?\n\s*|[\x02\ufffe]\s*)"
    r"(?!(?:und|oder|bzw|sowie|bis|als|wie|and|or)\b)"
)
"""A hyphen where a line ends in a word (PDFium: U+0002, U+FFFE); not that of `Landkreis- und Rathausverwaltungen`."""

STREAM = re.compile(rb">>\s*stream\r?\n")
PICTURE_OR_FONT = re.compile(rb"/Length1\b|/Subtype\s*/(?:Image|OpenType|Type1C|CIDFontType0C)|/Type\s*/XRef")
PDF_STRING = re.compile(
    rb"\(((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))*+)\)|<([0-9A-Fa-f\s]*+)>", re.DOTALL
)
PDF_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r?\n)|(.))", re.DOTALL)
SAID = re.compile(rb"/(?:ActualText|Alt|E)\s*(?:" + PDF_STRING.pattern + rb")", re.DOTALL)
"""What a drawing says to be read instead of it; its other strings are numbers of glyphs."""


def readings(path: str, data: bytes) -> tuple[list[str], Hindrance | None]:
    """The ways to read a file, at least one, and what hinders to read all of it. Of `path` only the suffix counts."""
    budget = _Budget()
    text = _text(path, data, budget)
    if DIVIDED.search(text):
        return [text.replace(SEAM, ""), text.replace(SEAM, " ")], budget.hindrance
    return [text.replace(SEAM, "")], budget.hindrance


def decoded(data: bytes) -> str:
    """The text in bytes of any encoding that an office uses."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


class _Budget:
    """How much may still be unpacked from a file, and what was met that hinders."""

    def __init__(self) -> None:
        self.left = LIMIT
        self.hindrance: Hindrance | None = None

    def inflated(self, data: bytes) -> bytes:
        """The content of a zlib stream, as far as it is whole and small enough; other data as it is."""
        if len(data) < 2 or data[0] & 0x0F != 8 or int.from_bytes(data[:2]) % 31:
            return data
        try:
            # One byte more than allowed, to see that it is too much. A limit of 0 would be none.
            found = zlib.decompressobj().decompress(data, self.left + 1)
        except zlib.error:
            return data
        return self.spent(found)

    def spent(self, found: bytes) -> bytes:
        if len(found) > self.left:
            self.hindrance = "too-large"
        self.left = max(0, self.left - len(found))
        return found


def _text(path: str, data: bytes, budget: _Budget) -> str:
    if b"%PDF-" in data[:1024]:
        return _pdf(data, budget)
    if data.startswith(b"PK\x03\x04"):
        return "\n".join(_archive(data, budget))
    if b"\0" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        # A picture: what it says of itself.
        return _plain(decoded(b"\n".join(re.findall(rb"<x:xmpmeta.*?</x:xmpmeta>", data, re.DOTALL))))
    text = decoded(data)
    if path.endswith(".css"):
        text = CSS_ESCAPE.sub(lambda match: _character(match[1]), text)
    return _plain(LINE_HYPHEN.sub("-", text) if path.endswith((".txt", ".csv")) else text)


def _plain(text: str) -> str:
    """Words, then attributes: tags, entities, and the escapes of JSON and of addresses are gone, also nested ones."""
    for _ in range(4):  # HTML in JSON in HTML: deeper than that nobody sees any text
        before = text
        if "\\" in text:
            text = ESCAPE.sub(_unescaped, text)
        if "<" in text:
            parts = TAG.split(text)
            seams = [SEAMS.get(name, "\n") for name in parts[1::3]]
            words = "".join([piece for pair in zip(parts[::3], [*seams, "\n"], strict=True) for piece in pair])
            text = words + "\n".join(filter(None, parts[2::3]))
        if "&" in text:
            text = html.unescape(text)
        if text == before or not ("<" in text or "&" in text or "\\" in text):
            break
    if "%" in text:
        text = re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda match: urllib.parse.unquote(match[0]), text)
    for character in INVISIBLE:
        text = text.replace(character, "")
    return text


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    return _character(code) if code else match[5] or " "


def _character(code: str) -> str:
    """The character of a hexadecimal code; of half a pair or none at all, a gap."""
    number = int(code, 16)
    return chr(number) if number < 0xD800 or 0xDFFF < number < 0x110000 else " "


def _archive(data: bytes, budget: _Budget) -> Iterator[str]:
    """The texts in a ZIP, which is also what a document of Word or LibreOffice is; the names of its files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield f'"{entry.filename}"'
                if entry.flag_bits & 1:
                    budget.hindrance = "encrypted"
                elif entry.file_size > budget.left:
                    budget.hindrance = "too-large"
                else:
                    # An archive in an archive spends the same budget, so this ends.
                    yield _text(entry.filename, budget.spent(archive.read(entry)), budget)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError):
        budget.hindrance = "broken"


def _pdf(data: bytes, budget: _Budget) -> str:
    """The words of the pages, and all strings: metadata, outline, addresses of links, alternative texts."""
    import pypdfium2  # 40 ms: only where a PDF is searched

    pages: list[str] = []
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        budget.hindrance = "encrypted" if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD else "broken"
    else:
        with document:
            for number in range(len(document)):
                try:
                    pages.append(document[number].get_textpage().get_text_bounded())
                except pypdfium2.PdfiumError:
                    budget.hindrance = "broken"
            if b"/Encrypt" in data:  # readable without a password, but not its strings
                copy = io.BytesIO()
                document.save(copy, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
                data = copy.getvalue()
    words = LINE_HYPHEN.sub("-", "\n".join(pages)).replace("\x02", "- ").replace("\ufffe", "- ")
    return _plain("\n".join([html.escape(words, quote=False).replace("\\", " "), *_pdf_strings(data, budget)]))


def _pdf_strings(data: bytes, budget: _Budget) -> Iterator[str]:
    """Every string in a PDF's objects, also compressed ones, and what is embedded: XMP, attachments."""
    position = 0
    while match := STREAM.search(data, position):
        objects = data[position : match.start()]
        yield from _strings(PDF_STRING.finditer(objects))
        position = data.find(b"endstream", match.end())
        if position < 0:
            return
        head = objects[objects.rfind(b" obj") + 1 :]
        if PICTURE_OR_FONT.search(head):
            continue
        inside = budget.inflated(data[match.end() : position])
        if b"/ObjStm" in head:
            yield from _strings(PDF_STRING.finditer(inside))
        elif b"/Metadata" in head or b"/EmbeddedFile" in head:
            yield _text("", inside, budget)
        else:
            yield from _strings(SAID.finditer(inside))
    yield from _strings(PDF_STRING.finditer(data, position))


def _strings(found: Iterable[re.Match[bytes]]) -> Iterator[str]:
    for match in found:
        literal, digits = match.groups()
        if literal is None:
            digits = b"".join(digits.split())
            string = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        else:
            string = PDF_ESCAPE.sub(_pdf_unescaped, literal) if b"\\" in literal else literal
        if string.startswith(b"\xfe\xff"):
            yield string[2:].decode("utf-16-be", "replace")
        else:
            yield decoded(string)


def _pdf_unescaped(match: re.Match[bytes]) -> bytes:
    octal, line_end, character = match.groups()
    if octal:
        return bytes([int(octal, 8) & 0xFF])
    return b"" if line_end else {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(character, character)
