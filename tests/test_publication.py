"""What a release becomes: a page, an entry in the feed, a letter, and the print office's copy."""

import re
from xml.etree import ElementTree

import pytest

from tests.harness import PIXEL, Newsroom, tool


def test_a_release_becomes_a_page_a_feed_entry_a_letter_and_a_print_copy(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", headline="Neue Brücke eröffnet", body="Die Brücke über die Muster ist fertig.")

    built = newsroom.build()

    assert "Neue Brücke eröffnet" in built.text("public/2026/bruecke/index.html")
    assert "Die Brücke über die Muster ist fertig." in built.text("public/2026/bruecke/2026-01-15-bruecke.pdf")
    assert "https://www.example.org/presse/2026/bruecke/" in built.text("public/feed.xml")
    assert built.has("print/2026-01-15-bruecke.pdf")
    assert "Neue Brücke eröffnet" in built.text("public/index.html")
    assert "Neue Brücke eröffnet" in built.text("public/2026/index.html")


def test_the_print_office_gets_the_same_bytes_as_the_web(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")

    built = newsroom.build()

    letter = built.public / "2026/bruecke/2026-01-15-bruecke.pdf"
    assert letter.read_bytes() == (built.print / "2026-01-15-bruecke.pdf").read_bytes()


def test_authors_may_write_german_or_english_keys(newsroom: Newsroom) -> None:
    head = "titel: Eins\nunterzeile: Zwei\ndachzeile: Drei\ndatum: 15.1.2026\nort: Vier\nthemen: [Fünf, Sechs]\n"
    newsroom.write("content/releases/2026/2026-01-15-deutsch.md", f"---\n{head}---\n\nText.\n")

    built = newsroom.build()

    page = built.text("public/2026/deutsch/index.html")
    assert all(word in page for word in ("Eins", "Zwei", "Drei", "15. Januar 2026", "Vier"))
    topics = ElementTree.parse(built.public / "feed.xml").findall("channel/item/category")
    assert [topic.text for topic in topics] == ["Fünf", "Sechs"]


def test_quotes_and_slips_stay_as_written(newsroom: Newsroom) -> None:
    newsroom.release("zitat", headline="'Er sagte: \"ja\" – 1/2 & <3'", body='"Neben eines breiten" -- Angebotes...')

    built = newsroom.build()

    assert '"Neben eines breiten" -- Angebotes...' in built.text("print/2026-01-15-zitat.pdf")
    assert 'Er sagte: "ja" – 1/2 & <3' in built.text("print/2026-01-15-zitat.pdf")
    assert ElementTree.parse(built.public / "feed.xml").findtext("channel/item/title") == 'Er sagte: "ja" – 1/2 & <3'


def test_byte_order_mark_and_windows_line_ends_are_accepted(newsroom: Newsroom) -> None:
    text = "---\nheadline: Aus Windows\ndate: 2026-01-15\n---\n\nErster Absatz.\n\nZweiter Absatz.\n"
    newsroom.write("content/releases/2026/2026-01-15-windows.md", b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    assert "Zweiter Absatz." in newsroom.build().text("public/2026/windows/index.html")


def test_a_journalist_can_phone_and_write(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")

    page = newsroom.build().text("public/2026/bruecke/index.html")

    assert 'href="tel:+498912345"' in page
    assert 'href="mailto:presse@example.org"' in page


@pytest.mark.parametrize("written", ["(089) 1234-5", "+49 (0)89 12345", "0049 89/12345", "089 1234–5"])
def test_a_phone_number_is_dialled_however_it_is_written(newsroom: Newsroom, written: str) -> None:
    contacts = newsroom.folder / "content/contacts.yaml"
    contacts.write_text(contacts.read_text().replace("089/1234-5", written))
    newsroom.release("bruecke")

    assert f'<a href="tel:+498912345">{written}</a>' in newsroom.build().text("public/2026/bruecke/index.html")


@pytest.mark.parametrize("short", ["115", "112", "116117"])
def test_the_number_of_all_authorities_needs_no_area_code(newsroom: Newsroom, short: str) -> None:
    newsroom.write("content/contacts.yaml", f"erika-muster: {{name: Bürgertelefon, phone: {short}}}")
    newsroom.release("bruecke")

    assert f'<a href="tel:{short}">{short}</a>' in newsroom.build().text("public/2026/bruecke/index.html")


def test_an_office_may_do_without_letters(newsroom: Newsroom) -> None:
    newsroom.newsroom(", letterhead: landkreis-aktuell}", "}\nbriefe: nein")
    newsroom.release("bruecke")

    built = newsroom.build()

    assert not built.has("public/2026/bruecke/2026-01-15-bruecke.pdf")
    assert not (newsroom.folder / "print").exists()
    assert "PDF" not in built.text("public/2026/bruecke/index.html")
    assert "<enclosure" not in built.text("public/feed.xml")


def test_the_letter_is_offered_with_its_real_size(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")

    built = newsroom.build()

    size = (built.public / "2026/bruecke/2026-01-15-bruecke.pdf").stat().st_size
    enclosure = ElementTree.parse(built.public / "feed.xml").find("channel/item/enclosure")
    assert enclosure is not None
    assert enclosure.get("length") == str(size)
    assert f"{round(size / 1000)} kB" in built.text("public/2026/bruecke/index.html")


def test_releases_lead_to_their_neighbours_in_time(newsroom: Newsroom) -> None:
    for day, slug in enumerate(("erste", "zweite", "dritte"), 10):
        newsroom.release(slug, date=f"2026-01-{day}")

    built = newsroom.build()

    middle = built.text("public/2026/zweite/index.html")
    assert 'href="../../2026/erste/"' in middle
    assert 'href="../../2026/dritte/"' in middle
    assert "2026/zweite/" in built.text("public/2026/erste/index.html")


def test_home_shows_the_newest_thirty_and_the_years_show_all(newsroom: Newsroom) -> None:
    for number in range(1, 33):
        newsroom.release(f"meldung-{number:02}", date=f"{2024 if number < 3 else 2025}-03-{(number - 1) % 31 + 1:02}")

    built = newsroom.build()

    home = re.findall(r"meldung-\d\d", built.text("public/index.html"))
    assert list(dict.fromkeys(home)) == [f"meldung-{number:02}" for number in (31, 30, *range(29, 2, -1), 32)]
    assert set(re.findall(r"meldung-\d\d", built.text("public/2024/index.html"))) == {"meldung-01", "meldung-02"}
    assert 'href="2024/"' in built.text("public/index.html")


def test_links_lead_by_file_or_by_address_whatever_the_prefix(newsroom: Newsroom) -> None:
    newsroom.release("alt", date="2025-12-01", body="## Die Zahlen\n\nAlt.")
    newsroom.release("neu", body="[Datei](../2025/2025-12-01-alt.md#die-zahlen), [Adresse](/2025/alt/), [Start](/).")

    built = newsroom.build()

    page = built.text("public/2026/neu/index.html")
    assert 'href="../../2025/alt/#die-zahlen">Datei' in page
    assert 'href="../../2025/alt/">Adresse' in page
    assert 'href="../../">Start' in page
    feed = ElementTree.parse(built.public / "feed.xml").find(
        "channel/item/{http://purl.org/rss/1.0/modules/content/}encoded"
    )
    assert feed is not None
    assert 'href="https://www.example.org/presse/2025/alt/">Adresse' in str(feed.text)
    links = tool("qpdf", "--qdf", "--object-streams=disable", built.print / "2026-01-15-neu.pdf", "-")
    assert "https://www.example.org/presse/2025/alt/" in links


def test_an_image_is_published_only_while_a_visible_release_shows_it(newsroom: Newsroom) -> None:
    newsroom.write("content/media/2026/grün.png", PIXEL)
    newsroom.write("content/releases/2026/daneben.png", PIXEL)
    newsroom.write("content/media/2026/geheim.png", PIXEL)
    # A Mac writes the ü of a file's name in two characters, an author in one.
    newsroom.release("bild", body="![Grün](/media/2026/grün.png) ![Daneben](daneben.png)")
    newsroom.release("später", date="2026-12-01", body="![Geheim](/media/2026/geheim.png)").rename(
        newsroom.folder / "content/releases/2026/2026-12-01-spaeter.md"
    )

    built = newsroom.build()

    assert sorted(file.name for file in (built.public / "media").rglob("*.png")) == ["daneben.png", "grün.png"]
    assert 'src="../../media/2026/gr%C3%BCn.png"' in built.text("public/2026/bild/index.html")


def test_a_file_may_have_any_name(newsroom: Newsroom) -> None:
    newsroom.write("content/media/Plan #1 (50% größer)?.png", PIXEL)
    newsroom.release("bild", body="![Plan](</media/Plan %231 (50%25 größer)%3F.png>)")

    built = newsroom.build()

    assert built.has("public/media/Plan #1 (50% größer)?.png")
    address = "media/Plan%20%231%20%2850%25%20gr%C3%B6%C3%9Fer%29%3F.png"
    assert f'src="../../{address}"' in built.text("public/2026/bild/index.html")


def test_an_english_newsroom_publishes_in_english(newsroom: Newsroom) -> None:
    newsroom.newsroom("language: de", "language: en")
    newsroom.release("bridge", headline="New bridge", body="The bridge is open.")

    built = newsroom.build()

    page = built.text("public/2026/bridge/index.html")
    assert '<html lang="en"' in page
    assert "15 January 2026" in page
    assert ElementTree.parse(built.public / "feed.xml").findtext("channel/language") == "en"
    assert "Done in" in built.said
