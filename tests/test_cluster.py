"""Hundreds of thousands of letters are drawn on a Dask cluster: a real one of two processes, on this machine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from distributed import Client, LocalCluster

from tests.harness import Newsroom, files
from tests.test_workers import running

MORE = 40
"""Letters: so many are still to be drawn when the first have come back, and a worker is lost."""

AT = ("--at", "2026-06-01 12:00")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    options: dict[str, Any] = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, **options) as cluster:
        yield cluster


def address(cluster: Any) -> str:
    return str(cluster.scheduler_address).replace("tcp://", "dask://")


def test_a_cluster_loses_nothing_when_it_loses_a_worker(office: Newsroom, cluster: Any) -> None:
    for number in range(MORE):
        office.release(f"mehr-{number}", date="2026-03-03", body=f"Noch eine Meldung, Nr. {number}.")
    answer = office.command("build", *AT, "--workers", "1")
    assert answer.status == 0, answer.err
    before = files(office.folder)
    for folder in ("public", "print", ".pressgen"):
        (office.folder / folder).rename(office.folder / f"old-{folder}")
    with Client(cluster, set_as_default=False) as client:
        workers = client.run(os.getpid)

    with running(office, *AT, "--executor", address(cluster), letters=MORE // 2) as run:
        os.kill(min(workers.values()), signal.SIGKILL)
        _, said = run.process.communicate(timeout=120)

    assert run.process.returncode == 0, said
    assert files(office.folder) == before


def test_a_cluster_that_would_draw_other_letters_is_refused(office: Newsroom, cluster: Any) -> None:
    (office.folder / "more/letterpress-1.0.dist-info").mkdir(parents=True)
    paths = os.pathsep.join([*sys.path, str(office.folder / "more")])
    command = [sys.executable, "-m", "pressgen", "build", "--project", str(office.folder)]
    command += ["--executor", address(cluster)]
    run = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": paths})

    assert run.returncode == 4
    assert "ist anderes installiert als hier" in run.stderr
    assert "tcp://127.0.0.1:" in run.stderr
    assert "Traceback" not in run.stderr
    assert files(office.folder) == {}


def test_an_interruption_leaves_the_cluster_to_others(office: Newsroom, cluster: Any) -> None:
    with running(office, *AT, "--executor", address(cluster)) as run:
        run.process.send_signal(signal.SIGINT)
        _, said = run.process.communicate(timeout=60)

    assert run.process.returncode == 130
    assert said == "Abgebrochen.\n"
    assert files(office.folder) == {}
    answer = office.command("build", "--executor", address(cluster))
    assert answer.status == 0, answer.err


def test_what_is_wrong_with_a_letter_comes_back_from_afar(office: Newsroom, cluster: Any) -> None:
    office.release("haken", body="Erledigt: ✓")

    answer = office.command("build", "--executor", address(cluster))

    assert answer.status == 1
    assert answer.err == office.command("build", "--workers", "1").err
    assert "✓" in answer.err


def test_a_small_build_does_not_even_ask_the_cluster(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")

    assert newsroom.command("build", "--executor", "dask://127.0.0.1:1").status == 0


def test_a_cluster_that_does_not_answer_is_told(office: Newsroom) -> None:
    answer = office.command("build", "--executor", "dask://127.0.0.1:1")

    assert answer.status == 4
    assert "tcp://127.0.0.1:1" in answer.err
    assert files(office.folder) == {}


def test_a_machine_without_dask_is_told_what_it_lacks(office: Newsroom) -> None:
    code = "import sys; sys.modules['distributed'] = None; from pressgen.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "build", "--project", str(office.folder), "--executor", "dask://host:8786"]
    run = subprocess.run(command, capture_output=True, text=True)

    assert run.returncode == 3
    assert "pressgen[cluster]" in run.stderr


@pytest.mark.parametrize("text", ["ray://host:1", "dask://host", "host:8786"])
def test_an_executor_has_an_address(newsroom: Newsroom, text: str) -> None:
    assert newsroom.command("build", "--executor", text).status == 2
