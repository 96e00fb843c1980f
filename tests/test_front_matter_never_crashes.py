"""Whatever an author writes: it is published as written, or refused with words. Tried on random texts."""

from __future__ import annotations

import zoneinfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pressgen.messages import MESSAGES, told
from pressgen.model import Draft, Page, Release
from pressgen.problems import SourceError
from pressgen.sources.release import page, release

PATH = "content/releases/2026/2026-01-15-beispiel.md"
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
DEFAULTS = {"contact": ("erika-muster",), "letterhead": "landkreis-aktuell", "language": "de"}

VALID = """\
---
headline: 'Neue Brücke: wie geht''s weiter?'
unterzeile: "Landrat zufrieden"
date: 15. 1. 2026
embargo: 2026-01-15 09:30
topics:
  - Verkehr
  - Soziales  # eine Notiz
themen: [eins, {zwei: drei}]
number: 0123
---

Der *erste* Absatz mit [Plan](/media/plan.pdf "Titel") und ![Bild](<a b.png>).

## Zwischenüberschrift

- eins
  > zwei <b>drei</b>

| a | b |
|-|-:|
| `1` | 2 |

[ref]: https://example.org
"""

MARKS = """--- - ? : & * ! | > ' " [ ] { } # % @ ` \\ \\P &a *a !!x <!-- <b> ]( ][ ![](x) ](//x) ](%ff)"""

PIECES = st.one_of(
    st.sampled_from(MARKS.split()),
    st.sampled_from(["\n", "\r", "\t", "  ", ": ", " #", "- ", "? ", "<<: ", "> ", "headline: ", "draft: ja", "🎉"]),
    st.sampled_from("\x00\x85\u2028\ufeff\u0308"),
    st.text(max_size=3),
)

edits = st.lists(st.tuples(st.integers(0, len(VALID)), st.integers(0, 12), PIECES), min_size=1, max_size=5)
"""Where, how many characters are deleted there, and what is put in."""


def read(data: bytes) -> Release | Draft | Page | None:
    """The release; None if it is refused, in words."""
    try:
        page("content/pages/beispiel.md", data)
    except SourceError as error:
        check_words(error)
    try:
        return release(PATH, data, DEFAULTS, BERLIN)
    except SourceError as error:
        check_words(error)
        return None


def check_words(error: SourceError) -> None:
    assert error.problems
    for problem in error.problems:
        for language in MESSAGES[problem.code]:
            assert told(problem, language)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(), st.text().map(str.encode), st.lists(PIECES).map("".join).map(str.encode)))
@example(("---\nheadline: " + "[" * 10_000 + "\n---\n").encode())
@example(("---\nheadline: " + "{a: " * 5_000 + "}" * 5_000 + "\n---\n").encode())
@example(("---\n" + "- " * 5_000 + "\n---\n").encode())
@example(("---\n---\n" + "[" * 5_000 + "](" * 5_000).encode())
def test_any_bytes_are_a_release_or_refused(data: bytes) -> None:
    read(data)
    read(b"---\n" + data + b"\n---\n\nDer Text.\n")
    read(b"---\nheadline: x\ndate: 2026-01-15\n---\n" + data)


@settings(max_examples=500, deadline=None)
@given(edits)
def test_a_slip_of_the_keyboard_is_harmless_or_refused(slips: list[tuple[int, int, str]]) -> None:
    text = VALID
    for at, deleted, piece in slips:
        text = text[:at] + piece + text[at + deleted :]
    read(text.encode())


@pytest.mark.parametrize("line", ["draft: ja", "'draft': true", '"entwurf": "ja"', "draft : yes  # noch nicht"])
def test_a_draft_is_one_however_it_is_spelled(line: str) -> None:
    assert isinstance(read(f"---\nheadline: x\ndate: 2026-01-15\n{line}\n---\n\nDer Text.\n".encode()), Draft)


words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"), min_size=1
).filter(lambda text: text == text.strip())


@settings(max_examples=300, deadline=None)
@given(words, st.lists(words, min_size=1, max_size=3, unique=True))
def test_no_character_of_a_headline_or_topic_is_changed(headline: str, topics: list[str]) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    head = f"headline: {quoted(headline)}\ndate: 2026-01-15\ntopics: [{', '.join(map(quoted, topics))}]"
    found = read(f"---\n{head}\n---\n\nDer Text.\n".encode())

    assert isinstance(found, Release)
    assert found.headline == headline
    assert list(found.topics) == topics


@settings(max_examples=300, deadline=None)
@given(words)
def test_an_unquoted_headline_is_taken_as_written_or_refused(headline: str) -> None:
    found = read(f"---\nheadline: {headline}\ndate: 2026-01-15\n---\n\nDer Text.\n".encode())

    assert found is None or (isinstance(found, Release) and found.headline in (headline, headline.strip("'\"")))
