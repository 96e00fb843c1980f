"""What the search can find: the words of each year, in a file of its own."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from pressgen.outputs.search import DIGITS, numeral
from tests.harness import Newsroom


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    newsroom.newsroom("legal_links", "letters: nein\nlegal_links")
    newsroom.release("bruecke", date="2025-05-02", headline="Neue Würmbrücke", topics="[Mobilität]", subhead="Fertig!")
    newsroom.release("muell", date="2025-09-01", body="Die *Müll­abfuhr* kommt (wieder) am Mon­tag, nicht am Dienstag.")
    newsroom.release("radweg", date="2026-01-15", body="Ein Radweg.", gemeinde="Haar")
    return newsroom


def found(newsroom: Newsroom, word: str, year: int = 2025, folder: str = "suche") -> list[str]:
    """The slugs of the releases that have a word, as the file of the year tells it."""
    told = words(newsroom, year, folder)
    every = told["words"].split(" ")
    if word not in every:
        return []
    place, slugs = -1, []
    for distance in distances(told["places"].split(" ")[every.index(word)]):
        place += distance
        slugs.append(told["releases"][place][0])
    return slugs


def words(newsroom: Newsroom, year: int, folder: str = "suche") -> Any:
    return json.loads((newsroom.public / f"{folder}/{year}.json").read_text())


def distances(text: str) -> list[int]:
    found, number = [], 0
    for digit in text:
        value = DIGITS.index(digit)
        number = number * 32 + value % 32
        if value < 32:
            found.append(number)
            number = 0
    return found


def test_every_word_leads_to_its_releases(archive: Newsroom) -> None:
    archive.build()

    assert found(archive, "würmbrücke") == ["bruecke"]
    assert found(archive, "fertig") == ["bruecke"]
    assert found(archive, "müllabfuhr") == ["muell"], "soft hyphens and emphasis are no part of a word"
    assert found(archive, "montag") == found(archive, "wieder") == ["muell"]
    assert found(archive, "musterstadt") == ["muell", "bruecke"], "the place of both, newest first"
    assert found(archive, "mobilität") == ["bruecke"]
    assert found(archive, "haar", 2026) == ["radweg"]
    assert found(archive, "radweg") == []


def test_results_can_be_shown_and_filtered(archive: Newsroom) -> None:
    archive.build()

    told = words(archive, 2025)
    assert told["releases"][1] == ["bruecke", "2025-05-02", "Neue Würmbrücke", "Fertig!", "", "de", [0]]
    assert told["subjects"] == ["themen/mobilitaet/"]
    page = (archive.public / "suche/index.html").read_text()
    assert re.findall(r"<option[^>]*>([^<]*)", page) == ["Alle Jahre", "2026", "2025", "Alle", "Mobilität", "Haar"]
    assert '<option value="themen/mobilitaet/">' in page


def test_what_must_not_be_seen_cannot_be_found(archive: Newsroom) -> None:
    archive.release("geheim", date="2026-02-01", embargo="2026-09-01 10:00", body="Ein Schwimmbad.")
    archive.release("entwurf", date="2026-02-01", draft="ja", body="Eine Kegelbahn.")
    archive.release("falsch", date="2026-02-02", body="Eine Rennbahn.", withdrawn="{date: 2026-02-03, reason: Irrtum}")
    archive.build(at="2026-06-01 12:00")

    for word in ("schwimmbad", "kegelbahn", "rennbahn", "geheim", "entwurf"):
        assert not found(archive, word, 2026)
    assert "geheim" not in (archive.public / "suche/2026.json").read_text()
    assert found(archive, "falsch", 2026) == ["falsch"], "its headline, as in lists"
    assert words(archive, 2026)["releases"][0][4] == "withdrawn"

    archive.build(at="2026-09-01 10:00")
    assert found(archive, "schwimmbad", 2026) == ["geheim"]


def test_what_lists_leave_out_the_search_does_not_find(archive: Newsroom) -> None:
    archive.newsroom("legal_links", "zurueckgezogene_in_listen: nein\nlegal_links")
    archive.release("falsch", date="2026-02-02", withdrawn="{date: 2026-02-03, reason: Irrtum}")
    archive.build()

    assert not found(archive, "falsch", 2026)


def test_a_hidden_release_may_be_called_like_the_search(archive: Newsroom) -> None:
    archive.release("suche", date="2026-02-01", embargo="2026-09-01 10:00", headline="Kreis sucht die besten Ideen")
    archive.release("search", date="2026-02-02", embargo="2026-09-01 10:00", headline="Kreis sucht die besten Köpfe")

    archive.build(at="2026-06-01 12:00")


def test_every_page_leads_to_the_search(archive: Newsroom) -> None:
    archive.release("hinweis", body="Mehr davon finden Sie in der [Suche](/suche/).")
    archive.build()

    assert 'action="../../suche/"' in (archive.public / "2025/muell/index.html").read_text()
    assert 'action="/presse/suche/"' in (archive.public / "404.html").read_text()
    assert 'href="../../suche/"' in (archive.public / "2026/hinweis/index.html").read_text()


def test_an_english_newsroom_has_an_english_search(archive: Newsroom) -> None:
    archive.newsroom("language: de", "language: en")
    archive.build()

    assert found(archive, "würmbrücke", folder="search") == ["bruecke"]
    assert words(archive, 2025, "search")["subjects"] == ["topics/mobilitaet/"]
    assert 'action="../../search/"' in (archive.public / "2025/muell/index.html").read_text()


def test_distances_are_read_as_they_were_written() -> None:
    numbers = [0, 31, 32, 1023, 1024, *(random.Random(6).randrange(100_000) for _ in range(50))]
    assert distances("".join(map(numeral, numbers))) == numbers
