"""The command line: what a press officer types, and what it answers."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pressgen.cli import main
from tests.harness import PROJECT, Newsroom, files


def test_a_new_release_never_stops_a_build(newsroom: Newsroom) -> None:
    answer = newsroom.command("new", "Straßenfest in Höhenkirchen: 'Grüße' & mehr")

    assert answer.status == 0
    [file] = (newsroom.folder / "content/releases").rglob("*.md")
    assert file.name.endswith("-strassenfest-in-hoehenkirchen-gruesse-mehr.md")
    assert "draft: true  # Zeile löschen, wenn fertig" in file.read_text()
    assert file.name in answer.out
    assert "1 Entwurf" in newsroom.build().said


def test_a_new_release_is_complete_once_the_draft_line_is_gone(newsroom: Newsroom) -> None:
    newsroom.command("new", "Der Landrat sagt: 'Ja' #1")
    [file] = (newsroom.folder / "content/releases").rglob("*.md")
    text = file.read_text().replace("draft: true  # Zeile löschen, wenn fertig\n", "")
    assert "contact: erika-muster\n" in text, "an old release keeps the contact it had"
    file.write_text(text)
    assert "Hinter den Angaben fehlt der Text." in newsroom.refused(), "no sample text can go out by mistake"
    file.write_text(text + "Der Text.\n")

    built = newsroom.build(at="2100-01-01 00:00")

    assert "Der Landrat sagt: &#39;Ja&#39; #1" in built.text("public/index.html")


def test_new_overwrites_nothing(newsroom: Newsroom) -> None:
    newsroom.command("new", "Straßenfest")
    [file] = (newsroom.folder / "content/releases").rglob("*.md")
    file.write_text("Stundenlange Arbeit")

    answer = newsroom.command("new", "Straßenfest")

    assert answer.status == 2
    assert "gibt es schon" in answer.err
    assert file.read_text() == "Stundenlange Arbeit"


def test_a_headline_needs_no_quotation_marks(newsroom: Newsroom) -> None:
    assert "neue-bruecke-eroeffnet.md" in newsroom.command("new", "Neue", "Brücke", "eröffnet").out


def test_a_build_for_a_moment_to_come_says_so(newsroom: Newsroom) -> None:
    assert "Achtung: Das ist der Stand vom 01.03.2100, 09:00" in newsroom.command("build", "--at", "1.3.2100 9:00").err
    assert newsroom.command("build", "--at", "01.03.2020, 09:00 Uhr").err == ""


def test_new_needs_a_letter(newsroom: Newsroom) -> None:
    assert newsroom.command("new", "!!!").status == 2


def test_check_tells_and_writes_nothing(newsroom: Newsroom) -> None:
    newsroom.release("gut")
    assert newsroom.command("check").out == "Alles in Ordnung: 1 Meldung.\n"

    newsroom.release("schlecht", kontackt="erika-muster")
    answer = newsroom.command("check")

    assert answer.status == 1
    assert "Meinten Sie 'kontakt'?" in answer.err
    assert files(newsroom.folder) == {}


def test_check_finds_what_only_drawing_a_letter_shows(newsroom: Newsroom) -> None:
    newsroom.release("emoji", body="Wir freuen uns 🎉 sehr.")

    answer = newsroom.command("check")

    assert answer.status == 1
    assert "Das Zeichen '🎉' (U+1F389) fehlt in der Schrift" in answer.err


@pytest.mark.parametrize(
    "words", [[], ["bau"], ["build", "--at", "morgen"], ["new"], ["build", "--project", "/gibt/es/nicht"]]
)
def test_wrong_usage_is_status_2(words: list[str], capsys: pytest.CaptureFixture[str], newsroom: Newsroom) -> None:
    if words and words[0] in ("build", "new") and "--project" not in words:
        words += ["--project", str(newsroom.folder)]

    assert main(words) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_status_4(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.write(".pressgen", "Hier steht schon etwas anderes.")

    answer = newsroom.command("build")

    assert answer.status == 4
    assert "nichts wurde veröffentlicht" in answer.err
    assert ".pressgen" in answer.err


def test_a_folder_in_the_place_of_a_file_is_told_before_anything_is_published(newsroom: Newsroom) -> None:
    newsroom.release("alt")
    newsroom.build()
    (newsroom.public / "feed.xml").unlink()
    newsroom.write("public/feed.xml/fremd.txt", "von Hand")
    newsroom.release("neu")
    before = files(newsroom.folder)

    answer = newsroom.command("build")

    assert answer.status == 4
    assert "public/feed.xml" in answer.err
    assert files(newsroom.folder) == before


def test_an_interrupted_build_is_status_130_and_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    for number in range(40):
        newsroom.release(f"meldung-{number}", date=f"2026-03-{number % 30 + 1:02}")
    command = [sys.executable, "-m", "pressgen", "build", "-v", "--project", str(newsroom.folder)]

    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # Tests that run in the background of a shell are deaf to this signal, and so would be their children.
    run = subprocess.Popen(command, **pipes, text=True, env=UNBUFFERED, preexec_fn=hear_interrupts)
    assert run.stdout is not None
    assert any(".pdf" in line for line in iter(run.stdout.readline, "")), "it never came to draw letters"
    run.send_signal(signal.SIGINT)
    _, said = run.communicate()

    assert run.returncode == 130
    assert said == "Abgebrochen.\n"
    assert files(newsroom.folder) == {}
    assert not list((newsroom.folder / ".pressgen/staging").glob("*/*"))


def hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


UNBUFFERED = os.environ | {"PYTHONUNBUFFERED": "1"}


def test_a_machine_without_pango_is_status_3(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    # As WeasyPrint's binding fails where the library is not installed.
    code = (
        "import sys; from types import SimpleNamespace as FFI; from pressgen.swift import pango; real = pango.ffi;"
        "pango.ffi = FFI(**{name: getattr(real, name) for name in dir(real) if not name.startswith('__')});"
        "pango.ffi.dlopen = lambda name, *flags: real.dlopen(name and 'gibt-es-nicht-' + name, *flags);"
        "from pressgen.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "build", "--project", str(newsroom.folder)]
    run = subprocess.run(command, capture_output=True, text=True)

    assert run.returncode == 3, run.stderr
    assert "scripts/setup site" in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("library", ["msgspec", "yaml", "jinja2", "weasyprint"])
def test_a_machine_without_a_library_is_status_3(newsroom: Newsroom, library: str) -> None:
    newsroom.release("bruecke")
    code = f"import sys; sys.modules[{library!r}] = None; from pressgen.__main__ import entry; sys.exit(entry())"
    run = subprocess.run(
        [sys.executable, "-c", code, "build", "--project", str(newsroom.folder)], capture_output=True, text=True
    )

    assert run.returncode == 3, run.stderr
    assert "scripts/setup site" in run.stderr
    assert library in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("where", ["| true", "> /dev/full", ">&-"])
@pytest.mark.parametrize("volume", ["", "-v"])
def test_a_build_is_done_though_nobody_listens(newsroom: Newsroom, where: str, volume: str) -> None:
    newsroom.release("bruecke")
    build = shlex.join([sys.executable, "-m", "pressgen", "build", "--project", str(newsroom.folder)])
    command = f"{build} {volume} {where}"
    run = subprocess.run(["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True)

    assert (run.returncode, run.stderr) == (0, "")
    assert (newsroom.public / "2026/bruecke/index.html").exists()


def test_a_terminal_without_umlauts_is_no_obstacle(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", headline="Zwölf – „Brücken“", date="2100-01-01", embargo="2100-01-01 10:00")
    newsroom.command("build")
    command = [sys.executable, "-m", "pressgen", "build", "--project", str(newsroom.folder)]
    run = subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"})

    assert run.returncode == 0, run.stderr
    assert b"Zw?lf" in run.stdout


def test_a_headline_that_is_not_utf_8_is_wrong_usage(newsroom: Newsroom) -> None:
    command = [sys.executable, "-m", "pressgen", "new", "--project", str(newsroom.folder), b"M\xfcnchen"]
    run = subprocess.run(command, capture_output=True, text=True)

    assert run.returncode == 2
    assert "nicht in UTF-8" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_folder_on_another_disk_is_told_before_anything_is_published(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.build()
    before = files(newsroom.folder)
    elsewhere = Path("/dev/shm") / newsroom.folder.name
    elsewhere.mkdir()
    try:
        (newsroom.public / "2025").symlink_to(elsewhere)
        newsroom.release("haus", date="2025-02-02")
        newsroom.release("zoo")

        answer = newsroom.command("build")
    finally:
        elsewhere.rmdir()

    assert answer.status == 4
    assert "public/2025" in answer.err
    assert files(newsroom.folder) == before


@pytest.mark.parametrize("path", ["impressum", "2026/bruecke/index.html/a.svg", "Index.html", "feed.xml"])
def test_two_files_for_one_place_are_told(newsroom: Newsroom, path: str) -> None:
    newsroom.release("bruecke")
    # Not .html: what bears it in the layout is a template.
    newsroom.write(f"layouts/web/{path}", "steht im Weg")
    newsroom.write("layouts/web/FEED.xml", "auch zweimal")

    said = newsroom.refused()

    assert "public/" in said
    assert ".pressgen" not in said


def test_a_terminal_shows_how_far_it_is(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    command = [sys.executable, "-m", "pressgen", "build", "--project", str(newsroom.folder)]

    shown = subprocess.run(["script", "-qec", shlex.join(command), "/dev/null"], capture_output=True, text=True).stdout

    assert "/12 public/2026/bruecke/2026-01-15-bruecke.pdf" in shown
    assert "Fertig in" in shown


def test_a_full_disk_is_status_4_and_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", body="Alt")
    newsroom.build()
    before = files(newsroom.folder)
    newsroom.release("bruecke", body="Neu")

    # No file may grow beyond 5,000 bytes: for the letter the disk is full.
    code = (
        "import resource, signal, sys; from pressgen.cli import main; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "import weasyprint; resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); sys.exit(main(sys.argv[1:]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, "build", "--project", newsroom.folder], capture_output=True, text=True
    )

    assert run.returncode == 4, run.stderr
    assert "Traceback" not in run.stderr
    assert files(newsroom.folder) == before


def test_quiet_says_nothing_and_verbose_names_every_file(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")

    assert "public/2026/bruecke/index.html" in newsroom.command("build", "-v").out
    assert newsroom.command("build", "-q").out == ""


def test_the_door_builds_its_own_project(tmp_path: Path) -> None:
    """`python build.py`, from anywhere, in a path with blanks and umlauts."""
    project = tmp_path / "Büro München"
    for part in ("content", "layouts"):
        shutil.copytree(PROJECT / part, project / part)
    shutil.copy(PROJECT / "build.py", project)

    run = subprocess.run([sys.executable, project / "build.py"], cwd="/", capture_output=True, text=True)

    assert run.returncode == 0, run.stderr
    assert (project / "public/2017/austausch-fluechtlingsbetreuung/index.html").exists()
    assert (project / "print/2017-12-20-austausch-fluechtlingsbetreuung.pdf").exists()
