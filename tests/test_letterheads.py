"""Letterheads: a folder each, several versions of one series, and one that shows to whom a letter is sent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.harness import Newsroom, pdf_text, tool
from tests.test_letter import Word, words
from tests.test_preflight import contacts

OLD = "layouts/letterheads/landkreis-aktuell"
NEW = "layouts/letterheads/landkreis-aktuell-2027"


def renewed(newsroom: Newsroom, about: str = "reihe: landkreis-aktuell\nab: 2027-01-01\n") -> None:
    """A new version of the letterhead, which says so on every letter."""
    shutil.copytree(newsroom.folder / OLD, newsroom.folder / NEW)
    html = newsroom.folder / NEW / "letter.html"
    html.write_text(html.read_text().replace("Landkreis <em>aktuell</em>", "Landkreis <em>neu</em>"))
    newsroom.write(f"{NEW}/letterhead.yaml", about)


def test_a_new_logo_does_not_redraw_the_letters_of_ten_years(newsroom: Newsroom) -> None:
    newsroom.release("alt", date="2026-12-31")
    newsroom.release("neu", date="2027-01-01")
    newsroom.build("2026-12-31 12:00")
    before = (newsroom.print / "2026-12-31-alt.pdf").stat()
    renewed(newsroom)

    built = newsroom.build("2027-01-02 12:00")

    assert (newsroom.print / "2026-12-31-alt.pdf").stat() == before
    assert "Landkreis neu" in built.text("print/2027-01-01-neu.pdf")
    newsroom.write(f"{OLD}/letterhead.yaml", "bis: 2026-12-31")
    assert "print/ " in newsroom.build("2027-01-02 12:00").said
    assert (newsroom.print / "2026-12-31-alt.pdf").stat() == before, "nor does it that the old one says its last day"


def test_a_release_may_name_one_version(newsroom: Newsroom) -> None:
    newsroom.release("jubilaeum", date="2026-05-01", letterhead="landkreis-aktuell-2027")
    renewed(newsroom)

    assert "Landkreis neu" in newsroom.build().text("print/2026-05-01-jubilaeum.pdf")


def test_a_series_that_has_ended_takes_no_more_releases(newsroom: Newsroom) -> None:
    newsroom.write(f"{OLD}/letterhead.yaml", "bis: 31.12.2025")
    newsroom.release("bruecke", date="2026-01-15")

    said = newsroom.refused()

    assert "2026-01-15-bruecke.md:3:7: Am 15.01.2026 gilt kein Briefkopf der Reihe 'landkreis-aktuell'." in said


def test_a_draft_of_such_a_day_is_shown_all_the_same(newsroom: Newsroom) -> None:
    newsroom.write(f"{OLD}/letterhead.yaml", "bis: 31.12.2025")
    newsroom.release("bruecke", draft="ja")

    answer = newsroom.command("build", "--preview", str(newsroom.folder / "vorschau"))

    assert answer.status == 0, answer.err
    assert (newsroom.folder / "vorschau/2026/bruecke/2026-01-15-bruecke.pdf").is_file()


@pytest.mark.parametrize("about", ["reihe: landkreis-aktuell\n", "series: landkreis-aktuell\nuntil: 2027-01-01\n"])
def test_two_versions_cannot_begin_on_one_day(newsroom: Newsroom, about: str) -> None:
    renewed(newsroom, about)

    assert f"{NEW}: Dieser Briefkopf gilt vom selben Tag an wie {OLD}" in newsroom.refused()


def test_a_designer_begins_with_a_copy_and_looks_at_letters(newsroom: Newsroom) -> None:
    assert newsroom.command("letterhead", "new", "musterdorf").status == 0
    own = newsroom.folder / "layouts/letterheads/musterdorf"
    css = (own / "letter.css").read_text()
    assert "Landkreis-Brief" not in css
    assert "font-family: Musterdorf-Brief;" in css

    answer = newsroom.command("letterhead", "check", "musterdorf")

    assert answer.out == "musterdorf: 5 Briefe, 10 Seiten, zum Ansehen in .pressgen/letterheads/musterdorf/\n"
    drawn = newsroom.folder / ".pressgen/letterheads/musterdorf"
    pages = [len(list(drawn.glob(f"{name}-?.png"))) for name in ("eine-seite", "zwei-seiten", "fuenf-seiten")]
    assert pages == [1, 2, 5]
    assert "Am Markt 1" in pdf_text(drawn / "eine-seite.pdf"), "the office that will write on it"
    assert "Sperrfrist" in pdf_text(drawn / "eine-seite.pdf")
    assert "Zurückgezogen am" in pdf_text(drawn / "zurueckgezogen.pdf")
    newsroom.release("bruecke", letterhead="musterdorf")
    assert newsroom.build().has("print/2026-01-15-bruecke.pdf")


@pytest.mark.parametrize("name", ["din-5008", "gesundheit"])
def test_what_is_not_like_the_first_letterhead_draws_the_same_letters(newsroom: Newsroom, name: str) -> None:
    assert newsroom.command("letterhead", "check", name).status == 0

    drawn = newsroom.folder / ".pressgen/letterheads" / name
    pages = [len(list(drawn.glob(f"{letter}-?.png"))) for letter in ("eine-seite", "zwei-seiten", "fuenf-seiten")]
    assert pages == [1, 2, 5]
    said = "".join(pdf_text(letter) for letter in sorted(drawn.glob("*.pdf")))
    for label in ("Am Markt 1", "Sperrfrist: ", "Berichtigung vom", "Zurückgezogen am", "Correction of"):
        assert label in said
    assert ("Redaktion Musterblatt" in said) == (name == "din-5008")
    assert "Landkreis-Brief" not in tool("pdffonts", drawn / "zwei-seiten.pdf")


def test_a_mistake_of_a_designer_is_told_before_there_is_any_release(newsroom: Newsroom) -> None:
    css = newsroom.folder / OLD / "letter.css"
    css.write_text(css.read_text() + "p { colour: red }\n")

    answer = newsroom.command("letterhead", "check")

    assert answer.status == 1
    assert answer.err.startswith(f"{OLD}/letter.css:")
    assert "'colour'" in answer.err
    assert answer.err.endswith("\n1 Problem; was in Ordnung ist, wurde gezeichnet.\n"), "told once for all letters"
    assert not (newsroom.folder / ".pressgen/letterheads/landkreis-aktuell").exists()


def test_a_copy_of_a_version_is_a_series_of_its_own(newsroom: Newsroom) -> None:
    renewed(newsroom, "reihe: landkreis-aktuell\nab: 2027-01-01\nanschriftfeld: ja\n")

    newsroom.command("letterhead", "new", "post", "--like", "landkreis-aktuell-2027")

    text = (newsroom.folder / "layouts/letterheads/post/letterhead.yaml").read_text()
    assert text == "# reihe: landkreis-aktuell\n# ab: 2027-01-01\nanschriftfeld: ja\n"
    newsroom.release("bruecke", letterhead="post", recipient="[Redaktion, 12345 Musterstadt]")
    newsroom.build()


def test_a_copy_of_a_style_sheet_from_an_old_editor_is_told_when_it_is_drawn(newsroom: Newsroom) -> None:
    css = newsroom.folder / OLD / "letter.css"
    css.write_bytes(css.read_bytes() + "/* für alle */\n".encode("latin-1"))

    assert newsroom.command("letterhead", "new", "neu").status == 0

    said = newsroom.command("letterhead", "check", "neu").err
    assert said.startswith("layouts/letterheads/neu/letter.css:")
    assert "kein UTF-8" in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new", "landkreis-aktuell"], "layouts/letterheads/landkreis-aktuell gibt es schon."),
        (["new", "Größe"], "Ein Briefkopf braucht einen Namen"),
        (["new", "../oben"], "Ein Briefkopf braucht einen Namen"),
        (["new"], "Ein Briefkopf braucht einen Namen"),
        (["new", "neu", "--like", "alt"], "Den Briefkopf layouts/letterheads/alt gibt es nicht; vorhanden: landkreis"),
        (
            ["check", "alt"],
            "Den Briefkopf layouts/letterheads/alt gibt es nicht; vorhanden: landkreis-aktuell, din-5008",
        ),
    ],
)
def test_a_name_that_cannot_be(newsroom: Newsroom, arguments: list[str], told: str) -> None:
    before = sorted((newsroom.folder / "layouts/letterheads").iterdir())

    answer = newsroom.command("letterhead", *arguments)

    assert (answer.status, answer.out) == (2, "")
    assert told in answer.err
    assert sorted((newsroom.folder / "layouts/letterheads").iterdir()) == before


ADDRESS = "[Redaktion Muster, Frau Dr. Beispiel, Musterweg 1, 80000 München]"


@pytest.fixture
def posted(newsroom: Newsroom) -> Newsroom:
    """A newsroom whose letters go to the post."""
    newsroom.newsroom("landkreis-aktuell}", "din-5008}")
    return newsroom


def test_the_address_of_a_recipient_is_nobody_else_s_business(posted: Newsroom) -> None:
    posted.release("bruecke", recipient=ADDRESS)
    posted.release("halle", empfaenger=ADDRESS, embargo="2036-01-01 09:00")

    built = posted.build()

    assert "Frau Dr. Beispiel" in built.text("print/2026-01-15-bruecke.pdf")
    assert "Frau Dr. Beispiel" in built.text("print/2026-01-15-halle.pdf")
    assert "Beispiel" not in built.every_byte("public")
    assert built.has("public/2026/bruecke/2026-01-15-bruecke.pdf"), "for everybody else it is the same letter"


def test_a_letterhead_without_an_address_field_is_told(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", recipient=ADDRESS)

    said = newsroom.refused()

    assert "2026-01-15-bruecke.md:4:12: Der Briefkopf 'landkreis-aktuell' hat kein Anschriftfeld" in said
    assert "Nennen Sie einen Briefkopf mit Anschriftfeld: din-5008." in said


def test_an_address_may_stand_line_by_line(posted: Newsroom) -> None:
    posted.release("bruecke", recipient="|\n  Redaktion Muster\n  Musterweg 1\n\n  80000 München\nkicker: Bau")

    posted.build()

    lines = pdf_text(posted.print / "2026-01-15-bruecke.pdf").split("\n")
    at = lines.index("Redaktion Muster")
    assert lines[at : at + 3] == ["Redaktion Muster", "Musterweg 1", "80000 München"]


def first(found: list[Word], text: str, page: int = 1) -> Word:
    """The first such word of a page."""
    return next(word for word in found if word.text == text and word.page == page)


LONG = "Ein Satz, der sich wiederholt. " * 200

SIX_LINES = (
    "[Musterland-Bote, Redaktion, Frau Dr. Beispiel-Musterfrau, Hinterhaus, Alte Poststraße 117 a, 12345 Musterstadt]"
)


def test_the_address_stands_where_the_window_is(posted: Newsroom) -> None:
    """DIN 5008, form B, in mm from the upper left corner of the sheet."""
    posted.release("bruecke", recipient=SIX_LINES, body=LONG)
    posted.build()
    found = words(posted.print / "2026-01-15-bruecke.pdf")

    lines = [first(found, text) for text in ("Musterland-Bote", "Redaktion", "Frau", "Hinterhaus", "Alte")]
    lines.append(next(word for word in found if word.text == "12345" and word.top > lines[-1].top))
    assert [line.left for line in lines] == pytest.approx([25] * 6, abs=0.3)
    assert lines[0].top == pytest.approx(63, abs=0.3), "17.7 mm for return line and notes"
    assert lines[-1].bottom <= 90, "27.3 mm for the address"
    assert max(word.right for word in found if word.page == 1 and 62.7 < word.top < 90 and word.left < 105) <= 105
    sender = first(found, "Landratsamt")  # the return line comes first
    assert sender.left == pytest.approx(25, abs=0.3)
    assert 45 < sender.top < sender.bottom < 62.7

    block = [word for word in found if word.page == 1 and word.left > 110 and 45 < word.top < 98]
    assert min(word.left for word in block) == pytest.approx(125, abs=0.3)
    assert min(word.top for word in block) == pytest.approx(50, abs=0.6)
    assert max(word.right for word in block) <= 200
    assert first(found, "Musterstadt,").top == pytest.approx(98.5, abs=0.8)

    following = [word for word in found if word.page == 2]
    assert min(word.left for word in following) == pytest.approx(25, abs=0.3)
    assert max(word.right for word in following) <= 190.1
    assert [word.text for word in following if word.top > 272] == ["Seite", "2", "von", str(found[-1].page)]


def test_marks_tell_where_to_fold_and_to_punch(posted: Newsroom, tmp_path: Path) -> None:
    posted.release("bruecke", body=LONG)
    posted.build()
    letter = posted.print / "2026-01-15-bruecke.pdf"

    def marks(page: int) -> list[float]:
        tool("pdftoppm", "-r", 508, "-gray", "-f", page, "-l", page, "-singlefile", letter, tmp_path / "page")
        with Image.open(tmp_path / "page.pgm") as picture:
            column = picture.crop((140, 0, 141, picture.height)).tobytes()  # 7 mm from the edge, 20 pixels a mm
        return [y / 20 for y in range(1, len(column)) if column[y] < 200 <= column[y - 1]]

    assert marks(1) == pytest.approx([105, 148.5, 210], abs=0.15)
    assert marks(2) == []
    assert "Falz" not in tool("pdfinfo", "-struct-text", letter), "nobody hears them"


@pytest.mark.parametrize("name", ["din-5008", "gesundheit"])
def test_many_contacts_and_a_long_address_hide_nothing(newsroom: Newsroom, name: str) -> None:
    newsroom.newsroom(
        "Am Markt 1, 12345",
        "Referat, Haus B, Hof, Aufgang 3, Stock 4, Zimmer 17, Am Markt 1, Postfach 2, Bayern, 12345",
    )
    newsroom.release("bruecke", letterhead=name, contact=contacts(newsroom, 16), body=LONG)

    found = words(newsroom.build().print / "2026-01-15-bruecke.pdf")

    assert {f"089/1234-{number}0" for number in range(1, 17)} <= {word.text for word in found}
    foot = min((word.top for word in found if word.page == 1 and word.text == "Pressesprecherin:"), default=0)
    text = [word for word in found if word.page == 1 and word.text == "wiederholt."]
    assert name == "din-5008" or max(word.bottom for word in text) < foot - 3, "nor does the tint behind the foot"


def test_the_public_copy_of_a_posted_letter_breaks_alike(posted: Newsroom) -> None:
    posted.release("bruecke", recipient=ADDRESS, body=LONG)

    posted.build()

    public = words(posted.public / "2026/bruecke/2026-01-15-bruecke.pdf")
    printed = words(posted.print / "2026-01-15-bruecke.pdf")
    assert [word for word in public if word.top > 95] == [word for word in printed if word.top > 95]
