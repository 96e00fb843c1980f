"""A release is corrected, updated, withdrawn: it keeps its identity, and readers are told."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from tests.harness import PIXEL, Built, Newsroom

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
WRONG = "[{date: 2026-02-01 10:00, kind: correction, note: Die Brücke kostet zwölf Millionen Euro.}]"
MORE = "[{datum: 01.02.2026, art: Ergänzung, text: Ein Plan liegt jetzt bei.}]"


def entries(built: Built) -> dict[str, ET.Element]:
    """The entries of the feed by the slug in their link."""
    items = ET.fromstring(built.text("public/feed.xml")).iter("item")
    return {str(item.findtext("link")).rstrip("/").rpartition("/")[2]: item for item in items}


def test_a_correction_is_dated_on_page_letter_and_feed_and_nothing_else_moves(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", headline="Brücke fertig")
    before = entries(newsroom.build())["bruecke"]

    newsroom.release("bruecke", headline="Brücke fertig", updates=WRONG)
    built = newsroom.build()

    note = "Berichtigung vom 01.02.2026:"
    page = built.text("public/2026/bruecke/index.html")
    assert f"<strong>{note}</strong> Die Brücke kostet zwölf Millionen Euro." in page
    assert note in built.text("public/2026/bruecke/2026-01-15-bruecke.pdf")
    assert '<span class="mark">Berichtigt:</span>' in built.text("public/index.html")
    entry = entries(built)["bruecke"]
    assert entry.findtext("title") == "BERICHTIGUNG: Brücke fertig"
    assert entry.findtext(f"{ATOM}updated") == "2026-02-01T10:00:00+01:00"
    assert before.find(f"{ATOM}updated") is None
    for same in ("guid", "link", "pubDate"):
        assert entry.findtext(same) == before.findtext(same)


def test_an_update_is_no_correction(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", headline="Brücke fertig", aenderungen=MORE)

    built = newsroom.build()

    assert "Ergänzung vom 01.02.2026:" in built.text("public/2026/bruecke/index.html")
    entry = entries(built)["bruecke"]
    assert entry.findtext("title") == "Brücke fertig"
    assert entry.findtext(f"{ATOM}updated") == "2026-02-01T00:00:00+01:00"


def test_a_minor_edit_moves_nothing(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", body="Ein Tipfehler.")
    before = entries(newsroom.build())["bruecke"]
    newsroom.release("bruecke", body="Ein Tippfehler.")

    after = entries(newsroom.build())["bruecke"]

    moved = [one.tag for one, other in zip(before, after, strict=True) if one.text != other.text]
    assert {tag.rpartition("}")[2] for tag in moved} == {"description", "encoded"}


def test_corrections_stand_first_whatever_the_order_in_the_file(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", updates=f"{WRONG[:-1]}, {{date: 2026-03-01, kind: update, note: Später}}]")
    first = newsroom.build().text("public/2026/bruecke/index.html")
    newsroom.release("bruecke", updates=f"[{{date: 2026-03-01, kind: update, note: Später}}, {WRONG[1:]}")

    assert newsroom.build().text("public/2026/bruecke/index.html") == first
    assert first.index("Berichtigung vom 01.02.2026") < first.index("Ergänzung vom 01.03.2026")


def test_a_coming_update_is_not_seen_before_its_moment(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", updates=WRONG)

    assert "zwölf Millionen" not in newsroom.build(at="2026-02-01 09:59").every_byte("public")
    assert "zwölf Millionen" in newsroom.build(at="2026-02-01 10:00").text("public/2026/bruecke/index.html")


def test_an_update_is_noted_at_the_end_of_its_hour_when_the_clocks_change(newsroom: Newsroom) -> None:
    newsroom.release("uhr", updates="[{date: 2026-03-29 03:00, kind: update, note: Sommerzeit}]")

    assert "Sommerzeit" not in newsroom.build(at="2026-03-29T00:59:59+00:00").text("public/2026/uhr/index.html")
    assert "Sommerzeit" in newsroom.build(at="2026-03-29T01:00:00+00:00").text("public/2026/uhr/index.html")


def test_the_feed_keeps_older_corrected_releases_for_thirty_days_before_the_newest_change(newsroom: Newsroom) -> None:
    newsroom.newsroom("language: de", "language: de\nfeed_length: 1")
    newsroom.release("alt", date="2026-01-01", updates=WRONG)
    newsroom.release("ergaenzt", date="2026-01-02", updates=MORE)
    newsroom.release("weg", date="2026-01-03", withdrawn="{date: 2026-02-10, reason: Falsch.}")
    newsroom.release("neu", date="2026-03-03")

    built = newsroom.build()
    assert list(entries(built)) == ["neu", "weg", "alt"], "30 days after 1 February, 10:00, it is 3 March"

    newsroom.release("neuer", date="2026-03-04")
    assert list(entries(newsroom.build())) == ["neuer", "weg"]
    assert list(entries(newsroom.build(at="2026-12-31 12:00"))) == ["neuer", "weg"], "the clock moves nothing"


SECRET = ("Falsche Zahl", "Unterzeile Wort", "Dachzeile Wort", "Bildtext", "Abbinderwort", "Themenwort", "Anlagenwort")


def wrong_release(newsroom: Newsroom, **more: str) -> None:
    """A release with all that it could carry."""
    newsroom.write("content/media/zahl.png", PIXEL)
    newsroom.write("content/media/tabelle.csv", "Geheimzahl;1")
    newsroom.write("content/boilerplates/kurz.md", "Abbinderwort.")
    newsroom.release(
        "zahl",
        headline="Zahlen des Jahres",
        body="Falsche Zahl: 12. ![Bildtext](/media/zahl.png)",
        subhead="Unterzeile Wort",
        kicker="Dachzeile Wort",
        image="{file: /media/zahl.png, alt: Bildtext, caption: Bildtext, credit: Amt}",
        attachments="[{file: /media/tabelle.csv, title: Anlagenwort}]",
        boilerplate="kurz",
        topics="[Themenwort]",
        usage="Abdruck honorarfrei",
        **more,
    )


WITHDRAWN = "{date: 2026-02-01 10:00, reason: Die Zahlen sind falsch.}"


def test_a_withdrawn_release_leaves_a_notice_and_no_byte_of_its_text(newsroom: Newsroom) -> None:
    newsroom.release("andere")
    wrong_release(newsroom)
    guid = entries(newsroom.build())["zahl"].findtext("guid")
    wrong_release(newsroom, withdrawn=WITHDRAWN)

    before = newsroom.build(at="2026-02-01 09:59")
    assert "Falsche Zahl" in before.text("public/2026/zahl/index.html"), "not before its moment"
    built = newsroom.build(at="2026-02-01 10:00")

    everything = built.every_byte("public") + built.every_byte("print")
    for words in (*SECRET, "Geheimzahl", "zahl.png", "tabelle.csv", "Abdruck honorarfrei"):
        assert words not in everything
    page = built.text("public/2026/zahl/index.html")
    assert "<strong>Zurückgezogen am 01.02.2026:</strong> Die Zahlen sind falsch." in page
    assert "<h1><s>Zahlen des Jahres</s></h1>" in page
    letter = built.text("public/2026/zahl/2026-01-15-zahl.pdf")
    assert "Zurückgezogen am 01.02.2026: Die Zahlen sind falsch." in " ".join(letter.split())
    assert letter.count("\f") == 1, "one page"
    entry = entries(built)["zahl"]
    assert entry.findtext("title") == "RÜCKZUG: Zahlen des Jahres"
    assert entry.findtext("guid") == guid
    assert entry.findtext("description") == "Die Zahlen sind falsch."
    assert entry.findtext(f"{ATOM}updated") == "2026-02-01T10:00:00+01:00"


@pytest.mark.parametrize("path", ["index.html", "2026/index.html"])
def test_lists_strike_it_through_or_leave_it_out(newsroom: Newsroom, path: str) -> None:
    newsroom.release("weg", headline="Ungültig", withdrawn=WITHDRAWN)
    newsroom.release("da", headline="Gültig")
    assert "<s>Ungültig</s>" in newsroom.build().text(f"public/{path}")

    newsroom.newsroom("language: de", "language: de\nwithdrawn_in_lists: nein")

    assert "Ungültig" not in newsroom.build().text(f"public/{path}")
    assert "Gültig" in newsroom.build().text(f"public/{path}")


def test_a_year_keeps_its_page_when_its_only_release_is_left_out(newsroom: Newsroom) -> None:
    """The withdrawn release's own page still leads there."""
    newsroom.newsroom("language: de", "language: de\nwithdrawn_in_lists: nein")
    newsroom.release("weg", date="2025-05-01", withdrawn=WITHDRAWN)
    newsroom.release("da")

    built = newsroom.build()

    assert built.has("public/2025/index.html")
    assert built.has("public/2025/weg/index.html")
    assert re.search(r'href="[./]*2025/"', built.text("public/2025/weg/index.html"))


def test_a_corrected_release_that_is_withdrawn_says_only_that(newsroom: Newsroom) -> None:
    newsroom.release("weg", updates=WRONG, withdrawn="{date: 2026-03-01, reason: Gilt nicht mehr.}")

    built = newsroom.build()

    assert "zwölf Millionen" not in built.every_byte("public")
    assert str(entries(built)["weg"].findtext("title")).startswith("RÜCKZUG: ")


def test_letters_that_change_are_told_before_they_are_published(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.build()
    newsroom.release("bruecke", updates=WRONG)

    assert "1 Brief, der schon öffentlich ist, ändert sich: Meldung (1)" in newsroom.build().said


def test_an_english_release_of_a_german_office_is_corrected_in_english_on_its_letter(newsroom: Newsroom) -> None:
    newsroom.release("bridge", language="en", updates="[{date: 2026-02-01, kind: correction, note: Twelve million.}]")

    built = newsroom.build()

    letter = built.text("public/2026/bridge/2026-01-15-bridge.pdf")
    assert "Correction of" in letter
    assert "Press contact" in letter or "Pressesprecherin" in letter
    assert "<h1" in built.text("public/2026/bridge/index.html")
    assert '<hgroup lang="en">' in built.text("public/2026/bridge/index.html")
    assert entries(built)["bridge"].findtext(f"{DC}language") == "en"


def test_what_looks_like_html_in_a_note_or_reason_is_only_words(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", updates="[{date: 2026-02-01, kind: update, note: '<script>a</script> & \"b\"'}]")
    newsroom.release("weg", withdrawn="{date: 2026-02-01, reason: '<script>a</script> & \"b\"'}")

    built = newsroom.build()

    for path in ("public/2026/bruecke/index.html", "public/2026/weg/index.html", "public/feed.xml"):
        assert "&lt;script&gt;a&lt;/script&gt; &amp; " in built.text(path)
        assert "<script>a" not in built.text(path).replace("<![CDATA[", "")
    assert '<script>a</script> & "b"' in built.text("public/2026/weg/2026-01-15-weg.pdf")
