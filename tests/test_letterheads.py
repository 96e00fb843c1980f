"""Letterheads: a folder each, several versions of one series, and one that shows to whom a letter is sent."""

from __future__ import annotations

import shutil

import pytest

from tests.harness import Newsroom, pdf_text

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


def test_a_mistake_of_a_designer_is_told_before_there_is_any_release(newsroom: Newsroom) -> None:
    css = newsroom.folder / OLD / "letter.css"
    css.write_text(css.read_text() + "p { colour: red }\n")

    answer = newsroom.command("letterhead", "check")

    assert answer.status == 1
    assert answer.err.startswith(f"{OLD}/letter.css:")
    assert "'colour'" in answer.err
    assert answer.err.endswith("\n1 Problem; was in Ordnung ist, wurde gezeichnet.\n"), "told once for all letters"
    assert not (newsroom.folder / ".pressgen/letterheads").exists()


def test_a_copy_of_a_version_is_a_series_of_its_own(newsroom: Newsroom) -> None:
    renewed(newsroom, "reihe: landkreis-aktuell\nab: 2027-01-01\nanschriftfeld: ja\n")

    newsroom.command("letterhead", "new", "post", "--like", "landkreis-aktuell-2027")

    text = (newsroom.folder / "layouts/letterheads/post/letterhead.yaml").read_text()
    assert text == "# reihe: landkreis-aktuell\n# ab: 2027-01-01\nanschriftfeld: ja\n"
    newsroom.release("bruecke", letterhead="post", recipient="[Redaktion, 12345 Musterstadt]")
    newsroom.build()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["new", "landkreis-aktuell"], "layouts/letterheads/landkreis-aktuell gibt es schon."),
        (["new", "Größe"], "Ein Briefkopf braucht einen Namen"),
        (["new", "../oben"], "Ein Briefkopf braucht einen Namen"),
        (["new"], "Ein Briefkopf braucht einen Namen"),
        (["new", "neu", "--like", "alt"], "Den Briefkopf layouts/letterheads/alt gibt es nicht; vorhanden: landkreis"),
        (["check", "alt"], "Den Briefkopf layouts/letterheads/alt gibt es nicht; vorhanden: landkreis-aktuell"),
    ],
)
def test_a_name_that_cannot_be(newsroom: Newsroom, words: list[str], told: str) -> None:
    before = sorted((newsroom.folder / "layouts/letterheads").iterdir())

    answer = newsroom.command("letterhead", *words)

    assert (answer.status, answer.out) == (2, "")
    assert told in answer.err
    assert sorted((newsroom.folder / "layouts/letterheads").iterdir()) == before
