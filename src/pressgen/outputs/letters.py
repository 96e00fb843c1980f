"""The letter of each release: a PDF on its letterhead. The only home of WeasyPrint.

A letter sees its release, its contact, the office and its letterhead, and nothing else: no network, no other file, no
font but the letterhead's. What WeasyPrint would only log (an unknown property, a missing image) is a problem here.
"""

from __future__ import annotations

import contextlib
import logging
import mimetypes
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pressgen import swift
from pressgen.artifact import Artifact, Made
from pressgen.model import Boilerplate, Contact, Layout, Office, Release
from pressgen.outputs import carried, hyphens, pictures, preflight, sheet, templates, typesetting
from pressgen.outputs.carried import Download
from pressgen.problems import SourceError
from pressgen.site import Edition, letterhead_of

if TYPE_CHECKING:
    from weasyprint import Document

LETTERHEAD = "file:///letterhead/"
MEDIA = "file:///media/"
"""Where a letter finds things; addresses of memory, not of a disk."""


EFFORT = 50
"""Milliseconds of a letter of two pages, on a machine of 2026."""


def artifacts(edition: Edition, _: Mapping[str, Made], wanted: Sequence[int]) -> Iterator[Artifact]:
    """A letter for each wanted release: beside its page for the public, all in one folder for the print office.

    Both are the same call, so the same bytes, unless the print office's copy bears a coming embargo.
    """
    for release in (edition.releases[index] for index in wanted):
        if not edition.letters(release):
            continue
        boilerplates = carried.boilerplates(edition, release)
        # As they came: the print office has its copy before anything is made for the web.
        downloads = carried.downloads(edition, release, {})
        links = [*release.links, *(link for standing in boilerplates for link in standing.links)]
        images = [link.target for link in links if link.image]
        hidden = release.address in edition.hidden
        design = letterhead_of(edition.letterheads, release.letterhead, release.day)
        if design is None:  # of a draft, which a preview shows on any other
            design = edition.letterheads[min(edition.letterheads)]
        yield Artifact(
            f"{edition.audience}/{release.letter_name if edition.audience == 'print' else release.letter_address}",
            letter,
            (
                release,
                carried.contacts(edition, release),
                boilerplates,
                downloads,
                edition.newsroom.office,
                design.layout,
                design.hyphenation,
                edition.newsroom.keeps_together,
                # Where the archive will be served concerns only a letter that links into it.
                edition.newsroom.base_url if downloads or len(images) < len(links) else "",
                edition.newsroom.counts_characters,
                hidden,
                edition.audience == "preview" and (hidden or release.unfinished),
                tuple((target, edition.media[target]) for target in dict.fromkeys(images)),
            ),
            release=release.address,
            printed=edition.audience != "preview",
            told=edition.audience == "public",
            effort=EFFORT,
        )


def ready() -> None:
    """Import what letters are drawn with."""
    swift.bring()
    from pressgen.outputs import conformance  # noqa: F401  # for the import alone


def letter(
    release: Release,
    contacts: tuple[Contact, ...],
    boilerplates: tuple[Boilerplate, ...],
    downloads: tuple[Download, ...],
    office: Office,
    letterhead: Layout,
    hyphenation: tuple[str, ...],
    keeps_together: bool,
    base_url: str,
    counts_characters: bool,
    hidden: bool,
    preview: bool,
    images: tuple[tuple[str, bytes], ...],
) -> bytes:
    """The PDF; `images` by path below the site's root. The same bytes on every run.

    One that is `hidden` bears its embargo, one for a `preview` says so.
    Raises SourceError for what is wrong with the letterhead or cannot be set in its fonts, and for images that a letter
    for the archive cannot hold.
    """
    texts: tuple[Release | Boilerplate, ...] = (release, *boilerplates)
    problems = list(preflight.letterhead(letterhead))
    shown = pictures.of_letter(texts, images, problems)
    if problems:
        raise SourceError(problems)
    values = {
        "release": release,
        "body": templates.markup(release.body.linked(base_url, images=MEDIA)),
        "boilerplates": carried.standing(boilerplates, base_url, MEDIA),
        "downloads": downloads,
        "contacts": contacts,
        "office": office,
        "base_url": base_url,
        "media": MEDIA,
        "embargo": release.embargo if hidden else None,
        "stamp": ("draft" if release.unfinished else "preview") if preview else "",
        "counts_characters": counts_characters and release.body.text,
        "published": release.published,
        "modified": release.modified,
    }
    files = {LETTERHEAD + name: data for name, data in letterhead.files.items()}
    files |= {MEDIA + target: data for target, data in shown.items()}
    for contacts_follow in (False, True):  # the text, where they have no room beside it
        html = templates.filled(letterhead, "letter.html", release.language, **values, contacts_follow=contacts_follow)
        html = typesetting.kept_together(html) if keeps_together else html
        if problems := list(preflight.document(html, letterhead)):
            raise SourceError(problems)
        with (
            _log(max_pages=20 + len(html) // 100) as lines,
            preflight.crashes(letterhead),
            swift.room(letterhead.digest, LETTERHEAD, lines),
            hyphens.corrected(hyphenation),
        ):
            document, data = _printed(html, files)
        if problems := list(preflight.log(lines, letterhead, LETTERHEAD)):
            raise SourceError(problems)
        pieces = sheet.pieces(document)
        if not sheet.crowded(pieces):
            break
    sources = preflight.Sources(texts, contacts, office, letterhead)
    if problems := [*preflight.fonts(document, sources), *preflight.places(pieces, sources)]:
        raise SourceError(problems)
    return data


def _printed(html: str, files: Mapping[str, bytes]) -> tuple[Document, bytes]:
    from weasyprint import HTML  # 1 s: only where a letter changes
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from pressgen.outputs import conformance

    class Fetcher(URLFetcher):  # type: ignore[misc]  # weasyprint ships no types
        """Serves what the letter was given, and refuses everything else."""

        _fail_on_errors = False

        def __init__(self) -> None:
            """Without its openers of files and connections."""

        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            data = files.get(urllib.parse.unquote(url.split("?")[0]))
            if data is None:
                raise ValueError("not in the letterhead, not among the release's images")
            return URLFetcherResponse(url, data, {"Content-Type": mimetypes.guess_type(url)[0] or "text/plain"})

    document = HTML(string=html, base_url=LETTERHEAD + "letter.html", url_fetcher=Fetcher()).render()
    return document, conformance.written(document, hyphens=conformance.HYPHEN in html)


@contextlib.contextmanager
def _log(max_pages: int) -> Iterator[list[str]]:
    """Collects what WeasyPrint has to say, which nobody would read; raises RecursionError on too many pages, since
    one without room for a word would follow another without end.
    """
    lines: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.WARNING:
                lines.append(record.getMessage())
            elif "Creating layout - Page" in record.msg and record.args == (max_pages,):
                raise RecursionError(f"more than {max_pages} pages")

    logger, progress = logging.getLogger("weasyprint"), logging.getLogger("weasyprint.progress")
    collector = Collector()
    logger.addHandler(collector)
    progress.addHandler(collector)
    level = progress.level
    progress.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        progress.setLevel(level)
        progress.removeHandler(collector)
        logger.removeHandler(collector)
