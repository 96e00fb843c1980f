"""All that a release carries besides its text, and the people who answer for it."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET

import pytest

from tests.harness import CONTACTS, PIXEL, Newsroom

PAGE, LETTER, FEED = "public/2026/bruecke/index.html", "public/2026/bruecke/2026-01-15-bruecke.pdf", "public/feed.xml"
DC = "{http://purl.org/dc/elements/1.1/}"


def flat(text: str) -> str:
    """The words with one blank between them, wherever their lines break."""
    return " ".join(text.split())


def test_all_of_it_is_on_page_letter_and_feed(newsroom: Newsroom) -> None:
    newsroom.newsroom("language: de", "language: de\ncharacter_count: ja\ntopics: [Verkehr, Bau]")
    newsroom.write("content/contacts.yaml", CONTACTS + "hans-muster: {name: Hans Muster, phone: 089/777777}\n")
    newsroom.write("content/boilerplates/landkreis.md", "---\nheadline: Über den Landkreis\n---\n\n350.000 Menschen.\n")
    newsroom.write("content/media/bruecke.png", PIXEL)
    newsroom.write("content/releases/2026/fluss.png", PIXEL)
    newsroom.write("content/media/plan & mehr.pdf", b"%PDF-1.4 Plan")
    newsroom.release(
        "bruecke",
        body="Zehn Zeichen.",
        nummer="Nr. 7/2026",
        dachzeile="Verkehr im Wandel",
        unterzeile="Ein Jahr früher",
        themen="[Verkehr]",
        kontakt="[erika-muster, hans-muster]",
        bild="{datei: /media/bruecke.png, alternativtext: Eine Brücke, bildunterschrift: Fertig., bildnachweis: Amt}",
        bilder="[{datei: fluss.png, alternativtext: Ein Fluss, bildnachweis: LRA}]",
        anhänge="[{datei: /media/plan & mehr.pdf, titel: Der Plan}, {datei: /media/bruecke.png}]",
        abbinder="landkreis",
        abdruck="Abdruck honorarfrei",
    )

    built = newsroom.build()

    page, letter = built.text(PAGE), flat(built.text(LETTER))
    feed = next(iter(ET.fromstring(built.text(FEED)).iter("item")))
    content = str(feed.findtext("{http://purl.org/rss/1.0/modules/content/}encoded"))
    for words in ("Fertig.", "Foto: Amt", "Foto: LRA", "Über den Landkreis", "350.000 Menschen.", "Der Plan",
                  "Abdruck honorarfrei"):  # fmt: skip
        assert words in flat(re.sub(r"<[^>]*>", "", page)), f"{words} on the page"
        assert words in letter, f"{words} in the letter"
        assert words in flat(re.sub(r"<[^>]*>", "", content)), f"{words} in the feed"
    for words in ("Nr. 7/2026", "Verkehr im Wandel", "Ein Jahr früher", "Hans Muster", "Erika Muster", "13 Zeichen"):
        assert words in page.replace("\xa0", " ")  # "Nr." and its number stay together
        assert words in letter
    assert [creator.text for creator in feed.findall(f"{DC}creator")] == ["Erika Muster", "Hans Muster"]
    assert feed.findtext("category") == "Verkehr"
    assert 'alt="Ein Fluss"' in page
    assert 'src="../../media/2026/fluss.png"' in page
    assert 'src="https://www.example.org/presse/media/2026/fluss.png"' in content
    link = r'<a href="../../media/plan%20%26%20mehr.pdf"[^>]*>.*?Der Plan.*?<span class="size">\(PDF, 1 kB\)</span></a>'
    assert re.search(link, page)
    assert hashlib.sha256(b"%PDF-1.4 Plan").hexdigest() in page
    assert (built.public / "media/plan & mehr.pdf").read_bytes() == b"%PDF-1.4 Plan"
    assert "bruecke.png (PNG, 1 kB)" in flat(re.sub(r"<[^>]*>", "", page)), "one without a title is called as its file"


def test_what_is_not_wanted_is_not_shown(newsroom: Newsroom) -> None:
    """An empty field takes back the newsroom's default."""
    newsroom.newsroom("defaults: {", "defaults: {usage: Abdruck honorarfrei, boilerplate: kurz, ")
    newsroom.write("content/boilerplates/kurz.md", "Standing words.")
    newsroom.release("bruecke")
    newsroom.release("ohne", usage="", boilerplate="", language="")

    built = newsroom.build()

    assert "Abdruck honorarfrei" in built.text(PAGE)
    assert "Standing words." in built.text(PAGE)
    assert "Abdruck" not in built.text("public/2026/ohne/index.html")
    assert "Standing" not in built.text("public/2026/ohne/index.html")


def test_what_only_an_embargoed_release_carries_is_not_in_public(newsroom: Newsroom) -> None:
    newsroom.write("content/media/geheim.png", PIXEL)
    newsroom.write("content/media/geheim.pdf", "Geheimplan")
    newsroom.write("content/media/abbinder.png", PIXEL)
    newsroom.write("content/boilerplates/geheim.md", "Geheimer Absatz ![Ein Bild](/media/abbinder.png)")
    newsroom.release("bekannt")
    newsroom.release(
        "neu",
        date="2026-03-01",
        embargo="2026-03-01 09:00",
        image="{file: /media/geheim.png, alt: a, credit: c}",
        attachments="{file: /media/geheim.pdf}",
        boilerplate="geheim",
    )

    before = newsroom.build(at="2026-03-01 08:59").every_byte("public").lower()
    assert "geheim" not in before
    assert "abbinder" not in before
    after = newsroom.build(at="2026-03-01 09:00")
    assert after.has("public/media/geheim.pdf")
    assert after.has("public/media/abbinder.png")


def test_a_moment_as_date_publishes_at_that_moment(newsroom: Newsroom) -> None:
    newsroom.write(
        "content/releases/2026/2026-03-29-uhr.md",
        "---\nheadline: Die Uhr\ndate: 29.03.2026, 03:00 Uhr\n---\n\nSommerzeit.\n",
    )

    assert not newsroom.build(at="2026-03-29T00:59:59+00:00").has("public/2026/uhr/index.html")
    built = newsroom.build(at="2026-03-29T01:00:00+00:00")
    assert "29. März 2026" in built.text("public/2026/uhr/index.html")
    assert "Sun, 29 Mar 2026 03:00:00 +0200" in built.text(FEED)


def test_the_later_of_date_and_embargo_counts(newsroom: Newsroom) -> None:
    newsroom.write(
        "content/releases/2026/2026-03-01-neu.md",
        "---\nheadline: Neu\ndate: 2026-03-01 08:00\nembargo: 2026-03-02 06:00\n---\n\nText.\n",
    )

    assert not newsroom.build(at="2026-03-02 05:59").has("public/2026/neu/index.html")
    assert newsroom.build(at="2026-03-02 05:59").has("print/2026-03-01-neu.pdf")
    assert newsroom.build(at="2026-03-02 06:00").has("public/2026/neu/index.html")


def test_numbers_follow_the_days_and_begin_anew_each_year(newsroom: Newsroom) -> None:
    newsroom.release("dezember", date="2025-12-30", number="99")
    newsroom.release("eins", date="2026-01-01", number="1")
    newsroom.release("gesperrt", date="2026-01-02", number="2", embargo="2026-02-01 09:00")
    newsroom.release("ohne", date="2026-01-02")
    newsroom.release("drei", date="2026-01-03", number="3")

    newsroom.build()


def test_new_offers_the_next_free_number_where_the_office_gives_numbers(newsroom: Newsroom) -> None:
    newsroom.command("new", "Ohne Nummer")
    [first] = (newsroom.folder / "content/releases").rglob("*-ohne-nummer.md")
    assert "number" not in first.read_text()
    year = first.parent.name
    newsroom.release("alt", date=f"{year}-01-01", number="41")
    newsroom.release("idee", date=f"{year}-01-02", number="42", draft="true")

    newsroom.command("new", "Mit Nummer")

    [second] = (newsroom.folder / "content/releases").rglob("*-mit-nummer.md")
    assert "\nnumber: 43\n" in second.read_text()


def test_a_contact_who_left_stays_on_the_releases_of_their_time(newsroom: Newsroom) -> None:
    newsroom.write("content/contacts.yaml", CONTACTS + "  until: 2026-01-31\nhans: {name: Hans Muster}\n")
    newsroom.release("bruecke")
    newsroom.release("letzter-tag", date="2026-01-31")
    assert "Erika Muster" in newsroom.build().text(PAGE)

    newsroom.release("spaeter", date="2026-02-01", contact="[hans, erika-muster]")
    newsroom.release("vorgabe", date="2026-02-01")
    told = newsroom.refused()
    assert "2026-02-01-spaeter.md:4:17: Erika Muster war nur bis 31.01.2026 für die Presse da." in told
    assert "2026-02-01-vorgabe.md: Erika Muster war nur bis 31.01.2026" in told, "also as the newsroom's default"
    assert told.endswith("\n\n2 Probleme; es wurde nichts veröffentlicht.\n")


def test_a_release_in_another_language_says_so(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", sprache="en", number="3", body="The bridge is open.")
    newsroom.release("haus")

    built = newsroom.build()

    page = built.text(PAGE)
    assert '<html lang="de">' in page
    assert '<div class="text" lang="en">' in page
    assert built.text("public/2026/haus/index.html").count('lang="en"') == 1, "the headline that leads there"
    assert "No. 3/2026" in built.text(LETTER)
    assert "Phone:" in built.text(LETTER)


@pytest.mark.parametrize(
    ("field", "path"),
    [
        ({"boilerplate": "kurz"}, "content/boilerplates/kurz.md:1:8: "),
        ({"usage": "Frei 😀"}, "content/releases/2026/2026-01-15-bruecke.md:4:13: "),
        (
            {"updates": "[{date: 2026-02-01, kind: update, note: 😀}]"},
            "content/releases/2026/2026-01-15-bruecke.md:4:50: ",
        ),
    ],
)
def test_a_character_without_a_letter_is_told_where_it_stands(
    newsroom: Newsroom, field: dict[str, str], path: str
) -> None:
    newsroom.write("content/boilerplates/kurz.md", "Absatz 😀.")
    newsroom.release("bruecke", **field)

    assert newsroom.refused().startswith(f"{path}Das Zeichen '😀'")
