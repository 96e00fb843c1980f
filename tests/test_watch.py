"""Checking after each saving, as VS Code shows it while somebody writes."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest

from tests.harness import PROJECT, Newsroom, files, pdf_text
from tests.test_commands import UNBUFFERED, hear_interrupts


class Watch:
    """`pressgen check --watch` at work, and what an editor understands of it; or another command."""

    def __init__(self, newsroom: Newsroom, arguments: Sequence[str] = (), begins: str = "") -> None:
        tasks = json.loads((PROJECT / ".vscode/tasks.json").read_text())["tasks"]
        (task,) = (task for task in tasks if task.get("isBackground"))
        background = task["problemMatcher"][0]["background"]
        self.begins, self.ends = begins or background["beginsPattern"], background["endsPattern"]
        command = [sys.executable, "-m", "pressgen", *(arguments or task["args"]), "--project", str(newsroom.folder)]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=UNBUFFERED,
            preexec_fn=hear_interrupts,
        )

    def round(self) -> str:
        """What is said from the beginning of the next check to its end."""
        assert self.process.stdout is not None
        lines = iter(self.process.stdout.readline, "")
        assert any(re.search(self.begins, line) for line in lines), "no check has begun"
        said = []
        for line in lines:
            if re.search(self.ends, line):
                return "".join(said)
            said.append(line)
        raise AssertionError("the check has no end: " + "".join(said))


@pytest.fixture
def watch(newsroom: Newsroom) -> Iterator[Watch]:
    newsroom.release("bruecke")
    found = Watch(newsroom)
    yield found
    found.process.kill()
    found.process.communicate()


def test_each_saving_is_checked(newsroom: Newsroom, watch: Watch) -> None:
    assert "Alles in Ordnung: 1 Meldung." in watch.round()

    newsroom.release("bruecke", kontackt="erika-muster")
    assert "2026-01-15-bruecke.md:4:1: Das Feld 'kontackt' gibt es nicht." in watch.round()

    newsroom.release("bruecke")
    newsroom.release("halle")
    assert "Alles in Ordnung: 2 Meldungen." in watch.round()

    newsroom.newsroom("language: de", "language: en")
    assert "All is well: 2 releases." in watch.round()

    newsroom.newsroom("title: ", "titel ")
    assert "content/newsroom.yaml:" in watch.round()
    assert files(newsroom.folder) == {}


def test_a_layout_is_watched_as_well(newsroom: Newsroom, watch: Watch) -> None:
    watch.round()

    css = newsroom.folder / "layouts/letterheads/landkreis-aktuell/letter.css"
    css.write_text(css.read_text() + "p { colour: red }\n")

    assert "letter.css" in watch.round()


def test_a_build_at_work_is_waited_for(newsroom: Newsroom, watch: Watch) -> None:
    watch.round()
    with sqlite3.connect(newsroom.folder / ".pressgen/state.db", isolation_level=None) as build:
        build.execute("BEGIN EXCLUSIVE")
        newsroom.release("halle")
        assert "Ein anderer Lauf von pressgen arbeitet gerade" in watch.round()

    build.close()
    assert "Alles in Ordnung: 2 Meldungen." in watch.round()


def test_what_was_checked_is_not_drawn_again(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", embargo="2036-03-01 09:00")
    newsroom.release("halle", date="2036-03-02")
    newsroom.release("platz")
    newsroom.build()
    assert "2026/bruecke/index.html" in newsroom.command("check", "-v").out

    assert newsroom.command("check", "-v").out == "Alles in Ordnung: 3 Meldungen.\n"

    newsroom.release("halle", date="2036-03-02", body="Der Text mit einem 😀.")
    newsroom.release("platz", body="Ein anderer Text.")
    for _ in range(2):  # what is wrong is told again
        answer = newsroom.command("check", "-v")
        assert "2036-03-02-halle.md:6:20: Das Zeichen '😀'" in answer.err
        assert "bruecke.pdf" not in answer.out
    assert "platz.pdf" not in answer.out, "it is fine, and was drawn a moment ago"


def test_an_interruption_ends_it(watch: Watch) -> None:
    watch.round()

    watch.process.send_signal(signal.SIGINT)

    assert watch.process.communicate(timeout=20)[0] == "Abgebrochen.\n"
    assert watch.process.returncode == 130


def test_each_saving_is_built(newsroom: Newsroom) -> None:
    """As somebody writes with a preview beside: letter and page are there in a moment."""
    newsroom.release("bruecke")
    preview = newsroom.folder / "vorschau"
    watch = Watch(newsroom, ["build", "--watch", "--preview", str(preview)], r"^\d\d:\d\d:\d\d Baue …$")
    try:
        watch.round()
        newsroom.release("bruecke", body="Ein neuer Text.", draft="ja")
        assert "2 neu geschrieben" not in watch.round()
        assert "Ein neuer Text." in (preview / "2026/bruecke/index.html").read_text()
        assert "Ein neuer Text." in pdf_text(preview / "2026/bruecke/2026-01-15-bruecke.pdf")
        newsroom.release("bruecke", kontackt="x")
        assert "Das Feld 'kontackt' gibt es nicht." in watch.round()
        newsroom.release("bruecke", body="Noch ein neuer Text.")
        watch.round()
        assert "Noch ein neuer Text." in (preview / "2026/bruecke/index.html").read_text()
    finally:
        watch.process.kill()
        watch.process.communicate()
