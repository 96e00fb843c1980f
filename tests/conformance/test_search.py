"""The search as a reader has it, with Chromium, under the Content-Security-Policy that docs recommend."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

BRIDGE = "Neue Würmbrücke ist für den Verkehr freigegeben"
QUERIES = (
    "Würmbrücke",
    "wuermbruecken",
    "Brücke Verkehr",
    "gesperrt",
    "?q=Brücke&year=2018",
    "?about=themen/mobilitaet/",
)


@pytest.fixture(scope="module")
def told(site_url: str, judge: Any) -> Any:
    """What came of the queries, and of a walk by keyboard."""
    command = [judge("node", "nodejs"), Path(__file__).with_name("search.mjs"), judge("chromium", "chromium")]
    judge("playwright-core")
    command += [f"{site_url}/", "würmbr"]
    result = subprocess.run(command, input=json.dumps(QUERIES), capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_a_word_finds_its_release(told: Any) -> None:
    answer = told["queries"]["Würmbrücke"]

    assert answer["found"][0] == BRIDGE
    assert "Würmbrücke" in answer["marked"]
    assert any("Brücke" in excerpt for excerpt in answer["excerpts"])


def test_spelling_and_endings_do_not_matter(told: Any) -> None:
    assert BRIDGE in told["queries"]["wuermbruecken"]["found"]


def test_a_part_of_a_compound_finds_it_and_all_words_have_to_be_there(told: Any) -> None:
    assert told["queries"]["Brücke Verkehr"]["found"][0] == BRIDGE


def test_years_and_topics_filter(told: Any) -> None:
    assert BRIDGE not in told["queries"]["?q=Brücke&year=2018"]["found"]
    asked = [path for path in told["queries"]["?q=Brücke&year=2018"]["fetched"] if path.endswith(".json")]
    assert [path.rpartition("/")[2] for path in asked] == ["2018.json"], "the words of other years are not fetched"
    assert BRIDGE in told["queries"]["?about=themen/mobilitaet/"]["found"]


def test_what_is_under_embargo_is_not_found(told: Any) -> None:
    assert not any("gesperrt" in headline for headline in told["queries"]["gesperrt"]["found"])


def test_a_screen_reader_is_told_how_many(told: Any) -> None:
    answer = told["queries"]["Würmbrücke"]
    count = len(answer["found"])
    assert answer["said"] == ("1 Meldung" if count == 1 else f"{count} Meldungen")


def test_by_keyboard_from_the_first_letter_to_the_release_and_back(told: Any) -> None:
    assert told["firstLetter"]["found"]
    assert told["opened"].endswith("/2019/wuermbruecke-eroeffnet/")
    assert told["afterwards"]["found"][0] == BRIDGE


def test_without_script_the_lists_lead_on(told: Any) -> None:
    mute = told["withoutScript"]

    assert not mute["form"], "a field that can do nothing"
    assert "JavaScript" in mute["says"]
    assert any(link.endswith("/presse/2019/") for link in mute["links"])
    assert any(link.endswith("/presse/themen/mobilitaet/") for link in mute["links"])


def test_the_policy_forbids_nothing_that_it_needs(told: Any) -> None:
    assert not told["complaints"]
