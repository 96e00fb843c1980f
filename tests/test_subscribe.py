"""The page that tells people what a feed is and which address to copy."""

import re

from tests.harness import Newsroom

BASE = "https://www.example.org/presse/"


def offered(newsroom: Newsroom, page: str = "abonnieren") -> dict[str, str]:
    """The addresses that readers can copy, and where each leads."""
    text = (newsroom.public / page / "index.html").read_text()
    return {shown: way for way, shown in re.findall(rf'<a href="([^"]*)">({BASE}[^<]*)</a>', text)}


def test_it_gives_the_whole_address_of_each_feed(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", date="2025-05-02", topics="[Bau]")
    newsroom.build()

    names = ("feed.xml", "atom.xml", "feed.json", "themen/bau/feed.xml")
    assert offered(newsroom) == {BASE + name: "../" + name for name in names}
    assert all((newsroom.public / name).exists() for name in names)


def test_lists_lead_there(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", date="2025-05-02", topics="[Bau]")
    newsroom.build()

    assert 'href="abonnieren/"' in (newsroom.public / "index.html").read_text()
    assert 'href="../abonnieren/"' in (newsroom.public / "2025/index.html").read_text()
    assert 'href="../../abonnieren/"' in (newsroom.public / "themen/bau/index.html").read_text()


def test_an_english_newsroom_says_it_in_english(newsroom: Newsroom) -> None:
    newsroom.newsroom("language: de", "language: en")
    newsroom.build()

    assert "In three steps" in (newsroom.public / "subscribe/index.html").read_text()
    assert not (newsroom.public / "abonnieren").exists()


def test_an_office_may_write_a_page_of_its_own(newsroom: Newsroom) -> None:
    newsroom.write("content/pages/abonnieren.md", "---\nheadline: So geht es bei uns\n---\n\nRufen Sie an.\n")
    newsroom.build()

    assert "Rufen Sie an." in (newsroom.public / "abonnieren/index.html").read_text()


def test_a_text_may_lead_there(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", date="2025-05-02", body="Mehr unter [Abonnieren](/abonnieren/).")
    newsroom.build()

    assert 'href="../../abonnieren/"' in (newsroom.public / "2025/bruecke/index.html").read_text()


def test_a_topic_that_nobody_may_know_of_yet_is_not_named(newsroom: Newsroom) -> None:
    newsroom.release("olympia", date="2026-05-01", embargo="2026-12-01 09:00", topics="[Olympia]")
    newsroom.build(at="2026-06-01 12:00")

    assert "olympia" not in (newsroom.public / "abonnieren/index.html").read_text().lower()


def test_a_new_release_of_a_known_topic_does_not_touch_it(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", date="2025-05-02", topics="[Bau]")
    newsroom.build()
    newsroom.release("schule", date="2025-06-02", topics="[Bau]")
    answer = newsroom.command("build", "-v")

    assert "public/themen/bau/feed.xml" in answer.out
    assert "abonnieren" not in answer.out
