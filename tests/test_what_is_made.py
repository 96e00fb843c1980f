"""What an edit costs: of each, exactly the files that a reader would expect are made again, and no other."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pressgen import again
from pressgen.toolchain import toolchain
from tests.harness import CONTACTS, Newsroom

PAGE, LETTER, COPY = "page", "letter", "print office's letter"


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    """Four releases, built; `alt` and `mitte` are neighbours across the turn of the year."""
    newsroom.newsroom("legal_links", "feed_length: 2\nlegal_links")
    newsroom.write("content/contacts.yaml", CONTACTS + "max-muster: {name: Max Muster}\n")
    newsroom.release("alt", date="2025-11-03", contact="max-muster")
    newsroom.release("mitte", date="2026-01-12")
    newsroom.release("neu", date="2026-02-05")
    newsroom.release("bald", date="2026-07-01", embargo="2026-07-01 10:00")
    newsroom.build()
    return newsroom


def made(archive: Newsroom, at: str = "2026-06-01 12:00") -> set[str]:
    """The files that a build names, in short: `alt page`, `home`, `2026`, `feed`, `jobs 2026` …"""
    answer = archive.command("build", "--at", at, "-v")
    assert answer.status == 0, answer.err
    return {_short(line) for line in answer.out.split("\n") if re.match(r"(public|print)/\S+$", line)}


def _short(path: str) -> str:
    patterns = {
        r"public/\d{4}/([a-z]+)/index\.html": r"\1 page",
        r"public/\d{4}/([a-z]+)/.*\.pdf": r"\1 letter",
        r"print/\d{4}-\d\d-\d\d-([a-z]+)\.pdf": r"\1 copy",
        r"public/(\d{4})/index\.html": r"\1",
        r"public/index\.html": "home",
        r"public/(feed\.xml|atom\.xml|feed\.json)": "feed",
        r"public/(\d{4})/(?:feed\.xml|atom\.xml|feed\.json)": r"archive \1",
        r"public/suche/(\d{4})\.json": r"words \1",
        r"public/themen/([a-z]+)/(feed\.xml|atom\.xml|feed\.json)": r"\1 feed",
        r"print/auftragsliste-(\d{4})\..*": r"jobs \1",
        r"print/auftragsliste\..*": "jobs",
        r"print/SHA256SUMS": "sums",
        r"public/404\.html": "404",
        r"public/([a-z0-9/]+)/index\.html": r"\1",
        r"public/(.*)": r"\1",
    }
    return next(re.sub(known, short, path) for known, short in patterns.items() if re.fullmatch(known, path))


def told(*names: str) -> set[str]:
    """What a release that is read anew costs in any case: page, letter and the lists of the print office."""
    return {f"{name} {file}" for name in names for file in ("page", "letter", "copy")} | {"jobs", "sums"}


def maps(*years: int) -> set[str]:
    """The sitemaps that tell of something new: of these years, of the other pages, of the news, and of all these."""
    return {f"sitemap-{year}.xml" for year in years} | {"sitemap-pages.xml", "sitemap-news.xml", "sitemap.xml"}


def test_a_text(archive: Newsroom) -> None:
    archive.release("neu", date="2026-02-05", body="Anders.")
    assert made(archive) == told("neu") | {"jobs 2026", "archive 2026", "words 2026", "feed"}


def test_a_text_that_is_not_in_the_feed_any_more(archive: Newsroom) -> None:
    archive.release("alt", date="2025-11-03", contact="max-muster", body="Anders.")
    assert made(archive) == told("alt") | {"jobs 2025", "archive 2025", "words 2025"}


def test_a_headline_is_also_in_lists_and_at_the_neighbours(archive: Newsroom) -> None:
    archive.release("mitte", date="2026-01-12", headline="Ganz anders")
    assert made(archive) == told("mitte") | {
        "jobs 2026",
        "archive 2026",
        "words 2026",
        "feed",
        "home",
        "2026",
        "alt page",
        "neu page",
    }


def test_a_topic(archive: Newsroom) -> None:
    archive.release("alt", date="2025-11-03", contact="max-muster", topics="[Bau]")
    topic = {
        "themen",
        "bau feed",
        "themen/bau",
        "themen/bau/2025",
        "home",
        "suche",
        "abonnieren",
        "sitemap-2025.xml",
        "sitemap-pages.xml",
    }
    assert made(archive) == told("alt") | {"jobs 2025", "archive 2025", "words 2025"} | topic
    archive.release("neu", date="2026-02-05", topics="[Bau]")
    topic = {
        "themen",
        "bau feed",
        "themen/bau",
        "themen/bau/2026",
        "home",
        "suche",
        "sitemap-2026.xml",
        "sitemap-pages.xml",
    }
    assert made(archive) == told("neu") | {"jobs 2026", "archive 2026", "words 2026", "feed"} | topic, "of 2025 nothing"


def test_a_headline_is_also_with_younger_ones_of_its_topics(archive: Newsroom) -> None:
    archive.release("alt", date="2025-11-03", contact="max-muster", topics="[Bau]")
    archive.release("neu", date="2026-02-05", topics="[Bau]")
    archive.build()
    archive.release("alt", date="2025-11-03", contact="max-muster", topics="[Bau]", headline="Ganz anders")
    topic = {"bau feed", "themen/bau", "themen/bau/2025", "home", "2025"}
    assert made(archive) == told("alt") | {"jobs 2025", "archive 2025", "words 2025", "mitte page", "neu page"} | topic


def test_a_place(archive: Newsroom) -> None:
    archive.release("neu", date="2026-02-05", place="Haar")
    assert made(archive) == told("neu") | {"jobs 2026", "archive 2026", "words 2026", "feed"}


def test_a_new_day_changes_the_order(archive: Newsroom) -> None:
    file = archive.release("neu", date="2026-02-05")
    file.unlink()
    archive.release("neu", date="2026-01-02")
    expected = told("neu") | {
        "jobs 2026",
        "archive 2026",
        "words 2026",
        "feed",
        "home",
        "2026",
        "alt page",
        "mitte page",
    }
    assert made(archive) == expected | maps(2026)


def test_a_new_release(archive: Newsroom) -> None:
    archive.release("frisch", date="2026-03-01")
    expected = told("frisch") | {"jobs 2026", "archive 2026", "words 2026", "feed", "home", "suche", "2026", "neu page"}
    assert made(archive) == expected | maps(2026)


def test_a_deleted_one_that_nobody_has_noted(archive: Newsroom) -> None:
    (archive.folder / "content/releases/2026/2026-01-12-mitte.md").unlink()
    assert made(archive) == {
        "neu page",
        "alt page",
        "home",
        "suche",
        "2026",
        "feed",
        "jobs",
        "jobs 2026",
        "archive 2026",
        "words 2026",
        "sums",
        "sitemap-2026.xml",
    }


def test_an_embargo_that_passes(archive: Newsroom) -> None:
    assert made(archive, "2026-07-01 09:59") == set()
    expected = (
        told("bald")
        | {"jobs 2026", "archive 2026", "words 2026", "feed", "home", "suche", "2026", "neu page"}
        | maps(2026)
    )
    assert made(archive, "2026-07-01 10:00") == expected


def test_a_correction_is_told_to_search_engines(archive: Newsroom) -> None:
    """Of the year of the release, and in the list of years; the news have nothing new."""
    updates = "[{date: 2026-01-20, kind: correction, note: Es sind drei.}]"
    archive.release("alt", date="2025-11-03", contact="max-muster", updates=updates)
    lists = {"jobs 2025", "archive 2025", "words 2025", "feed", "home", "2025", "sitemap-2025.xml", "sitemap.xml"}
    assert made(archive) == told("alt") | lists | {"mitte page"}


def test_a_contact_is_on_what_names_it(archive: Newsroom) -> None:
    archive.write("content/contacts.yaml", CONTACTS + "max-muster: {name: Max Mustermann}\n")
    assert made(archive) == told("alt") | {"jobs 2025", "archive 2025"}


def test_a_contact_that_nobody_names(archive: Newsroom) -> None:
    archive.write("content/contacts.yaml", CONTACTS + "max-muster: {name: Max Muster}\nute: {name: Ute}\n")
    assert made(archive) == set()


def test_an_attachment(archive: Newsroom) -> None:
    """Its letter is drawn again, and comes out the same: no list has to say anything else."""
    archive.write("content/media/plan.txt", "Der Plan")
    archive.release("alt", date="2025-11-03", contact="max-muster", attachments="[{file: /media/plan.txt}]")
    archive.build()
    archive.write("content/media/plan.txt", "Der neue Plan")
    assert made(archive) == {"alt page", "alt letter", "alt copy", "media/plan.txt", "archive 2025"}


PAGES = {"alt page", "mitte page", "neu page", "impressum", "abonnieren", "home", "suche", "2025", "2026", "404"}
LETTERS = {f"{name} {file}" for name in ("alt", "mitte", "neu") for file in ("letter", "copy")} | {"bald copy"}
JOBS = {"jobs", "jobs 2025", "jobs 2026"}
FEEDS = {"feed", "archive 2025", "archive 2026"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("layouts/web/style.css", PAGES | FEEDS | {"style.css"}),
        ("layouts/web/partials/footer.html", PAGES | FEEDS),
        ("layouts/print/jobs.html", JOBS | {"sums"}),
        ("layouts/letterheads/landkreis-aktuell/letter.css", LETTERS),
        ("layouts/letterheads/din-5008/letter.css", set()),
        ("layouts/README.md", set()),
    ],
)
def test_a_layout_is_what_it_is_for(archive: Newsroom, path: str, expected: set[str]) -> None:
    file = archive.folder / path
    file.write_text(file.read_text() + ("\n/* anders */\n" if path.endswith(".css") else "\n"))
    assert made(archive) == expected


def test_a_legal_page_that_all_link_to(archive: Newsroom) -> None:
    archive.write("content/pages/impressum.md", "---\nheadline: Impressum\n---\n\nNeuer Text.\n")
    assert made(archive) == {"impressum"}
    archive.write("content/pages/impressum.md", "---\nheadline: Anbieter\n---\n\nNeuer Text.\n")
    assert made(archive) == PAGES


def test_the_office_is_on_everything(archive: Newsroom) -> None:
    archive.newsroom("Am Markt 1", "Am Markt 2")
    assert made(archive) >= PAGES | LETTERS | {"feed"}


def test_a_title_concerns_the_web_alone(archive: Newsroom) -> None:
    settings = (archive.folder / "content/newsroom.yaml").read_text()
    archive.write("content/newsroom.yaml", re.sub("title: .*", "title: Neuer Titel", settings))
    assert made(archive) - JOBS == PAGES | FEEDS | {"sitemap-news.xml", "site.webmanifest"}


def test_another_library_may_change_everything_but_what_is_the_same_stays_as_it_is(
    archive: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = archive.public / "2026/neu/index.html"
    before = page.read_bytes()
    (tmp_path / "bibliothek-2.0.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    monkeypatch.setattr(again, "toolchain", toolchain.__wrapped__)  # as a process that begins now

    assert made(archive) >= PAGES | LETTERS | {"feed"}

    assert page.read_bytes() == before
    assert made(archive) == set()


Act = Callable[[Newsroom], object]


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda a: (a.folder / "content/releases/2026/2026-02-05-neu.md").touch(), id="touched"),
        pytest.param(lambda a: a.write("content/notizen.txt", "nichts"), id="notes"),
        pytest.param(lambda a: a.write("content/releases/2026/.2026-01-01-x.md.swp", "x"), id="an editor's file"),
    ],
)
def test_what_says_nothing_new_makes_nothing(archive: Newsroom, act: Act) -> None:
    act(archive)
    assert made(archive) == set()
