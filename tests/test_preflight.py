"""What would make a letter wrong is told before there is one; what an author cannot mend is no mistake.

What each looks like in words stands in tests/refusals/ (letterhead-…, missing-glyph-…, table-too-wide).
"""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from tests.harness import Newsroom, tool
from tests.test_letter import words

LETTERHEAD = "layouts/letterheads/landkreis-aktuell"


def contacts(newsroom: Newsroom, count: int, *, name: str = "Erika Muster", role: str = "Pressesprecherin") -> str:
    """So many contacts with a number of their own, as a value of `contact`."""
    newsroom.write(
        "content/contacts.yaml",
        "erika-muster: {name: Erika Muster}\n"
        + "".join(
            f"k{n}:\n  role: {role}\n  name: {name}\n  phone: 089/1234-{n}0\n  fax: 089/1234-{n}5\n"
            f"  email: k{n}@example.org\n  web: www.example.org\n"
            for n in range(1, count + 1)
        ),
    )
    return "[" + ", ".join(f"k{n}" for n in range(1, count + 1)) + "]"


LONG = "Dr. Franziska Muster-Beispielhuber von und zu Obermenzing"


@pytest.mark.parametrize(("count", "name"), [(3, "Erika Muster"), (8, "Erika Muster"), (4, LONG)])
def test_contacts_stand_beside_the_text_where_they_fit(newsroom: Newsroom, count: int, name: str) -> None:
    newsroom.release("viele", contact=contacts(newsroom, count, name=name))

    newsroom.build()

    found = words(newsroom.print / "2026-01-15-viele.pdf")
    assert {word.page for word in found} == {1}
    for number in range(1, count + 1):
        assert next(word.left for word in found if word.text == f"089/1234-{number}0") > 155


@pytest.mark.parametrize(("count", "name"), [(10, "Erika Muster"), (8, LONG), (20, "Erika Muster")])
def test_contacts_that_have_no_room_follow_the_text(newsroom: Newsroom, count: int, name: str) -> None:
    newsroom.release("viele", contact=contacts(newsroom, count, name=name), body="Ein Absatz.\n\n" * 20 + "Schluss.")

    newsroom.build()

    letter = newsroom.print / "2026-01-15-viele.pdf"
    text = tool("pdfinfo", "-struct-text", letter)  # as it is read aloud
    numbers = [text.index(f"089/1234-{number}{last}") for number in range(1, count + 1) for last in "05"]
    assert text.index("Schluss.") < numbers[0]
    assert numbers == sorted(numbers), "read in their order"
    found = words(letter)
    assert all(word.right <= 155.2 and word.bottom <= 277.6 for word in found if word.text.startswith("089/"))
    for one in found:
        for other in found:
            apart = one.right <= other.left + 0.1 or other.right <= one.left + 0.1
            assert (
                one is other
                or one.page != other.page
                or apart
                or one.bottom <= other.top + 0.2
                or (other.bottom <= one.top + 0.2)
            ), f"{one} lies on {other}"
    assert text.count("H2") == count


def test_a_table_as_wide_as_it_may_be_is_drawn(newsroom: Newsroom) -> None:
    word = "Donaudampfschiff\N{SOFT HYPHEN}fahrts\N{SOFT HYPHEN}gesell\N{SOFT HYPHEN}schaft"
    newsroom.release("liste", body=f"Text.\n\n| {' | '.join([word] * 4)} |\n|-|-|-|-|\n| 1 | 2 | 3 | 4 |\n")

    newsroom.build()

    found = words(newsroom.print / "2026-01-15-liste.pdf")
    assert max(word.right for word in found if word.top > 80 and word.left < 155) <= 155.1


@pytest.mark.parametrize(
    "style",
    [
        "html { font-size: 1e9pt }",  # ZeroDivisionError
        "p { letter-spacing: 1e20px }",  # OverflowError
        "@page { margin: 555mm }",  # page after page without room
    ],
)
def test_a_style_that_weasyprint_stumbles_over_is_told(newsroom: Newsroom, style: str) -> None:
    newsroom.release("bruecke")
    css = newsroom.folder / LETTERHEAD / "letter.css"
    css.write_text(f"{css.read_text()}\n{style}\n")

    said = newsroom.refused()

    assert said.startswith(f"{LETTERHEAD}: Mit diesem Briefkopf lässt sich kein Brief zeichnen ("), said
    assert said.endswith("\n1 Problem; es wurde nichts veröffentlicht.\n")


def test_a_logo_in_colours_for_print_is_told(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    logo = io.BytesIO()
    Image.new("CMYK", (40, 30)).save(logo, "JPEG")
    newsroom.write(f"{LETTERHEAD}/assets/logo.jpg", logo.getvalue())
    drawing = (newsroom.folder / LETTERHEAD / "assets/wordmark.svg").read_text()
    newsroom.write(f"{LETTERHEAD}/assets/wordmark.svg", re.sub('fill="#[^"]*"', 'fill="device-cmyk(1 0 0 0)"', drawing))

    said = newsroom.refused()

    assert f"{LETTERHEAD}/assets/logo.jpg: 'assets/logo.jpg' hat Farben für den Druck (CMYK)" in said
    assert f"{LETTERHEAD}/assets/wordmark.svg:" in said
    assert said.endswith("\n2 Probleme; es wurde nichts veröffentlicht.\n")


def test_a_picture_beside_the_sheet_is_for_nobody(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    page = newsroom.folder / LETTERHEAD / "letter.html"
    far = '<p style="position: absolute; left: -500mm; width: 100mm">Nur zum Vorlesen</p></body>'
    page.write_text(page.read_text().replace("</body>", far))

    newsroom.build()  # what lies beside the sheet with all of itself is meant for a screen reader
