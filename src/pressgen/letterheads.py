"""`pressgen letterhead`: begin a letterhead as the copy of another, and draw letters on it to look at.

What is drawn comes from `specimen/`, letters with everything that a letter may hold; the office is that of the project.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from pressgen import load, paper
from pressgen.model import Office, sealed
from pressgen.names import SLUG
from pressgen.outputs import letters
from pressgen.problems import Problem, SourceError, each_once
from pressgen.site import Site
from pressgen.state import State

FOLDER = "layouts/letterheads"

SPECIMEN = Path(__file__).with_name("specimen")

DRAWN = ".pressgen/letterheads"
"""Where letters to look at are put, below the project."""

DPI = 100
"""Of the pictures: a page fits on a screen."""

MOMENT = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
"""Of the specimen: after its updates, before its embargo."""


def known(project: Path) -> list[str]:
    """The names of all letterheads; the office's own, which newsroom.yaml gives to all releases, is the first."""
    names = sorted(file.parent.name for file in (project / FOLDER).glob("*/letter.html"))
    try:
        own = load.settings(project).defaults.get("letterhead")
    except SourceError:
        own = None
    return sorted(names, key=lambda name: name != own)


class NoName(Exception):
    """What cannot be the name of a letterhead."""


def new(project: Path, name: str, like: str) -> str:
    """Begin a letterhead as a copy of the one in the folder `like`; returns its path relative to the project.

    Its font families get names of their own: those of the original could not be told from a font of the system. It is a
    series of its own. Raises NoName; FileExistsError, FileNotFoundError with the path of the one or the other.
    """
    if not SLUG.fullmatch(name):
        raise NoName
    source, target = project / FOLDER / like, project / FOLDER / name
    if not (source / "letter.html").is_file():
        raise FileNotFoundError(None, "", f"{FOLDER}/{like}")
    if target.exists():
        raise FileExistsError(None, "", f"{FOLDER}/{name}")
    # Copied elsewhere, and moved in when it is complete: another run may be looking at the letterheads.
    copy = project / DRAWN / ".new" / name
    shutil.rmtree(copy.parent, ignore_errors=True)
    shutil.copytree(source, copy)
    for file in copy.glob("*"):
        if file.suffix in (".css", ".html", ".yaml"):
            # Not strictly UTF-8: what is wrong with the file is told when it is drawn.
            text = file.read_bytes().decode("utf-8", "surrogateescape")
            text = _on_its_own(text) if file.suffix == ".yaml" else _renamed(text, copy)
            file.write_bytes(text.encode("utf-8", "surrogateescape"))
    copy.rename(target)
    copy.parent.rmdir()
    return f"{FOLDER}/{name}"


FAMILY = re.compile(r"@font-face\s*{[^}]*?font-family:\s*[\"']?([\w-]+(?: [\w-]+)*)")


def _renamed(text: str, folder: Path) -> str:
    """A style sheet or template in which each font family of the letterhead is named after its folder."""
    css = "".join(file.read_text(encoding="utf-8", errors="replace") for file in sorted(folder.glob("*.css")))
    words = "-".join(part.capitalize() for part in folder.name.split("-"))
    for number, family in enumerate(dict.fromkeys(FAMILY.findall(css))):
        text = re.sub(rf"(?<![\w-]){re.escape(family)}(?![\w-])", f"{words}-Brief{number or ''}", text)
    return text


def _on_its_own(text: str) -> str:
    """letterhead.yaml without what makes a letterhead the version of a series."""
    return re.sub(r"^(?=(?:series|reihe|from|ab|until|bis)[ \t]*:)", "# ", text, flags=re.MULTILINE)


class Drawn(NamedTuple):
    """The specimen on a letterhead."""

    letters: int
    pages: int
    folder: str
    """Relative to the project: a PDF for each letter, a PNG for each page."""


def check(project: Path, name: str) -> Drawn:
    """Draw the specimen on the letterhead in the folder `name`.

    Raises SourceError with all that is wrong with it, and nothing is drawn then.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = dict(_letters(project, name, Path(folder)))
    target = project / DRAWN / name
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    pages = 0
    for letter, data in made.items():
        (target / f"{letter}.pdf").write_bytes(data)
        for number, picture in enumerate(paper.pictures(data, DPI), 1):
            (target / f"{letter}-{number}.png").write_bytes(picture)
            pages += 1
    return Drawn(len(made), pages, f"{DRAWN}/{name}")


def _letters(project: Path, name: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of each letter of the specimen, made in an empty folder."""
    shutil.copytree(SPECIMEN, folder, dirs_exist_ok=True)
    shutil.copytree(project / FOLDER / name, folder / FOLDER / name)
    with State(folder / ".pressgen/state.db", b"specimen") as state:
        site = load.load(folder, state)
        site = msgspec.structs.replace(site, releases=tuple(load.worded(state, release) for release in site.releases))
    problems = [problem for problem in site.problems if problem.path.startswith(FOLDER)]
    if problems:
        raise SourceError(problems)
    design = site.letterheads[name]
    site = msgspec.structs.replace(
        site,
        newsroom=msgspec.structs.replace(site.newsroom, office=_office(project, site)),
        # Today's letters, whatever its time; with an address only where that has a place.
        letterheads={name: msgspec.structs.replace(design, series=name, since=None, until=None)},
        releases=tuple(
            sealed(
                msgspec.structs.replace(
                    release, letterhead=name, recipient=release.recipient if design.address_field else (), digest=b""
                )
            )
            for release in site.releases
        ),
    )
    met: list[Problem] = []
    printed, public = site.edition(MOMENT, "print"), site.edition(MOMENT, "public")
    # What is withdrawn goes to nobody on paper.
    gone = msgspec.structs.replace(public, releases=tuple(r for r in public.releases if r.withdrawn))
    editions = (printed, gone)
    for artifact in (a for edition in editions for a in letters.artifacts(edition, {}, range(len(edition.releases)))):
        try:
            data = artifact.render(*load.contents(folder, artifact.inputs))
        except SourceError as error:
            met += error.problems
        else:
            name = artifact.path.rpartition("/")[2]
            yield name[len("2026-01-15-") : -len(".pdf")], data
    if met:
        raise SourceError(each_once(met))


def _office(project: Path, specimen: Site) -> Office:
    """The office that will write on it, as far as that is known."""
    try:
        return load.settings(project).newsroom.office
    except SourceError:
        return specimen.newsroom.office
