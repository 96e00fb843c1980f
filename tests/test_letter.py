"""The letter on the office's letterhead: the page break of the printed original, and nothing from outside."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.harness import Built, Newsroom, pdf_text, tool

MM = 72 / 25.4
SEED = "print/2017-12-20-austausch-fluechtlingsbetreuung.pdf"


class Word(NamedTuple):
    """A word of a PDF with its box, in mm from the top left corner of its page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words(file: Path) -> list[Word]:
    """All words of a PDF, where they stand."""
    return [
        Word(number, *(float(box[side]) / MM for side in range(1, 5)), box[5])
        for number, page in enumerate(tool("pdftotext", "-bbox", file, "-").split("<page ")[1:], 1)
        for box in re.finditer(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<', page)
    ]


def test_the_page_breaks_where_the_printed_original_did(published: Built) -> None:
    first, second = pdf_text(published.folder / SEED).rstrip("\f\n").split("\f")

    body = tool("pdftotext", "-x", 60, "-y", 0, "-W", 380, "-H", 842, published.folder / SEED, "-").rstrip("\f\n")
    pages = [" ".join(page.split()) for page in body.split("\f")]
    assert len(pages) == 2
    assert pages[0].endswith("Darüber hinaus")
    assert "werden auch geringfügige Beschäftigungen" in pages[1]
    assert "Pressesprecherin:" in first
    assert "Pressesprecherin:" not in second


def test_everything_stands_where_the_letterhead_has_it(published: Built) -> None:
    found = words(published.folder / SEED)

    def first(text: str, page: int = 1) -> Word:
        return next(word for word in found if word.text == text and word.page == page)

    date = first("20.12.2017")
    assert first("München,").left == pytest.approx(25, abs=0.3)
    assert date.top == pytest.approx(75, abs=0.6)
    assert first("Pressestelle").left == pytest.approx(160, abs=0.3)
    assert first("Landratsamt").top == pytest.approx(45, abs=0.6)
    assert first("Pressesprecherin:").left == pytest.approx(160, abs=0.3)
    assert first("www.landkreis-muenchen.de").bottom == pytest.approx(277, abs=0.6)
    assert first("werden", page=2).top == pytest.approx(30, abs=0.6)
    text = [word for word in found if word.left < 155 and word.top > 70]
    assert max(word.right for word in text) <= 155.1
    assert max(word.bottom for word in text) <= 277.6


def test_only_the_letterheads_fonts_are_embedded(published: Built) -> None:
    for letter in published.print.glob("*.pdf"):
        fonts = tool("pdffonts", letter).splitlines()[2:]
        assert fonts
        for line in fonts:
            assert re.match(r"[A-Z]{6}\+Landkreis-Brief", line), line
            assert " yes yes yes " in line, "embedded, a subset, with a way back to the characters"


@pytest.mark.parametrize(
    ("name", "pages"), [("2018-05-03-eine-seite", 1), (SEED[6:-4], 2), ("2018-05-02-fuenf-seiten", 5)]
)
def test_letters_of_one_two_and_five_pages(published: Built, name: str, pages: int) -> None:
    assert f"Pages:           {pages}\n" in tool("pdfinfo", published.print / f"{name}.pdf")


def test_nothing_runs_over_the_edge_of_the_text(published: Built) -> None:
    for word in words(published.print / "2018-03-14-alles-was-ein-brief-tragen-kann.pdf"):
        if word.top > 70 and word.left < 155:
            assert word.right <= 155.1, word


def test_a_long_table_takes_no_minutes(newsroom: Newsroom) -> None:
    newsroom.release("liste", body="| Ort | Zahl | Art |\n|-|-|-|\n" + "| Ort | 1 | Art |\n" * 600)
    start = time.process_time()

    newsroom.build()

    assert time.process_time() - start < 12, "does a selector look through the whole table for each cell?"


def test_a_letter_says_what_it_is(published: Built) -> None:
    about = tool("pdfinfo", "-isodates", published.folder / SEED)

    assert "Title:           Kommunen und Landratsamt tauschen sich" in about
    assert "Author:          Landratsamt München" in about
    assert "Subject:         Fachleute treffen sich kurz vor Weihnachten" in about
    assert re.search(r"CreationDate: +2017-12-2\d|CreationDate: +2017-12-19T23", about)
    assert "Tagged:          yes" in about


def test_addresses_can_be_clicked(published: Built) -> None:
    links = tool("pdfinfo", "-url", published.folder / SEED)

    for address in ("tel:+498962212621", "mailto:pressestelle@lra-m.bayern.de", "https://www.landkreis-muenchen.de"):
        assert address in links


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "../../../content/newsroom.yaml", "http://127.0.0.1:1/bild.png", "/etc/passwd"]
)
@pytest.mark.parametrize("way", ['<link rel="attachment" href="{}"/>', '<img src="{}" alt="Bild"/>'])
def test_a_letterhead_reaches_nothing_but_itself(newsroom: Newsroom, way: str, address: str) -> None:
    newsroom.release("bruecke")
    letter = newsroom.folder / "layouts/letterheads/landkreis-aktuell/letter.html"
    letter.write_text(letter.read_text().replace("</body>", way.format(address) + "</body>"))

    assert "layouts/letterheads/landkreis-aktuell" in newsroom.refused()


def test_a_system_font_does_not_slip_in(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    css = newsroom.folder / "layouts/letterheads/landkreis-aktuell/letter.css"
    css.write_text(css.read_text() + "\nh1 { font-family: 'DejaVu Sans' }\n")

    said = newsroom.refused()

    assert "DejaVu Sans" in said or "fehlt in der Schrift" in said
