"""What may befall a build: it is killed, the disk is full, folders may not be written, the state is lost or taken.

All of it by real means: processes and signals, small file systems, permissions.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.harness import Answer, Newsroom, files
from tests.torture import FALLS, RECORD, Torture

COMMAND = [sys.executable, "-m", "pressgen", "build"]


def test_builds_killed_at_random_moments_leave_old_or_new_files_and_the_next_one_completes_them(tmp_path: Path) -> None:
    """`make torture` does the same with 2,000 releases and 200 kills."""
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    torture = Torture(tmp_path, releases=200, changed=30, seed=seed)

    for _ in range(10):
        torture.kill()

    assert torture.falls[FALLS[1]], "at least one while files were moved"


def test_so_do_those_whose_web_root_is_on_another_file_system(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as web:
        assert os.stat(web).st_dev != os.stat(tmp_path).st_dev
        torture = Torture(tmp_path, releases=60, changed=30, seed=random.randrange(1_000_000), web=Path(web))

        for _ in range(5):
            torture.kill()


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    """Three releases without letters, built."""
    return begun(newsroom)


def begun(newsroom: Newsroom) -> Newsroom:
    newsroom.newsroom(", letterhead: landkreis-aktuell}", "}\nletters: no")
    for slug, date in (("erste", "2025-11-03"), ("zweite", "2026-01-12"), ("dritte", "2026-02-05")):
        newsroom.release(slug, date=date)
    assert newsroom.command("build").status == 0
    return newsroom


def change(newsroom: Newsroom) -> dict[str, bytes]:
    """A new text, and a new release with an attachment; what a clean build makes of it."""
    newsroom.release("zweite", date="2026-01-12", body="Ein neuer Text.")
    newsroom.release("vierte", date="2026-03-01", body="Siehe [den Plan](/media/plan.txt).")
    newsroom.write("content/media/plan.txt", b"Der Plan. " * 2000)
    with tempfile.TemporaryDirectory() as folder:
        clean = Newsroom(Path(folder))
        shutil.copytree(newsroom.folder / "content", clean.folder / "content", dirs_exist_ok=True)
        assert clean.command("build").status == 0
        return files(clean.folder)


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[[Path, str], None]]:
    """mount(folder, "size=1m") makes a folder a file system of its own, in memory; with "remount,…" changes it."""
    mounted = []

    def mounting(folder: Path, options: str) -> None:
        folder.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"only root may mount: {' '.join(command)}: {done.stderr.strip()}")
        if not options.startswith("remount"):
            mounted.append(folder)

    yield mounting
    for folder in mounted:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("scarce", ["room", "names"])
def test_a_full_disk_changes_nothing_wherever_it_strikes(
    tmp_path: Path, mount: Callable[[Path, str], None], scarce: str
) -> None:
    """From none on there is a little more room each time: it is short for the state, for staging, for publication."""
    mount(tmp_path / "disk", "size=12m,nr_inodes=600")
    archive = begun(Newsroom(tmp_path / "disk"))
    old, record = files(archive.folder), (archive.folder / RECORD).read_bytes()
    new = change(archive)
    ballast = Ballast(archive.folder / "ballast", scarce)

    refused = 0
    while (answer := archive.command("build")).status or answer.err:
        if answer.status:
            assert answer.status == 4, answer.err
            assert "nichts wurde veröffentlicht" in answer.err
            assert files(archive.folder) == old
            refused += 1
        assert (archive.folder / RECORD).read_bytes() == record
        ballast.lighten()

    assert refused >= 5
    assert files(archive.folder) == new
    assert b"2026/vierte " in (archive.folder / RECORD).read_bytes()


class Ballast:
    """Fills a disk, but for what is thrown off."""

    def __init__(self, folder: Path, scarce: str) -> None:
        self._files: list[Path] = []
        folder.mkdir()
        while True:
            file = folder / str(len(self._files))
            try:
                file.write_bytes(b"x" * 4096 if scarce == "room" else b"")
            except OSError:
                file.unlink(missing_ok=True)
                return
            self._files.append(file)

    def lighten(self) -> None:
        self._files.pop().unlink()


def test_a_web_root_that_is_a_disk_of_its_own(archive: Newsroom, mount: Callable[[Path, str], None]) -> None:
    shutil.rmtree(archive.public)
    mount(archive.public, "size=1m,mode=755")
    assert archive.command("build").status == 0
    old, new = files(archive.folder), change(archive)

    mount(archive.public, "remount,ro")
    answer = archive.command("build")
    assert answer.status == 4
    assert str(archive.public) in answer.err
    assert files(archive.folder) == old

    mount(archive.public, "remount,rw")
    ballast = archive.write("public/.ballast", b"x" * (os.statvfs(archive.public).f_bavail * 4096))
    answer = archive.command("build")
    assert answer.status == 4
    assert "nichts wurde veröffentlicht" in answer.err
    ballast.unlink()
    assert files(archive.folder) == old

    assert archive.command("build").status == 0
    assert files(archive.folder) == new


def bound(newsroom: Newsroom) -> Answer:
    """A build to which permissions apply, also where root runs the tests."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.geteuid() == 0 else []
    command = [*drop, *COMMAND, "--project", str(newsroom.folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("folder", ["public", "public/2026", "public/2026/zweite", ".pressgen"])
def test_a_folder_that_may_not_be_written_is_named_and_nothing_changes(archive: Newsroom, folder: str) -> None:
    old, new = files(archive.folder), change(archive)
    place = archive.folder / folder
    place.chmod(0o555)

    answer = bound(archive)

    place.chmod(0o755)
    assert answer.status == 4, answer.err
    assert "Traceback" not in answer.err
    assert folder in answer.err
    assert files(archive.folder) == old
    assert bound(archive).status == 0
    assert files(archive.folder) == new


def test_neither_does_anything_change_if_print_may_not_be_written(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.print.mkdir(mode=0o555)

    answer = bound(newsroom)

    assert answer.status == 4
    assert str(newsroom.print) in answer.err
    assert files(newsroom.folder) == {}


def test_a_record_that_may_not_be_written_is_told_with_what_it_should_say(archive: Newsroom) -> None:
    new = change(archive)
    (archive.folder / "content").chmod(0o555)

    answer = bound(archive)

    (archive.folder / "content").chmod(0o755)
    assert answer.status == 0
    assert files(archive.folder) == new
    assert "content/published.txt" in answer.err
    assert "2026/vierte" in answer.err


def test_a_record_for_which_there_is_no_room_is_told_and_written_by_the_next_build(
    archive: Newsroom, mount: Callable[[Path, str], None]
) -> None:
    new = change(archive)
    content = (archive.folder / "content").rename(archive.folder / "moved")
    mount(archive.folder / "content", "size=1m")
    shutil.copytree(content, archive.folder / "content", dirs_exist_ok=True)
    record = (archive.folder / RECORD).read_bytes()
    ballast = Ballast(archive.folder / "content/ballast", "room")

    answer = archive.command("build")

    assert answer.status == 0
    assert "content/published.txt" in answer.err
    assert "2026/vierte" in answer.err
    assert files(archive.folder) == new
    assert (archive.folder / RECORD).read_bytes() == record
    ballast.lighten()
    assert archive.command("build").err == ""
    assert b"2026/vierte " in (archive.folder / RECORD).read_bytes()


def test_a_second_build_says_who_is_at_work(archive: Newsroom) -> None:
    state = archive.folder / ".pressgen/state.db"
    work = (
        f"import pathlib, pressgen.state as s; s.State(pathlib.Path({str(state)!r}), b''); print(flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", work], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout
        first.stdout.readline()  # it is at work

        second = archive.command("build")

        first.kill()
    assert second.status == 4
    assert f"Prozess {first.pid} auf {os.uname().nodename}" in second.err

    with contextlib.closing(sqlite3.connect(state)) as db:
        db.execute("BEGIN EXCLUSIVE")
        second = archive.command("build")
    assert second.status == 4
    assert "Ein anderer Lauf" in second.err
    assert "Prozess" not in second.err, "that one is gone"
    assert archive.command("build").status == 0


def test_pages_that_a_power_failure_emptied_are_put_right(archive: Newsroom) -> None:
    page = archive.public / "2026/zweite/index.html"
    whole, known = page.read_bytes(), page.stat()
    page.write_bytes(b"")
    os.utime(page, ns=(known.st_atime_ns, known.st_mtime_ns))

    assert archive.command("build").status == 0

    assert page.read_bytes() == whole


def test_those_that_it_filled_with_nothing_are_told_by_a_look_at_what_is_out(archive: Newsroom) -> None:
    page = archive.public / "2026/zweite/index.html"
    known = page.stat()
    page.write_bytes(bytes(known.st_size))
    os.utime(page, ns=(known.st_atime_ns, known.st_mtime_ns))

    answer = archive.command("check", "--public")

    assert answer.status == 1
    assert "public/2026/zweite/index.html: Diese Datei hat jemand anderes geändert." in answer.err
