"""The only reader of content/ and layouts/: files become a `Site`.

What was parsed before and has not changed on disk is taken from the state, unread. The words of releases stay there
until something is made of them: nearly all of an archive is not read again.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from pressgen.listing import Listed, Looked, look, rules
from pressgen.model import (
    Boilerplate,
    Contact,
    Draft,
    File,
    Layout,
    Letterhead,
    Outline,
    Page,
    Record,
    Release,
    Words,
    put_in,
)
from pressgen.names import RECORD
from pressgen.parsed import Sources, Value
from pressgen.problems import Problem, SourceError
from pressgen.reading import Rules, Unread, read
from pressgen.site import Quiet, Site, Worded
from pressgen.sources import letterhead, locate, pictures, record, release
from pressgen.sources import newsroom as newsroom_source
from pressgen.sources.newsroom import Settings
from pressgen.sources.source import MAX_BYTES, Source
from pressgen.state import Damaged, State
from pressgen.workers import ALONE, Workers

RELEASES: msgspec.json.Decoder[Release | Draft] = msgspec.json.Decoder(Release | Draft)
BOILERPLATES = msgspec.json.Decoder(Boilerplate)
PAGES = msgspec.json.Decoder(Page)
MEDIA = msgspec.json.Decoder(File)
WORDS = msgspec.msgpack.Decoder(Words)

NONE: Mapping[int, Quiet] = {}

SETTINGS = "letterhead.yaml"
"""What a letterhead says of itself."""

WEB_TEMPLATES = ("home.html", "year.html", "release.html", "page.html", "404.html", "redirect.html", "entry.html")

TEXT_SUFFIXES = (".markdown", ".mdown", ".mkd", ".txt")
OFFICE_SUFFIXES = (".doc", ".docx", ".odt", ".rtf", ".pages")
"""Files among the releases and pages that somebody surely meant to be one."""


def load(
    project: Path,
    state: State,
    looked: Looked | None = None,
    workers: Workers = ALONE,
    lost: Callable[[str], object] = str,
    quiet: Mapping[int, Quiet] = NONE,
) -> Site:
    """Everything on disk, or what was just `looked` at; problems included. Years that are `quiet` are not read.

    `lost` is told the path of a release at which a worker died.

    Raises SourceError if the newsroom itself cannot be read: without it nothing else can be understood.
    """
    return _Loading(project, state, looked or look(project), workers, lost, quiet).site()


def settings(project: Path) -> Settings:
    """What newsroom.yaml says. Raises SourceError with its problems."""
    problems: list[Problem] = []
    source = _source(project, "content/newsroom.yaml", problems)
    found = newsroom_source.settings(source, problems) if source else None
    if found is None:
        raise SourceError(problems)
    return found


def contents(project: Path, value: Any, worded: Worded | None = None) -> Any:
    """A render's argument with each `File` in it replaced by its bytes, and each release with its words."""
    if worded and isinstance(value, Release):
        return worded(value)
    if isinstance(value, File):
        return (project / value.path).read_bytes()
    if isinstance(value, tuple):
        items = (contents(project, item, worded) for item in value)
        return value._make(items) if hasattr(value, "_make") else tuple(items)
    return value


def worded(state: State, release: Release) -> Release:
    """The release with its words, which are in the state where it is not read anew."""
    if not release.body.digest or release.body.html:
        return release
    with contextlib.suppress(msgspec.MsgspecError):
        words = WORDS.decode(state.words(release.source) or b"")
        if words.digest == release.body.digest:
            return put_in(release, words)
    raise Damaged(f"does not know {release.source}")


def located(project: Path, problem: Problem) -> Problem:
    """The problem with its place, found again in the source by the field or text it is about."""
    if problem.location is not None or (problem.field is None and problem.text is None):
        return problem
    try:
        return locate.located(problem, (project / problem.path).read_bytes())
    except OSError:
        return problem


class _Loading:
    """One pass over the project's folders."""

    def __init__(
        self,
        project: Path,
        state: State,
        looked: Looked,
        workers: Workers,
        lost: Callable[[str], object],
        quiet: Mapping[int, Quiet],
    ) -> None:
        self.project = project
        self.workers = workers
        self.lost = lost
        self.quiet = quiet
        self.unread = {f"content/releases/{year}" for year in quiet}
        """Folders."""
        self.sources = Sources(state, self.unread)
        self.problems = list(looked.problems)
        self.outlines: list[Outline] = []
        self.remarks: list[Problem] = []
        self.looked = looked

    def site(self) -> Site:
        settings = self.settings()
        contacts = self.contacts(settings)
        media = self.media()  # photos may lie beside releases, whose folders are done with after them
        releases, drafts = self.releases(settings)
        pages = self.pages()
        boilerplates = self.boilerplates()
        records = self.records()
        letterheads = {
            path.name: found
            for path in (self.folders("layouts/letterheads") if settings is None or settings.newsroom.letters else ())
            if (found := self.letterhead(path)) and self.has("letter.html", found.layout)
        }
        web = self.layout(self.project / "layouts/web")
        for name in WEB_TEMPLATES:
            self.has(name, web)
        paper = self.layout(self.project / "layouts/print")
        self.has("jobs.html", paper)
        self.sources.finish()
        if settings is None:
            raise SourceError(self.problems)
        return Site(
            newsroom=settings.newsroom,
            defaults=settings.defaults,
            contacts=contacts,
            releases=tuple(releases),
            drafts=tuple(drafts),
            pages=tuple(pages),
            boilerplates=boilerplates,
            record=records,
            web=web,
            print=paper,
            letterheads=letterheads,
            media=media,
            problems=tuple(self.problems),
            outlines=tuple(self.outlines),
            fresh=frozenset(self.sources.fresh),
            remarks=tuple(self.remarks),
            quiet=self.quiet,
        )

    def settings(self) -> Settings | None:
        source = _source(self.project, "content/newsroom.yaml", self.problems)
        return newsroom_source.settings(source, self.problems) if source else None

    def contacts(self, settings: Settings | None) -> Mapping[str, Contact]:
        source = _source(self.project, "content/contacts.yaml", self.problems)
        code = settings.calling_code if settings else newsroom_source.CALLING_CODE
        return newsroom_source.contacts(source, code, self.problems) if source else {}

    def releases(self, settings: Settings | None) -> tuple[list[Release], list[Draft]]:
        defaults = {"language": settings.newsroom.language} | dict(settings.defaults) if settings else None
        zone = settings.zone if settings else None
        # A release's value also depends on these settings.
        base_url = settings.newsroom.base_url if settings else ""
        text_limit = settings.newsroom.text_limit if settings else 0  # for remarks alone, which no build remembers
        context = f"{sorted(defaults.items())} {zone} {rules(zone)} {base_url}" if defaults is not None and zone else ""
        context = hashlib.blake2b(context.encode(), digest_size=8).hexdigest()

        folders: dict[str, list[Listed]] = {}
        for listed in self.texts("content/releases"):
            if listed.folder not in self.unread:
                folders.setdefault(listed.folder, []).append(listed)
        found: list[Release | Draft] = []
        unread: list[Listed] = []
        for folder, texts in folders.items():
            if not re.fullmatch(r"content/releases/\d{4}", folder):
                self.problems += map(_astray, texts)
                continue
            new: list[Listed] = []
            for listed in texts:
                if value := self.sources.value(listed, RELEASES, context):
                    found.append(value)
                else:
                    new.append(listed)
            if not new:
                self.sources.keep(folder)
            unread += new
        found += self.read(unread, Rules(defaults, zone, base_url, text_limit), context)
        return [r for r in found if isinstance(r, Release)], [d for d in found if isinstance(d, Draft)]

    def read(self, unread: Sequence[Listed], rules: Rules, context: str) -> Iterator[Release | Draft]:
        """Parse releases, on all cores if they are many; the problems of those that have any are collected."""

        def complete(file: Unread) -> Unread:
            with open(self.project / file.path, "rb") as source:
                return file._replace(data=source.read(MAX_BYTES + 1))

        files = [Unread(listed.path, b"") for listed in unread]
        readings = self.workers.answers(functools.partial(read, rules), files, complete, self.lost)
        for number, (listed, reading) in enumerate(zip(unread, readings, strict=True)):
            if number and listed.folder != unread[number - 1].folder:
                self.sources.keep(unread[number - 1].folder)
            self.problems += reading.problems
            self.remarks += reading.remarks
            if reading.outline:
                self.outlines.append(reading.outline)
            if reading.value:
                self.sources.add(listed, reading.value, context, reading.words)
                yield RELEASES.decode(reading.value)

    def pages(self) -> list[Page]:
        texts = self.texts("content/pages")
        return [page for listed in texts if (page := self.parsed(listed, PAGES, release.page))]

    def boilerplates(self) -> dict[str, Boilerplate]:
        texts = self.texts("content/boilerplates")
        found = (self.parsed(listed, BOILERPLATES, release.boilerplate) for listed in texts)
        return {standing.key: standing for standing in found if standing}

    def texts(self, folder: str) -> Iterator[Listed]:
        """The texts below a folder; what looks as if it were meant to be one is told."""
        for listed in self.files(folder):
            if listed.name.endswith(".md"):
                yield listed
            else:
                self.check_unread(listed.path)

    def records(self) -> dict[str, Record]:
        if not (self.project / RECORD).exists():  # nothing was public yet
            return {}
        source = _source(self.project, RECORD, self.problems, limit=None)
        return record.records(source, self.problems, {f"{year}" for year in self.quiet}) if source else {}

    def media(self) -> dict[str, File]:
        media: dict[str, File] = {}
        for folder, below in (
            ("content/media", "media"),
            ("content/releases", "media"),
            ("content/pages", "media/pages"),
        ):
            for listed in self.files(folder):
                if listed.name.endswith(".md"):
                    continue
                # macOS writes names decomposed (a + ¨), authors and other systems composed (ä).
                address = unicodedata.normalize("NFC", below + listed.path.removeprefix(folder))
                if address in media:
                    values = {"other": media[address].path}
                    self.problems.append(Problem(path=listed.path, code="media-twice", values=values))
                if file := self.parsed(listed, MEDIA, _file, limit=None):
                    media[address] = file
        return media

    def letterhead(self, folder: Path) -> Letterhead:
        layout = self.layout(folder, without=SETTINGS)
        values = {}
        if (folder / SETTINGS).exists():
            source = _source(self.project, f"{layout.path}/{SETTINGS}", self.problems)
            values = letterhead.settings(source, self.problems) if source else {}
        return Letterhead(
            layout=layout,
            series=values.get("series", folder.name),
            since=values.get("from"),
            until=values.get("until"),
            address_field=values.get("address_field", False),
            hyphenation=values.get("hyphenation", ()),
        )

    def layout(self, folder: Path, without: str = "") -> Layout:
        place = self.path(folder)
        files = {
            name: (self.project / listed.path).read_bytes()
            for listed in self.files(place)
            if (name := listed.path[len(place) + 1 :]) != without
        }
        for name, data in files.items():
            if name.endswith((".html", ".css")):
                try:
                    Source.decoded(f"{place}/{name}", data)
                except SourceError as error:
                    self.problems += error.problems
        digest = hashlib.blake2b(digest_size=16)
        for name in sorted(files):
            digest.update(b"%s\0%d\0" % (name.encode(), len(files[name])))
            digest.update(files[name])
        return Layout(path=place, files=files, digest=digest.digest())

    def has(self, name: str, layout: Layout) -> bool:
        if name not in layout.files:
            self.problems.append(Problem(path=layout.path, code="template-missing", values={"name": name}))
        return name in layout.files

    def parsed(
        self,
        listed: Listed,
        decoder: msgspec.json.Decoder[Value],
        parse: Callable[[str, bytes], Value],
        limit: int | None = MAX_BYTES + 1,
    ) -> Value | None:
        """The value of a file, remembered or parsed; None if it has problems.

        Of a text that is too long only `limit` bytes are read, to be refused.
        """
        if value := self.sources.value(listed, decoder):
            return value
        try:
            with open(self.project / listed.path, "rb") as file:
                value = parse(listed.path, file.read(limit))
        except SourceError as error:
            self.problems += error.problems
            if isinstance(error.outline, Outline):
                self.outlines.append(error.outline)
            return None
        self.sources.add(listed, msgspec.json.encode(value))
        return value

    def check_unread(self, path: str) -> None:
        stem, suffix = os.path.splitext(path)
        if suffix.lower() in OFFICE_SUFFIXES:
            self.problems.append(Problem(path=path, code="office-document"))
        elif suffix.lower() in (".md", *TEXT_SUFFIXES):
            wanted = os.path.basename(stem) + ".md"
            self.problems.append(Problem(path=path, code="not-read", values={"wanted": wanted}))

    def files(self, folder: str) -> Sequence[Listed]:
        """All files below a folder."""
        top = "/".join(folder.split("/")[:2])
        found = list(self.looked.below(top))
        return found if top == folder else [listed for listed in found if listed.path.startswith(f"{folder}/")]

    def folders(self, folder: str) -> list[Path]:
        try:
            return sorted(path for path in (self.project / folder).iterdir() if path.is_dir())
        except FileNotFoundError:
            return []

    def path(self, entry: Path) -> str:
        """Relative to the project, with forward slashes."""
        return os.path.relpath(entry, self.project).replace(os.sep, "/")


def _astray(listed: Listed) -> Problem:
    """A text below content/releases/, in the folder of no year."""
    year = listed.name[:4] if re.match(r"\d{4}-", listed.name) else "2017"
    values = {"folder": f"content/releases/{year}/"}
    return Problem(path=listed.path, code="not-in-year-folder", values=values)


def _file(path: str, data: bytes) -> File:
    width, height = pictures.size(path, data)
    return File(path=path, size=len(data), digest=hashlib.sha256(data).digest(), width=width, height=height)


def _source(project: Path, path: str, problems: list[Problem], limit: int | None = MAX_BYTES) -> Source | None:
    """A file that a project must have; None, with a problem, if it cannot be read or has more than `limit` bytes."""
    try:
        return Source.decoded(path, (project / path).read_bytes(), limit)
    except FileNotFoundError:
        problems.append(Problem(path=path, code="file-missing"))
    except SourceError as error:
        problems += error.problems
    return None
