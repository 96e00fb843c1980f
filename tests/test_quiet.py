"""Years that nobody touches are not read: which ones a build looks into, and that its result is that of a clean one."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pressgen import listing, publish, quiet
from pressgen.state import State
from pressgen.toolchain import toolchain
from tests.harness import CONTACTS, PIXEL, Newsroom, files

YEARS = range(2019, 2027)
OLD = range(2019, 2026)
HANS = "hans-muster: {name: Hans Muster, phone: 089/777777}\n"


def founded(folder: Path) -> Newsroom:
    """Two releases in each year, and as many as lists show in the last one; no letters, to be quick."""
    newsroom = Newsroom(folder)
    newsroom.newsroom("legal_links", "letters: nein\nfeed_length: 3\nlegal_links")
    newsroom.write("content/contacts.yaml", CONTACTS + HANS)
    newsroom.write("content/media/punkt.png", PIXEL)
    newsroom.write("content/media/plan.txt", "Der Plan")
    newsroom.write("content/boilerplates/kurz.md", "Kurz.")
    for year in OLD:
        newsroom.release("erste", date=f"{year}-02-01", headline=f"Erste {year}")
        newsroom.release("zweite", date=f"{year}-09-30", headline=f"Zweite {year}")
    for number in range(104):
        newsroom.release(f"nummer-{number}", date=f"2026-{number // 26 + 1:02}-{number % 26 + 1:02}")
    return newsroom


@pytest.fixture
def decades(tmp_path: Path) -> Newsroom:
    newsroom = founded(tmp_path)
    newsroom.command("build")
    return newsroom


def read(newsroom: Newsroom) -> set[int]:
    """The years that a build would look into now, as far as it knows before it has read any."""
    folders = publish.published(newsroom.folder)
    with State(folders.state / "state.db", toolchain()) as state:
        looked = listing.look(newsroom.folder)
        disturbed = publish.disturbed(folders, state.published)
        return set(YEARS) - quiet.years(state, looked, disturbed, dt.datetime.now(dt.UTC)).keys()


def rebuilt(newsroom: Newsroom) -> list[str]:
    """The files that a build makes, which must end with what a clean one makes."""
    answer = newsroom.command("build", "-v")
    assert answer.status == 0, answer.err
    same_as_clean(newsroom)
    return [line for line in answer.out.split("\n") if line.startswith(("public/", "print/")) and "  " not in line]


def archive(year: int) -> list[str]:
    """The feeds of a year."""
    return [f"public/{year}/{name}" for name in ("feed.xml", "atom.xml", "feed.json")]


def same_as_clean(newsroom: Newsroom) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for part in ("content", "layouts"):
            shutil.copytree(newsroom.folder / part, Path(folder) / part)
        clean = Newsroom.__new__(Newsroom)
        clean.folder = Path(folder)
        assert clean.command("build").status == 0
        assert files(newsroom.folder) == files(clean.folder)


def test_of_an_archive_in_which_nothing_changed_only_the_newest_year_would_be_read(decades: Newsroom) -> None:
    assert read(decades) == {2026}


def test_a_new_release_takes_its_year_and_that_before(decades: Newsroom) -> None:
    decades.release("neu", date="2026-05-02")

    assert read(decades) == {2025, 2026}
    assert rebuilt(decades) == [
        "public/2026/neu/index.html",
        "public/2026/nummer-103/index.html",
        "public/suche/2026.json",
        "public/suche/index.html",
        "public/index.html",
        "public/2026/index.html",
        "public/feed.xml",
        "public/atom.xml",
        "public/feed.json",
        *archive(2026),
        "public/sitemap-2026.xml",
        "public/sitemap-pages.xml",
        "public/sitemap-news.xml",
        "public/sitemap.xml",
    ]


def test_an_old_text_takes_the_years_beside_it(decades: Newsroom) -> None:
    decades.release("erste", date="2021-02-01", headline="Erste 2021", body="Anders.")

    assert read(decades) == {2020, 2021, 2022, 2026}
    assert rebuilt(decades) == ["public/2021/erste/index.html", "public/suche/2021.json", *archive(2021)]
    assert read(decades) == {2026}


def test_its_headline_stands_on_pages_of_the_years_beside_it(decades: Newsroom) -> None:
    decades.release("erste", date="2021-02-01", headline="Ganz anders")

    assert set(rebuilt(decades)) == {
        "public/2021/erste/index.html",
        "public/2021/zweite/index.html",
        "public/2020/zweite/index.html",
        "public/2021/index.html",
        *archive(2021),
        "public/suche/2021.json",
    }


def test_a_year_that_links_to_what_goes_is_read_and_told(decades: Newsroom) -> None:
    decades.release("zweite", date="2019-09-30", body="Siehe [früher](../2023/2023-02-01-erste.md).")
    decades.command("build")
    assert read(decades) == {2026}

    (decades.folder / "content/published.txt").unlink()
    (decades.folder / "content/releases/2023/2023-02-01-erste.md").unlink()

    assert "2019-09-30-zweite.md:6:16" in decades.command("build").err


def test_what_the_newest_year_links_to_is_read_with_it(decades: Newsroom) -> None:
    decades.release("neu", date="2026-05-02", body="Siehe [früher](../2020/2020-02-01-erste.md).")
    assert decades.command("build").status == 0

    decades.release("neu", date="2026-05-02", body="Siehe [früher](../2020/2020-02-01-fehlt.md).")
    assert "2020-02-01-fehlt.md" in decades.command("build").err
    decades.release("neu", date="2026-05-02", body="Siehe [früher](../2020/2020-02-01-erste.md#weg).")
    assert "2026-05-02-neu.md:6:16" in decades.command("build").err


def test_a_year_whose_photo_changed_is_read(decades: Newsroom) -> None:
    decades.release("zweite", date="2020-09-30", body="![Punkt](/media/punkt.png)")
    decades.command("build")

    decades.write("content/media/neu.png", PIXEL)
    assert read(decades) == {2026}
    decades.write("content/media/punkt.png", PIXEL + b" ")
    assert read(decades) == {2019, 2020, 2021, 2026}
    assert rebuilt(decades) == ["public/media/punkt.png"]


def test_what_was_changed_by_hand_in_an_old_year_is_put_right(decades: Newsroom) -> None:
    decades.write("public/2020/zweite/index.html", "Unfug")
    (decades.folder / "public/2022/index.html").unlink()

    assert read(decades) == {2019, 2020, 2021, 2022, 2023, 2026}
    assert set(rebuilt(decades)) == {"public/2020/zweite/index.html", "public/2022/index.html"}


def test_a_year_that_waits_for_a_moment_is_always_read(decades: Newsroom) -> None:
    decades.release("dritte", date="2020-11-01", draft="ja")
    decades.release("erste", date="2022-02-01", updates="[{date: 2099-01-01, kind: update, note: Neu}]")
    decades.release("erste", date="2024-02-01", withdrawn="{date: 2024-03-01, reason: Falsch}")
    decades.command("build")

    assert {2020, 2022, 2024} < read(decades)
    assert 2019 in read(decades), "whose newest page leads to a year that may change"


def test_the_feed_of_a_topic_knows_its_releases_in_years_that_are_not_read(decades: Newsroom) -> None:
    for year in (2019, 2021, 2022, 2023):
        photo = "{file: /media/punkt.png, alt: Punkt, credit: Amt}"
        decades.release("erste", date=f"{year}-02-01", topics="[Bau]", image=photo)
    decades.release("nummer-103", date="2026-04-26", topics="[Verkehr]")
    decades.command("build")
    feed = decades.folder / "public/themen/bau/feed.xml"
    assert read(decades) == {2026}

    def years() -> list[str]:
        return re.findall(r"<link>[^<]*/(\d{4})/erste/</link>", feed.read_text())

    decades.release("nummer-90", date="2026-04-13", body="Anders.")
    rebuilt(decades)
    assert years() == ["2023", "2022", "2021"]

    # The year that moves up is one that would not have been read.
    decades.release("erste", date="2023-02-01", body="Nicht mehr vom Bau.")
    assert read(decades) == {2022, 2023, 2024, 2026}
    assert "public/themen/bau/feed.xml" in rebuilt(decades)
    assert years() == ["2022", "2021", "2019"]


def test_years_that_come_and_go_are_seen_by_those_beside_them(decades: Newsroom) -> None:
    shutil.rmtree(decades.folder / "content/releases/2022")
    (decades.folder / "content/published.txt").unlink()
    made = rebuilt(decades)
    assert {"public/2021/index.html", "public/2023/index.html", "public/2021/zweite/index.html"} < set(made)

    decades.release("wieder", date="2022-05-05")
    assert {"public/2021/index.html", "public/2023/index.html", "public/2021/zweite/index.html"} < set(rebuilt(decades))


def test_what_is_no_release_may_concern_every_year(decades: Newsroom) -> None:
    for path, text in (
        ("content/contacts.yaml", CONTACTS + HANS + "neu: {name: Neu}\n"),
        ("content/pages/impressum.md", "---\nheadline: Impressum\n---\n\nNeu\n"),
        ("content/boilerplates/kurz.md", "Länger."),
        ("layouts/web/style.css", "p { color: #222 }"),
        ("content/published.txt", "# neu\n" + (decades.folder / "content/published.txt").read_text()),
    ):
        decades.write(path, text)
        assert read(decades) == set(YEARS), path
        assert decades.command("build").status == 0
        assert read(decades) == {2026}


def test_after_a_moment_that_was_only_imagined_everything_is_read(decades: Newsroom) -> None:
    decades.release("neu", date="2026-12-31")
    decades.command("build", "--at", "2027-01-01")
    assert read(decades) == set(YEARS)
    assert rebuilt(decades)


def test_a_release_that_an_embargo_brought_among_those_of_another_year(decades: Newsroom) -> None:
    decades.release("spaet", date="2020-12-30", embargo="2021-05-01 09:00", headline="Spät")

    made = rebuilt(decades)

    assert {"public/2021/erste/index.html", "public/2021/zweite/index.html"} < set(made)
    assert "Spät" in (decades.folder / "public/2021/zweite/index.html").read_text()


def test_a_hidden_release_is_compared_with_the_texts_of_all_years(decades: Newsroom) -> None:
    decades.release("zweite", date="2020-09-30", body="Bald auf https://presse.example.org/archiv/2026/geheim/ mehr.")
    base = decades.folder / "content/newsroom.yaml"
    address = next(line.split()[1] for line in base.read_text().split("\n") if line.startswith("base_url"))
    decades.release("zweite", date="2020-09-30", body=f"Bald auf {address}2026/geheim/ mehr.")
    assert decades.command("build").status == 0

    decades.release("geheim", date="2026-05-01", embargo="2099-01-01 09:00")

    assert "2020-09-30-zweite.md" in decades.command("build").err


def test_what_a_release_with_mistakes_leads_to_is_read_before_it_is_told_as_dead(decades: Newsroom) -> None:
    decades.release("dritte", date="2025-11-11", body="Siehe [damals](/2021/erste/#weg).", number="keine")

    assert "gibt es keine Zwischenüberschrift 'weg'" in decades.command("build").err


SLUGS = ("erste", "zweite", "dritte")
BODIES = (
    "Kurz.",
    "## Zwischen\n\nNeu.",
    "Siehe [2020](../2020/2020-02-01-erste.md) und [2024](/2024/zweite/).",
    "Siehe [2021](/2021/) und [den Abschnitt](/2023/erste/#zwischen).",
    "Ein ![Punkt](/media/punkt.png) und [der Plan](/media/plan.txt).",
    "Siehe [früher](/2022/alt/).",
    "Alles zum [Bau](/themen/bau/).",
)
DAYS = {"erste": "02-01", "zweite": "09-30", "dritte": "11-11"}
releases = st.fixed_dictionaries(
    {
        "year": st.sampled_from([2019, 2020, 2021, 2023, 2024, 2025, 2026]),
        "slug": st.sampled_from(SLUGS),
        "headline": st.sampled_from(["Brücke fertig", "Haushalt steht"]),
        "body": st.sampled_from(BODIES),
    },
    optional={
        "draft": st.just("true"),
        "contact": st.just("hans-muster"),
        "boilerplate": st.just("kurz"),
        "later": st.sampled_from([1, 4, 90]),
        "updates": st.sampled_from(["", "2099-01-01"]),
        "withdrawn": st.just("{date: 2026-11-02, reason: Ungültig}"),
        "aliases": st.sampled_from(["[alt/weg.html]", "[2022/alt]", "[2020/erste]"]),
        "number": st.sampled_from(["1", "2"]),
        "topics": st.sampled_from(["[Bau]", "[Bau, Verkehr]", "[Verkehr]", "[bau]"]),
        "municipality": st.sampled_from(["Haar", "[Aying, Haar]"]),
    },
)
others = st.sampled_from(
    [
        ("content/media/plan.txt", b"Der neue Plan"),
        ("content/media/mehr.txt", b"Mehr"),
        ("content/boilerplates/kurz.md", b"Anders: [2021](/2021/zweite/)."),
        ("content/contacts.yaml", (CONTACTS + HANS + "neu: {name: Neu}\n").encode()),
        ("public/2021/erste/index.html", b"Unfug"),
        ("public/2024/index.html", b"Unfug"),
    ]
)
edits = st.one_of(releases, st.tuples(st.sampled_from(list(OLD)), st.sampled_from(SLUGS)), others)
"""A release written or changed, one deleted, or another file."""


def edit(newsroom: Newsroom, change: dict[str, object] | tuple[object, object]) -> None:
    if isinstance(change, tuple):
        place, what = change
        if isinstance(what, bytes):
            newsroom.write(str(place), what)
        else:
            for file in (newsroom.folder / f"content/releases/{place}").glob(f"*-{what}.md"):
                file.unlink()
        return
    fields = {name: str(value) for name, value in change.items()}
    year, slug = fields.pop("year"), fields.pop("slug")
    day = f"{year}-{DAYS[slug]}" if year != "2026" else "2026-05-02"
    if later := fields.pop("later", None):
        fields["embargo"] = f"{int(year) + int(later)}-03-03 09:00"
    if "updates" in fields:
        fields["updates"] = f"[{{date: {fields['updates'] or '2026-11-01'}, kind: correction, note: Vermerkt}}]"
    newsroom.release(slug, date=day, **fields)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.lists(edits, min_size=1, max_size=3), min_size=2, max_size=4))
def test_whatever_is_edited_in_whichever_years_the_result_is_that_of_a_clean_build(history: list) -> None:
    """Problems too: a link into a year that was not read is as dead as any other."""
    with tempfile.TemporaryDirectory() as folder:
        grown = founded(Path(folder) / "grown")
        assert grown.command("build").status == 0
        for changes in history:
            for change in changes:
                edit(grown, change)
            last = grown.command("build")
            clean = Newsroom(Path(folder) / f"clean-{len(list(Path(folder).iterdir()))}")
            for part in ("content", "layouts"):
                shutil.rmtree(clean.folder / part)
                shutil.copytree(grown.folder / part, clean.folder / part)
            first = clean.command("build")
            assert first.status == last.status
            if first.status == 0:
                assert files(grown.folder) == files(clean.folder)
            else:
                assert first.err == last.err
