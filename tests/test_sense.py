"""What an experienced colleague would ask about: told once when a release changes, and by `check`."""

import io
from pathlib import Path

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
        ("Am Samstag, 1.1., ist frei.", "'Samstag, 1.1.': Der 01.01.2026 ist ein Donnerstag."),
        ("Am Dienstag kamen 20 Gäste.", ""),
        ("Es war Freitag, 13.", ""),
        ("Am Donnerstag, 24.12., ist Heiligabend.", ""),
        ("Am Mittwoch, 24.12., war Heiligabend.", ""),
        ("Am Dienstag, 24.12., ist Heiligabend.", "'Dienstag, 24.12.': Der 24.12.2025 ist ein Mittwoch."),
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


def photo(newsroom: Newsroom, name: str, width: int, height: int) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(picture, Path(name).suffix[1:].replace("jpg", "jpeg"))
    newsroom.write(f"content/media/{name}", picture.getvalue())


@pytest.mark.parametrize(("width", "told"), [(1023, True), (1024, False)])
def test_a_photo_that_is_soft_in_print(newsroom: Newsroom, width: int, told: bool) -> None:
    photo(newsroom, "bruecke.png", width, 10)
    newsroom.release("foto", body="Text.\n\n![Die Brücke](/media/bruecke.png)")

    said = remarks(newsroom)

    words = "2026-01-15-foto.md:8:15: Hinweis: Das Bild 'bruecke.png' wird 130 mm breit gedruckt; mit 1023 Pixeln ist"
    assert (words in said) is told
    assert ("mindestens 1024 Pixel breit" in said) is told


def test_a_photo_is_as_soft_as_the_letter_prints_it(newsroom: Newsroom) -> None:
    """In the gallery it is at most 80 mm high, in the text 195 mm."""
    photo(newsroom, "eins.jpg", 640, 960)
    photo(newsroom, "zwei.jpg", 640, 960)
    photo(newsroom, "drei.jpg", 300, 600)
    newsroom.release(
        "foto",
        gallery="[{file: /media/zwei.jpg, alt: Zwei, credit: M.}, {file: /media/drei.jpg, alt: Drei, credit: M.}]",
        body="Text.\n\n![Eins](/media/eins.jpg)",
    )

    said = remarks(newsroom)

    assert "'eins.jpg' wird 130 mm breit gedruckt" in said
    assert "zwei.jpg" not in said.replace("[{file: /media/zwei.jpg", "")
    assert "'drei.jpg' wird 40 mm breit gedruckt" in said
    assert "mindestens 315 Pixel breit" in said

    css = newsroom.folder / "layouts/letterheads/landkreis-aktuell/letter.css"
    css.write_text(css.read_text() + "\nimg, .photo img { max-height: 40mm }\n")
    assert "gedruckt" not in remarks(newsroom)


def test_a_soft_photo_of_a_standing_paragraph_is_told_once_and_there(newsroom: Newsroom) -> None:
    photo(newsroom, "klein.png", 200, 100)
    newsroom.write("content/boilerplates/wir.md", "---\nheadline: Über uns\n---\n\n![Wir](/media/klein.png)\n")
    newsroom.release("eins", boilerplate="wir")
    newsroom.release("zwei", boilerplate="wir")

    said = remarks(newsroom)

    assert said.count("'klein.png' wird 53 mm breit gedruckt; mit 200 Pixeln") == 1
    assert "content/boilerplates/wir.md:5:" in said
    assert "mindestens 1024 Pixel breit" in said  # with fewer it would be printed larger, and as soft


def test_a_photo_held_upright_is_measured_upright(newsroom: Newsroom) -> None:
    """A camera stores it lying, and says so."""
    picture, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (900, 600), "green").save(picture, "jpeg", exif=exif)
    newsroom.write("content/media/hoch.jpg", picture.getvalue())
    newsroom.release("foto", body="Text.\n\n![Hoch](/media/hoch.jpg)")

    assert "'hoch.jpg' wird 130 mm breit gedruckt; mit 600 Pixeln" in remarks(newsroom)


def test_a_build_tells_it_once_where_it_stands(newsroom: Newsroom) -> None:
    newsroom.release("meldung", body="Zwei  Leerzeichen.")

    assert (
        "content/releases/2026/2026-01-15-meldung.md:6:1: Hinweis: Hier stehen zwei Leerzeichen."
        in newsroom.build().said
    )
    assert "Leerzeichen" not in newsroom.build().said


@pytest.mark.parametrize(("paragraphs", "told"), [(11, False), (12, True), (13, False)])
def test_a_line_that_stands_alone_on_the_last_page(newsroom: Newsroom, paragraphs: int, told: bool) -> None:
    # The line of an embargo is repeated on page 2, and no line of the text.
    newsroom.release(
        "lang", body="\n\n".join(["Ein Absatz von einer Zeile."] * (12 + paragraphs)), embargo="2099-01-01 09:00"
    )

    said = newsroom.build().said

    assert ("Hinweis: Auf Seite 2 des Briefs steht nur eine Zeile." in said) is told
    if told:
        assert "Auf Seite 2" not in newsroom.build().said, "told once by builds"
        assert "Auf Seite 2" in remarks(newsroom), "and by each check"
