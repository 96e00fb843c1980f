"""Building again: what did not change is not made again, and what comes out is what a clean build gives."""

import importlib.resources
import os
import re
import shutil
import subprocess
import sys
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness import Newsroom, files


def written(said: str) -> list[str]:
    """The files that a build with --verbose names."""
    return [line for line in said.split("\n") if line.startswith(("public/", "print/")) and "  " not in line]


def rebuilt(newsroom: Newsroom) -> list[str]:
    """What a second build renders."""
    answer = newsroom.command("build", "--at", "2026-06-01 12:00", "-v")
    assert answer.status == 0, answer.err
    return sorted(written(answer.out))


def test_nothing_changed_nothing_is_made(archive: Newsroom) -> None:
    assert rebuilt(archive) == []


def test_an_edited_text_makes_its_page_its_letter_and_the_feed(archive: Newsroom) -> None:
    archive.release("zweite", date="2026-01-12", body="Ein neuer Text.")

    assert rebuilt(archive) == [
        "print/2026-01-12-zweite.pdf",
        *(f"print/{name}" for name in ("SHA256SUMS", "auftragsliste-2026.csv", "auftragsliste-2026.html")),
        *("print/auftragsliste.csv", "print/auftragsliste.html"),
        *("public/2026/atom.xml", "public/2026/feed.json", "public/2026/feed.xml"),
        "public/2026/zweite/2026-01-12-zweite.pdf",
        "public/2026/zweite/index.html",
        *("public/atom.xml", "public/feed.json", "public/feed.xml"),
        "public/suche/2026.json",
    ]


def test_a_new_release_does_not_touch_the_pages_of_other_years(archive: Newsroom) -> None:
    archive.release("vierte", date="2026-03-01")

    made = rebuilt(archive)

    assert "public/2026/vierte/index.html" in made
    assert not [path for path in made if path.startswith("public/2025/")]
    assert not [path for path in made if path.endswith(".pdf") and "vierte" not in path]


def test_the_feed_length_does_not_redraw_letters_or_pages(archive: Newsroom) -> None:
    archive.newsroom("legal_links", "feed_length: 2\nlegal_links")

    made = rebuilt(archive)

    assert "public/feed.xml" in made
    assert not [path for path in made if path.endswith(".pdf")]


def test_a_changed_letterhead_redraws_the_letters_alone(archive: Newsroom) -> None:
    css = archive.folder / "layouts/letterheads/landkreis-aktuell/letter.css"
    css.write_text(css.read_text() + "\np { color: #111 }\n")

    made = rebuilt(archive)

    assert len([path for path in made if path.startswith("print/") and path.endswith(".pdf")]) == 3
    assert "public/index.html" not in made


RULES = importlib.resources.files("tzdata.zoneinfo")


@pytest.fixture
def zones(tmp_path: Path) -> Iterator[Path]:
    """The folder of the time zones' rules, as a system upgrade may change them."""
    before, folder = zoneinfo.TZPATH, tmp_path / "zoneinfo"
    (folder / "Europe").mkdir(parents=True)
    (folder / "Europe/Berlin").write_bytes(RULES.joinpath("Europe/Berlin").read_bytes())
    zoneinfo.reset_tzpath(to=[str(folder)])
    zoneinfo.ZoneInfo.clear_cache()
    yield folder
    zoneinfo.reset_tzpath(to=before)
    zoneinfo.ZoneInfo.clear_cache()


def test_new_rules_for_the_clocks_move_what_they_concern(newsroom: Newsroom, zones: Path) -> None:
    newsroom.release("sommer", date="2026-05-01")
    assert "Fri, 01 May 2026 00:00:00 +0200" in newsroom.build().text("public/feed.xml")

    # Europe decides to keep winter time.
    (zones / "Europe/Berlin").write_bytes(RULES.joinpath("Etc/GMT-1").read_bytes())
    zoneinfo.ZoneInfo.clear_cache()

    assert "Fri, 01 May 2026 00:00:00 +0100" in newsroom.build().text("public/feed.xml")


def test_letters_that_change_although_they_are_public_are_told_with_the_reason(archive: Newsroom) -> None:
    css = archive.folder / "layouts/letterheads/landkreis-aktuell/letter.css"
    css.write_text(css.read_text() + "\np { color: #111 }\n")
    archive.release("zweite", date="2026-01-12", body="Ein neuer Text.")
    archive.release("vierte", date="2026-03-01")
    said = archive.build().said
    assert said.startswith("3 Briefe, die schon öffentlich sind, ändern sich: Briefkopf (3), Meldung (1)\n")

    archive.newsroom("Am Markt 1", "Am Markt 2")
    assert "4 Briefe, die schon öffentlich sind, ändern sich: Behörde (4)\n" in archive.build().said
    assert "ändern sich" not in archive.build().said


def test_a_deleted_release_leaves_nothing_and_foreign_files_stay(archive: Newsroom) -> None:
    foreign = archive.write("public/.well-known/security.txt", "Contact: mailto:it@example.org")
    beside = archive.write("public/2026/erste-hilfe.txt", "von Hand")
    (archive.folder / "content/releases/2025/2025-11-03-erste.md").unlink()

    built = archive.build()

    assert not (built.public / "2025").exists()
    assert not built.has("print/2025-11-03-erste.pdf")
    assert foreign.exists()
    assert beside.exists()
    assert "erste/" not in built.text("public/2026/zweite/index.html")


@pytest.mark.parametrize("harm", ["changed", "deleted", "hidden from the web server"])
def test_a_published_file_that_someone_harmed_is_put_right(archive: Newsroom, harm: str) -> None:
    page = archive.public / "2026/zweite/index.html"
    whole = page.read_bytes()
    if harm == "changed":
        page.write_text("gekapert")
    elif harm == "deleted":
        page.unlink()
    else:
        page.chmod(0o600)

    told = archive.command("build", "-q").err

    assert page.read_bytes() == whole
    assert page.stat().st_mode & 0o777 == 0o644
    assert told.startswith("Achtung: Jemand hatte Dateien von Hand geändert oder gelöscht")
    assert "public/2026/zweite/index.html" in told
    assert archive.command("build", "-q").err == ""


def test_a_foreign_file_is_left_alone_and_told_once(archive: Newsroom) -> None:
    foreign = archive.write("public/2026/von-hand.html", "fremd")
    archive.release("zweite", date="2026-01-12", body="Ein neuer Text.")

    told = archive.command("build", "-q").err

    assert "public/2026/von-hand.html" in told
    assert foreign.read_text() == "fremd"
    archive.release("zweite", date="2026-01-12", body="Noch ein neuer Text.")
    assert archive.command("build", "-q").err == ""


def test_a_foreign_file_is_not_overwritten_by_a_new_release(archive: Newsroom) -> None:
    foreign = archive.write("public/2026/fest/index.html", "von Hand")
    archive.release("fest", date="2026-01-13")

    for command in ("check", "build"):
        answer = archive.command(command, "-q")

        assert answer.status == 1
        assert "public/2026/fest/index.html: Hier liegt schon eine Datei, die nicht von pressgen ist" in answer.err
    assert foreign.read_text() == "von Hand"
    foreign.unlink()
    assert archive.command("build", "-q").status == 0
    assert "fest" in foreign.read_text()


@pytest.mark.parametrize("imagined", ["2026-01-20 12:00", "2099-07-01 12:00"])
def test_after_an_imagined_moment_comes_the_present_again(archive: Newsroom, imagined: str) -> None:
    archive.release("bald", date="2099-06-01")
    archive.command("build")
    present = files(archive.folder)
    archive.build(at=imagined)
    assert files(archive.folder) != present

    archive.command("build")

    assert files(archive.folder) == present


def test_where_the_time_went_is_told_on_demand(archive: Newsroom) -> None:
    archive.release("zweite", date="2026-01-12", body="Ein neuer Text.")

    said = archive.command("build", "-v").out

    assert re.search(r"^ +\d,\d{3} s  Briefe$", said, re.MULTILINE)
    assert re.search(r"^ +\d,\d{3} s  Veröffentlichen$", said, re.MULTILINE)


def test_a_file_of_the_layout_becomes_a_folder_and_a_file_again(archive: Newsroom) -> None:
    icons = archive.folder / "layouts/web/icons"
    icons.write_text("eine Datei")
    archive.build()
    icons.unlink()
    archive.write("layouts/web/icons/a.svg", "<svg/>")
    archive.write("layouts/web/icons/tief/b.svg", "<svg/>")

    assert archive.build().text("public/icons/a.svg") == "<svg/>"

    shutil.rmtree(icons)
    icons.write_text("eine Datei")
    assert archive.build().text("public/icons") == "eine Datei"


def test_it_makes_no_difference_where_when_and_how_it_is_built(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", body="Text mit *Betonung*.\n\n- Liste\n\n| a | b |\n|---|--:|\n| 1 | 2 |")
    newsroom.release("haus", date="2025-02-02")
    built = newsroom.build()

    other = Newsroom(newsroom.folder / "Büro München/pressgen")
    shutil.copytree(newsroom.folder / "content", other.folder / "content", dirs_exist_ok=True)
    command = [sys.executable, "-m", "pressgen", "build", "--at", "2026-07-01 12:00", "--project", other.folder]
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)

    assert files(other.folder) == files(built.folder)
