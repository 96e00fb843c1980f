"""Every mistake that an author or a designer can make, and what pressgen says about it.

Each file of tests/refusals/ is one mistake: the path of a file, its content, and the words of the build, with lines of
`=====` between them (several paths and contents where one file is not enough). A new mistake needs a new file only;
`make golden` writes the words below it. Read them as the person who made the mistake.
"""

from __future__ import annotations

import inspect
import os
import re
import shutil
import string
from collections.abc import Callable
from pathlib import Path

import pytest

import pressgen
from pressgen.cli import WORDS
from pressgen.messages import MESSAGES
from pressgen.outputs.letters import letter
from pressgen.problems import INVISIBLE
from tests.harness import PIXEL, Newsroom

REFUSALS = sorted((Path(__file__).parent / "refusals").glob("*.md"))

SEPARATOR = b"=====\n"


def parts(refusal: Path) -> tuple[dict[str, bytes], str]:
    """The files of a mistake by path, and what the build says."""
    *sources, expected = re.split(b"^" + SEPARATOR, refusal.read_bytes(), flags=re.MULTILINE)
    assert len(sources) % 2 == 0, "paths and contents in turn, then what the build says"
    paths = [path.decode().strip() for path in sources[::2]]
    return dict(zip(paths, sources[1::2], strict=True)), expected.decode()


def redraw(refusal: Path, said: str) -> None:
    """Replace what the build says."""
    *sources, _ = re.split(b"^" + SEPARATOR, refusal.read_bytes(), flags=re.MULTILINE)
    refusal.write_bytes(SEPARATOR.join([*sources, said.encode()]))


def begun(folder: Path, language: str) -> Newsroom:
    """A newsroom that has published before."""
    newsroom = Newsroom(folder)
    newsroom.newsroom("language: de", f"language: {language}")
    newsroom.write("content/media/2026/plan.png", PIXEL)
    newsroom.release("frueher", date="2026-01-02", headline="Früher", body="Der Text.\n\n## Ausblick\n\nMehr.")
    newsroom.build()
    return newsroom


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return begun(tmp_path_factory.mktemp("de"), "de")


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return begun(tmp_path_factory.mktemp("en"), "en")


def said(begun: Newsroom, folder: Path, sources: dict[str, bytes]) -> str:
    """What a build says about these files, put into a copy of a newsroom that has published before."""
    shutil.copytree(begun.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("layouts"))
    shutil.copytree(begun.folder / "layouts", folder / "layouts", copy_function=os.link)  # megabytes of fonts
    newsroom = Newsroom.__new__(Newsroom)
    newsroom.folder = folder
    for path, content in sources.items():
        (folder / path).unlink(missing_ok=True)
        newsroom.write(path, content)
    return newsroom.refused()


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda file: file.stem)
def test_it_is_told(refusal: Path, german: Newsroom, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    sources, expected = parts(refusal)

    now = said(german, tmp_path, sources)

    if pytestconfig.getoption("--golden"):
        redraw(refusal, now)
        expected = now
    assert now == expected


def pattern(code: str) -> str:
    return re.sub(r"\\{\w+\\}", ".*", re.escape(MESSAGES[code]["en"].what))


ENGLISH = re.compile("|".join(f"[^:]+(?::\\d+:\\d+)?: {pattern(code)}" for code in MESSAGES), re.DOTALL)


def in_english(sources: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content.replace(b"language: de", b"language: en") for path, content in sources.items()}


SPEAKING = [
    refusal
    for refusal in REFUSALS
    if b"language: en" in in_english(parts(refusal)[0]).get("content/newsroom.yaml", b"language: en")
]
"""Where the newsroom does not say its language, German is spoken."""


@pytest.mark.parametrize("refusal", SPEAKING, ids=lambda file: file.stem)
def test_it_is_told_in_english(refusal: Path, english: Newsroom, tmp_path: Path) -> None:
    sources, expected = parts(refusal)

    told = said(english, tmp_path, in_english(sources))

    *problems, total = told.rstrip("\n").split("\n\n")
    assert [text.split(": ")[0] for text in problems] == [
        text.split(": ")[0] for text in expected.rstrip("\n").split("\n\n")[:-1]
    ]
    assert total == WORDS["en"]["problem" if len(problems) == 1 else "problems"].format(n=len(problems))
    for text in problems:
        assert ENGLISH.fullmatch(text.split("\n")[0]), text
        assert "Tipp:" not in text


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", MESSAGES)
def test_every_message_speaks_both_languages(code: str) -> None:
    german, english = MESSAGES[code]["de"], MESSAGES[code]["en"]

    for one, other in zip(german, english, strict=True):
        assert one != other or not one
        # Only a German reader is told both spellings of a field.
        assert placeholders(one) - {"alias", "aliases"} == placeholders(other) - {"keys"} | placeholders(one) & {"keys"}


def test_every_message_is_used_and_there_is_one_for_every_code() -> None:
    folder = Path(pressgen.__file__).parent
    code = "".join(f.read_text() for f in sorted(folder.rglob("*.py")) if f.name not in ("messages.py", "cli.py"))
    used = set(re.findall(r'"([a-z][a-z0-9]*(?:-[a-z0-9]+)*)"', code))
    made = {name for name in MESSAGES if name.removesuffix("-near") in used}
    assert MESSAGES.keys() - made == set(), "never said"

    told = re.findall(r'(?:problem|Refusal|_unknown|refuse|Foreign)\(\s*"([a-z][a-z0-9-]*)"', code)
    told += re.findall(r'_broken\(item, link, "([a-z][a-z0-9-]*)"', code)
    told += re.findall(r'code="([a-z][a-z0-9-]*)"', code)
    assert set(told) <= MESSAGES.keys(), "without words"


def test_every_reason_for_another_letter_has_words() -> None:
    reasons = {f"changed-{name}" for name in ("toolchain", *inspect.signature(letter).parameters)}

    for words in WORDS.values():
        assert {name for name in words if name.startswith("changed-")} == reasons


def test_all_mistakes_are_told_at_once_by_file_and_line(newsroom: Newsroom) -> None:
    newsroom.release("zwei", headline="", body="[Bild](javascript:x)\n\n# Titel")
    newsroom.release("eins", contact="{a: b}", kontackt="x")
    newsroom.newsroom("language: de", "sprach: de")
    newsroom.write("content/contacts.yaml", "erika-muster:\n  name: Erika\n  phone: eins\n")
    newsroom.write("content/pages/impressum.md", "Impressum")
    newsroom.write("layouts/letterheads/zweiter/letter.css", "")

    said = newsroom.refused()

    assert re.findall(r"^([^\s:]+(?::\d+)?)(?::\d+)?: ", said, re.MULTILINE) == [
        "content/contacts.yaml:3",
        "content/newsroom.yaml:7",
        "content/pages/impressum.md:1",
        "content/releases/2026/2026-01-15-eins.md:4",
        "content/releases/2026/2026-01-15-eins.md:5",
        "content/releases/2026/2026-01-15-zwei.md:2",
        "content/releases/2026/2026-01-15-zwei.md:6",
        "content/releases/2026/2026-01-15-zwei.md:8",
        "layouts/letterheads/zweiter",
    ]
    assert said.endswith("\n\n9 Probleme; es wurde nichts veröffentlicht.\n")


def test_a_file_that_is_too_large_is_not_even_read_to_its_end(newsroom: Newsroom) -> None:
    newsroom.release("gross", body="Viel Text. " * 100_000)

    assert newsroom.refused() == (
        "content/releases/2026/2026-01-15-gross.md: Die Datei ist größer als 1 MiB und kann keine Meldung sein.\n"
        "  Tipp: Legen Sie Bilder und Anlagen unter content/media/ ab.\n\n"
        "1 Problem; es wurde nichts veröffentlicht.\n"
    )


@pytest.mark.parametrize("path", ["content/newsroom.yaml", "content/contacts.yaml", "layouts/web/home.html"])
def test_a_file_that_is_needed_is_missed(newsroom: Newsroom, path: str) -> None:
    (newsroom.folder / path).unlink()

    told = newsroom.refused()

    folder, name = path.rsplit("/", 1)
    assert told.startswith((f"{path}: Diese Datei fehlt.\n", f"{folder}: Die Vorlage '{name}' fehlt.\n"))
    assert told.endswith("\n\n1 Problem; es wurde nichts veröffentlicht.\n")


@pytest.mark.parametrize("where", ["content/releases/2026", "content/media", "content/pages", "layouts/web"])
def test_a_name_in_another_encoding_is_refused(newsroom: Newsroom, where: str) -> None:
    (newsroom.folder / where).mkdir(parents=True, exist_ok=True)
    (newsroom.folder / where / os.fsdecode(b"2026-01-15-m\xfcnchen.md")).write_bytes(b"")

    told = newsroom.refused()

    assert told.startswith(f"{where}/2026-01-15-m�nchen.md: Dieser Name stammt von einem alten System")
    assert told.endswith("\n\n1 Problem; es wurde nichts veröffentlicht.\n")


def test_a_name_with_control_characters_does_nothing_to_the_terminal(newsroom: Newsroom) -> None:
    newsroom.write("content/releases/2026/2026-01-15-\x1b[2J\n\r\x9b.md", "---\nheadline: x\n---\n\nText.\n")

    told = newsroom.refused()

    assert "2026-01-15-�[2J���.md: Aus dem Dateinamen '2026-01-15-�[2J���.md' wird keine Adresse" in told
    assert not INVISIBLE.search(told)
    assert "\r" not in told


HARMLESS: dict[str, Callable[[bytes], bytes]] = {
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "blank lines before": lambda data: b"\n\n" + data,
    "blanks behind": lambda data: data.replace(b"---\n", b"---  \n"),
}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_what_nobody_sees_changes_nothing(newsroom: Newsroom, change: Callable[[bytes], bytes]) -> None:
    file = newsroom.release(
        "windows", headline="Früh", body="Ein Text\nmit zwei Zeilen.\n\n## Übersicht\n\nNoch einer."
    )
    plain = newsroom.build().text("public/2026/windows/index.html")

    file.write_bytes(change(file.read_bytes()))

    assert newsroom.build().text("public/2026/windows/index.html") == plain
