"""What may befall a build: it is killed, the disk is full, folders may not be written, the state is lost or taken.

All of it by real means: processes and signals, small file systems, permissions.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import pickle
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from tests.harness import Answer, Newsroom, files
from tests.test_rebuild import rebuilt
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
    if not Path("/dev/shm").is_dir():
        pytest.skip("there is no /dev/shm, the one file system of another kind that needs no mount")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as web:
        assert os.stat(web).st_dev != os.stat(tmp_path).st_dev
        torture = Torture(tmp_path, releases=60, changed=30, seed=random.randrange(1_000_000), web=Path(web))

        for _ in range(5):
            torture.kill()


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


AT = ("--at", "2026-06-01 12:00")

STEPS = ("replace", "mkdir", "chmod")
"""What publishing asks of the file system, and may be refused."""


def troubled(newsroom: Newsroom, number: int, trouble: Callable[[], None], *options: str) -> Answer | None:
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
    answer = newsroom.command("build", *options)
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
        if troubled(change.newsroom, number, killed, *AT) is None:
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
        answer = troubled(change.newsroom, number, trouble, *AT)
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


@pytest.fixture
def website(newsroom: Newsroom) -> Newsroom:
    """Three releases without letters, built."""
    return begun(newsroom)


def begun(newsroom: Newsroom) -> Newsroom:
    newsroom.newsroom(", letterhead: landkreis-aktuell}", "}\nletters: no")
    for slug, date in (("erste", "2025-11-03"), ("zweite", "2026-01-12"), ("dritte", "2026-02-05")):
        newsroom.release(slug, date=date, aliases=f"[alt/{slug}.html]")
    assert newsroom.command("build").status == 0
    return newsroom


def edit(newsroom: Newsroom) -> dict[str, bytes]:
    """A new text, a new release with an attachment, a page that becomes a folder; what a clean build makes of it."""
    newsroom.release("erste", date="2025-11-03", aliases="[alt/erste.html/neu, alt/erste.html/neuer]")
    newsroom.release("zweite", date="2026-01-12", body="Ein neuer Text.")
    newsroom.release("vierte", date="2026-03-01", body="Siehe [den Plan](/media/plan.txt).")
    newsroom.write("content/media/plan.txt", b"Der Plan. " * 2000)
    with tempfile.TemporaryDirectory() as folder:
        clean = Newsroom(Path(folder))
        shutil.copytree(newsroom.folder / "content", clean.folder / "content", dirs_exist_ok=True)
        assert clean.command("build").status == 0
        return files(clean.folder)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("then", ["goes on", "is taken back"])
def test_a_killed_build_leaves_no_trace_whether_its_change_goes_on_or_is_taken_back(
    website: Newsroom, then: str, backwards: bool
) -> None:
    content, old, new = (website.folder / name for name in ("content", "old", "new"))
    shutil.copytree(content, old)
    edit(website)
    shutil.copytree(content, new)
    if backwards:
        old, new = new, old
    # A strict umask shows what is opened to the web server too late.
    strict = os.umask(0o077)
    try:
        for number in itertools.count():
            if not number:
                rewrite(website, new if then == "goes on" else old)
                assert website.command("build").status == 0
                wanted = everything(website.folder)
            rewrite(website, old)
            assert website.command("build").status == 0
            rewrite(website, new)
            answer = troubled(website, number, killed)
            if then == "is taken back":
                rewrite(website, old)
            assert website.command("build").status == 0
            assert everything(website.folder) == wanted, f"killed at step {number}"
            if answer is not None:
                break
    finally:
        os.umask(strict)
    assert number > 10


def rewrite(newsroom: Newsroom, content: Path) -> None:
    """Replace what authors wrote by what they write in another folder, and the record."""
    for file in (newsroom.folder / "content").rglob("*"):
        if file.is_file() and not file.name.startswith("."):
            file.unlink()
    shutil.copytree(content, newsroom.folder / "content", dirs_exist_ok=True)


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """All that lies in public/, with permissions, and what a build wrote in content/."""
    places = [*(folder / "public").rglob("*"), *(folder / "content").glob("*published*")]
    return {str(place): (place.stat().st_mode, place.read_bytes() if place.is_file() else b"") for place in places}


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
    website = begun(Newsroom(tmp_path / "disk"))
    old, record = files(website.folder), (website.folder / RECORD).read_bytes()
    new = edit(website)
    ballast = Ballast(website.folder / "ballast", scarce)

    refused = 0
    while (answer := website.command("build")).status or answer.err:
        if answer.status:
            assert answer.status == 4, answer.err
            assert "nichts wurde veröffentlicht" in answer.err
            assert files(website.folder) == old
            refused += 1
        assert (website.folder / RECORD).read_bytes() == record
        ballast.lighten()

    assert refused >= 5
    assert files(website.folder) == new
    assert b"2026/vierte " in (website.folder / RECORD).read_bytes()


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


def test_a_web_root_that_is_a_disk_of_its_own(website: Newsroom, mount: Callable[[Path, str], None]) -> None:
    shutil.rmtree(website.public)
    mount(website.public, "size=1m,mode=755")
    assert website.command("build").status == 0
    old, new = files(website.folder), edit(website)

    mount(website.public, "remount,ro")
    answer = website.command("build")
    assert answer.status == 4
    assert str(website.public) in answer.err
    assert files(website.folder) == old

    mount(website.public, "remount,rw")
    ballast = website.write("public/.ballast", b"x" * (os.statvfs(website.public).f_bavail * 4096))
    answer = website.command("build")
    assert answer.status == 4
    assert "nichts wurde veröffentlicht" in answer.err
    ballast.unlink()
    assert files(website.folder) == old

    assert website.command("build").status == 0
    assert files(website.folder) == new


def bound(newsroom: Newsroom) -> Answer:
    """A build to which permissions apply, also where root runs the tests."""
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.geteuid() == 0 else []
    command = [*drop, *COMMAND, "--project", str(newsroom.folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("folder", ["public", "public/2026", "public/2026/zweite", ".pressgen"])
def test_a_folder_that_may_not_be_written_is_named_and_nothing_changes(website: Newsroom, folder: str) -> None:
    old, new = files(website.folder), edit(website)
    place = website.folder / folder
    place.chmod(0o555)

    answer = bound(website)

    place.chmod(0o755)
    assert answer.status == 4, answer.err
    assert "Traceback" not in answer.err
    assert folder in answer.err
    assert files(website.folder) == old
    assert bound(website).status == 0
    assert files(website.folder) == new


def test_neither_does_anything_change_if_print_may_not_be_written(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.print.mkdir(mode=0o555)

    answer = bound(newsroom)

    assert answer.status == 4
    assert str(newsroom.print) in answer.err
    assert files(newsroom.folder) == {}


def test_a_record_that_may_not_be_written_is_told_with_what_it_should_say(website: Newsroom) -> None:
    new = edit(website)
    (website.folder / "content").chmod(0o555)

    answer = bound(website)

    (website.folder / "content").chmod(0o755)
    assert answer.status == 0
    assert files(website.folder) == new
    assert "content/published.txt" in answer.err
    assert "2026/vierte" in answer.err


def test_a_record_for_which_there_is_no_room_is_told_and_written_by_the_next_build(
    website: Newsroom, mount: Callable[[Path, str], None]
) -> None:
    new = edit(website)
    content = (website.folder / "content").rename(website.folder / "moved")
    mount(website.folder / "content", "size=1m")
    shutil.copytree(content, website.folder / "content", dirs_exist_ok=True)
    record = (website.folder / RECORD).read_bytes()
    ballast = Ballast(website.folder / "content/ballast", "room")

    answer = website.command("build")

    assert answer.status == 0
    assert "content/published.txt" in answer.err
    assert "2026/vierte" in answer.err
    assert files(website.folder) == new
    assert (website.folder / RECORD).read_bytes() == record
    ballast.lighten()
    assert website.command("build").err == ""
    assert b"2026/vierte " in (website.folder / RECORD).read_bytes()


@pytest.mark.parametrize(
    "harm",
    [
        *("missing", "empty", "garbage", "garbage inside", "of another version", "of a strange version"),
        *("cut off after 50 bytes", "cut off after 4096 bytes", "cut off after 20000 bytes"),
    ],
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
    elif harm.startswith("cut"):
        os.truncate(state, int(harm.split()[3]))
    else:
        state.write_bytes(b"" if harm == "empty" else b"kein SQLite " * 500)

    archive.build()

    assert files(archive.folder) == before
    assert rebuilt(archive) == []


def test_lost_words_cost_one_build_and_not_the_inventory(archive: Newsroom) -> None:
    with sqlite3.connect(archive.folder / ".pressgen/state.db") as db:
        db.execute("DELETE FROM words")
    db.close()
    archive.newsroom("Am Markt 1", "Am Markt 2")  # every page is made of its words again
    before = files(archive.folder)

    answer = archive.command("build", "--at", "2026-06-01 12:00")

    assert answer.status == 4
    assert "nichts wurde veröffentlicht" in answer.err
    assert files(archive.folder) == before
    again = archive.command("build", "--at", "2026-06-01 12:00")
    assert (again.status, again.err) == (0, ""), "nothing of its own has become a stranger"
    assert "Am Markt 2" in (archive.public / "2026/zweite/index.html").read_text()


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
    for of_year in ("sitemap-2025.xml", "suche/2025.json"):
        (archive.public / of_year).unlink()
    for file in archive.print.glob("*2025*"):  # its letter, and the list of its year
        file.unlink()
    assert archive.command("build", "--at", "2026-06-01 12:00", "-q").err == ""
    archive.write("public/google1234.html", "google-site-verification")
    assert archive.command("build", "--at", "2026-06-01 12:00", "-q").err == "", "foreign files are welcome again"


def test_a_second_build_says_who_is_at_work(website: Newsroom) -> None:
    state = website.folder / ".pressgen/state.db"
    work = (
        f"import pathlib, pressgen.state as s; s.State(pathlib.Path({str(state)!r}), b''); print(flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", work], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout
        first.stdout.readline()  # it is at work

        second = website.command("build")

        first.kill()
    assert second.status == 4
    assert f"Prozess {first.pid} auf {os.uname().nodename}" in second.err

    with contextlib.closing(sqlite3.connect(state)) as db:
        db.execute("BEGIN EXCLUSIVE")
        second = website.command("build")
    assert second.status == 4
    assert "Ein anderer Lauf" in second.err
    assert "Prozess" not in second.err, "that one is gone"
    assert website.command("build").status == 0


def test_pages_that_a_power_failure_emptied_are_put_right(website: Newsroom) -> None:
    page = website.public / "2026/zweite/index.html"
    whole, known = page.read_bytes(), page.stat()
    page.write_bytes(b"")
    os.utime(page, ns=(known.st_atime_ns, known.st_mtime_ns))

    assert website.command("build").status == 0

    assert page.read_bytes() == whole


def test_those_that_it_filled_with_nothing_are_told_by_a_look_at_what_is_out(website: Newsroom) -> None:
    page = website.public / "2026/zweite/index.html"
    known = page.stat()
    page.write_bytes(bytes(known.st_size))
    os.utime(page, ns=(known.st_atime_ns, known.st_mtime_ns))

    answer = website.command("check", "--public")

    assert answer.status == 1
    assert "public/2026/zweite/index.html: Diese Datei hat jemand anderes geändert." in answer.err
