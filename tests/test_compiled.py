"""Templates are compiled once, not by each build: yet a change of one is always seen."""

import contextlib
import sqlite3
from collections.abc import Callable

import jinja2
import pytest

from pressgen.outputs import templates
from tests.harness import Newsroom, files


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What jinja2 has compiled since it was asked last; asking makes of this process one that knows no template."""
    names: list[str] = []
    really = jinja2.Environment._generate

    def noted(self: jinja2.Environment, source: jinja2.nodes.Template, name: str, *rest: object, **more: object) -> str:
        names.append(name)
        return really(self, source, name, *rest, **more)  # type: ignore[arg-type]

    def asked() -> list[str]:
        templates._environment.cache_clear()
        templates.kept.clear()
        found = sorted(names)
        names.clear()
        return found

    monkeypatch.setattr(jinja2.Environment, "_generate", noted)
    asked()
    return asked


def edit(newsroom: Newsroom, text: str) -> None:
    newsroom.release("eins", body=text)
    newsroom.build()


def test_the_next_build_compiles_none(newsroom: Newsroom, compiled: Callable[[], list[str]]) -> None:
    edit(newsroom, "Der erste Text.")
    assert "release.html" in compiled()

    edit(newsroom, "Der zweite Text.")

    assert compiled() == []
    assert "Der zweite Text." in (newsroom.public / "2026/eins/index.html").read_text()


def test_a_changed_template_is_compiled_again(newsroom: Newsroom, compiled: Callable[[], list[str]]) -> None:
    edit(newsroom, "Der erste Text.")
    compiled()
    file = newsroom.folder / "layouts/web/release.html"
    file.write_text(file.read_text().replace("{{ body }}", "{{ body }}<p>Neu vom Gestalter</p>"))

    newsroom.build()

    assert compiled() == ["release.html"]
    assert "Neu vom Gestalter" in (newsroom.public / "2026/eins/index.html").read_text()


def test_damaged_ones_are_compiled_again(newsroom: Newsroom, compiled: Callable[[], list[str]]) -> None:
    """Python would crash on them, without a word."""
    edit(newsroom, "Der erste Text.")
    compiled()
    with contextlib.closing(sqlite3.connect(newsroom.folder / ".pressgen/state.db")) as state, state:
        (note,) = state.execute("SELECT value FROM note WHERE name = 'templates'").fetchone()
        spoiled = note[:5000] + b"\xff" * 5000 + note[10000:]
        state.execute("UPDATE note SET value = ? WHERE name = 'templates'", (spoiled,))

    edit(newsroom, "Der zweite Text.")

    assert "release.html" in compiled()
    edit(newsroom, "Der dritte Text.")
    assert compiled() == []
    page = files(newsroom.folder)["public/2026/eins/index.html"].decode()
    assert "Der dritte Text." in page
