"""Many letters are drawn on all cores: as they would be on one, and whatever becomes of a worker."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pressgen.reading import Rules, Unread, read
from pressgen.workers import START, Workers
from tests.conftest import MANY
from tests.harness import Newsroom, files
from tests.test_commands import UNBUFFERED, hear_interrupts


def test_letters_are_the_same_bytes_however_many_draw_them(office: Newsroom) -> None:
    built = []
    for workers in ("1", "2"):
        answer = office.command("build", "--at", "2026-06-01 12:00", "--workers", workers)
        assert answer.status == 0, answer.err
        built.append(files(office.folder))
        for folder in ("public", "print", ".pressgen"):
            (office.folder / folder).rename(office.folder / f"{folder}-{workers}")

    assert sum(path.endswith(".pdf") for path in built[0]) == 2 * MANY - 1
    assert built[0] == built[1]


def test_what_is_wrong_with_letters_is_told_in_the_same_order(office: Newsroom) -> None:
    for number in (3, 11, 7):
        office.release(f"haken-{number}", body="Erledigt: ✓")

    told = [office.command("build", "--workers", workers) for workers in ("1", "2")]

    assert told[0].status == 1
    assert told[0].err.count("✓") >= 3
    assert told[0].err == told[1].err
    assert files(office.folder) == {}


@pytest.mark.parametrize(
    ("releases", "letters", "expected"), [(3, "ja", False), (MANY, "ja", True), (MANY, "nein", False)]
)
def test_a_small_build_starts_no_worker(newsroom: Newsroom, releases: int, letters: str, expected: bool) -> None:
    newsroom.newsroom("legal_links", f"letters: {letters}\nlegal_links")
    for number in range(releases):
        newsroom.release(f"meldung-{number}")
    code = "from pressgen.cli import main; main(sys.argv[1:]); print('pressgen.workers.processes' in sys.modules)"
    arguments = ["build", "-q", "--workers", "2", "--project", str(newsroom.folder)]
    command = [sys.executable, "-c", f"import sys; {code}", *arguments]

    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"{expected}\n"


def test_there_is_at_least_one_worker(newsroom: Newsroom) -> None:
    assert newsroom.command("build", "--workers", "0").status == 2


def test_a_worker_that_is_killed_is_told_and_its_letter_drawn_again(office: Newsroom) -> None:
    office.build()
    before = files(office.folder)
    for folder in ("public", ".pressgen"):
        (office.folder / folder).rename(office.folder / f"old-{folder}")

    with running(office, "--workers", "2", "--at", "2026-06-01 12:00", letters=2) as run:
        worker = run.workers()[0]
        os.kill(worker, signal.SIGSTOP)  # one that waits for work when it dies has lost none: so it gets some first
        time.sleep(0.3)
        os.kill(worker, signal.SIGKILL)
        _, said = run.process.communicate(timeout=60)

    assert run.process.returncode == 0
    assert "ist plötzlich beendet worden. Noch ein Versuch" in said
    assert "public/2026/" in said
    assert files(office.folder) == before


def test_a_letter_that_kills_every_worker_is_named_and_nothing_is_published(office: Newsroom) -> None:
    """As one does that needs more memory than there is."""
    with running(office, "--workers", "2") as run:
        while run.process.poll() is None:
            for worker in run.workers(wait=False):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
        _, said = run.process.communicate(timeout=60)

    assert run.process.returncode == 4
    assert "Nicht fertig geworden, nichts wurde veröffentlicht: Zwei Prozesse, die public/2026/" in said
    assert "Traceback" not in said
    assert files(office.folder) == {}


def test_a_worker_that_gets_no_more_memory_is_told_and_its_work_done_again(tmp_path: Path) -> None:
    texts = [Unread(str(tmp_path / f"{number}"), b"", effort=START) for number in range(4)]
    lost: list[str] = []

    with Workers(2) as workers:
        answers = list(workers.answers(hungry, texts, lambda text: text, lost.append))

    assert answers == [MUCH] * 4
    assert lost == [texts[2].path]


MUCH = 1 << 28


def hungry(texts: Sequence[Unread]) -> list[int]:
    """Takes a quarter of a gigabyte for each; there is none when the third is first tried."""
    for text in texts:
        if text.path.endswith("/2") and not Path(text.path).exists():
            Path(text.path).touch()
            resource.setrlimit(resource.RLIMIT_AS, (MUCH, MUCH))
    return [len(bytearray(MUCH)) for _ in texts]


@pytest.mark.parametrize("everyone", [True, False], ids=["as a terminal does", "the build alone"])
def test_an_interruption_ends_all_within_a_second(office: Newsroom, everyone: bool) -> None:
    with running(office, "--workers", "2") as run:
        workers = run.workers()
        began = time.monotonic()
        (os.killpg if everyone else os.kill)(run.process.pid, signal.SIGINT)
        _, said = run.process.communicate(timeout=60)

        assert time.monotonic() - began < 1
        assert gone(workers)
    assert run.process.returncode == 130
    assert said == "Abgebrochen.\n"
    assert files(office.folder) == {}


def test_workers_go_when_nobody_waits_for_them(office: Newsroom) -> None:
    with running(office, "--workers", "2") as run:
        workers = run.workers()
        run.process.kill()

        assert gone(workers)


def test_those_who_have_read_leave_before_others_draw() -> None:
    texts = [Unread(f"content/releases/2026/2026-05-0{day}-a.md", b"", effort=START) for day in (1, 2, 3)]
    known = children().get(os.getpid(), [])

    with Workers(2) as workers:
        readings = workers.answers(functools.partial(read, Rules(None, None, "", 0)), texts, lambda text: text, str)
        first = next(readings)
        at_work = children().get(os.getpid(), [])
        rest = list(readings)

        assert len(at_work) > len(known)
        assert children().get(os.getpid(), []) == known
    assert [reading.problems[0].path for reading in (first, *rest)] == [text.path for text in texts]


def test_texts_are_shared_out_however_small_each_is() -> None:
    """Thousands of files to be read or searched take their time, though none of them does."""
    texts = [Unread(f"{number}", b"", effort=START / 1000) for number in range(1000)]
    small = [text._replace(effort=0.01) for text in texts]

    with Workers(2) as workers:
        at_work = set(workers.answers(where, [*texts, *small], lambda text: text, str))

    assert at_work
    assert os.getpid() not in at_work


def where(texts: Sequence[Unread]) -> list[int]:
    """The process that each is looked at in."""
    return [os.getpid() for _ in texts]


class Running:
    """A build that draws letters."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def workers(self, wait: bool = True) -> list[int]:
        """Their process numbers."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            found = children().get(self.process.pid, [])
            if len(found) == 2 or not wait:
                return found
            time.sleep(0.01)
        raise AssertionError("it never started two workers")


@contextlib.contextmanager
def running(newsroom: Newsroom, *arguments: str, letters: int = 1) -> Iterator[Running]:
    """A build with these arguments, when it comes to so many letters."""
    command = [sys.executable, "-m", "pressgen", "build", "-v", "--project", str(newsroom.folder)]
    process = subprocess.Popen(
        [*command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=UNBUFFERED,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    )
    assert process.stdout is not None
    with process:
        try:
            drawn = (line for line in iter(process.stdout.readline, "") if ".pdf" in line)
            assert len(list(itertools.islice(drawn, letters))) == letters, "it never came to draw them"
            yield Running(process)
        finally:
            process.kill()


def children() -> dict[int, list[int]]:
    """The numbers of all processes, by that of who started them."""
    found: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":  # ended, but nobody has asked how
                found.setdefault(int(parent), []).append(int(stat.parent.name))
    return found


def gone(processes: list[int]) -> bool:
    """Are they, within a second?"""
    deadline = time.monotonic() + 1
    while time.monotonic() < deadline:
        if not {number for numbers in children().values() for number in numbers} & set(processes):
            return True
        time.sleep(0.01)
    return False
