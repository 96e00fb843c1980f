"""What the office publishes, file by file: any change shows as a difference that a person can read.

`make golden` redraws the files below tests/golden/; read the difference before committing it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.harness import PROJECT, Built, Newsroom, tool

GOLDEN = Path(__file__).parent / "golden"

FILES = (
    "public/index.html",  # the list of the newest, the years
    "public/404.html",  # the only page with absolute paths
    "public/2018/index.html",  # a year by months
    "public/themen/mobilitaet/index.html",  # a topic
    "public/themen/mobilitaet/2019/index.html",  # in one year
    "public/themen/index.html",  # all topics
    "public/suche/index.html",  # the search
    "public/suche/2018.json",  # what it looks through
    "public/abonnieren/index.html",  # how to subscribe
    "public/impressum/index.html",  # a standing page
    "public/2017/austausch-fluechtlingsbetreuung/index.html",  # the office's real release
    "public/2018/alles-was-ein-brief-tragen-kann/index.html",  # everything a text may hold
    "public/2018/sprachen-und-fussnoten/index.html",  # what is for those who listen
    "public/2019/wuermbruecke-eroeffnet/index.html",  # everything a release carries besides its text
    "public/2019/bridge-opens/index.html",  # an English release among German ones
    "public/2019/tag-der-offenen-tuer/index.html",  # withdrawn
    "public/2019/bruecke/index.html",  # a former address
    "public/feed.json",
    "public/themen/mobilitaet/atom.xml",
    "public/feed.xml",  # also with corrections, a withdrawal and photos
    "print/2017-12-20-austausch-fluechtlingsbetreuung.pdf",
    "print/2018-03-14-alles-was-ein-brief-tragen-kann.pdf",
    "print/2018-06-02-sprachen-und-fussnoten.pdf",  # what is for those who listen
    "print/2019-03-05-wuermbruecke-eroeffnet.pdf",  # notes, photos, two contacts, attachments, standing paragraphs
    "print/2019-05-07-noch-gesperrt.pdf",  # for the print office alone, with its embargo
    "print/auftragsliste.html",  # an embargo, a withdrawal, a correction, an update
    "print/auftragsliste.csv",
)


def shadow(letter: Path) -> str:
    """What can be read of a PDF: what it says of itself, its fonts, its structure, and its pages as they look."""
    about = tool("pdfinfo", "-isodates", letter)
    hidden = ("File size", "Producer", "CreationDate", "ModDate")  # of the machine; the dates have a test of their own
    return "\n".join(
        (
            "".join(line for line in about.splitlines(keepends=True) if not line.startswith(hidden)),
            tool("pdffonts", letter),
            tool("pdfinfo", "-struct-text", letter),
            tool("pdftotext", "-layout", letter, "-").replace("\f", "\n=== Seitenende ===\n"),
        )
    )


@pytest.mark.parametrize("path", FILES)
def test_it_is_published_as_before(published: Built, path: str, pytestconfig: pytest.Config) -> None:
    compare(published.folder / path, GOLDEN / path, pytestconfig)


@pytest.mark.parametrize("path", ["public/2018/eine-seite/index.html", "print/2018-05-03-eine-seite.pdf"])
def test_an_office_that_counts_characters_says_so(counting: Newsroom, path: str, pytestconfig: pytest.Config) -> None:
    compare(counting.folder / path, GOLDEN / "counting" / path, pytestconfig)


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom that tells journalists how long each release is; the office of the specimen does not."""
    newsroom = Newsroom(tmp_path_factory.mktemp("counting"))
    newsroom.newsroom("legal_links", "character_count: ja\nlegal_links")
    name = "releases/2018/2018-05-03-eine-seite.md"
    newsroom.write(f"content/{name}", (PROJECT / "tests/specimen" / name).read_text())
    newsroom.build()
    return newsroom


def compare(file: Path, golden: Path, pytestconfig: pytest.Config) -> None:
    """The file as it was drawn before, or drawn anew."""
    now = shadow(file) if file.suffix == ".pdf" else file.read_text()
    if file.suffix == ".csv":  # a letter's bytes are those of this machine's libraries
        now = re.sub(r"\b[0-9a-f]{64}\b", "…", now)
    golden = golden.with_name(golden.name + ".txt") if file.suffix == ".pdf" else golden
    if pytestconfig.getoption("--golden"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(now)

    assert now == golden.read_text()
