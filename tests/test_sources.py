"""What authors may write, where the answer is a value and not a page."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressgen.sources import addresses, fields
from pressgen.sources.frontmatter import Scalar, as_value, mapping
from pressgen.sources.source import Source
from tests.harness import Newsroom, tool

NINE = dt.datetime(2026, 3, 1, 9, 0)


@pytest.mark.parametrize(
    "text",
    ["2026-03-01 09:00", "2026-03-01T09:00", "01.03.2026, 09:00 Uhr", "2026-03-01 09:00 Uhr", " 1. 3. 2026 9:00Uhr "],
)
def test_a_moment_is_read_however_it_is_written(text: str) -> None:
    assert fields.moment_of(text) == NINE


def test_a_day_is_its_first_moment() -> None:
    assert fields.moment_of("2026-03-01") == fields.moment_of("1.3.2026") == NINE.replace(hour=0)


@pytest.mark.parametrize(
    "text", ["", "morgen", "2026-02-30 09:00", "2026-03-01 24:00", "0226-03-01", "2026-03-01 9", "٢٠٢٦-٠٣-٠١"]
)
def test_what_is_no_moment_is_none(text: str) -> None:
    assert fields.moment_of(text) is None


line = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"))


@given(line.filter(lambda text: text == text.strip()))
def test_a_value_that_is_written_out_is_read_back(text: str) -> None:
    source = Source("", f"field: {as_value(text)}\n")

    read = mapping(source, 0, len(source.text), [])

    assert read is not None
    [(_, node)] = read.entries
    assert isinstance(node, Scalar)
    assert (node.text, node.lost) == (text, None)


@pytest.mark.parametrize(
    ("place", "line"), [("'Haar: Ort #1'", "'Haar: Ort #1'"), ("'O''Haar'", "O'Haar"), ("Haar", "Haar"), ("''", "")]
)
def test_a_new_release_has_the_defaults_in_quotation_marks_where_needed(
    newsroom: Newsroom, place: str, line: str
) -> None:
    newsroom.newsroom("place: Musterstadt", f"place: {place}")

    newsroom.command("new", "Neue Brücke")

    [file] = (newsroom.folder / "content/releases").rglob("*.md")
    assert f"place: {line}".strip() + "\ncontact: erika-muster\n" in file.read_text()


@pytest.mark.parametrize("line", ['language: "en"', "'sprache' : 'en'  # English"])
def test_mistakes_are_told_in_the_newsrooms_language_however_it_is_spelled(newsroom: Newsroom, line: str) -> None:
    newsroom.newsroom("language: de", line)
    newsroom.newsroom("title:", "titel")

    assert newsroom.refused().endswith("1 problem; nothing was published.\n")


def test_a_file_without_a_suffix_can_be_linked(newsroom: Newsroom) -> None:
    newsroom.write("content/media/LIESMICH", "Lies mich.")
    newsroom.release("neu", body="[Lies mich](/media/LIESMICH)")

    built = newsroom.build()

    assert 'href="../../media/LIESMICH"' in built.text("public/2026/neu/index.html")
    assert built.has("public/media/LIESMICH")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://www.example.org", "https://www.example.org/"),
        ("HTTP://WWW.Example.org:8080/Presse", "http://www.example.org:8080/Presse/"),
        ("https://münchen.de:443/prässe/", "https://xn--mnchen-3ya.de/pr%C3%A4sse/"),
        ("https://example.org/a&b\"c'd<e>%20/", "https://example.org/a%26b%22c%27d%3Ce%3E%20/"),
    ],
)
def test_the_sites_address_becomes_one_that_is_valid_everywhere(written: str, address: str) -> None:
    assert addresses.base(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "www.example.org",
        "ftp://example.org/",
        "https://",
        "https:///presse/",
        "https://presse@example.org/",
        "https://example.org:/",
        "https://example.org:achtzig/",
        "https://example.org:0/",
        "https://example..org/",
        "https://-example.org/",
        "https://[::1]/",
        "https://straße.example/",  # Punycode would make it strasse.example, which is another host
        "https://example.org//presse/",
        "https://example.org/presse/../",
        "https://example.org/%2e%2e/",
        "https://example.org/100%/",
        "https://example.org/pres se/",
        "https://example.org/pres\\se/",
        "https://example.org/?presse",
        "https://example.org/#presse",
    ],
)
def test_what_is_no_address_of_a_site_is_refused(written: str) -> None:
    assert addresses.base(written) is None


def test_the_sites_address_stands_in_pages_feed_and_letters_as_a_valid_one(newsroom: Newsroom) -> None:
    newsroom.newsroom("https://www.example.org/presse/", '"https://prässe.example/R&D\'s/"')
    newsroom.release("eins", body="[zwei](/2026/zwei/)")
    newsroom.release("zwei")

    built = newsroom.build()

    address = "https://xn--prsse-hra.example/R%26D%27s/"
    assert f'<link rel="canonical" href="{address}2026/eins/"' in built.text("public/2026/eins/index.html")
    assert f'<a href="{address}2026/zwei/">' in built.text("public/feed.xml")
    assert address + "2026/zwei/" in tool("pdfinfo", "-url", built.print / "2026-01-15-eins.pdf")
