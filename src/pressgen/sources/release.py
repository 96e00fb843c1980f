"""A release's or page's file becomes a value."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping

from pressgen.model import RELEASE_FILE, SLUG, Draft, Page, Release, sealed, slug_of
from pressgen.problems import Problem, SourceError
from pressgen.sources import fields
from pressgen.sources.body import body
from pressgen.sources.fields import Field, Schema
from pressgen.sources.frontmatter import FENCE, document
from pressgen.sources.source import Source

RELEASE = Schema(
    fields=(
        Field("headline", ("titel", "title"), fields.text, required=True),
        Field("subhead", ("unterzeile", "subtitle"), fields.text),
        Field("kicker", ("dachzeile",), fields.text),
        Field("date", ("datum",), fields.day, required=True),
        Field("place", ("ort",), fields.text),
        Field("contact", ("kontakt",), fields.word, required=True),
        Field("letterhead", ("briefkopf",), fields.word, required=True),
        Field("topics", ("themen",), fields.texts),
        Field("embargo", ("sperrfrist",), fields.moment),
        Field("draft", ("entwurf",), fields.flag),
    ),
    later=(
        ("number", "nummer"),
        ("image", "bild"),
        ("gallery", "bilder"),
        ("attachments", "anhaenge"),
        ("boilerplate", "abbinder"),
        ("usage", "abdruck"),
        ("language", "sprache"),
        ("municipality", "gemeinde"),
        ("recipient", "empfaenger"),
        ("updates", "aenderungen"),
        ("withdrawn", "zurueckgezogen"),
        ("aliases", "fruehere_adressen"),
    ),
)

PAGE = Schema(fields=(Field("headline", ("titel", "title"), fields.text, required=True),))

DRAFT = re.compile(rf"^(?:draft|entwurf)[ \t]*:[ \t]*[\"']?(?:{'|'.join(fields.YES)})\b", re.MULTILINE | re.IGNORECASE)

MAX_SLUG = 120
"""Characters: a longer one makes file names that some systems refuse."""


def release(
    path: str, data: bytes, defaults: Mapping[str, str] | None, zone: zoneinfo.ZoneInfo | None
) -> Release | Draft:
    """The release in a file; `defaults` and `zone` are the newsroom's, None while they are not known.

    Raises SourceError with all problems of the file.
    """
    if _is_draft(data):
        return Draft(source=path)
    problems: list[Problem] = []
    year, day, slug = _identity(path, problems)
    source = Source.decoded(path, data)
    parts = document(source, problems)
    if parts is None:
        raise SourceError(problems)
    reading = fields.Reading(source, problems, zone)
    values = fields.read(RELEASE, parts.head, reading, missing_at=parts.fence, defaults=defaults)
    _check_dates(source, values, year, day, problems)
    text = body(source, parts.body, problems)
    if problems or zone is None or defaults is None:
        raise SourceError(problems)
    midnight = fields.fixed(dt.datetime.combine(values["date"], dt.time(), zone))
    embargo = values.get("embargo")
    return sealed(
        Release(
            source=path,
            year=year,
            slug=slug,
            headline=values["headline"],
            subhead=values.get("subhead", ""),
            kicker=values.get("kicker", ""),
            place=values.get("place", ""),
            day=values["date"],
            embargo=embargo,
            published=max(midnight, embargo) if embargo else midnight,
            contact=values["contact"],
            letterhead=values["letterhead"],
            topics=values.get("topics", ()),
            body=text,
        )
    )


def page(path: str, data: bytes) -> Page:
    """The page in a file. Raises SourceError with all problems of the file."""
    problems: list[Problem] = []
    name = path.rsplit("/", 1)[1].removesuffix(".md")
    if not SLUG.fullmatch(name):
        problems.append(Problem(path=path, code="page-name", values={"wanted": slug_of(name) or "impressum"}))
    source = Source.decoded(path, data)
    parts = document(source, problems)
    if parts is None:
        raise SourceError(problems)
    values = fields.read(PAGE, parts.head, fields.Reading(source, problems), missing_at=parts.fence)
    text = body(source, parts.body, problems)
    if problems:
        raise SourceError(problems)
    return sealed(Page(source=path, name=name, headline=values["headline"], body=text))


def _is_draft(data: bytes) -> bool:
    """Does the front matter say so? Asked of the bare text, so that a draft need not be readable as anything."""
    text = data.decode("utf-8-sig", "replace").replace("\r", "\n")
    closing = FENCE.search(text, 4)
    return DRAFT.search(text, 0, closing.start() if closing else len(text)) is not None


def _identity(path: str, problems: list[Problem]) -> tuple[int, dt.date | None, str]:
    """Year, day and slug, from the file's path alone."""
    folder, name = path.split("/")[-2:]
    match = RELEASE_FILE.fullmatch(name)
    slug = match["slug"] if match else ""
    if match is None or not SLUG.fullmatch(slug) or len(slug) > MAX_SLUG:
        date = match["day"] if match else f"{folder}-MM-TT"
        wanted = slug_of(slug or re.sub(r"^[\d-]+|\.md$", "", name))[:MAX_SLUG].strip("-") or "kurzer-name"
        problems.append(Problem(path=path, code="file-name", values={"name": name, "wanted": f"{date}-{wanted}.md"}))
    try:
        day = dt.date.fromisoformat(match["day"]) if match else None
    except ValueError:
        problems.append(Problem(path=path, code="file-name-day", values={"name": name}))
        day = None
    if day and str(day.year) != folder:
        problems.append(Problem(path=path, code="year-folder", values={"year": day.year, "folder": folder}))
    return int(folder), day, slug


def _check_dates(
    source: Source, values: Mapping[str, object], year: int, day: dt.date | None, problems: list[Problem]
) -> None:
    """The date in the front matter agrees with the file's, and the embargo with the date."""
    date, embargo = values.get("date"), values.get("embargo")
    if not isinstance(date, dt.date):
        return
    shown = f"{date:%d.%m.%Y}"
    if date.year != year:
        problems.append(Problem(path=source.path, code="date-year", values={"date": shown, "year": year}, field="date"))
    elif day and date != day:
        name = source.path.rsplit("/", 1)[1]
        values_ = {"date": shown, "name": name, "wanted": f"{date}-{name[11:]}"}
        problems.append(Problem(path=source.path, code="date-file-name", values=values_, field="date"))
    if isinstance(embargo, dt.datetime) and embargo.date() < date:
        problems.append(Problem(path=source.path, code="embargo-before-date", values={"date": shown}, field="embargo"))
