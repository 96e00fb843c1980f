"""`pressgen upload` brings public/ to a web server with a real rsync; what a broken line leaves can be read."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.harness import Newsroom

BASE = "https://www.example.org/presse/"


@pytest.fixture
def server(tmp_path: Path, judge: Callable[..., str]) -> Path:
    """The folder of a web server."""
    judge("rsync", "rsync")
    folder = tmp_path / "Server, groß"
    folder.mkdir()
    return folder


@pytest.fixture
def archive(newsroom: Newsroom) -> Newsroom:
    newsroom.release("erste", date="2026-01-10", topics="[Bau]")
    newsroom.release("zweite", date="2026-01-12", topics="[Bau]")
    newsroom.command("build")
    return newsroom


def test_the_server_has_what_was_built_and_nothing_else(archive: Newsroom, server: Path) -> None:
    answer = archive.command("upload", str(server))

    assert answer.status == 0, answer.err
    assert brought(server) == built(archive)
    assert not any(path.startswith("print") for path in brought(server))
    assert all(file.stat().st_mode & 0o777 == 0o644 for file in server.rglob("*") if file.is_file())
    page = server / "2026/erste/index.html"
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()
    assert page.stat().st_mtime_ns == page.with_name("index.html.gz").stat().st_mtime_ns


def test_only_what_changed_is_sent_again(archive: Newsroom, server: Path) -> None:
    archive.command("upload", str(server))
    before = {path: (server / path).stat().st_ino for path in brought(server)}

    assert "0 Dateien übertragen, 0 entfernt" in archive.command("upload", str(server)).out
    archive.release("zweite", date="2026-01-12", topics="[Bau]", body="Ein neuer Text.")
    archive.command("build")
    archive.command("upload", str(server))

    changed = {path for path in before if (server / path).stat().st_ino != before[path]}
    assert "2026/zweite/index.html" in changed
    assert not {"2026/erste/index.html", "index.html", "style.css"} & changed
    assert "Ein neuer Text." in gzip.decompress((server / "2026/zweite/index.html.gz").read_bytes()).decode()


def test_what_is_gone_leaves_the_server_and_the_files_of_others_stay(archive: Newsroom, server: Path) -> None:
    archive.command("upload", str(server))
    (server / "google1234.html").write_text("fremd")
    (server / "2026/erste/von-hand.pdf").write_text("fremd")
    for slug in ("erste", "zweite"):
        file = archive.folder / f"content/releases/2026/2026-01-{10 if slug == 'erste' else 12}-{slug}.md"
        file.unlink()
        (archive.folder / "content/published.txt").unlink(missing_ok=True)
    archive.command("build")
    (archive.folder / ".pressgen/upload").rename(archive.folder / "elsewhere")  # as from another machine

    answer = archive.command("upload", str(server))

    assert answer.status == 0, answer.err
    assert brought(server) - built(archive) == {"google1234.html", "2026/erste/von-hand.pdf"}
    assert not (server / "2026/zweite").exists()


def test_what_the_last_build_did_not_leave_is_not_uploaded(archive: Newsroom, server: Path) -> None:
    (archive.folder / "public/2026/erste/index.html").write_text("gehackt")

    answer = archive.command("upload", str(server))

    assert answer.status == 4
    assert "public/2026/erste/index.html" in answer.err
    assert brought(server) == set()


def test_it_goes_to_another_machine_as_well(
    archive: Newsroom, server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through another shell, as through SSH; this one stays here."""
    shell = tmp_path / "shell"
    shell.write_text('#!/bin/sh\n[ "$1 $2 $3" = "-l presse server" ] || exit 255\nshift 3\nexec sh -c "$*"\n')
    shell.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(shell))
    archive.release("dritte", date="2026-01-14", topics="[Bau]")
    archive.command("build")
    archive.command("upload", f"presse@server:{server}")
    archive.release("dritte", date="2026-01-14", withdrawn="{date: 2026-01-15, reason: Ein Irrtum.}", topics="[Bau]")
    archive.release("zweite", date="2026-01-12", topics="[Kultur]", body="Ein neuer Text.")
    archive.command("build")

    answer = archive.command("upload", f"presse@server:{server}/")

    assert answer.status == 0, answer.err
    assert brought(server) == built(archive)
    assert "Ein neuer Text." in (server / "2026/zweite/index.html").read_text("utf-8")


def test_a_compressed_file_of_the_office_is_left_as_it_is(archive: Newsroom, server: Path) -> None:
    archive.write("content/media/zahlen.csv", "1;2;3\n" * 1000)
    archive.write("content/media/zahlen.csv.gz", "ein anderer Inhalt")
    archive.release(
        "zahlen", date="2026-01-15", attachments="[{file: /media/zahlen.csv}, {file: /media/zahlen.csv.gz}]"
    )
    archive.command("build")

    assert archive.command("upload", str(server)).status == 0
    assert (server / "media/zahlen.csv.gz").read_text() == "ein anderer Inhalt"


@pytest.mark.parametrize("target", ["/gibt/es/nicht", "127.0.0.1:1/presse"])
def test_a_server_that_is_not_there_is_told_in_a_sentence(archive: Newsroom, target: str) -> None:
    answer = archive.command("upload", target)

    assert answer.status == 4
    assert answer.err.startswith("Nicht fertig geworden: ")
    assert "Traceback" not in answer.err


def test_before_anything_is_built_there_is_nothing_to_upload(newsroom: Newsroom, server: Path) -> None:
    assert "noch nichts gebaut" in newsroom.command("upload", str(server)).err


def test_without_rsync_it_says_how_to_get_it(
    archive: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    answer = archive.command("upload", str(tmp_path))

    assert answer.status == 3
    assert "apt-get install rsync" in answer.err


def test_a_line_that_breaks_leaves_no_dead_link(
    archive: Newsroom, server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: Callable[..., str]
) -> None:
    """Whatever can be reached from the home page, an old page or a feed leads to a file, at each step; also before."""
    breaks(archive, server, tmp_path, monkeypatch, judge)
    assert brought(server) == built(archive)
    known = {path for path in brought(server) if path.endswith((".html", ".xml"))}
    archive.release("dritte", date="2026-01-14", topics="[Kultur]", body="Siehe [die erste](/2026/erste/).")
    archive.release("zweite", date="2026-01-12", topics="[Kultur]", body="Siehe [die dritte](/2026/dritte/).")
    archive.command("build")
    breaks(archive, server, tmp_path, monkeypatch, judge, known)
    assert brought(server) == built(archive)


def breaks(
    archive: Newsroom,
    server: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    judge: Callable[..., str],
    known: set[str] | frozenset[str] = frozenset({"index.html"}),
) -> None:
    """Upload, with a line that breaks after one call of rsync, after two, and so on; then with one that holds."""
    broken = tmp_path / "bin/rsync"
    broken.parent.mkdir(exist_ok=True)
    broken.write_text(f"""#!/bin/sh
n=$(($(cat {tmp_path}/n) - 1)); echo $n > {tmp_path}/n
[ $n -ge 0 ] || {{ echo 'ssh: connection lost' >&2; exit 255; }}
exec {judge("rsync", "rsync")} "$@"
""")
    broken.chmod(0o755)
    with monkeypatch.context() as line:
        line.setenv("PATH", f"{broken.parent}{os.pathsep}{os.environ['PATH']}")
        for calls in range(20):
            (tmp_path / "n").write_text(f"{calls}")
            answer = archive.command("upload", str(server))

            assert dead(server, {*known}) == []
            if answer.status == 0:
                break
            assert answer.err.startswith("Nicht fertig geworden: ssh: connection lost. Kein Verweis")
    assert calls > 4


def built(newsroom: Newsroom) -> set[str]:
    public = newsroom.folder / "public"
    return {str(file.relative_to(public)) for file in public.rglob("*") if file.is_file()}


def brought(server: Path) -> set[str]:
    """Files on the server, but for compressed copies and the list of them."""
    found = {str(file.relative_to(server)) for file in server.rglob("*") if file.is_file()}
    return {path for path in found if not path.endswith(".gz") and path != ".pressgen-uploaded"}


def dead(server: Path, known: set[str]) -> list[str]:
    """What leads to nothing, as far as a reader gets who begins with what was known."""
    found, seen, waiting = [], set(known), [path for path in known if (server / path).exists()]
    while waiting:
        path = waiting.pop()
        for address in re.findall(r'(?:href|src|url)="([^"#?]+)', (server / path).read_text("utf-8")):
            whole = urljoin(BASE + path, address)
            if not whole.startswith(BASE):
                continue
            target = unquote(urlsplit(whole).path).removeprefix("/presse/")
            target += "index.html" if not target or target.endswith("/") else ""
            if not (server / target).is_file():
                found.append(f"{path}: {address}")
            elif target not in seen and target.endswith((".html", ".xml")):
                seen.add(target)
                waiting.append(target)
    return found
