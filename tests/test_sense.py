"""What an experienced colleague would ask about: told once when a release changes, and by `check`."""

import io

import pytest
from PIL import Image

from tests.harness import Newsroom


def remarks(newsroom: Newsroom) -> str:
    answer = newsroom.command("check")
    assert answer.status == 0, answer.err
    return answer.out


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Am Montag, 20.12.2017, war es.", "'Montag, 20.12.2017': Der 20.12.2017 ist ein Mittwoch."),
        ("Am Mittwoch, den 20. Dezember 2017, war es.", ""),
        ("Am Montag, 16. Februar, ist Sitzung.", ""),
        ("Am Montag, 17. Februar, ist Sitzung.", "'Montag, 17. Februar': Der 17.02.2026 ist ein Dienstag."),
        ("Am Sonnabend, 3.1., ist Sitzung.", ""),
        ("Am Freitag, 1.1., ist frei.", "'Freitag, 1.1.': Der 01.01.2026 ist ein Donnerstag."),
        ("Am Dienstag kamen 20 Gäste.", ""),
        ("Am Freitag, 30. Februar, ist nie.", ""),
        ("On Monday, February 17, we meet.", "'Monday, February 17': Der 17.02.2026"),
    ],
)
def test_a_weekday_that_is_not_that_of_the_date(newsroom: Newsroom, text: str, told: str) -> None:
    newsroom.release("termin", body=text)

    said = remarks(newsroom)

    assert told in said
    assert ("Hinweis" in said) is bool(told)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"headline": "Überschrift " * 9}, "Die Überschrift hat 107 Zeichen"),
        ({"body": "## Zuerst\n\nDann der Text."}, "beginnt nicht mit einem Absatz"),
        ({"body": "- erst\n- eine Liste"}, "beginnt nicht mit einem Absatz"),
        ({"body": "Zwei  Leerzeichen."}, "Hier stehen zwei Leerzeichen."),
        ({"body": "Mehr dazu [hier](https://example.org)."}, "Ein Verweis namens 'hier'"),
    ],
)
def test_what_is_worth_a_second_look(newsroom: Newsroom, fields: dict[str, str], told: str) -> None:
    newsroom.release("meldung", **fields)

    said = remarks(newsroom)

    assert told in said
    assert "Ein Hinweis, der nichts aufhält:" in said


def test_good_releases_are_not_nagged_about(newsroom: Newsroom) -> None:
    newsroom.release(
        "gut", body="Ein Absatz.\n\n    zwei  Blanks  im  Code\n\nMehr im [Fahrplan](https://example.org)."
    )

    assert remarks(newsroom) == "Alles in Ordnung: 1 Meldung.\n"


def test_a_text_longer_than_the_office_wants(newsroom: Newsroom) -> None:
    newsroom.newsroom("legal_links", "text_limit: 20\nlegal_links")
    newsroom.release("lang", body="Einundzwanzig Zeichen")

    assert "Der Text hat 21 Zeichen; vereinbart sind 20." in remarks(newsroom)


@pytest.mark.parametrize(("width", "told"), [(1023, True), (1024, False)])
def test_a_photo_that_is_soft_in_print(newsroom: Newsroom, width: int, told: bool) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (width, 10), "green").save(picture, "PNG")
    newsroom.write("content/media/bruecke.png", picture.getvalue())
    newsroom.release("foto", body="Text.\n\n![Die Brücke](/media/bruecke.png)")

    assert ("'bruecke.png' ist 1023 Pixel breit" in remarks(newsroom)) is told


def test_a_build_tells_it_once_where_it_stands(newsroom: Newsroom) -> None:
    newsroom.release("meldung", body="Zwei  Leerzeichen.")

    assert (
        "content/releases/2026/2026-01-15-meldung.md:6:1: Hinweis: Hier stehen zwei Leerzeichen."
        in newsroom.build().said
    )
    assert "Leerzeichen" not in newsroom.build().said
