"""Nothing goes out too early: a draft, an embargo, a date to come."""

import os
import re
import tempfile

import pytest

from tests.harness import PIXEL, Newsroom

SECRET = {"headline": "Neuer Landrat gewählt", "body": "Musterfrau tritt das Amt im Frühjahr an."}


def assert_nowhere(everything: str) -> None:
    for word in ("Neuer Landrat", "Musterfrau", "neuer-landrat"):
        assert word not in everything


def test_an_embargoed_release_is_nowhere_until_its_moment(newsroom: Newsroom) -> None:
    newsroom.release("bekannt", date="2026-02-01")
    newsroom.release("neuer-landrat", date="2026-03-01", embargo="2026-03-01 09:00", **SECRET)

    assert_nowhere(newsroom.build(at="2026-03-01 08:59").every_byte("public"))
    assert newsroom.build(at="2026-03-01 09:00").has("public/2026/neuer-landrat/index.html")


def test_the_print_office_has_it_earlier_and_marked(newsroom: Newsroom) -> None:
    newsroom.release("neuer-landrat", date="2026-03-01", embargo="01.03.2026, 09:00 Uhr", **SECRET)

    before = newsroom.build(at="2026-02-20 08:00")
    assert "Sperrfrist: 01.03.2026, 09:00 Uhr" in before.text("print/2026-03-01-neuer-landrat.pdf")
    assert "Noch nicht öffentlich:" in before.said
    assert "01.03.2026, 09:00" in before.said

    after = newsroom.build(at="2026-03-01 09:00")
    copy = (after.print / "2026-03-01-neuer-landrat.pdf").read_bytes()
    assert copy == (after.public / "2026/neuer-landrat/2026-03-01-neuer-landrat.pdf").read_bytes()
    assert "Sperrfrist" not in after.text("print/2026-03-01-neuer-landrat.pdf")


def test_the_mark_does_not_move_the_text(newsroom: Newsroom) -> None:
    body = "\n\n".join(f"{number}. Absatz mit einigen Worten, damit er eine Zeile füllt." for number in range(40))
    newsroom.release("lang", date="2026-03-01", embargo="2026-03-01 09:00", body=body)

    marked = newsroom.build(at="2026-02-20 08:00").text("print/2026-03-01-lang.pdf")
    plain = newsroom.build(at="2026-03-02 08:00").text("print/2026-03-01-lang.pdf")

    def last_of_page(text: str) -> list[str]:
        return [max(re.findall(r"(\d+)\. Absatz", page), key=int) for page in text.split("\f") if "Absatz" in page]

    assert last_of_page(marked) == last_of_page(plain)


def test_a_release_of_tomorrow_is_in_neither_edition_today(newsroom: Newsroom) -> None:
    newsroom.release("neuer-landrat", date="2026-03-01", **SECRET)

    today = newsroom.build(at="2026-02-28 23:59")
    assert_nowhere(today.every_byte("public") + today.every_byte("print"))
    # Its day begins by the newsroom's clock, one hour ahead of UTC.
    assert newsroom.build(at="2026-02-28T23:00:00+00:00").has("public/2026/neuer-landrat/index.html")


@pytest.mark.parametrize("line", ["draft: true", "draft: true  # Zeile löschen, wenn fertig", "entwurf: ja"])
def test_a_draft_is_nowhere_and_stops_nothing(newsroom: Newsroom, line: str) -> None:
    unfinished = f"---\n{line}\nheadline: Neuer Landrat\nkontackt: [\n---\n# <b>Musterfrau"
    newsroom.write("content/releases/2026/2026-03-01-neuer-landrat.md", unfinished)

    built = newsroom.build()

    assert_nowhere(built.every_byte("public") + built.every_byte("print"))
    assert "1 Entwurf" in built.said


def test_a_release_put_back_to_a_draft_leaves_no_trace(newsroom: Newsroom) -> None:
    newsroom.write("content/media/neuer-landrat.png", PIXEL)
    body = "![Musterfrau](/media/neuer-landrat.png) Text."
    newsroom.release("neuer-landrat", headline="Neuer Landrat", body=body)
    assert newsroom.build().has("public/media/neuer-landrat.png")

    newsroom.release("neuer-landrat", headline="Neuer Landrat", body=body, draft="true")

    built = newsroom.build()
    assert_nowhere(built.every_byte("public") + built.every_byte("print"))
    assert not (built.public / "2026").exists()


def test_a_public_release_cannot_link_to_a_hidden_one(newsroom: Newsroom) -> None:
    newsroom.release("neuer-landrat", date="2026-03-01", embargo="2026-03-01 09:00", **SECRET)
    newsroom.release("bekannt", body="Mehr dazu [hier](2026-03-01-neuer-landrat.md).")

    assert "2026-01-15-bekannt.md:6:18: " in newsroom.refused(at="2026-02-20 08:00")
    assert newsroom.build(at="2026-03-01 09:00").has("public/2026/bekannt/index.html")


@pytest.mark.parametrize(
    "words",
    [
        "[Vorab](https://www.example.org/presse/2026/neuer-landrat/)",
        "<https://www.example.org/presse/2026/neuer-landrat>",
        "[Vorab](https://www.example.org/presse/2026/neuer-landrat/2026-03-01-neuer-landrat.pdf)",
        "[Vorab](http://WWW.Example.org:80/presse/2026/neuer-landrat/ 'Titel')",
        "[Vorab](https://www.example.org/presse/./x/../2026/%6Eeuer-landrat/#oben)",
        "[Wir](https://example.org 'www.example.org/presse/2026/neuer-landrat')",
        "Bald unter www.example.org/presse/2026/neuer-landrat.",
        "Bald unter `HTTPS://www.example.org/presse/2026/neuer-landrat/`",
        "Bald unter https://www.example.org/presse/2026/*neuer*-landrat/",
    ],
)
def test_an_address_written_out_in_full_leaks_no_less(newsroom: Newsroom, words: str) -> None:
    newsroom.release("neuer-landrat", date="2026-03-01", embargo="2026-03-01 09:00", **SECRET)
    newsroom.write("content/pages/impressum.md", f"---\nheadline: Impressum\n---\n\n{words}\n")

    told = newsroom.refused(at="2026-02-20 08:00")
    assert "verriete" in told
    assert told.endswith("\n\n1 Problem; es wurde nichts veröffentlicht.\n")
    assert newsroom.build(at="2026-03-01 09:00").has("public/impressum/index.html")


@pytest.mark.parametrize(
    "base_url", ["https://www.prässe.de/Über uns/", "https://www.xn--prsse-hra.de/%C3%9Cber%20uns/"]
)
@pytest.mark.parametrize(
    "words",
    [
        "[Vorab](<http://www.prässe.de/Über uns/2026/neuer-landrat/>)",
        "[Vorab](http://www.PRÄSSE.de/%C3%9Cber%20uns/2026/neuer-landrat/)",
        "[Vorab](https://www.xn--prsse-hra.de/%c3%9cber%20uns/2026/neuer-landrat/)",
        "Bald unter www.prässe.de/Über%20uns/2026/neuer-landrat.",
        "Bald unter www.xn--prsse-hra.de/Über%20uns/2026/neuer-landrat.",
    ],
)
def test_so_does_one_with_umlauts(newsroom: Newsroom, base_url: str, words: str) -> None:
    newsroom.newsroom("https://www.example.org/presse/", base_url.replace(" ", "%20"))
    newsroom.release("neuer-landrat", date="2026-03-01", embargo="2026-03-01 09:00", **SECRET)
    newsroom.write("content/pages/impressum.md", f"---\nheadline: Impressum\n---\n\n{words}\n")

    assert "content/pages/impressum.md:5:" in newsroom.refused(at="2026-02-20 08:00")


@pytest.mark.parametrize(
    "address", ["https://www.example.org/presse/2026/neuer-landrat-2", "https://www.example.com/2025/neuer-landrat/"]
)
def test_another_address_is_no_leak(newsroom: Newsroom, address: str) -> None:
    newsroom.release("neuer-landrat", date="2026-03-01", embargo="2026-03-01 09:00", **SECRET)
    newsroom.release("bekannt", body=f"Siehe [hier]({address}) und {address}.")

    assert newsroom.build(at="2026-02-20 08:00").has("public/2026/bekannt/index.html")


def test_checking_puts_nothing_into_the_web_servers_folder(newsroom: Newsroom) -> None:
    """Not for a moment, and not where public/ lies on another file system."""
    newsroom.release("neuer-landrat", date="2100-03-01", **SECRET)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        newsroom.public.symlink_to(elsewhere)
        before = os.stat(elsewhere).st_mtime_ns

        assert newsroom.command("check").status == 0

        assert os.stat(elsewhere).st_mtime_ns == before


def test_a_public_folder_on_another_file_system_is_published_to_as_well(newsroom: Newsroom) -> None:
    newsroom.release("bekannt")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as elsewhere:
        newsroom.public.symlink_to(elsewhere)

        newsroom.build()

        assert os.path.isfile(f"{elsewhere}/2026/bekannt/index.html")
        assert not os.path.exists(f"{elsewhere}/.pressgen-staging")


def test_a_link_that_would_leak_later_is_told_today(newsroom: Newsroom) -> None:
    """Else the build at the first release's moment would fail, with nobody at the desk."""
    newsroom.release("neuer-landrat", date="2026-04-01", **SECRET)
    newsroom.release("vorher", date="2026-03-01", embargo="2026-03-01 09:00", body="[Mehr](/2026/neuer-landrat/)")

    assert "2026-03-01-vorher.md:7:8: " in newsroom.refused(at="2026-02-20 08:00")


def test_a_release_may_link_to_a_year_that_begins_with_it(newsroom: Newsroom) -> None:
    newsroom.release("neujahr", date="2027-01-01", body="[Alle Meldungen des neuen Jahres](/2027/)")
    newsroom.release("rueckblick", date="2027-12-31", body="[Alle Meldungen des Jahres](/2027/)")

    assert not newsroom.build(at="2026-12-01 09:00").has("public/2027/index.html")
    assert newsroom.build(at="2027-01-01 00:00").has("public/2027/index.html")


def test_an_embargoed_release_may_be_named_like_a_file_of_the_website(newsroom: Newsroom) -> None:
    """Every page names `../../style.css`: that is no address of the release."""
    newsroom.release("fertig")
    for slug in ("style", "favicon", "feed", "impressum", "media", "assets"):
        newsroom.release(slug, date="2026-03-01", embargo="2026-07-01 10:00")

    built = newsroom.build("2026-06-01 12:00")

    assert "2026-03-01-style" not in built.every_byte()


@pytest.mark.parametrize("slug", ["presse", "index"])
def test_an_embargoed_release_may_be_named_like_the_archive(newsroom: Newsroom, slug: str) -> None:
    """`/presse/` is where the archive lies, and `index.html` is in each of its folders."""
    newsroom.release("fertig")
    newsroom.release(slug, date="2026-03-01", embargo="2026-07-01 10:00")
    newsroom.build("2026-06-01 12:00")

    newsroom.release("fertig", body=f"Siehe `https://www.example.org/presse/2026/{slug}/`.")
    assert f"2026/{slug}" in newsroom.refused("2026-06-01 12:00")
