"""The text of a release taken along from its page: copied, or saved as text or Markdown, with Chromium."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt


@pytest.fixture(scope="session")
def taken(site_url, judge):
    """What came of the buttons on a page."""

    def of(page: str) -> dict[str, Any]:
        command = [judge("node", "nodejs"), Path(__file__).with_name("take.mjs"), judge("chromium", "chromium")]
        judge("playwright-core")
        result = subprocess.run([*command, f"{site_url}/{page}"], capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return of


def in_order(text: str, *parts: str) -> None:
    place = 0
    for part in parts:
        assert part in text[place:], f"{part!r} is not there, or too early, in:\n{text}"
        place = text.index(part, place) + len(part)


def test_an_editor_takes_the_text_along(taken, site_url):
    told = taken("2019/wuermbruecke-eroeffnet/")

    in_order(
        told["text"],
        "Verkehr\n\nNeue Würmbrücke ist für den Verkehr freigegeben\n\nNach zwei Jahren",
        "München, 5. März 2019 · Nr. 12/2019\n\nBerichtigung vom 06.03.2019: In der ersten Fassung",
        "\n\nDie neue Brücke über die Würm ist fertig. Seit",
        "\n\nMehr Platz für Fahrräder\n\nAuf beiden Seiten",
        "/2019/wuermbruecke-eroeffnet/\n",
    )
    assert "Foto:" not in told["text"]
    assert told["copied"] == told["text"]
    assert told["status"] == "Der Text ist in der Zwischenablage."
    assert told["textFile"] == "2019-03-05-wuermbruecke-eroeffnet.txt"
    assert told["markdownFile"] == "2019-03-05-wuermbruecke-eroeffnet.md"
    assert not told["shownWithoutScript"], "buttons that can do nothing"


def test_notes_come_along(taken):
    told = taken("2018/sprachen-und-fussnoten/")

    in_order(
        told["text"], "den Neubau [1] mit einem", "2,3 Millionen Euro [4]", "\n\n[1] Der Kreistag hat", "\n\n[4] Ohne"
    )
    in_order(told["markdown"], "den Neubau[^1] mit einem", "\n\n[^1]: Der Kreistag hat", "\n\n[^4]: Ohne Umsatzsteuer.")


def test_as_markdown_it_keeps_its_form(taken):
    told = taken("2018/alles-was-ein-brief-tragen-kann/")["markdown"]

    in_order(told, "# Alles, was ein Brief tragen kann", "\n\n## ", "\n- ", "\n1. ", "> ", "| ", "|-|")
    html = MarkdownIt("commonmark").enable("table").render(told)
    for element in ("<h2", "<ul>", "<ol>", "<blockquote>", "<table", "<strong>", "<em>", "<a href="):
        assert element in html, element
