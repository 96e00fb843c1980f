"""Everything a release carries is where readers look for it on page and letter, and is heard in this order."""

from __future__ import annotations

import re

import pytest

from tests.harness import PIXEL, Built, Newsroom, tool
from tests.test_letter import Word, words

LETTERS = [
    "2019-03-05-wuermbruecke-eroeffnet",  # two notes, a wide photo, two contacts, a gallery
    "2019-03-12-bridge-opens",  # a note, a tall photo, three contacts
    "2019-04-02-tag-der-offenen-tuer",  # withdrawn
    "2019-05-07-noch-gesperrt",  # before its embargo
]


def sidebar(found: list[Word]) -> tuple[list[Word], list[Word]]:
    """The words of the sender block and of the contacts on the first page."""
    beside = [word for word in found if word.page == 1 and word.left > 155 and word.top > 40]
    start = next(i for i, word in enumerate(beside) if word.text == "81541") + 2
    return beside[:start], beside[start:]


def in_order(text: str, *parts: str) -> None:
    """Each part must be there, behind the one before it."""
    place = 0
    for part in parts:
        assert part in text[place:], f"{part!r} is not there, or too early"
        place = text.index(part, place) + len(part)


@pytest.mark.parametrize("name", LETTERS)
def test_sender_and_contacts_are_apart_on_the_first_page(published: Built, name: str) -> None:
    found = words(next(published.folder.rglob(f"{name}.pdf")))
    sender, contacts = sidebar(found)

    assert sender[0].top == pytest.approx(45, abs=0.6)
    assert contacts[0].top > sender[-1].bottom + 5
    assert max(word.bottom for word in contacts) == pytest.approx(277, abs=0.6)
    assert max(word.right for word in contacts) <= 200.5
    assert not [word for word in found if word.page > 1 and word.left > 155 and word.top > 25]


@pytest.mark.parametrize("contacts", [3, 4, 6])
def test_many_contacts_do_not_run_into_the_sender(newsroom: Newsroom, contacts: int) -> None:
    entry = (
        "p{0}:\n  role: Stellvertretende Pressesprecherin\n  name: Franziska Muster-Beispielhuber\n"
        "  phone: 089/1234-5\n  fax: 089/1234-6\n  email: franziska@example.org\n  web: www.example.org\n"
    )
    newsroom.write("content/contacts.yaml", "".join(entry.format(number) for number in range(contacts)))
    newsroom.newsroom("contact: erika-muster", "contact: p0")
    newsroom.release("viele", contact=f"[{', '.join(f'p{number}' for number in range(contacts))}]")

    found = words(newsroom.build().print / "2026-01-15-viele.pdf")

    beside = [word for word in found if word.left > 155 and word.top > 40]
    assert {word.page for word in beside} == {1}
    sender = next(word for word in beside if word.text == "Musterstadt")
    assert min(word.top for word in beside if word.text == "Stellvertretende") > sender.bottom + 3
    assert max(word.bottom for word in beside) == pytest.approx(277, abs=0.6)


@pytest.mark.parametrize("sentences", [1, 25, 90])
def test_no_note_is_so_long_that_sender_and_contact_leave_the_first_page(newsroom: Newsroom, sentences: int) -> None:
    note = "Dieser Satz stellt etwas richtig, und das dauert seine Zeit. " * sentences
    newsroom.write("content/media/bild.png", PIXEL)
    photo = "{file: /media/bild.png, alt: Ein Bild, credit: Muster}"
    newsroom.release("lang", image=photo, updates=f"[{{date: 2026-01-16, kind: correction, note: '{note.strip()}'}}]")

    found = words(newsroom.build().print / "2026-01-15-lang.pdf")

    assert {word.page for word in found if word.left > 155 and word.top > 25} == {1}
    assert {word.page for word in found if word.text == "Pressesprecherin:"} == {1}


def test_a_letter_of_a_withdrawn_release_is_one_page_without_its_words(published: Built) -> None:
    letter = "public/2019/tag-der-offenen-tuer/2019-04-02-tag-der-offenen-tuer.pdf"

    assert "Pages:           1\n" in tool("pdfinfo", published.folder / letter)
    in_order(published.text(letter), "Tag der offenen Tür ein", "Zurückgezogen am 04.04.2019:", "Pressesprecherin:")
    everything = published.every_byte("public/2019/tag-der-offenen-tuer")
    for gone in ("Was hier stand", "Führungen, Musik", "Abdruck honorarfrei"):
        assert gone not in everything


def test_a_letter_is_heard_in_order(published: Built) -> None:
    heard = tool("pdfinfo", "-struct-text", published.print / "2019-03-05-wuermbruecke-eroeffnet.pdf")
    text = re.sub(r'"\s+"|\s+', " ", heard)

    assert heard.count("H1 (block)") == 1
    assert "H2" not in heard[: heard.index("H1 (block)")]
    in_order(
        text,
        "Verkehr",
        "H1 (block)",
        "Neue Würmbrücke",
        "Nach zwei Jahren",
        "Berichtigung vom 06.03.2019:",
        "Ergänzung vom 07.03.2019:",
        "Figure",
        "Drei Bögen tragen",
        "Foto: Landratsamt München / Muster",
        "Die neue Brücke über die Würm",
        "Mehr Platz",
        "So hätte die Brücke",
        "Anlagen",
        "zahlen.csv",
        "Über den Landkreis München",
        "Abdruck honorarfrei",
        "Christine Spiegel",
        "Franziska",
        "81541 München",
    )


def test_a_page_is_heard_in_order(published: Built) -> None:
    page = published.text("public/2019/wuermbruecke-eroeffnet/index.html")

    assert page.count("<h1") == 1
    assert not re.search(r"<h[2-6]", page[: page.index("<h1")])
    in_order(
        page[page.index("<main") :],
        "Verkehr",
        "<h1>Neue Würmbrücke",
        "Nach zwei Jahren",
        "Berichtigung vom 06.03.2019:",
        "Ergänzung vom 07.03.2019:",
        "Nr.\N{NO-BREAK SPACE}12/2019",
        'alt="Zeichnung einer steinernen Brücke',
        "<figcaption>Drei Bögen tragen",
        "Die neue Brücke über die Würm",
        "So hätte die Brücke",
        "Über den Landkreis München",
        "Abdruck honorarfrei",
        "Christine Spiegel",
        "Franziska",
        "(PDF, 7 kB)",
        "(CSV, 1 kB)",
        "Bauen und Wohnen</a>",
        "Mobilität</a>",
    )


def test_an_english_release_is_read_aloud_in_english_among_german_words(published: Built) -> None:
    page = published.text("public/2019/bridge-opens/index.html")
    home = published.text("public/index.html")
    letter = published.text("print/2019-03-12-bridge-opens.pdf")

    assert '<html lang="de">' in page
    assert '<hgroup lang="en">' in page
    assert '<div class="text" lang="en">' in page
    assert re.search(r'<div class="notes" lang="en">\s*<p class="note correction"><strong>Correction of 13 March', page)
    assert "Photo: Landratsamt München / Muster" in page
    assert "Pressekontakt" in page
    assert '<a href="2019/bridge-opens/" lang="en">New Würm bridge opens to traffic</a>' in home
    assert 'lang="de"' not in home.replace('<html lang="de">', "")
    in_order(letter, "12 March 2019 · No. 13/2019", "Correction of 13 March 2019:", "Photo: ", "Attachments")


def test_where_the_newsroom_counts_characters_page_and_letter_say_how_many(newsroom: Newsroom) -> None:
    newsroom.newsroom("language: de", "language: de\ncharacter_count: ja")
    newsroom.release("kurz", body="Zwölf Wörter", usage="Abdruck honorarfrei")
    newsroom.release("long", body="Twelve words " * 100, language="en")

    built = newsroom.build()

    for path in ("public/2026/kurz/index.html", "print/2026-01-15-kurz.pdf"):
        assert "Abdruck honorarfrei · 12 Zeichen" in built.text(path)
    for path in ("public/2026/long/index.html", "print/2026-01-15-long.pdf"):
        assert "1,299 characters" in built.text(path)


def test_a_former_address_leads_on_also_where_a_browser_does_not_follow(published: Built) -> None:
    for alias, root in (("2019/bruecke/index.html", "../../"), ("alt/meldung-4711.html", "../")):
        page = published.text(f"public/{alias}")
        assert f'content="0; url={root}2019/wuermbruecke-eroeffnet/"' in page
        assert f'<a href="{root}2019/wuermbruecke-eroeffnet/">Neue Würmbrücke' in page
        assert 'rel="canonical" href="https://www.landkreis-muenchen.de/presse/2019/wuermbruecke-eroeffnet/"' in page
