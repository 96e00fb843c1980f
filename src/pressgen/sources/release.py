"""A release's or page's file becomes a value."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from pressgen.model import Body, Boilerplate, Draft, Outline, Page, Release, sealed
from pressgen.names import RELEASE_FILE, SLUG, slug_of
from pressgen.problems import Problem, SourceError
from pressgen.sources import blocks, fields, frontmatter
from pressgen.sources.body import body
from pressgen.sources.fields import Field, Schema
from pressgen.sources.frontmatter import FENCE, document
from pressgen.sources.source import Source

RELEASE = Schema(
    fields=(
        Field("headline", ("titel", "title"), fields.text, required=True),
        Field("subhead", ("unterzeile", "subtitle"), fields.text),
        Field("kicker", ("dachzeile",), fields.text),
        Field("date", ("datum",), fields.day_or_moment, required=True),
        Field("place", ("ort",), fields.text, defaultable=True),
        Field("contact", ("kontakt",), fields.words, required=True, defaultable=True),
        Field("letterhead", ("briefkopf",), fields.word, required=True, defaultable=True),
        Field("topics", ("themen",), fields.names),
        Field("municipality", ("gemeinde", "municipalities", "gemeinden"), fields.names),
        Field("number", ("nummer",), blocks.number),
        Field("embargo", ("sperrfrist",), fields.moment),
        Field("draft", ("entwurf",), fields.flag),
        Field("image", ("bild",), blocks.image),
        Field("gallery", ("bilder",), blocks.gallery),
        Field("attachments", ("anhaenge", "anhänge"), blocks.attachments),
        Field("boilerplate", ("abbinder",), fields.words, defaultable=True),
        Field("usage", ("abdruck",), fields.text, defaultable=True),
        Field("recipient", ("empfaenger", "empfänger"), blocks.recipient),
        Field("language", ("sprache",), fields.language),
        Field("updates", ("aenderungen", "änderungen"), blocks.updates),
        Field("withdrawn", ("zurueckgezogen", "zurückgezogen"), blocks.withdrawal),
        Field("aliases", ("fruehere_adressen", "frühere_adressen"), blocks.aliases),
    )
)

PAGE = Schema(fields=(Field("headline", ("titel", "title"), fields.text, required=True),))

DRAFT = re.compile(rf"^(?:draft|entwurf)[ \t]*:[ \t]*[\"']?(?:{'|'.join(fields.YES)})\b", re.MULTILINE | re.IGNORECASE)

MAX_SLUG = 120
"""Characters: a longer one makes file names that some systems refuse."""


def release(
    path: str, data: bytes, newsroom: Mapping[str, Any] | None, zone: zoneinfo.ZoneInfo | None, base_url: str = ""
) -> Release | Draft:
    """The release in a file; `newsroom` has values for fields that it does not write.

    While newsroom.yaml cannot be read, both it and the zone are None, and `base_url` is empty.

    Raises SourceError with all problems of the file.
    """
    try:
        parsed = _parsed(path, data, newsroom, zone, base_url)
    except SourceError as error:
        if _is_draft(data):
            return Draft(source=path, problems=error.problems)
        raise
    problems, values, text = parsed.reading.problems, parsed.values, parsed.text
    if values.get("draft") or (problems and _is_draft(data)):
        return _draft(path, parsed, newsroom)
    outline = Outline(
        source=path,
        body=text,
        contacts=values.get("contact", ()),
        letterhead=values.get("letterhead", ""),
        boilerplates=values.get("boilerplate", ()),
    )
    if problems or zone is None or newsroom is None:
        raise SourceError(problems, outline)
    year, day, slug = _identity(path)
    found = _made(path, year, day, slug, parsed, {"language": newsroom["language"]})
    later = found.updates or found.withdrawn
    if later and (problems := list(_moment_problems(parsed.head, found, parsed.reading))):
        raise SourceError(problems, outline)
    return found


class _Parsed(NamedTuple):
    """A release's file, taken apart; its problems are in the reading."""

    head: frontmatter.Mapping
    values: Mapping[str, Any]
    text: Body
    reading: fields.Reading


def _parsed(
    path: str, data: bytes, newsroom: Mapping[str, Any] | None, zone: zoneinfo.ZoneInfo | None, base_url: str
) -> _Parsed:
    """Raises SourceError if the file has no front matter that can be read."""
    problems: list[Problem] = []
    source = Source.decoded(path, data)
    parts = document(source, problems)
    if parts is None:
        raise SourceError([*problems, *_identity_problems(path, {})])
    reading = fields.Reading(source, problems, zone, base_url=base_url)
    values = fields.read(RELEASE, parts.head, reading, missing_at=parts.fence, defaults=newsroom)
    problems += _identity_problems(path, values)
    return _Parsed(parts.head, values, body(source, parts.body, problems), reading)


def _made(path: str, year: int, day: dt.date, slug: str, parsed: _Parsed, instead: Mapping[str, Any]) -> Release:
    """The release of a file; `instead` has values for what is not written in it."""
    values = {**instead, **parsed.values}
    first = fields.first_moment(values["date"], parsed.reading)
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
            published=max(first, embargo) if embargo else first,
            contacts=values["contact"],
            letterhead=values["letterhead"],
            topics=values.get("topics", ()),
            municipalities=values.get("municipality", ()),
            number=values.get("number", 0),
            image=values.get("image"),
            gallery=values.get("gallery", ()),
            attachments=values.get("attachments", ()),
            boilerplates=values.get("boilerplate", ()),
            usage=values.get("usage", ""),
            recipient=values.get("recipient", ()),
            language=values["language"],
            updates=values.get("updates", ()),
            withdrawn=values.get("withdrawn"),
            aliases=values.get("aliases", ()),
            body=parsed.text,
        )
    )


def _moment_problems(head: frontmatter.Mapping, release: Release, reading: fields.Reading) -> Iterator[Problem]:
    """What happens to a release happens after its publication; told at its date."""
    keys = {field.name: (field.name, *field.aliases) for field in RELEASE.fields}
    for name, early in (("updates", "update-too-early"), ("withdrawn", "withdrawn-too-early")):
        block = frontmatter.find(head, keys[name])
        for item in block.items if isinstance(block, frontmatter.Sequence) else (block,):
            node = frontmatter.find(item, keys["date"])
            value = fields.day_or_moment(node, reading) if node else None
            if node is None or value is None:
                continue
            moment = fields.first_moment(value, reading)
            if name == "updates" and release.withdrawn and moment >= release.withdrawn.at:
                end = f"{release.withdrawn.at:%d.%m.%Y, %H:%M}"
                yield reading.source.problem("update-too-late", node.start, node.end - node.start, withdrawn=end)
            if moment > release.published:
                continue
            # A day alone is its first moment: readers could not tell that something changed since.
            untimed = not isinstance(value, dt.datetime) and value == release.published.date()
            code = "time-missing" if untimed else early
            yield reading.source.problem(code, node.start, node.end - node.start, day=f"{value:%d.%m.%Y}")


def _draft(path: str, parsed: _Parsed, newsroom: Mapping[str, Any] | None) -> Draft:
    """An unfinished release as far as it can be read, and what is still wrong with it. Raises nothing."""
    problems = tuple(parsed.reading.problems)
    try:
        year, day, slug = _identity(path)
    except ValueError:
        return Draft(source=path, problems=problems)
    if newsroom is None:
        return Draft(source=path, problems=problems)
    language = newsroom["language"]
    unknown = {"headline": MISSING[language], "date": day, "contact": (), "letterhead": "", "language": language}
    found = msgspec.structs.replace(_made(path, year, day, slug, parsed, unknown), unfinished=True, digest=b"")
    return Draft(source=path, release=sealed(found), problems=problems)


MISSING = {"de": "[Überschrift fehlt]", "en": "[headline missing]"}
"""In a preview, in the place of a headline."""


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


BOILERPLATE = Schema(fields=(Field("headline", ("titel", "title"), fields.text),))


def boilerplate(path: str, data: bytes) -> Boilerplate:
    """The standing paragraph in a file. Raises SourceError with all problems of the file."""
    problems: list[Problem] = []
    key = path.rsplit("/", 1)[1].removesuffix(".md")
    source = Source.decoded(path, data)
    start, values = 0, {}
    if FENCE.match(source.text.lstrip()):  # its front matter may be missing: there is nothing that it must say
        parts = document(source, problems)
        if parts is None:
            raise SourceError(problems)
        start = parts.body
        values = fields.read(BOILERPLATE, parts.head, fields.Reading(source, problems))
    text = body(source, start, problems, notes=False)
    if problems:
        raise SourceError(problems, Outline(source=path, body=text))
    return sealed(Boilerplate(source=path, key=key, headline=values.get("headline", ""), body=text))


def _is_draft(data: bytes) -> bool:
    """Does the front matter say so? Asked of the bare text, so that a draft need not be readable as anything."""
    text = data.decode("utf-8-sig", "replace").replace("\r", "\n").lstrip()
    closing = FENCE.search(text, 4)
    return DRAFT.search(text, 0, closing.start() if closing else len(text)) is not None


def _identity(path: str) -> tuple[int, dt.date, str]:
    """Year, day and slug from the path of a file. Raises ValueError if it has none; see `_identity_problems`."""
    folder, name = path.split("/")[-2:]
    match = RELEASE_FILE.fullmatch(name)
    if match is None or not SLUG.fullmatch(match["slug"]):
        raise ValueError(path)
    return int(folder), dt.date.fromisoformat(match["day"]), match["slug"]


def _identity_problems(path: str, values: Mapping[str, object]) -> Iterator[Problem]:
    """Does the file's name make an address, and agree with its folder and with the fields?"""

    def named(date: dt.date) -> dict[str, object]:
        return {"date": f"{date:%d.%m.%Y}", "name": name}

    folder, name = path.split("/")[-2:]
    match = RELEASE_FILE.fullmatch(name)
    date, embargo = values.get("date"), values.get("embargo")
    if isinstance(embargo, dt.datetime) and isinstance(date, dt.date):
        early = embargo < date if isinstance(date, dt.datetime) else embargo.date() < date
        if early:
            shown = f"{date:%d.%m.%Y, %H:%M}" if isinstance(date, dt.datetime) else f"{date:%d.%m.%Y}"
            yield Problem(path=path, code="embargo-before-date", values={"date": shown}, field="embargo")
    if isinstance(date, dt.datetime):
        date = date.date()
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
    if day and str(day.year) != folder and date in (None, day):
        yield Problem(path=path, code="year-folder", values={"year": day.year, "folder": folder})
    elif date and str(date.year) != folder:
        wanted = {"year": folder, "wanted": f"content/releases/{date.year}/{date}-{name[11:]}"}
        yield Problem(path=path, code="date-year", values=named(date) | wanted, field="date")
    elif date and day and date != day:
        wanted = {"wanted": f"{date}-{name[11:]}"}
        yield Problem(path=path, code="date-file-name", values=named(date) | wanted, field="date")


def _file_name(name: str, folder: str, values: Mapping[str, object]) -> str:
    """A name like the one written, that makes an address."""
    match = RELEASE_FILE.fullmatch(name)
    date = match["day"] if match else values.get("date") or f"{folder}-01-31"
    words = slug_of(match["slug"] if match else re.sub(r"^[\d._ -]+|\.?md$", "", name))
    slug = words or slug_of(str(values.get("headline", ""))) or "kurzer-name"
    if len(slug) > MAX_SLUG:
        slug = slug[:MAX_SLUG].rpartition("-")[0] or slug[:MAX_SLUG]
    return f"{date}-{slug}.md"
