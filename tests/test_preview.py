"""A preview shows what nobody may see yet, in a folder of its own, and says so loudly."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.harness import PIXEL, Answer, Newsroom, files, pdf_text

BANNER = "Vorschau."


def preview(newsroom: Newsroom, *more: str) -> tuple[Path, Answer]:
    """A preview that is expected to succeed: its folder, and what was said."""
    folder = newsroom.folder / "vorschau"
    answer = newsroom.command("build", "--preview", str(folder), "--at", "2026-02-01 12:00", *more)
    assert answer.status == 0, answer.err
    return folder, answer


def test_it_shows_drafts_and_embargoed_releases_marked_and_publishes_nothing(newsroom: Newsroom) -> None:
    newsroom.release("bekannt")
    newsroom.release("entwurf", draft="true", headline="Noch ein Gedanke")
    newsroom.release("gesperrt", date="2026-03-01", embargo="2026-03-01 09:00")

    folder, _ = preview(newsroom)

    for slug, words in (
        ("entwurf", "Diese Meldung ist ein Entwurf."),
        ("gesperrt", "Diese Meldung ist noch nicht öffentlich; das wird sie am 01.03.2026, 09:00 Uhr."),
    ):
        page = (folder / f"2026/{slug}/index.html").read_text()
        assert BANNER in page
        assert words in page
    draft = pdf_text(next((folder / "2026/entwurf").glob("*.pdf")))
    assert "Entwurf, nicht veröffentlichen" in draft
    held = pdf_text(next((folder / "2026/gesperrt").glob("*.pdf")))
    assert "Vorschau, nicht veröffentlichen · Sperrfrist: 01.03.2026, 09:00 Uhr" in held
    known = pdf_text(next((folder / "2026/bekannt").glob("*.pdf")))
    assert "nicht veröffentlichen" not in known, "what is public already is no secret"
    assert "Noch ein Gedanke" in (folder / "index.html").read_text()
    assert BANNER in (folder / "impressum/index.html").read_text()
    assert files(newsroom.folder) == {}
    assert not (newsroom.folder / "content/published.txt").exists()


UNFINISHED = {
    "ohne-titel": ("draft: true\n", "[Überschrift fehlt]", "Das Feld 'headline'"),
    "kontakt": ("draft: true\nheadline: Da\ncontact: niemand\n", "Da", "Den Kontakt 'niemand' gibt es nicht."),
    "bild": (
        "draft: true\nheadline: Da\nimage: {file: fehlt.jpg, alt: a, credit: c}\n",
        "Da",
        "Das Bild 'fehlt.jpg' gibt es nicht.",
    ),
    "ohne-nachweis": (
        "draft: true\nheadline: Da\nimage: {file: x.jpg, alt: a}\n",
        "Da",
        "Hier fehlt das Feld 'credit'",
    ),
    "sprache": ("draft: true\nheadline: Da\nlanguage: fr\n", "Da", "Diese Sprache gibt es hier nicht."),
    "sprache-leer": ("draft: true\nheadline: Da\nlanguage:\nkicker: 1: 2\n", None, "Anführungszeichen"),
    "abbinder": ("draft: true\nheadline: Da\nboilerplate: nichts\n", "Da", "Den Abbinder 'nichts' gibt es nicht."),
    "briefkopf": ("draft: true\nheadline: Da\nletterhead: nichts\n", "Da", "Den Briefkopf 'nichts' gibt es nicht."),
    "alias": ("draft: true\nheadline: Da\naliases: [impressum, feed.xml]\n", "Da", None),
    "yaml": ("draft: true\nheadline: [\n", None, "2026-03-01-idee.md:"),
    "datum": ("draft: true\nheadline: Da\ndate: morgen\n", "Da", "Das ist kein Datum."),
}


@pytest.mark.parametrize(("head", "shown", "told"), UNFINISHED.values(), ids=UNFINISHED)
def test_a_draft_may_be_as_incomplete_as_it_likes(
    newsroom: Newsroom, head: str, shown: str | None, told: str | None
) -> None:
    newsroom.release("bekannt")
    newsroom.write("content/releases/2026/2026-03-01-idee.md", f"---\n{head}---\n\nEin Anfang.\n")

    newsroom.build(at="2026-02-01 12:00")
    folder, answer = preview(newsroom)

    page = folder / "2026/idee/index.html"
    assert page.exists() == (shown is not None)
    if shown:
        assert f"<h1>{shown}</h1>" in page.read_text()
        assert "Ein Anfang." in page.read_text()
    assert told is None or told in answer.out
    assert (folder / "2026/bekannt/index.html").exists()


def test_a_missing_picture_leaves_its_words_and_the_text(newsroom: Newsroom) -> None:
    newsroom.write("content/media/da.png", PIXEL)
    body = "Vorher ![Die Brücke & mehr](brücke.png) nachher.\n\n![Da](/media/da.png)"
    newsroom.release("idee", draft="true", body=body)

    folder, answer = preview(newsroom)

    page = (folder / "2026/idee/index.html").read_text()
    assert "Vorher [Die Brücke &amp; mehr] nachher." in page
    assert 'src="../../media/da.png"' in page
    assert "Das Bild 'brücke.png' gibt es nicht." in answer.out


@pytest.mark.parametrize(
    "place",
    [
        "public",
        "print",
        "content",
        "layouts",
        ".pressgen",
        "public/vorschau",
        "content/releases/vorschau",
        ".",
        "..",
        "public/../print",
        "link-to-public",
        "link-to-public/vorschau",
        "full",
        "other-project",
    ],
)
def test_it_cannot_get_where_it_does_not_belong(newsroom: Newsroom, place: str) -> None:
    newsroom.release("entwurf", draft="true")
    newsroom.release("bekannt")
    newsroom.build()
    (newsroom.folder / "link-to-public").symlink_to("public")
    newsroom.write("full/brief.txt", "Fremd")
    Newsroom(newsroom.folder / "other-project").build()
    before = {str(f): f.read_bytes() for f in sorted(newsroom.folder.rglob("*")) if f.is_file()}

    answer = newsroom.command("build", "--preview", str(newsroom.folder / place))

    assert answer.status == 2
    assert "ist kein Ordner für eine Vorschau" in answer.err
    assert {str(f): f.read_bytes() for f in sorted(newsroom.folder.rglob("*")) if f.is_file()} == before


def test_a_public_folder_that_is_a_link_is_refused_by_its_real_name(newsroom: Newsroom) -> None:
    newsroom.release("entwurf", draft="true")
    newsroom.write("webroot/keep", "")
    newsroom.public.symlink_to(newsroom.folder / "webroot")

    assert newsroom.command("build", "--preview", str(newsroom.folder / "webroot/neu")).status == 2


def test_the_second_preview_makes_only_what_changed_and_removes_what_is_gone(newsroom: Newsroom) -> None:
    newsroom.release("eins", draft="true")
    newsroom.release("zwei", draft="true")
    folder, _ = preview(newsroom)
    stamp = (folder / "2026/eins/index.html").stat().st_mtime_ns

    _, again = preview(newsroom)
    assert "0 neu geschrieben, 0 entfernt" in again.out

    (newsroom.folder / "content/releases/2026/2026-01-15-zwei.md").unlink()
    preview(newsroom)
    assert not (folder / "2026/zwei").exists()
    assert next((folder / "2026/eins").glob("*.pdf")).exists()
    assert (folder / "2026/eins/index.html").stat().st_mtime_ns >= stamp
    assert os.listdir(folder / "2026") != []


def test_two_drafts_of_one_name_are_no_obstacle(newsroom: Newsroom) -> None:
    newsroom.release("idee", draft="true")
    newsroom.release("idee", date="2026-01-16", draft="true")

    folder, _ = preview(newsroom)

    assert (folder / "2026/idee/index.html").exists()


def test_nothing_of_a_preview_gets_into_the_next_build(newsroom: Newsroom) -> None:
    newsroom.release("entwurf", draft="true", headline="Noch ein Gedanke")
    newsroom.release("bekannt")
    preview(newsroom)

    built = newsroom.build()

    everything = built.every_byte("public") + built.every_byte("print")
    for word in ("Noch ein Gedanke", "2026/entwurf", BANNER):
        assert word not in everything
