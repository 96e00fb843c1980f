"""What was public does not vanish silently: content/published.txt, and former addresses."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from tests.harness import PIXEL, Answer, Newsroom, files

RECORD = "content/published.txt"
LINE = "2026/bekannt 2026-01-15T00:00:00+01:00 tag:example.org,2026:2026/bekannt\n"


def publish(newsroom: Newsroom) -> Answer:
    """A build now and for good."""
    answer = newsroom.command("build")
    assert answer.status == 0, answer.err
    return answer


def stopped(newsroom: Newsroom) -> str:
    """What a build for good says that must not go through; nothing changes."""
    before, record = files(newsroom.folder), (newsroom.folder / RECORD).read_bytes()
    answer = newsroom.command("build")
    assert answer.status == 1, answer.out
    assert (files(newsroom.folder), (newsroom.folder / RECORD).read_bytes()) == (before, record)
    return answer.err


def guids(newsroom: Newsroom) -> list[str | None]:
    items = ET.parse(newsroom.public / "feed.xml").iter("item")
    return [item.findtext("guid") for item in items]


def test_only_a_build_for_good_notes_what_is_public(newsroom: Newsroom) -> None:
    newsroom.release("bekannt")
    newsroom.release("morgen", date="2100-01-01")
    newsroom.release("idee", draft="true")
    newsroom.build(at="2026-06-01 12:00")
    newsroom.command("check")
    newsroom.command("plan")
    assert not (newsroom.folder / RECORD).exists()

    publish(newsroom)

    text = (newsroom.folder / RECORD).read_text()
    assert text.splitlines()[1:] == ["2026/bekannt 2026-01-15T00:00:00+01:00 tag:example.org,2026:2026/bekannt"]
    assert text.startswith("# Was öffentlich war")
    publish(newsroom)
    assert (newsroom.folder / RECORD).read_text() == text


def test_it_grows_at_its_end_in_the_order_of_publication(newsroom: Newsroom) -> None:
    newsroom.release("zwei", date="2026-01-02")
    newsroom.release("eins", date="2026-01-01")
    publish(newsroom)
    first = (newsroom.folder / RECORD).read_text()
    newsroom.release("null", date="2025-12-31")
    publish(newsroom)

    text = (newsroom.folder / RECORD).read_text()
    assert text.startswith(first)
    assert [line.split()[0] for line in text.splitlines()[1:]] == ["2026/eins", "2026/zwei", "2025/null"]


def test_a_deleted_release_stops_the_build_also_in_a_fresh_clone(newsroom: Newsroom) -> None:
    file = newsroom.release("bekannt")
    newsroom.release("andere")
    publish(newsroom)
    file.unlink()

    told = stopped(newsroom)
    line = (newsroom.folder / RECORD).read_text().splitlines().index(
        "2026/bekannt 2026-01-15T00:00:00+01:00 tag:example.org,2026:2026/bekannt"
    ) + 1
    assert told.startswith(
        f"{RECORD}:{line}:1: /2026/bekannt/ ist seit 15.01.2026 öffentlich, aber die Datei der Meldung ist weg.\n"
        f"  {line} | 2026/bekannt 2026-01-15"
    )
    assert "fruehere_adressen: [/2026/bekannt/]" in told
    assert "zurueckgezogen:" in told

    for made in (".pressgen", "public", "print"):
        shutil.rmtree(newsroom.folder / made)
    assert stopped(newsroom) == told


def test_an_alias_heals_a_new_name_and_the_feed_knows_the_release_again(newsroom: Newsroom) -> None:
    file = newsroom.release("bruecke-fertg")
    publish(newsroom)
    [guid] = guids(newsroom)
    file.unlink()
    newsroom.release("bruecke-fertig", aliases="[/2026/bruecke-fertg/]")

    publish(newsroom)

    assert guids(newsroom) == [guid]
    page = (newsroom.public / "2026/bruecke-fertg/index.html").read_text()
    assert '<meta http-equiv="refresh" content="0; url=../../2026/bruecke-fertig/">' in page
    assert '<link rel="canonical" href="https://www.example.org/presse/2026/bruecke-fertig/">' in page
    assert publish(newsroom)
    newsroom.newsroom("example.org,2026", "example.com,2027")
    publish(newsroom)
    assert guids(newsroom) == [guid], "also under a new authority, and from the record of the new address"


def test_a_former_address_is_needed_for_each_name_a_release_had(newsroom: Newsroom) -> None:
    newsroom.release("a")
    publish(newsroom)
    (newsroom.folder / "content/releases/2026/2026-01-15-a.md").unlink()
    newsroom.release("b", aliases="[2026/a]")
    publish(newsroom)
    (newsroom.folder / "content/releases/2026/2026-01-15-b.md").unlink()
    newsroom.release("c", aliases="[2026/b]")

    assert "/2026/a/ ist seit" in stopped(newsroom)
    newsroom.release("c", aliases="[2026/b, 2026/a]")
    publish(newsroom)


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"draft": "true"}, ":4:8: /2026/bekannt/ ist seit 15.01.2026 öffentlich und kann kein Entwurf mehr werden."),
        ({"embargo": "2100-01-01 10:00"}, ":4:10: /2026/bekannt/ ist seit 15.01.2026 öffentlich und kann nicht"),
    ],
)
def test_it_cannot_be_hidden_again(newsroom: Newsroom, fields: dict[str, str], place: str) -> None:
    newsroom.release("bekannt")
    publish(newsroom)
    newsroom.release("bekannt", **fields)

    assert f"content/releases/2026/2026-01-15-bekannt.md{place}" in stopped(newsroom)


def test_nor_by_a_later_date(newsroom: Newsroom) -> None:
    newsroom.write(RECORD, LINE.replace("2026/bekannt ", "2100/bekannt "))
    withdrawn = "{date: 2100-02-01, reason: Falsch.}"
    newsroom.write(
        "content/releases/2100/2100-01-01-bekannt.md",
        f"---\nheadline: Bekannt\nwithdrawn: {withdrawn}\ndate: 2100-01-01\n---\n\nText.\n",
    )

    told = stopped(newsroom)

    assert "2100-01-01-bekannt.md:4:7: /2100/bekannt/ ist seit 15.01.2026" in told, "the release's own date is meant"


def test_a_build_for_an_earlier_moment_just_does_not_show_it(newsroom: Newsroom) -> None:
    newsroom.release("bekannt")
    publish(newsroom)

    built = newsroom.build(at="2026-01-01 12:00")

    assert not built.has("public/2026/bekannt/index.html")
    (newsroom.folder / "content/releases/2026/2026-01-15-bekannt.md").unlink()
    newsroom.build(at="2026-01-01 12:00")


def test_a_withdrawn_release_may_stay_so_for_ever(newsroom: Newsroom) -> None:
    newsroom.release("bekannt")
    publish(newsroom)
    newsroom.release("bekannt", withdrawn="{date: 2026-02-01, reason: Falsch.}")

    publish(newsroom)


def test_where_nothing_can_be_noted_it_is_told_once_and_published_all_the_same(newsroom: Newsroom) -> None:
    newsroom.release("eins")
    newsroom.release("zwei")
    (newsroom.folder / "content/.published.txt.new").mkdir()  # in the way even of root

    answer = newsroom.command("build")

    assert answer.status == 0
    assert answer.err.startswith("In content/published.txt lässt sich nicht schreiben (")
    assert answer.err.endswith("Dort fehlt, was jetzt öffentlich ist: 2026/zwei/, 2026/eins/\n")
    assert (newsroom.public / "2026/eins/index.html").exists()
    (newsroom.folder / "content/.published.txt.new").rmdir()
    assert publish(newsroom).err == ""
    assert "2026/eins" in (newsroom.folder / RECORD).read_text()


def test_two_branches_merged_are_no_mistake(newsroom: Newsroom) -> None:
    """Git's union merge leaves the lines of both; the earlier moment holds."""
    newsroom.release("bekannt")
    later = LINE.replace("01-15T", "03-01T").replace("example.org", "example.com")
    newsroom.write(RECORD, "# Kopf\r\n" + later.replace("\n", "\r\n") + "\r\n" + LINE + LINE.rstrip("\n"))

    publish(newsroom)

    assert guids(newsroom) == ["tag:example.org,2026:2026/bekannt"]
    newsroom.release("neu")
    publish(newsroom)
    assert re.search(r"\n2026/bekannt [^\n]*\n2026/neu ", (newsroom.folder / RECORD).read_text())


@pytest.mark.parametrize(
    "line",
    [
        "<<<<<<< HEAD",
        "=======",
        ">>>>>>> zweig",
        "2026/bekannt",
        "2026/bekannt gestern tag:x",
        "2026/bekannt 2026-01-15T00:00:00 tag:x",
        "2026/bekannt 2026-99-99T00:00:00+01:00 tag:x",
        "../../etc 2026-01-15T00:00:00+01:00 tag:x",
    ],
)
def test_a_broken_line_is_told_at_its_place(newsroom: Newsroom, line: str) -> None:
    newsroom.release("bekannt")
    newsroom.write(RECORD, f"# Kopf\n{LINE}{line}\n")

    told = stopped(newsroom)

    assert told.startswith(f"{RECORD}:3:1: Diese Zeile hat pressgen nicht geschrieben.\n  3 | {line}\n")
    assert told.endswith("\n\n1 Problem; es wurde nichts veröffentlicht.\n")


def test_a_broken_release_is_not_told_to_be_gone(newsroom: Newsroom) -> None:
    newsroom.release("bekannt")
    publish(newsroom)
    newsroom.release("bekannt", headline="")

    told = stopped(newsroom)
    assert "ist weg" not in told
    assert told.endswith("\n\n1 Problem; es wurde nichts veröffentlicht.\n")


@pytest.mark.parametrize("alias", ["alt/meldung.html", "2016/früher", "einfach"])
def test_a_browser_gets_from_the_former_address_to_the_release(
    newsroom: Newsroom, alias: str, judge: Callable[..., str]
) -> None:
    newsroom.release("bruecke", headline="Brücke fertig", aliases=f"[{alias}]")
    newsroom.build()
    file = newsroom.public / (alias if alias.endswith(".html") else f"{alias}/index.html")
    # A file's address shows no index.html of a folder: the page is found by its name there.
    file.write_text(file.read_text().replace("2026/bruecke/", "2026/bruecke/index.html"))

    with tempfile.TemporaryDirectory() as profile:
        dom = subprocess.run(
            [judge("chromium", "chromium"), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             "--virtual-time-budget=3000", "--dump-dom", file.as_uri()],
            capture_output=True, text=True, check=True, timeout=60,
        ).stdout  # fmt: skip

    assert "<h1>Brücke fertig</h1>" in dom


def test_a_former_address_may_be_written_in_any_way(newsroom: Newsroom) -> None:
    newsroom.newsroom("https://www.example.org/presse/", "https://www.prässe.de/Über%20uns/")
    newsroom.release(
        "bruecke",
        aliases="['https://www.prässe.de/Über%20uns/a/', 'http://www.xn--prsse-hra.de/über uns/b/index.html',"
        " /c, d/, e/f.html, //www.prässe.de/Über uns/i, alt%2Fg, über/h]",
    )

    built = newsroom.build()

    for path in ("a/index.html", "b/index.html", "c/index.html", "d/index.html", "e/f.html", "alt/g/index.html",
        "i/index.html",
                 "über/h/index.html"):  # fmt: skip
        assert built.has(f"public/{path}"), path


TAKEN = {
    "home": ("index.html", "layouts/web/home.html"),
    "not found": ("404.html", "layouts/web/404.html"),
    "feed": ("feed.xml", "layouts/web/entry.html"),
    "year": ("2026", "content/releases/2026"),
    "year by file": ("2026/index.html", "content/releases/2026"),
    "page": ("Impressum", "content/pages/impressum.md"),
    "layout": ("style.css", "layouts/web/style.css"),
    "media": ("media/plan.png", "content/media/plan.png"),
    "below media": ("media/plan.png/alt", "content/media/plan.png"),
    "release": ("2026/andere", "content/releases/2026/2026-01-15-andere.md"),
    "letter": ("2026/andere/2026-01-15-andere.pdf", "content/releases/2026/2026-01-15-andere.md"),
    "other alias": ("ALT/andere", "content/releases/2026/2026-01-15-andere.md"),
    "hidden": ("2100/spaeter", "content/releases/2100/2100-01-01-spaeter.md"),
}


@pytest.mark.parametrize(("alias", "owner"), TAKEN.values(), ids=TAKEN)
def test_a_former_address_cannot_be_that_of_something_else(newsroom: Newsroom, alias: str, owner: str) -> None:
    newsroom.write("content/media/plan.png", PIXEL)
    newsroom.release("andere", aliases="[alt/andere/]")
    newsroom.release("spaeter", date="2100-01-01")
    newsroom.release("bruecke", aliases=f"[frei, {alias}]")

    told = newsroom.refused()

    assert told.startswith("content/releases/2026/2026-01-15-bruecke.md:4:17: Die Adresse /")
    assert f"hat schon {owner}.\n" in told
    assert told.endswith("\n\n1 Problem; es wurde nichts veröffentlicht.\n")


def test_the_former_address_of_a_hidden_release_is_nowhere(newsroom: Newsroom) -> None:
    newsroom.release("bekannt")
    newsroom.release("neu", date="2026-03-01", embargo="2026-03-01 09:00", aliases="[alt/geheimer-name]")

    built = newsroom.build(at="2026-02-01 12:00")

    assert "geheimer-name" not in built.every_byte("public") + built.every_byte("print")
    assert newsroom.build(at="2026-03-01 09:00").has("public/alt/geheimer-name/index.html")


@pytest.mark.parametrize(
    "words",
    [
        "[Vorab](/alt/geheimer-name/)",
        "[Vorab](https://www.example.org/presse/alt/geheimer-name/)",
        "Bald unter www.example.org/presse/Alt/geheimer-name.",
    ],
)
def test_a_text_cannot_give_it_away(newsroom: Newsroom, words: str) -> None:
    newsroom.release("neu", date="2026-03-01", embargo="2026-03-01 09:00", aliases="[Alt/geheimer-name]")
    newsroom.release("bekannt", body=words.replace("/alt/", "/Alt/"))

    told = newsroom.refused(at="2026-02-01 12:00")

    assert "2026-01-15-bekannt.md:6:" in told
    assert "verriete" in told
    newsroom.build(at="2026-03-01 09:00")


@pytest.mark.parametrize("fields", [None, {"draft": "ja"}, {"embargo": "2100-01-01 10:00"}])
def test_what_nothing_notes_any_more_does_not_vanish_silently(
    newsroom: Newsroom, fields: dict[str, str] | None
) -> None:
    newsroom.release("bleibt")
    file = newsroom.release("bekannt")
    publish(newsroom)
    (newsroom.folder / RECORD).unlink()  # an older state of the archive came back
    file.unlink()
    if fields:
        newsroom.release("bekannt", **fields)

    answer = newsroom.command("build", "-q")

    assert (answer.status, answer.out) == (0, "")
    assert answer.err.startswith("Achtung: Nicht mehr öffentlich, und nicht zurückgezogen: /2026/bekannt/. ")
    assert newsroom.command("build", "-q").err == ""


def test_a_moment_that_was_only_imagined_is_no_loss(newsroom: Newsroom) -> None:
    newsroom.release("morgen", date="2100-01-01")
    newsroom.build(at="2100-01-02 12:00")

    assert publish(newsroom).err == ""
    assert not (newsroom.public / "2100").exists()


def test_an_emptied_record_begins_anew_with_its_head(newsroom: Newsroom) -> None:
    newsroom.release("bekannt")
    newsroom.write(RECORD, "\n")

    publish(newsroom)

    assert (newsroom.folder / RECORD).read_text().splitlines()[1:] == [LINE.strip()]
    assert (newsroom.folder / RECORD).read_text().startswith("# Was öffentlich war")
