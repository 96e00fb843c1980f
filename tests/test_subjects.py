"""Ways into the archive: topics and municipalities, and what else there is on the same topic."""

import re

import pytest

from tests.harness import Newsroom


@pytest.fixture
def about(newsroom: Newsroom) -> Newsroom:
    """Two years of releases on building and traffic."""
    newsroom.release("bruecke", date="2024-05-02", topics="[Bau, Mobilität]", municipality="Haar")
    newsroom.release("schule", date="2025-03-01", topics="[Bau]", gemeinde="[Haar, Aying]")
    newsroom.release("radweg", date="2025-09-01", topics="[Mobilität]")
    newsroom.release("impfung", date="2025-10-01")
    return newsroom


def links(newsroom: Newsroom, page: str) -> list[str]:
    """Where the main part of a page leads, in its order."""
    text = (newsroom.public / page / "index.html").read_text().split("<main")[1].split("</main>")[0]
    return re.findall(r'href="([^"]*)"', text)


def listed(newsroom: Newsroom, page: str) -> list[str]:
    """The releases that it lists."""
    return [match[1] for link in links(newsroom, page) if (match := re.search(r"/\d{4}/([a-z0-9-]+)/$", link))]


def test_a_topic_has_a_page_and_one_for_each_year(about: Newsroom) -> None:
    about.build()

    assert listed(about, "themen/bau") == ["schule", "bruecke"]
    assert listed(about, "themen/mobilitaet") == ["radweg", "bruecke"]
    assert "../../themen/bau/2024/" in links(about, "themen/bau")
    assert listed(about, "themen/bau/2024") == ["bruecke"]
    assert listed(about, "gemeinden/aying") == ["schule"]


def test_home_and_release_lead_there(about: Newsroom) -> None:
    about.build()

    home = links(about, "")
    assert {"themen/", "themen/bau/", "themen/mobilitaet/", "gemeinden/", "gemeinden/aying/"} <= {*home}
    assert home.index("themen/bau/") < home.index("gemeinden/aying/")
    assert {"../../themen/bau/", "../../gemeinden/haar/"} <= {*links(about, "2025/schule")}
    assert "themen/" not in "".join(links(about, "2025/impfung"))
    assert "Bau <span>2 Meldungen</span>" in (about.public / "themen/index.html").read_text()


def test_an_english_newsroom_has_english_addresses(about: Newsroom) -> None:
    about.newsroom("language: de", "language: en")
    about.build()

    assert listed(about, "topics/bau") == ["schule", "bruecke"]
    assert listed(about, "municipalities/haar") == ["schule", "bruecke"]


def test_a_page_leads_to_older_releases_of_its_topics_alone(about: Newsroom) -> None:
    about.build()

    def related(page: str) -> list[str]:
        text = (about.public / page / "index.html").read_text()
        box = text.partition('class="box related"')[2].partition("</nav>")[0]
        return re.findall(r'href="\.\./\.\./([^"]+)"', box)

    assert related("2025/schule") == ["2024/bruecke/"]
    assert related("2025/radweg") == ["2024/bruecke/"]
    assert related("2024/bruecke") == [], "an old page does not change because a new one comes"


def test_what_is_not_public_yet_or_withdrawn_is_on_none_of_them(about: Newsroom) -> None:
    about.release(
        "geheim", date="2026-01-10", embargo="2026-09-01 10:00", topics="[Bau, Olympia]", gemeinde="Sauerlach"
    )
    about.release("falsch", date="2025-11-01", topics="[Bau]", withdrawn="{date: 2025-11-02, reason: Falsch}")
    about.build(at="2026-06-01 12:00")

    assert listed(about, "themen/bau") == ["schule", "bruecke"]
    assert not (about.public / "themen/olympia").exists()
    assert not (about.public / "gemeinden/sauerlach").exists()

    about.build(at="2026-09-01 10:00")
    assert listed(about, "themen/bau") == ["geheim", "schule", "bruecke"]
    assert listed(about, "themen/olympia") == ["geheim"]


def test_the_page_of_a_topic_shows_the_newest_and_leads_on_to_the_years(about: Newsroom) -> None:
    for day in range(1, 13):
        about.release(f"nummer-{day}", date=f"2026-02-{day:02}", topics="[Bau]")
    about.build()

    assert listed(about, "themen/bau") == [f"nummer-{day}" for day in range(12, 2, -1)]
    assert listed(about, "themen/bau/2026") == [f"nummer-{day}" for day in range(12, 0, -1)]


def test_the_last_release_of_a_topic_takes_its_page_with_it(about: Newsroom) -> None:
    about.build()
    about.release("radweg", date="2025-09-01", topics="[Bau]")
    about.release("bruecke", date="2024-05-02", topics="[Bau]")
    about.build()

    assert not (about.public / "themen/mobilitaet").exists()
    assert not (about.public / "gemeinden/haar/2024").exists()


def test_a_text_may_lead_to_a_topic_that_exists(about: Newsroom) -> None:
    about.release("impfung", date="2025-10-01", body="Mehr zum [Bau](/themen/bau/) und [2024](/themen/bau/2024/).")
    about.build()

    about.release("impfung", date="2025-10-01", body="Mehr zur [Kultur](/themen/kultur/).")
    assert "2025-10-01-impfung.md:6:19: Der Verweis '/themen/kultur/' führt zu nichts." in about.refused()


def test_two_spellings_of_a_topic_are_told(about: Newsroom) -> None:
    about.release("impfung", date="2025-10-01", topics="[bau, ★]")

    said = about.refused()

    assert "2025-10-01-impfung.md:4:10: 'bau' und 'Bau' hätten dieselbe Adresse." in said
    assert "2025-10-01-impfung.md:4:15: '★' ergibt keine Adresse." in said


def test_a_newsroom_may_say_which_municipalities_there_are(about: Newsroom) -> None:
    about.newsroom("language: de", "language: de\ngemeinden: [Aying, Haar]")
    about.build()
    about.release("impfung", date="2025-10-01", gemeinde="Harr")

    assert "2025-10-01-impfung.md:4:11: Die Gemeinde 'Harr' gibt es nicht." in about.refused()
    assert "Meinten Sie 'Haar'?" in about.refused()
