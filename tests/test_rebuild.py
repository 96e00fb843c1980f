"""Building again: what did not change is not made again, and what comes out is what a clean build gives."""

import errno
import importlib.resources
import itertools
import os
import pickle
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from tests.harness import Answer, Newsroom, files


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
        *(f"print/{name}" for name in ("SHA256SUMS", "auftragsliste-2026.csv", "auftragsliste-2026.html")),
        *("print/auftragsliste.csv", "print/auftragsliste.html"),
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


def test_where_the_time_went_is_told_on_demand(archive: Newsroom) -> None:
    archive.release("zweite", date="2026-01-12", body="Ein neuer Text.")

    said = archive.command("build", "-v").out

    assert re.search(r"^ +\d,\d{3} s  Briefe$", said, re.MULTILINE)
    assert re.search(r"^ +\d,\d{3} s  Veröffentlichen$", said, re.MULTILINE)


@pytest.mark.parametrize(
    "harm", ["missing", "empty", "garbage", "garbage inside", "of another version", "of a strange version"]
)
def test_a_lost_state_costs_time_but_changes_nothing(archive: Newsroom, harm: str) -> None:
    before = files(archive.folder)
    state = archive.folder / ".pressgen/state.db"
    if harm == "missing":
        shutil.rmtree(state.parent)
    elif harm.endswith("version"):
        with sqlite3.connect(state) as db:
            db.execute("PRAGMA user_version = 99")
            db.execute("ALTER TABLE source RENAME COLUMN value TO wert")
            if "strange" in harm:
                db.execute("ALTER TABLE published RENAME COLUMN value TO wert")
        db.close()
    elif harm == "garbage inside":
        data = bytearray(state.read_bytes())
        data[4096:] = bytes(7 * n % 251 for n in range(len(data) - 4096))  # its first page is whole
        state.write_bytes(data)
    else:
        state.write_bytes(b"" if harm == "empty" else b"kein SQLite " * 500)

    archive.build()

    assert files(archive.folder) == before
    assert rebuilt(archive) == []


def test_a_new_pressgen_still_removes_what_the_old_one_published(archive: Newsroom) -> None:
    with sqlite3.connect(archive.folder / ".pressgen/state.db") as db:
        db.execute("PRAGMA user_version = 1")
        rows = db.execute("SELECT value FROM published").fetchall()
        db.execute("DROP TABLE published")
        db.execute("CREATE TABLE published (path TEXT PRIMARY KEY, key BLOB)")
        paths = ((path, b"x") for (value,) in rows for path in msgspec.msgpack.decode(value))
        db.executemany("INSERT INTO published VALUES (?, ?)", paths)
        for column in ("complete", "built"):
            db.execute(f"ALTER TABLE about DROP COLUMN {column}")
    db.close()
    (archive.folder / "content/releases/2025/2025-11-03-erste.md").unlink()

    built = archive.build()

    assert not (built.public / "2025").exists()
    assert not built.has("print/2025-11-03-erste.pdf")


def test_after_a_lost_state_what_nobody_knows_is_named_until_it_is_gone(archive: Newsroom) -> None:
    shutil.rmtree(archive.folder / ".pressgen")
    (archive.folder / "content/releases/2025/2025-11-03-erste.md").unlink()

    for _ in range(2):
        said = archive.command("build", "--at", "2026-06-01 12:00", "-q").err
        assert "nicht weiß, woher sie kommen" in said
        assert "public/2025/erste/index.html" in said
        assert "print/2025-11-03-erste.pdf" in said

    shutil.rmtree(archive.public / "2025")
    for file in archive.print.glob("*2025*"):  # its letter, and the list of its year
        file.unlink()
    assert archive.command("build", "--at", "2026-06-01 12:00", "-q").err == ""
    archive.write("public/robots.txt", "User-agent: *")
    assert archive.command("build", "--at", "2026-06-01 12:00", "-q").err == "", "foreign files are welcome again"


def test_two_builds_do_not_get_in_each_others_way(archive: Newsroom) -> None:
    db = sqlite3.connect(archive.folder / ".pressgen/state.db")
    db.execute("BEGIN EXCLUSIVE")

    answer = archive.command("build")

    db.close()
    assert answer.status == 4
    assert "Ein anderer Lauf" in answer.err
    assert archive.command("build").status == 0


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


class Change(NamedTuple):
    """A newsroom that has something to publish, before and after."""

    newsroom: Newsroom
    old: dict[str, bytes]
    new: dict[str, bytes]


@pytest.fixture
def change(archive: Newsroom) -> Change:
    """New, changed and deleted releases, and a file that becomes a folder: some 20 files move."""
    (archive.folder / "layouts/web/icons").write_text("eine Datei")
    archive.build()
    old = files(archive.folder)
    archive.release("zweite", date="2026-01-12", body="Ein neuer Text.")
    archive.release("vierte", date="2024-03-01")
    (archive.folder / "content/releases/2025/2025-11-03-erste.md").unlink()
    (archive.folder / "layouts/web/icons").unlink()
    archive.write("layouts/web/icons/a.svg", "<svg/>")
    clean = Newsroom(archive.folder / "clean")
    for part in ("content", "layouts"):
        shutil.rmtree(clean.folder / part)
        shutil.copytree(archive.folder / part, clean.folder / part)
    clean.build()
    return Change(archive, old, files(clean.folder))


STEPS = ("replace", "mkdir")
"""What publishing asks of the file system, and may be refused."""


def troubled(newsroom: Newsroom, number: int, trouble: Callable[[], None]) -> Answer | None:
    """A build in a process of its own, in which `trouble` comes instead of the step of this number.

    None if it was killed.
    """
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with open(reading, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return pickle.loads(said) if said else None
    steps = itertools.count()

    def troubling(step: Callable[..., object]) -> Callable[..., object]:
        def taken(*arguments: object, **options: object) -> object:
            # The folder of the state is asked for at every build, and is there.
            if not str(arguments[0]).endswith(".pressgen") and next(steps) == number:
                trouble()
            return step(*arguments, **options)

        return taken

    for name in STEPS:
        setattr(os, name, troubling(getattr(os, name)))
    answer = newsroom.command("build", "--at", "2026-06-01 12:00")
    os.write(writing, pickle.dumps(answer))
    os._exit(0)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def disk_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupted() -> None:
    raise KeyboardInterrupt


def test_a_build_killed_at_any_step_leaves_whole_files_and_is_completed_by_the_next(change: Change) -> None:
    kills = 0
    for number in range(40):
        if troubled(change.newsroom, number, killed) is None:
            kills += 1
        for path, data in files(change.newsroom.folder).items():
            assert data in (change.old.get(path), change.new.get(path)), f"{path} is neither the old nor the new file"

    assert kills >= 20
    change.newsroom.build()
    assert files(change.newsroom.folder) == change.new


@pytest.mark.parametrize(("trouble", "status"), [(disk_full, 4), (interrupted, 130)])
def test_a_build_that_cannot_finish_changes_nothing_whatever_it_had_moved(
    change: Change, trouble: Callable[[], None], status: int
) -> None:
    for number in range(200):
        answer = troubled(change.newsroom, number, trouble)
        assert answer is not None
        if answer.status == 0:
            break
        assert answer.status == status, answer.err
        assert "Traceback" not in answer.err
        assert files(change.newsroom.folder) == change.old, f"step {number}"

    assert number > 20
    assert files(change.newsroom.folder) == change.new


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
