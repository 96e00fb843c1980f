"""A release's or page's file becomes a value."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator, Mapping

from pressgen.model import RELEASE_FILE, SLUG, Draft, Outline, Page, Release, sealed, slug_of
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
        Field("place", ("ort",), fields.text, defaultable=True),
        Field("contact", ("kontakt",), fields.word, required=True, defaultable=True),
        Field("letterhead", ("briefkopf",), fields.word, required=True, defaultable=True),
        Field("topics", ("themen",), fields.names),
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
    source = Source.decoded(path, data)
    parts = document(source, problems)
    if parts is None:
        raise SourceError([*problems, *_identity_problems(path, {})])
    reading = fields.Reading(source, problems, zone)
    values = fields.read(RELEASE, parts.head, reading, missing_at=parts.fence, defaults=defaults)
    if values.get("draft"):
        return Draft(source=path)
    problems += _identity_problems(path, values)
    text = body(source, parts.body, problems)
    if problems or zone is None or defaults is None:
        names = {name: values.get(name, "") for name in ("contact", "letterhead")}
        raise SourceError(problems, Outline(source=path, body=text, **names))
    year, day, slug = _identity(path)
    midnight = fields.fixed(dt.datetime.combine(day, dt.time(), zone))
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
            day=day,
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
    elif re.fullmatch(r"\d{4}|media", name):
        problems.append(Problem(path=path, code="page-name-taken", values={"address": f"/{name}/"}))
    source = Source.decoded(path, data)
    parts = document(source, problems)
    if parts is None:
        raise SourceError(problems)
    values = fields.read(PAGE, parts.head, fields.Reading(source, problems), missing_at=parts.fence)
    text = body(source, parts.body, problems)
    if problems:
        raise SourceError(problems, Outline(source=path, body=text))
    return sealed(Page(source=path, name=name, headline=values["headline"], body=text))


def _is_draft(data: bytes) -> bool:
    """Does the front matter say so? Asked of the bare text, so that a draft need not be readable as anything."""
    text = data.decode("utf-8-sig", "replace").replace("\r", "\n").lstrip()
    closing = FENCE.search(text, 4)
    return DRAFT.search(text, 0, closing.start() if closing else len(text)) is not None


def _identity(path: str) -> tuple[int, dt.date, str]:
    """Year, day and slug, from the path of a file that has no `_identity_problems`."""
    folder, name = path.split("/")[-2:]
    match = RELEASE_FILE.fullmatch(name)
    assert match is not None, path
    return int(folder), dt.date.fromisoformat(match["day"]), match["slug"]


def _identity_problems(path: str, values: Mapping[str, object]) -> Iterator[Problem]:
    """Does the file's name make an address, and agree with its folder and with the fields?"""
    folder, name = path.split("/")[-2:]
    match = RELEASE_FILE.fullmatch(name)
    date, embargo = values.get("date"), values.get("embargo")
    day = None
    if match is None or not SLUG.fullmatch(match["slug"]) or len(match["slug"]) > MAX_SLUG:
        wanted = {"name": name, "wanted": _file_name(name, folder, values)}
        yield Problem(path=path, code="file-name", values=wanted)
    if match:
        try:
            day = dt.date.fromisoformat(match["day"])
        except ValueError:
            yield Problem(path=path, code="file-name-day", values={"name": name})
    if not isinstance(date, dt.date):
        date = None
    shown = {"date": f"{date:%d.%m.%Y}" if date else "", "name": name}
    if day and str(day.year) != folder and date in (None, day):
        yield Problem(path=path, code="year-folder", values={"year": day.year, "folder": folder})
    elif date and str(date.year) != folder:
        wanted = {**shown, "year": folder, "wanted": f"content/releases/{date.year}/{date}-{name[11:]}"}
        yield Problem(path=path, code="date-year", values=wanted, field="date")
    elif date and day and date != day:
        wanted = {**shown, "wanted": f"{date}-{name[11:]}"}
        yield Problem(path=path, code="date-file-name", values=wanted, field="date")
    if date and isinstance(embargo, dt.datetime) and embargo.date() < date:
        yield Problem(path=path, code="embargo-before-date", values=shown, field="embargo")


def _file_name(name: str, folder: str, values: Mapping[str, object]) -> str:
    """A name like the one written, that makes an address."""
    match = RELEASE_FILE.fullmatch(name)
    date = match["day"] if match else values.get("date") or f"{folder}-01-31"
    words = slug_of(match["slug"] if match else re.sub(r"^[\d._ -]+|\.?md$", "", name))
    slug = words or slug_of(str(values.get("headline", ""))) or "kurzer-name"
    if len(slug) > MAX_SLUG:
        slug = slug[:MAX_SLUG].rpartition("-")[0] or slug[:MAX_SLUG]
    return f"{date}-{slug}.md"
