"""What a screen reader is told of a letter: each thing once, whole, and in the order in which one would read it."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest

from tests.harness import Built, Newsroom, tool

SEED = "print/2017-12-20-austausch-fluechtlingsbetreuung.pdf"


def told(letter: Path) -> list[str]:
    """The elements of a letter, indented by depth, each with its own words; `Link*2` can be clicked in two places."""
    lines: list[str] = []
    for line in tool("pdfinfo", "-struct-text", letter).splitlines():
        indent, text = re.match(r"( *)(.*)", line).groups()  # type: ignore[union-attr]
        if text.startswith('"'):
            lines[-1] += f" {text[1:-1]}".rstrip()
        elif text.startswith("Object"):
            lines[-1] = re.sub(r"^( *\w+)(?:\*(\d+))?", lambda m: f"{m[1]}*{int(m[2] or 0) + 1}", lines[-1])
        elif text and not text.startswith("/"):
            lines.append(indent + re.sub(r" \(\w+\)", "", text).rstrip(":"))
    return lines


def elements(letter: Path, kind: str) -> list[pikepdf.Dictionary]:
    """Those of a kind, with all their attributes."""
    with pikepdf.open(letter) as pdf:
        return [
            pikepdf.Dictionary({key: value for key, value in thing.items() if key not in ("/P", "/K", "/Pg")})
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == f"/{kind}"
        ]


@pytest.fixture
def letter(newsroom: Newsroom):
    """letter(body) is the letter of a release with this text."""

    def drawn(body: str, **fields: str) -> Path:
        newsroom.release("meldung", body=body, **fields)
        return newsroom.build().print / "2026-01-15-meldung.pdf"

    return drawn


def test_the_text_is_read_before_contact_and_address(published: Built) -> None:
    read = "\n".join(told(published.folder / SEED))

    order = ("H1 Kommunen und Landratsamt", "P Fachleute treffen sich", "P Die Inhalte", "H2 Integrationsfahrplan")
    order += ("P Auch wenn der Austausch", "H2 Pressesprecherin: Christine Spiegel", "P Telefon:", "Mariahilfplatz 17")
    places = [read.index(words) for words in order]
    assert places == sorted(places)


def test_a_paragraph_over_two_pages_is_one(published: Built) -> None:
    broken = [line for line in told(published.folder / SEED) if "Darüber hinaus werden auch geringfügige" in line]

    assert len(broken) == 1


def test_what_is_repeated_on_every_page_is_read_once(newsroom: Newsroom, letter) -> None:
    made = letter("Der Text der Meldung.\n\n" * 100, embargo="2026-07-01 10:00")

    read = told(made)
    assert sum("Sperrfrist" in line for line in read) == 1
    assert sum("Figure" in line for line in read) == 1, "the logo"
    with pikepdf.open(made) as pdf:
        heads = [page.Contents.read_bytes().count(b"<</Type/Pagination/Subtype/Header>>") for page in pdf.pages]
    assert heads[0] == 0
    assert all(heads[1:]), "a reader that shows the page anew knows it for a running head (PDF/UA-1, 7.8)"


def test_a_link_in_a_repeated_head_is_one_that_can_be_clicked_on_each_page(letter) -> None:
    rows = "| Haar | 1 |\n" * 120

    read = told(letter(f"Die Zahlen:\n\n| Ort | [Zahl](https://www.example.org/) |\n|-|-|\n{rows}"))

    assert [line.strip() for line in read if line.endswith("Zahl")] == ["Link*4 Zahl"]


def test_a_table_over_ten_pages_is_one_with_one_head(letter) -> None:
    rows = "".join(f"| Ort {number} | {number} |\n" for number in range(400))

    read = told(letter(f"Die Zahlen:\n\n| Ort | Zahl |\n|-|-:|\n{rows}"))

    kinds = [line.split()[0] for line in read]
    assert [kinds.count(kind) for kind in ("Table", "THead", "TBody", "TH", "TR", "TD")] == [1, 1, 1, 2, 401, 800]


def test_header_cells_say_what_they_head(letter) -> None:
    made = letter("Die Zahlen:\n\n| | 2025 |\n|-|-|\n| Haar | 12 |\n| Planegg | |\n")

    heads = elements(made, "TH")
    assert [head.A.Scope for head in heads] == ["/Column"], "an empty corner heads nothing"
    assert len(elements(made, "TD")) == 5, "an empty cell is a cell"


def test_a_nested_list_is_part_of_its_item(letter) -> None:
    read = told(letter("Das gehört dazu:\n\n- eins\n  - darin\n\n  danach\n- zwei\n"))

    begin = next(number for number, line in enumerate(read) if line.lstrip() == "L")
    depth = len(read[begin]) - len(read[begin].lstrip())
    inside = [line[depth:] for line in read[begin:]]
    assert inside[:12] == [
        "L",
        "  LI",
        "    Lbl •",
        "    LBody",
        "      P eins",
        "      L",
        "        LI",
        "          Lbl –",
        "          LBody darin",
        "      P danach",
        "  LI",
        "    Lbl •",
    ]


def test_a_link_over_two_lines_is_one_and_says_where_it_leads(letter) -> None:
    words = "die Seite des Landkreises mit allen Formularen, Öffnungszeiten und Ansprechpartnern für Bauherren"
    made = letter(f"Mehr steht auf [{words}](https://www.example.org/bauen).")

    assert sum(line.endswith(words) and "Link*2" in line for line in told(made)) == 1
    with pikepdf.open(made) as pdf:
        described = [
            str(a.Contents)
            for a in pdf.pages[0].Annots
            if a.get("/A", {}).get("/URI", "") == "https://www.example.org/bauen"
        ]
    assert described == [words, words]


def test_an_image_is_described_and_has_its_place(published: Built) -> None:
    figures = elements(published.print / "2019-03-05-wuermbruecke-eroeffnet.pdf", "Figure")

    assert "Zeichnung eines Brückenpfeilers, daneben ein Lot" in [str(figure.Alt) for figure in figures]
    left, bottom, _, top = map(float, figures[0].A.BBox)
    # The logo: 10.9 mm from the left, 13 mm from the top, 12 mm high; in pt, and upwards.
    assert (left, top, top - bottom) == pytest.approx((30.9, 841.89 - 36.85, 34.02), abs=0.1)


def test_a_caption_stands_beside_its_image(published: Built) -> None:
    read = told(published.print / "2019-03-05-wuermbruecke-eroeffnet.pdf")

    at = next(number for number, line in enumerate(read) if "Caption Drei Bögen tragen" in line)
    assert read[at - 1].strip() == "Figure"


def test_decoration_is_not_read(newsroom: Newsroom, letter) -> None:
    template = newsroom.folder / "layouts/letterheads/landkreis-aktuell/letter.html"
    ornament = '<p aria-hidden="true">Zierrat</p><p><img src="assets/wordmark.svg" alt="" /></p>'
    template.write_text(template.read_text().replace("<main>", f"{ornament}<main>"))

    made = letter("Der Text.")

    assert not [line for line in told(made) if "Zierrat" in line]
    assert len(elements(made, "Figure")) == 1, "the logo"
