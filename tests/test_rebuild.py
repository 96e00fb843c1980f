"""Building again: what did not change is not made again, and what comes out is what a clean build gives."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

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


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    """Three releases, built."""
    newsroom.release("erste", date="2025-11-03")
    newsroom.release("zweite", date="2026-01-12")
    newsroom.release("dritte", date="2026-02-05")
    newsroom.build()
    return newsroom


def test_nothing_changed_nothing_is_made(archive: Newsroom) -> None:
    assert rebuilt(archive) == []


def test_an_edited_text_makes_its_page_its_letter_and_the_feed(archive: Newsroom) -> None:
    archive.release("zweite", date="2026-01-12", body="Ein neuer Text.")

    assert rebuilt(archive) == [
        "print/2026-01-12-zweite.pdf",
        "public/2026/zweite/2026-01-12-zweite.pdf",
        "public/2026/zweite/index.html",
        "public/feed.xml",
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

    assert len([path for path in made if path.startswith("print/")]) == 3
    assert "public/index.html" not in made


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


@pytest.mark.parametrize("harm", ["changed", "deleted"])
def test_a_published_file_that_someone_harmed_is_put_right(archive: Newsroom, harm: str) -> None:
    page = archive.public / "2026/zweite/index.html"
    whole = page.read_bytes()
    if harm == "changed":
        page.write_text("gekapert")
    else:
        page.unlink()

    archive.build()

    assert page.read_bytes() == whole


@pytest.mark.parametrize("harm", ["missing", "empty", "garbage", "of another version"])
def test_a_lost_state_costs_time_but_changes_nothing(archive: Newsroom, harm: str) -> None:
    before = files(archive.folder)
    state = archive.folder / ".pressgen/state.db"
    if harm == "missing":
        shutil.rmtree(state.parent)
    elif harm == "of another version":
        with sqlite3.connect(state) as db:
            db.execute("PRAGMA user_version = 99")
            db.execute("ALTER TABLE source RENAME COLUMN stamp TO zeit")
        db.close()
    else:
        state.write_bytes(b"" if harm == "empty" else b"kein SQLite " * 500)

    archive.build()

    assert files(archive.folder) == before


def test_after_a_lost_state_what_nobody_knows_is_named(archive: Newsroom) -> None:
    shutil.rmtree(archive.folder / ".pressgen")
    (archive.folder / "content/releases/2025/2025-11-03-erste.md").unlink()

    said = archive.build().said

    assert "nicht von diesem Stand" in said
    assert "public/2025/erste/index.html" in said
    assert "print/2025-11-03-erste.pdf" in said
    assert "nicht von diesem Stand" not in archive.build().said


def test_two_builds_do_not_get_in_each_others_way(archive: Newsroom) -> None:
    db = sqlite3.connect(archive.folder / ".pressgen/state.db")
    db.execute("BEGIN EXCLUSIVE")

    answer = archive.command("build")

    db.close()
    assert answer.status == 4
    assert "Ein anderer Lauf" in answer.err
    assert archive.command("build").status == 0


def test_a_killed_build_is_completed_by_the_next(archive: Newsroom) -> None:
    """Killed at ten moments of its run; no file is ever half written, and the next build equals a clean one."""
    for number in range(40):
        archive.release(f"meldung-{number}", date=f"2026-04-{number % 30 + 1:02}", headline="Alt")
    archive.build()
    old = files(archive.folder)
    for number in range(40):
        archive.release(f"meldung-{number}", date=f"2026-04-{number % 30 + 1:02}", headline="Neu")
    clean = Newsroom(archive.folder / "clean")
    for part in ("content", "layouts"):
        shutil.copytree(archive.folder / part, clean.folder / part, dirs_exist_ok=True)
    clean.build()
    new = files(clean.folder)

    command = [sys.executable, "-m", "pressgen", "build", "--at", "2026-06-01 12:00", "--project", archive.folder]
    for moment in range(1, 11):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(moment * 0.4)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path, data in files(archive.folder).items():
            assert data in (old.get(path), new.get(path)), f"{path} is neither the old nor the new file"

    archive.build()
    assert files(archive.folder) == new


def test_the_web_server_may_read_everything_whatever_the_umask(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    before = os.umask(0o077)
    try:
        newsroom.build()
    finally:
        os.umask(before)

    for folder, _, names in os.walk(newsroom.public):
        assert os.stat(folder).st_mode & 0o777 == 0o755, folder
        for name in names:
            assert os.stat(os.path.join(folder, name)).st_mode & 0o777 == 0o644, name


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
