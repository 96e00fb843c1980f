"""Letterheads: a folder each, several versions of one series, and one that shows to whom a letter is sent."""

from __future__ import annotations

import shutil

import pytest

from tests.harness import Newsroom, pdf_text
from tests.test_letter import words

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


def test_the_public_copy_of_a_posted_letter_breaks_alike(posted: Newsroom) -> None:
    posted.release("bruecke", recipient=ADDRESS, body="Ein Satz, der sich wiederholt. " * 200)

    posted.build()

    public = words(posted.public / "2026/bruecke/2026-01-15-bruecke.pdf")
    printed = words(posted.print / "2026-01-15-bruecke.pdf")
    assert [word for word in public if word.top > 95] == [word for word in printed if word.top > 95]
