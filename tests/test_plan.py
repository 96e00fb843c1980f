"""When to build next: for people, programs, cron and systemd."""

from __future__ import annotations

import datetime as dt
import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pressgen import again
from tests.harness import Newsroom

FUTURE = {"date": "2100-03-01", "embargo": "2100-03-01 09:00"}


def test_it_tells_what_waits_soonest_first_and_the_next_run(newsroom: Newsroom) -> None:
    newsroom.release("spaeter", date="2100-04-01", headline="Später")
    newsroom.release("gesperrt", headline="Gesperrt", **FUTURE)
    newsroom.release("weg", headline="Weg", withdrawn="{date: 2100-02-01, reason: Falsch}")
    newsroom.release("neu", headline="Neu", updates="[{date: 2100-01-01 10:00, kind: update, note: Mehr}]")
    newsroom.release("idee", draft="true")
    newsroom.build()

    answer = newsroom.command("plan")

    assert answer.out.splitlines() == [
        "01.01.2100, 10:00  Änderung wird vermerkt: Neu",
        "01.02.2100, 00:00  wird zurückgezogen: Weg",
        "01.03.2100, 09:00  Sperrfrist endet: Gesperrt",
        "01.04.2100, 00:00  erscheint: Später",
        "1 Entwurf",
        "Nächster Lauf: 01.01.2100, 10:00",
    ]


def test_a_release_whose_moment_passed_without_a_build_is_overdue(newsroom: Newsroom) -> None:
    newsroom.release("alt", headline="Alt")
    newsroom.build()
    newsroom.release("verpasst", date="2026-02-01", headline="Verpasst", embargo="2026-02-01 09:00")

    told = newsroom.command("plan").out
    assert "Überfällig seit 01.02.2026, 09:00, bitte jetzt bauen: Verpasst\n" in told
    assert "Alt" not in told

    newsroom.build()
    assert newsroom.command("plan").out == "Nichts wartet auf einen Zeitpunkt.\n"


def test_a_correction_whose_moment_passed_without_a_build_is_overdue(newsroom: Newsroom) -> None:
    newsroom.release("neu", headline="Neu", updates="[{date: 2026-07-01 10:00, kind: correction, note: Mehr}]")
    newsroom.build(at="2026-06-01 12:00")
    assert "Überfällig seit 01.07.2026, 10:00, bitte jetzt bauen: Neu\n" in newsroom.command("plan").out

    newsroom.command("build")
    assert newsroom.command("plan").out == "Nichts wartet auf einen Zeitpunkt.\n"


def test_programs_read_json_with_offsets(newsroom: Newsroom) -> None:
    newsroom.release("gesperrt", headline="Gesperrt", **FUTURE)
    newsroom.release("verpasst", headline="Verpasst")

    found = json.loads(newsroom.command("plan", "--format", "json").out)

    assert found["next"] == "2100-03-01T09:00:00+01:00"
    assert [item["address"] for item in found["overdue"]] == ["2026/verpasst/"]
    assert found["waiting"] == [
        {
            "at": "2100-03-01T09:00:00+01:00",
            "event": "published",
            "address": "2100/gesperrt/",
            "headline": "Gesperrt",
            "embargo": True,
        }
    ]
    assert found["drafts"] == 0


def test_cron_gets_each_moment_by_the_clock_of_the_machine(newsroom: Newsroom) -> None:
    newsroom.release("gesperrt", **FUTURE)
    newsroom.release("zugleich", **FUTURE)

    [line] = newsroom.command("plan", "--cron").out.splitlines()

    local = dt.datetime.fromisoformat("2100-03-01T08:00:00+00:00").astimezone()
    assert line.split(" ", 5)[:5] == [str(local.minute), str(local.hour), str(local.day), str(local.month), "*"]
    command = [sys.executable, "-m", "pressgen", "build", "-q", "--project", str(newsroom.folder)]
    assert shlex.split(line.split(" ", 5)[5]) == command


def test_a_folder_with_blanks_and_percent_signs_is_quoted(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / 'Presse "A" 100% $HOME')
    newsroom.release("gesperrt", **FUTURE)

    assert r"100\%" in newsroom.command("plan", "--cron").out
    unit = newsroom.command("plan", "--systemd").out
    assert r"\"A\" 100%% $$HOME" in unit.partition("ExecStart=")[2]


def test_where_nothing_waits_there_is_no_timer(newsroom: Newsroom) -> None:
    for form in ("--cron", "--systemd"):
        answer = newsroom.command("plan", form)
        assert (answer.status, answer.out, answer.err) == (0, "", "Nichts wartet auf einen Zeitpunkt.\n")


def test_systemd_takes_the_timer(tmp_path: Path, judge: Callable[..., str]) -> None:
    analyze = judge("systemd-analyze", "systemd")
    newsroom = Newsroom(tmp_path / "Presse 100%")
    newsroom.release("gesperrt", **FUTURE)
    newsroom.release("sommer", date="2100-07-01")

    text = newsroom.command("plan", "--systemd").out

    service, timer = text.split("# /etc/systemd/system/pressgen.timer\n")
    (tmp_path / "pressgen.service").write_text(service)
    (tmp_path / "pressgen.timer").write_text(timer)
    moments = [line.partition("=")[2] for line in timer.splitlines() if line.startswith("OnCalendar=")]
    assert moments == ["2100-03-01 08:00:00 UTC", "2100-06-30 22:00:00 UTC"]
    for moment in moments:
        subprocess.run([analyze, "calendar", moment], check=True, capture_output=True)
    verified = subprocess.run(
        [analyze, "verify", tmp_path / "pressgen.timer", tmp_path / "pressgen.service"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert str(tmp_path) not in verified.stderr, verified.stderr


def test_a_build_knows_the_moment_of_the_next(newsroom: Newsroom) -> None:
    """`build --watch` waits for it."""
    newsroom.release("heute")
    newsroom.release("geheim", date="2026-07-01", embargo="2026-07-01 10:00")
    at = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)

    assert again.build(newsroom.folder, at).next == dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC)
    assert again.build(newsroom.folder, at + dt.timedelta(days=300)).next is None
