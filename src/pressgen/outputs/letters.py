"""The letter of each release: a PDF on its letterhead. The only home of WeasyPrint.

A letter sees its release, its contact, the office and its letterhead, and nothing else: no network, no other file, no
font but the letterhead's. What WeasyPrint would only log (an unknown property, a missing image) is a problem here.
"""

from __future__ import annotations

import contextlib
import io
import logging
import mimetypes
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from pressgen.artifact import Artifact
from pressgen.model import Contact, Edition, Layout, Office, Release
from pressgen.outputs import templates
from pressgen.problems import Location, Problem, SourceError

if TYPE_CHECKING:
    from weasyprint import Document

LETTERHEAD = "file:///letterhead/"
MEDIA = "file:///media/"
"""Where a letter finds things; addresses of memory, not of a disk."""

MANY = 20
"""So many characters of one letter are in a font of the system when the letterhead's own was not found at all."""


def artifacts(edition: Edition, _: Mapping[str, int]) -> Iterator[Artifact]:
    """A letter for every release: beside its page for the public, all in one folder for the print office.

    Both are the same call, so the same bytes, unless the print office's copy bears a coming embargo.
    """
    for release in edition.releases:
        images = [link.target for link in release.body.links if link.image]
        has_links = any(not link.image for link in release.body.links)
        yield Artifact(
            f"{edition.audience}/{release.letter_address if edition.audience == 'public' else release.letter_name}",
            letter,
            (
                release,
                edition.contacts[release.contact],
                edition.newsroom.office,
                edition.newsroom.language,
                edition.letterheads[release.letterhead],
                # Where the archive will be served concerns only a letter that links into it.
                edition.newsroom.base_url if has_links else "",
                release.address in edition.embargoed,
                tuple((target, edition.media[target]) for target in dict.fromkeys(images)),
            ),
        )


def letter(
    release: Release,
    contact: Contact,
    office: Office,
    language: str,
    letterhead: Layout,
    base_url: str,
    embargoed: bool,
    images: tuple[tuple[str, bytes], ...],
) -> bytes:
    """The PDF; `images` by path below the site's root. The same bytes on every run.

    Raises SourceError for what is wrong with the letterhead or cannot be set in its fonts, and for images that a letter
    for the archive cannot hold.
    """
    if problems := list(_image_problems(release, images)):
        raise SourceError(problems)
    html = templates.filled(
        letterhead,
        "letter.html",
        language,
        release=release,
        body=templates.markup(release.body.linked(base_url, images=MEDIA)),
        contact=contact,
        office=office,
        embargo=release.embargo if embargoed else None,
        published=release.published,
        modified=release.published,
    )
    files = {LETTERHEAD + name: data for name, data in letterhead.files.items()}
    files |= {MEDIA + target: data for target, data in images}
    with _log() as lines:
        document, data = _printed(html, files)
    # Missing glyphs are told below, with their place.
    problems = [_log_problem(line, letterhead) for line in lines if not line.startswith(".notdef")]
    problems = problems or list(_font_problems(document, release, contact, office, letterhead))
    if problems:
        raise SourceError(problems)
    return data


def _printed(html: str, files: Mapping[str, bytes]) -> tuple[Document, bytes]:
    from weasyprint import HTML  # 1 s: only where a letter changes
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from pressgen.outputs import conformance

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Serves what the letter was given, and refuses everything else."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            data = files.get(urllib.parse.unquote(url.split("?")[0]))
            if data is None:
                raise ValueError("not in the letterhead, not among the release's images")
            return URLFetcherResponse(url, data, {"Content-Type": mimetypes.guess_type(url)[0] or "text/plain"})

    document = HTML(string=html, base_url=LETTERHEAD + "letter.html", url_fetcher=Fetcher()).render()
    return document, conformance.written(document)


@contextlib.contextmanager
def _log() -> Iterator[list[str]]:
    """Collects what WeasyPrint has to say, which nobody would read."""
    lines: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger = logging.getLogger("weasyprint")
    collector = Collector(level=logging.WARNING)
    logger.addHandler(collector)
    try:
        yield lines
    finally:
        logger.removeHandler(collector)


def _image_problems(release: Release, images: tuple[tuple[str, bytes], ...]) -> Iterator[Problem]:
    """Images that cannot be read, or whose colours are not those of a screen (PDF/A-2, 6.2.4.3)."""
    from PIL import Image, UnidentifiedImageError

    written = {link.target: link.written for link in release.body.links}
    for target, data in images:
        name = target.rsplit("/", 1)[-1]
        try:
            with Image.open(io.BytesIO(data)) as image:
                image.load()
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
            yield Problem(path=release.source, code="image-unreadable", values={"name": name}, text=written[target])
            continue
        if image.mode not in SCREEN_MODES:
            yield Problem(
                path=release.source,
                code="image-colours",
                values={"name": name, "mode": image.mode},
                text=written[target],
            )


SCREEN_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
"""Pillow's names for bitmaps of 8 bits a channel or less, in grey, palette or RGB."""


LOG = (
    ("css-property", r"Ignored `(?P<name>[\w-]+)\s*:.*` at .*unknown property"),
    ("css-value", r"Ignored `(?P<name>[\w-]+)\s*:\s*(?P<value>.*?)\s*` at .*invalid value"),
    ("css-selector", r"Invalid or unsupported selector, '(?P<name>.*?)\s*'"),
    ("letterhead-file", r"Failed to load (?:image|stylesheet) at '?(?P<name>[^' ]+?)'?: "),
    ("letterhead-font", r"Font-face '(?P<name>.*)' cannot be loaded"),
)
"""Codes for what WeasyPrint logs."""


def _log_problem(line: str, letterhead: Layout) -> Problem:
    """A line of WeasyPrint's log, told where it can be mended."""
    line = " ".join(line.replace(LETTERHEAD, "").split())
    code, values = "letterhead", {"reason": line}
    for known, pattern in LOG:
        if match := re.match(pattern, line):
            code, values = known, match.groupdict()
    if code == "letterhead-font":  # told of the family, whichever of its files it is
        css = letterhead.files.get("letter.css", b"").decode()
        missing = [name for name in re.findall(r"""url\(["']?([^)"']+)""", css) if name not in letterhead.files]
        code, values = ("letterhead-file", {"name": missing[0]}) if missing else (code, values)
    place = re.search(r" at (\d+):(\d+)", line)
    row, column = (int(place[1]), int(place[2])) if place else (0, 0)
    name = values.get("name", "")
    path, location = _found(letterhead, name, row, column)
    if location is None:  # a selector that begins in the line above
        path, location = _found(letterhead, name.split(" ")[-1], row, column)
    return Problem(path=path, code=code, values=values, location=location)


def _found(letterhead: Layout, word: str, row: int, column: int) -> tuple[str, Location | None]:
    """A word in a letterhead's sources: at row and column of letter.css if it is there, else where it is first."""
    names = sorted((n for n in letterhead.files if n.endswith((".css", ".html"))), key=lambda n: (n != "letter.css", n))
    lines = [(n, *numbered) for n in names for numbered in enumerate(letterhead.files[n].decode().split("\n"), 1)]
    # What stands in a style attribute has a row and column of its own there.
    lines.sort(key=lambda line: line[:2] != ("letter.css", row))
    for name, number, text in lines:
        at = column - 1 if text.startswith(word, max(0, column - 1)) and number == row else text.find(word)
        if word and at >= 0:
            place = Location(line=number, column=at + 1, width=len(word), excerpt=text)
            return f"{letterhead.path}/{name}", place
    return letterhead.path, None


def _font_problems(
    document: Document, release: Release, contact: Contact, office: Office, letterhead: Layout
) -> Iterator[Problem]:
    """Characters that no font of the letterhead has.

    The finished PDF must embed the letterhead's fonts and no other. Their names prove nothing (WeasyPrint names a font
    after its @font-face rule, and a font of the system may bear the same name), so the font files are compared.
    """
    from weasyprint.text.fonts import get_hb_object_data

    own = set(letterhead.files.values())
    strange: dict[str, str] = {}
    missing: dict[str, str] = {}
    set_in_own: set[str] = set()
    for font in document.fonts.values():
        characters = {character: font.family for text in font.to_unicode.values() for character in text}
        # Not font.file_content: that is the subset by now.
        if get_hb_object_data(font.hb_face) in own:
            set_in_own |= characters.keys()
        else:
            strange |= characters
        missing |= {chr(code): "" for code in font.missing}
    # The blank between two foreign words comes from their font, and is no reason to look for one.
    strange = {character: family for character, family in strange.items() if character not in set_in_own} | missing
    if len(strange) > MANY:
        yield Problem(path=letterhead.path, code="foreign-font", values={"family": next(iter(strange.values()))})
        return
    others = {
        "content/contacts.yaml": "".join(msgspec.structs.astuple(contact)),
        "content/newsroom.yaml": "".join((office.name, *office.address)),
        f"{letterhead.path}/letter.html": letterhead.files["letter.html"].decode(),
        f"{letterhead.path}/letter.css": letterhead.files.get("letter.css", b"").decode(),
    }
    for character in sorted(strange):
        yield Problem(
            path=next((path for path, text in others.items() if character in text), release.source),
            code="missing-glyph",
            values={
                "character": character,
                "code": f"U+{ord(character):04X}",
                "letterhead": letterhead.path.rsplit("/", 1)[-1],
            },
            text=character,
        )
