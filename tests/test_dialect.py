"""Footnotes, abbreviations and words in another language: on the page, in the feed, and in the letter."""

from __future__ import annotations

import re

import pikepdf

from tests.harness import Newsroom, pdf_text
from tests.test_read_aloud import elements, told

BODY = """\
Das LRA hat den Neubau[^bau] mit einem [open house]{lang=en} eröffnet. Der LRA-Sprecher kam auch.

Zum Neubau[^bau] gehört ein Park[^park].

[^park]: Mit *Spielplatz*.
[^bau]: Beschlossen im März 2014,
  begonnen im Mai.

*[LRA]: Landratsamt
"""


def test_a_footnote_stands_at_the_end_of_the_page_and_leads_back(newsroom: Newsroom) -> None:
    newsroom.release("neubau", body=BODY)

    page = newsroom.build().text("public/2026/neubau/index.html")

    call = '<sup><a href="#note_1" id="note_1_from" role="doc-noteref">1</a></sup>'
    assert page.count(call) == 1, "an id stands once; the text calls the note twice"
    assert 'Neubau<sup><a href="#note_1" role="doc-noteref">1</a></sup> gehört' in page
    notes = page[page.index('<section class="footnotes" role="doc-endnotes">') :]
    assert '<p id="note_1" role="doc-footnote"><a href="#note_1_from" role="doc-backlink">1</a> Beschlossen im' in notes
    assert 'role="doc-backlink">2</a> Mit <em>Spielplatz</em>.' in notes, "in the order of the text, not of the source"


def test_a_footnote_in_the_feed_leads_to_the_page(newsroom: Newsroom) -> None:
    newsroom.release("neubau", body=BODY)

    feed = newsroom.build().text("public/feed.xml")

    assert 'href="https://www.example.org/presse/2026/neubau/#note_1"' in feed
    assert 'href="#' not in feed


def test_the_summary_has_neither_numbers_nor_signs(newsroom: Newsroom) -> None:
    newsroom.release("neubau", body=BODY)

    built = newsroom.build()

    lead = "Das LRA hat den Neubau mit einem open house eröffnet. Der LRA-Sprecher kam auch."
    assert f'<meta name="description" content="{lead}">' in built.text("public/2026/neubau/index.html")
    assert f"<description>{lead}</description>" in built.text("public/feed.xml")


def test_an_abbreviation_is_spelled_out_wherever_it_stands(newsroom: Newsroom) -> None:
    newsroom.release("neubau", body=BODY + "*[LRAM]: Landratsamt München\n\n`LRA` des LRAM[^n]\n\n[^n]: Das LRA.\n")

    page = newsroom.build().text("public/2026/neubau/index.html")

    assert page.count('<abbr title="Landratsamt">LRA</abbr>') == 3
    assert '<abbr title="Landratsamt">LRA</abbr>-Sprecher' in page
    assert '<code>LRA</code> des <abbr title="Landratsamt München">LRAM</abbr>' in page


def test_words_in_another_language_say_so(newsroom: Newsroom) -> None:
    body = "Ein [*open* house]{lang=en}, der [[site](https://example.org/)]{lang=fr}, \\[kein] Wort[^1].\n\n"
    newsroom.release("neubau", body=f"{body}[^1]: Auf [gmina]{{lang=pl}}.")

    page = newsroom.build().text("public/2026/neubau/index.html")

    assert '<span lang="en"><em>open</em> house</span>' in page
    assert '<span lang="fr"><a href="https://example.org/">site</a></span>' in page
    assert '<span lang="pl">gmina</span>' in page
    assert "[kein] Wort" in page


def test_the_letter_tells_a_screen_reader_of_all_three(newsroom: Newsroom) -> None:
    newsroom.release("neubau", body=BODY)

    letter = newsroom.build().print / "2026-01-15-neubau.pdf"

    assert [str(part.E) for part in elements(letter, "Span") if "/E" in part] == ["Landratsamt", "Landratsamt"]
    assert [str(part.Lang) for part in elements(letter, "Span") if "/Lang" in part] == ["en"]
    assert [str(note.ID) for note in elements(letter, "Note")] == ["note_1", "note_2"]
    assert [line.strip() for line in told(letter) if "Reference" in line or "Note" in line] == [
        *(["Reference"] * 3),
        "Note <note_1>",
        "Note <note_2>",
    ]
    with pikepdf.open(letter) as pdf:
        there = {str(a.Dest): str(a.Contents) for a in pdf.pages[0].Annots if "/Dest" in a}
        assert "/IDTree" in pdf.Root.StructTreeRoot
    assert there["note_1"] == "1 Beschlossen im März 2014, begonnen im Mai."
    assert re.search(r"\n1 +Beschlossen im März 2014", pdf_text(letter))


def test_a_footnote_of_what_is_not_public_yet_is_found(newsroom: Newsroom) -> None:
    note = "Der Kreistag hat den Umzug der Behörde am zwölften März heimlich beschlossen."
    newsroom.release("umzug", embargo="2026-12-01 10:00", body=f"Die Behörde zieht um[^1].\n\n[^1]: {note}")
    newsroom.write("layouts/web/notiz.txt", note)

    assert "umzug" in newsroom.refused()


def test_a_footnote_may_be_explained_anywhere(newsroom: Newsroom) -> None:
    newsroom.release("neubau", body="Der Bau[^1].\n\n> - Auch hier[^zwei]\n>\n> [^zwei]: Im Zitat.\n\n[^1]: Erstens.")

    page = newsroom.build().text("public/2026/neubau/index.html")

    assert '>1</a> Erstens.</p>\n<p id="note_2" role="doc-footnote">' in page
