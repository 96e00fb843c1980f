"""How a letter is set: lines on a grid, nothing alone at the foot of a page, words and numbers that stay together."""

from __future__ import annotations

import io
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from tests.harness import Newsroom, tool
from tests.test_letter import MM, Word, words

LETTERHEAD = "layouts/letterheads/landkreis-aktuell"
LINE = 11.5 / MM
"""mm from one line to the next: 10 pt set 1.15 apart."""

SENTENCE = "Die Kommunen und das Landratsamt tauschen sich zweimal im Jahr über ihre Erfahrungen aus. "


def lines(letter: Path) -> list[list[Word]]:
    """The lines of a letter's text column, without the masthead, each as its words."""
    found: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words(letter):
        if word.left < 155 and word.top > (70 if word.page == 1 else 28):
            found[word.page, round(word.bottom * 4)].append(word)
    return [line for _, line in sorted(found.items())]


def column(letter: Path) -> list[str]:
    """The text of those lines."""
    return [" ".join(word.text for word in line) for line in lines(letter)]


def style(newsroom: Newsroom, css: str) -> None:
    """Add to the letterhead's style sheet."""
    file = newsroom.folder / LETTERHEAD / "letter.css"
    file.write_text(f"{file.read_text()}\n{css}\n")


def test_paragraphs_stand_on_one_grid_on_every_page(newsroom: Newsroom) -> None:
    paragraphs = [SENTENCE * n for n in (3, 7, 2, 9, 4, 6)] * 4
    paragraphs[3] = f"**Fett**, *kursiv*, `Code`, [Verweis](https://example.org) und „Anführung“[^1]. {SENTENCE * 3}"
    newsroom.release("raster", body="\n\n".join([*paragraphs, "[^1]: Fußnote"]))

    newsroom.build()

    baselines: dict[int, list[float]] = defaultdict(list)
    for line in lines(newsroom.print / "2026-01-15-raster.pdf"):
        # Below date and headline, which is larger, and above the footnote, which is smaller.
        plain = [word for word in line if word.text not in ("Code", "1")]
        if plain and (line[0].page > 1 or line[0].top > 95) and line[-1].text != "Fußnote":
            baselines[line[0].page].append(plain[0].bottom)
    assert set(baselines) >= {1, 2, 3}
    for found in baselines.values():
        for one in found:
            steps = (one - found[0]) / LINE
            assert steps == pytest.approx(round(steps), abs=0.02)
    assert baselines[2][0] == pytest.approx(baselines[3][0], abs=0.01)


@pytest.fixture(scope="module")
def at_every_height(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Letters in which crosshead, list, table, photo and last paragraph come one line lower each time."""
    newsroom = Newsroom(tmp_path_factory.mktemp("heights"))
    picture = io.BytesIO()
    Image.new("RGB", (1300, 500), "green").save(picture, "PNG")
    newsroom.write("content/releases/2026/bruecke.png", picture.getvalue())
    rows = "".join(
        f"| Zeile{n}anfang {'und noch so viel mehr dazu, dass es vier Zeilen werden, ' * 6} Zeile{n}ende | {n} |\n"
        for n in range(9)
    )
    for height in range(22):
        body = (
            "\n\n".join(["Füllzeile."] * (6 + height // 2))
            + "  \nFüllzeile." * (height % 2)
            + f"\n\n## Zwischentitel\n\n{SENTENCE * 4}"
            + f"\n\n| Ort | Zahl |\n|-|-|\n{rows}\n\n{SENTENCE * 5}\n\nSchlusswort."
        )
        newsroom.release(f"hoehe-{height}", body=body)
        newsroom.release(
            f"bild-{height}",
            body="Füllzeile." + "  \nFüllzeile." * (26 + height),
            gallery='[{file: bruecke.png, alt: "Die Brücke", caption: Bildzeile, credit: Muster}]',
        )
    newsroom.build()
    return newsroom


HEIGHTS = range(22)

ALONE = ("Füllzeile", "Zwischentitel", "Ort", "Schlusswort", "Zeile", "Bildzeile")
"""How lines begin that are no middle of a paragraph."""


def pages(letter: Path) -> Iterator[list[str]]:
    """The lines of each page."""
    found: dict[int, list[str]] = defaultdict(list)
    for line in lines(letter):
        found[line[0].page].append(" ".join(word.text for word in line))
    yield from found.values()


@pytest.mark.parametrize("height", HEIGHTS)
def test_nothing_stands_alone_at_the_foot_or_the_head_of_a_page(at_every_height: Newsroom, height: int) -> None:
    letter = at_every_height.print / f"2026-01-15-hoehe-{height}.pdf"
    found = list(pages(letter))

    for page in found[:-1]:
        assert page[-1] != "Zwischentitel", "a crosshead at the foot of a page"
        assert not page[-1].startswith("Ort "), "the head of a table without a row"
    for before, after in itertools.pairwise(found):
        # A row of two lines stays whole.
        for number in range(9):
            start, end = f"Zeile{number}anfang", f"Zeile{number}ende"
            assert not (start in " ".join(before) and end in " ".join(after))
        # Of a paragraph at least two lines stay, and two go on.
        if before[-1].startswith("Die Kommunen"):
            assert after[0].startswith("Die Kommunen"), "the first line of a paragraph alone"
        if not after[0].startswith(("Die Kommunen", *ALONE)):
            assert not after[1].startswith(("Die Kommunen", *ALONE)), "the last line of a paragraph alone"


@pytest.mark.parametrize("height", HEIGHTS)
def test_a_caption_stands_on_the_page_of_its_picture(at_every_height: Newsroom, height: int) -> None:
    letter = at_every_height.print / f"2026-01-15-bild-{height}.pdf"
    found = list(pages(letter))

    captions = [number for number, page in enumerate(found) if any(line.startswith("Bildzeile") for line in page)]
    drawn = [n for n, page in enumerate(pypdfium2.PdfDocument(letter)) if any(o.type == 3 for o in page.get_objects())]
    assert captions == drawn
    assert len(captions) == 1


TOGETHER = (
    *("20. Dezember", "10 Uhr", "5 Prozent", "3 km", "Nr. 5", "z. B.", "§ 5", "Dr. Müller", "25 000 Euro"),
    *("1,5 Mio. Euro", "20. 12. 2017", "7 %", "i. d. R."),
)

PAIRS = {pair for words in TOGETHER for pair in itertools.pairwise(words.split())}


@pytest.fixture
def text() -> str:
    """A text in which the same dates, numbers and names come to stand at every place of a line."""
    return "\n\n".join(f"{'x' * n} {' und '.join(TOGETHER)} oder {' sowie '.join(TOGETHER)}." for n in range(1, 60))


def breaks(letter: Path) -> set[tuple[str, str]]:
    """Between which words lines break."""
    found = column(letter)
    return {(one.split()[-1], other.split()[0]) for one, other in itertools.pairwise(found)}


def test_where_the_newsroom_wants_it_numbers_and_units_stay_together(newsroom: Newsroom, text: str) -> None:
    file = newsroom.release("zahlen", body=text)
    before = file.read_bytes()
    newsroom.build()
    letter = newsroom.print / "2026-01-15-zahlen.pdf"
    assert len(breaks(letter) & PAIRS) > 9, "without the option lines break anywhere"
    feed = newsroom.public.joinpath("feed.xml").read_bytes()
    words_before = sorted(tool("pdftotext", letter, "-").split())

    newsroom.newsroom("language: de", "language: de\nzusammenhalten: ja")
    built = newsroom.build()

    assert not breaks(letter) & PAIRS
    assert "20.\N{NO-BREAK SPACE}Dezember" in built.text("public/2026/zahlen/index.html")
    assert "z.\N{NO-BREAK SPACE}B." in built.text("public/2026/zahlen/index.html")
    # Author's text, feed, and what is copied out of a letter are what they were; a search finds it.
    assert file.read_bytes() == before
    letter_size = rb'length="\d+"'
    now = newsroom.public.joinpath("feed.xml").read_bytes()
    assert re.sub(letter_size, b"", now) == re.sub(letter_size, b"", feed)
    assert sorted(tool("pdftotext", letter, "-").split()) == words_before
    page = pypdfium2.PdfDocument(letter)[0].get_textpage()
    assert page.search("20. Dezember").get_next()


def test_a_no_break_blank_of_the_author_stays(newsroom: Newsroom, text: str) -> None:
    newsroom.release("zahlen", body=re.sub("(?<=20.) (?=Dezember)|(?<=10) (?=Uhr)", "\N{NO-BREAK SPACE}", text))

    newsroom.build()

    assert not breaks(newsroom.print / "2026-01-15-zahlen.pdf") & {("20.", "Dezember"), ("10", "Uhr")}


def test_code_titles_and_addresses_are_not_set(newsroom: Newsroom) -> None:
    newsroom.newsroom("language: de", "language: de\nkeep_together: yes")
    newsroom.release(
        "code", headline="Noch 5 km", body="Im Code `5 km`, und 5 km im [Text](https://example.org 'über 5 km')."
    )

    page = newsroom.build().text("public/2026/code/index.html")

    assert "<code>5 km</code>" in page
    assert "über 5 km" in page
    assert "<title>Noch 5 km" in page
    assert "und 5\N{NO-BREAK SPACE}km im" in page


SOFT = "\N{SOFT HYPHEN}"
"""How the hyphen of a divided word is read and copied (ISO 32000-1, 14.8.2.2.3), though it looks like any."""

HARD = ("Landratsamt", "Landratsamtes", "Staubecken", "Urinstinkt")
WRONG = re.compile(r"(?:Landrat|Staub|Urin)\N{SOFT HYPHEN}$")


def divided(newsroom: Newsroom) -> set[str]:
    """How words are divided where each comes to the end of a line at every place."""
    body = "\n\n".join(f"{'x' * n} " + f"{word} " * 30 for word in HARD for n in range(1, 15))
    newsroom.release("trennung", body=body)
    newsroom.build()
    ends = {line.split()[-1] for line in column(newsroom.print / "2026-01-15-trennung.pdf")}
    return {end for end in ends if end[-1] == SOFT}


def test_words_are_not_divided_by_default(newsroom: Newsroom) -> None:
    assert divided(newsroom) == set()


def test_a_letterhead_that_divides_words_can_say_where(newsroom: Newsroom) -> None:
    style(newsroom, "html { hyphens: auto }")
    assert any(WRONG.search(end) for end in divided(newsroom)), "as the patterns have it"

    newsroom.write(f"{LETTERHEAD}/letterhead.yaml", "trennungen: [Land-rats-amt, Stau-becken, Ur-instinkt]\n")

    assert {end[:-1] for end in divided(newsroom)} == {"Land", "Landrats", "Stau", "Ur"}


def test_other_words_near_are_divided_by_the_patterns(newsroom: Newsroom) -> None:
    style(newsroom, "html { hyphens: auto }")
    newsroom.write(f"{LETTERHEAD}/letterhead.yaml", "trennungen: Land-rats-amt\n")
    newsroom.release("nah", body=" ".join(f"{'x' * n} Wasserwirtschaftsverwaltung Landratsamt" for n in range(1, 30)))

    newsroom.build()

    ends = {line.split()[-1] for line in column(newsroom.print / "2026-01-15-nah.pdf")}
    assert ends & {f"Landrats{SOFT}", f"Land{SOFT}"}
    assert any(end.startswith("Wasser") and end.endswith(SOFT) for end in ends)


def test_soft_hyphens_are_neither_read_nor_copied(newsroom: Newsroom) -> None:
    newsroom.release("trennung", body="Das Land\N{SOFT HYPHEN}rats\N{SOFT HYPHEN}amt in der Mitte der Zeile.")

    newsroom.build()

    letter = newsroom.print / "2026-01-15-trennung.pdf"
    for said in (tool("pdftotext", letter, "-"), tool("pdfinfo", "-struct-text", letter)):
        assert "Das Landratsamt in der Mitte" in said
    assert "\N{SOFT HYPHEN}" not in pypdfium2.PdfDocument(letter)[0].get_textpage().get_text_range()


def test_a_hyphen_of_the_author_stays_one_where_words_are_divided(newsroom: Newsroom) -> None:
    newsroom.release(
        "trennung", body="Rhein\N{HYPHEN}Main. " + " ".join(f"{'x' * n} Donau{SOFT}dampfer" for n in range(40))
    )

    newsroom.build()

    assert "Rhein\N{HYPHEN}Main" in tool("pdftotext", newsroom.print / "2026-01-15-trennung.pdf", "-")


def test_a_font_without_the_hyphen_of_divided_words_is_told(newsroom: Newsroom) -> None:
    for file in (newsroom.folder / LETTERHEAD / "fonts").glob("*.ttf"):
        font = TTFont(file)
        for table in font["cmap"].tables:
            table.cmap.pop(0x2010, None)
        font.save(file)
    newsroom.release("trennung", body="Donau\N{SOFT HYPHEN}dampfschiff " * 30)

    said = newsroom.refused()
    assert said.startswith(f"{LETTERHEAD}/letter.css:")
    assert "fehlt der Trennstrich (U+2010)" in said

    style(newsroom, 'html { hyphenate-character: "-" }')
    newsroom.build()


def test_a_letterhead_can_number_its_pages(newsroom: Newsroom) -> None:
    number = '@bottom-right { content: "Seite " counter(page) " von " counter(pages); font: 8pt Landkreis-Brief }'
    style(newsroom, f"@page {{ {number} }} @page :first {{ @bottom-right {{ content: none }} }}")
    newsroom.release("seiten", body=f"{SENTENCE * 9}\n\n" * 9)

    newsroom.build()

    letter = newsroom.print / "2026-01-15-seiten.pdf"
    found = tool("pdftotext", "-layout", letter, "-").rstrip("\f").split("\f")
    assert "Seite" not in found[0]
    assert [page.split()[-4:] for page in found[1:]] == [f"Seite {n} von 3".split() for n in (2, 3)]
    assert "Seite" not in tool("pdfinfo", "-struct-text", letter), "page numbers are not read aloud"
