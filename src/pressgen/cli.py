"""The command line: arguments, exit status, and everything that is printed. Owns argv, the clock and stdout."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pressgen.model import AUDIENCES
from pressgen.problems import Problem, SourceError
from pressgen.state import Busy

if TYPE_CHECKING:
    from pressgen.pipeline import Report

DONE, PROBLEMS, USAGE, MISSING, UNFINISHED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit status: 3 is something missing on the machine, 4 could not finish and changed nothing."""

WORDS = {
    "de": {
        "problem": "{n} Problem; es wurde nichts veröffentlicht.",
        "problems": "{n} Probleme; es wurde nichts veröffentlicht.",
        "fine": "Alles in Ordnung: {releases}.",
        "one-release": "1 Meldung",
        "releases": "{n} Meldungen",
        "one-letter": "1 Brief",
        "letters": "{n} Briefe",
        "public": "Website, Presse",
        "print": "Druckerei",
        "one-file": "1 Datei",
        "files": "{n} Dateien",
        "changes": "{written} neu geschrieben, {removed} entfernt",
        "done": "Fertig in {seconds} s.",
        "held-back": "Noch nicht öffentlich:",
        "embargo": "Sperrfrist {moment}, im Ordner für die Druckerei: {headline}",
        "scheduled": "ab {moment}: {headline}",
        "draft": "1 Entwurf",
        "drafts": "{n} Entwürfe",
        "busy": "Ein anderer Lauf von pressgen arbeitet gerade in {project}. Versuchen Sie es gleich noch einmal.",
        "failed": "Nicht fertig geworden, nichts wurde veröffentlicht: {reason}",
        "interrupted": "Abgebrochen.",
        "no-project": "{project} hat keinen Ordner content/: Das ist kein pressgen-Projekt.",
        "no-project-hint": "Nennen Sie es mit --project ORDNER, oder wechseln Sie in seinen Ordner.",
        "library": "Auf diesem Rechner fehlt etwas: {reason}. Beheben Sie es mit: scripts/setup site",
        "no-slug": "Aus dieser Überschrift wird kein Dateiname; sie braucht Buchstaben oder Ziffern.",
        "exists": "Diese Meldung gibt es schon: {path}",
        "created": "Angelegt: {path}",
        "next": "Schreiben Sie den Text, löschen Sie die Zeile 'draft', dann: make site",
        "moment": "'{text}' ist kein Zeitpunkt wie '2026-03-01 09:00'.",
    },
    "en": {
        "problem": "{n} problem; nothing was published.",
        "problems": "{n} problems; nothing was published.",
        "fine": "All is well: {releases}.",
        "one-release": "1 release",
        "releases": "{n} releases",
        "one-letter": "1 letter",
        "letters": "{n} letters",
        "public": "website, press",
        "print": "print office",
        "one-file": "1 file",
        "files": "{n} files",
        "changes": "{written} written, {removed} removed",
        "done": "Done in {seconds} s.",
        "held-back": "Not public yet:",
        "embargo": "embargo {moment}, in the print office's folder: {headline}",
        "scheduled": "from {moment}: {headline}",
        "draft": "1 draft",
        "drafts": "{n} drafts",
        "busy": "Another run of pressgen is at work in {project}. Try again in a moment.",
        "failed": "Could not finish, nothing was published: {reason}",
        "interrupted": "Interrupted.",
        "no-project": "{project} has no folder content/: it is no pressgen project.",
        "no-project-hint": "Name it with --project DIR, or change into its folder.",
        "library": "Something is missing on this machine: {reason}. Mend it with: scripts/setup site",
        "no-slug": "This headline gives no file name; it needs letters or digits.",
        "exists": "This release exists already: {path}",
        "created": "Created: {path}",
        "next": "Write the text, delete the line 'draft', then: make site",
        "moment": "'{text}' is not a moment like '2026-03-01 09:00'.",
    },
}


def entry() -> None:
    """The `pressgen` command."""
    sys.exit(main(sys.argv[1:]))


def main(argv: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:  # argparse has told why
        return int(stop.code or 0)
    project: Path = arguments.project.absolute()
    if not (project / "content").is_dir():
        say = WORDS["de"]
        print(say["no-project"].format(project=project), say["no-project-hint"], sep="\n", file=sys.stderr)
        return USAGE
    run = Run(project, arguments.quiet, arguments.verbose)
    try:
        return int(arguments.command(run, arguments))
    except SourceError as error:
        return run.tell(error.problems)
    except Busy:
        return run.fail("busy", UNFINISHED)
    except ImportError as error:
        return run.fail("library", MISSING, reason=error)
    except BrokenPipeError:
        # The reader of our output has gone (`pressgen check | head`): no one is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNFINISHED
    except (OSError, sqlite3.OperationalError) as error:
        # cffi's "cannot load library 'libpango-1.0-0'" is an OSError too, but without a file.
        if "cannot load library" in str(error):
            return run.fail("library", MISSING, reason=str(error).split(":")[0])
        return run.fail("failed", UNFINISHED, reason=_reason(error))
    except KeyboardInterrupt:
        return run.fail("interrupted", INTERRUPTED)


def _reason(error: Exception) -> str:
    """What the system says, with the file it says it of."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--project", type=Path, default=Path(), metavar="DIR", help="holds content/ and layouts/")
    volume = common.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="say nothing but problems")
    volume.add_argument("-v", "--verbose", action="store_true", help="name every file that is written")
    parser = argparse.ArgumentParser(prog="pressgen", description="Press releases become an archive, a feed, letters.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", parents=[common], help="build content/ into public/ and print/")
    build.add_argument("--at", metavar="MOMENT", help="build as if it were this moment: '2026-03-01 09:00'")
    build.set_defaults(command=_build)
    check = commands.add_parser("check", parents=[common], help="tell all problems of content/ and layouts/")
    check.set_defaults(command=_check)
    new = commands.add_parser("new", parents=[common], help="begin a release")
    new.add_argument("headline", help="its headline, in quotation marks")
    new.set_defaults(command=_new)
    return parser


class Run:
    """One command at work: where, in which language, how loudly."""

    def __init__(self, project: Path, quiet: bool, verbose: bool) -> None:
        from pressgen import load

        self.project = project
        self.quiet = quiet
        self.verbose = verbose
        self.language = load.language(project)
        self.began = time.perf_counter()
        self.words = WORDS[self.language]
        self.bar = sys.stderr.isatty() and not quiet and not verbose

    def say(self, text: str) -> None:
        if not self.quiet:
            print(text)

    def fail(self, word: str, status: int, **values: object) -> int:
        self.clear()
        print(self.words[word].format(project=self.project, **values), file=sys.stderr)
        return status

    def clear(self) -> None:
        """Take the progress bar off the screen."""
        if self.bar:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def progress(self, path: str, number: int, total: int) -> None:
        """Draw the progress bar on a terminal; name the files elsewhere if asked to."""
        if self.verbose:
            print(path)
        elif self.bar:
            width = 24
            filled = width * number // max(1, total)
            name = path if len(path) <= 48 else "…" + path[-47:]
            print(
                f"\r\x1b[K{'█' * filled}{'░' * (width - filled)} {number + 1}/{total} {name}", end="", file=sys.stderr
            )
            sys.stderr.flush()

    def count(self, number: int, one: str, many: str) -> str:
        return self.words[one] if number == 1 else self.words[many].format(n=number)

    def tell(self, problems: Sequence[Problem]) -> int:
        """Print all problems, in the order of files and lines."""
        from pressgen import load, messages

        self.clear()
        told = [load.located(self.project, problem) for problem in problems]
        told.sort(key=lambda p: (p.path, p.location.line if p.location else 0, p.location.column if p.location else 0))
        for problem in told:
            print(messages.told(problem, self.language), end="\n\n", file=sys.stderr)
        word = "problem" if len(told) == 1 else "problems"
        print(self.words[word].format(n=len(told)), file=sys.stderr)
        return PROBLEMS


def _build(run: Run, arguments: argparse.Namespace) -> int:
    from pressgen import pipeline

    at = dt.datetime.now(dt.UTC)
    if arguments.at is not None:
        try:
            at = dt.datetime.fromisoformat(arguments.at)
        except ValueError:
            return run.fail("moment", USAGE, text=arguments.at)
    report = pipeline.build(run.project, at, run.progress)
    run.clear()
    for line in _summary(run, report):
        run.say(line)
    return DONE


def _check(run: Run, arguments: argparse.Namespace) -> int:
    from pressgen import pipeline

    site = pipeline.checked(run.project, dt.datetime.now(dt.UTC), run.progress)
    run.clear()
    fine = [run.count(len(site.releases), "one-release", "releases")]
    if site.drafts:
        fine.append(run.count(len(site.drafts), "draft", "drafts"))
    run.say(run.words["fine"].format(releases=", ".join(fine)))
    return DONE


def _new(run: Run, arguments: argparse.Namespace) -> int:
    from pressgen import new

    try:
        path = new.release(run.project, arguments.headline, run.language, dt.date.today())
    except new.NoSlug:
        return run.fail("no-slug", USAGE)
    except FileExistsError as error:
        return run.fail("exists", USAGE, path=error.filename)
    run.say(run.words["created"].format(path=path))
    run.say(run.words["next"])
    return DONE


def _summary(run: Run, report: Report) -> Iterator[str]:
    """What was built, for whom, what waits, and how long it took."""
    words = run.words
    for audience in AUDIENCES:
        one, many = ("one-release", "releases") if audience == "public" else ("one-letter", "letters")
        files = run.count(report.files[audience], "one-file", "files")
        changes = words["changes"].format(
            written=sum(path.startswith(f"{audience}/") for path in report.written),
            removed=sum(path.startswith(f"{audience}/") for path in report.removed),
        )
        number = run.count(report.releases[audience], one, many)
        yield f"{audience + '/':<9} {words[audience]:<18} {number:<14} {files}: {changes}"
    waiting = [words["embargo"].format(moment=_shown(r.published), headline=r.headline) for r in report.embargoed]
    waiting += [words["scheduled"].format(moment=_shown(r.published), headline=r.headline) for r in report.scheduled]
    if report.drafts:
        waiting.append(run.count(report.drafts, "draft", "drafts"))
    if waiting:
        yield words["held-back"]
        yield from (f"  {line}" for line in waiting)
    seconds = f"{time.perf_counter() - run.began:.2f}"
    yield words["done"].format(seconds=seconds.replace(".", ",") if run.language == "de" else seconds)


def _shown(moment: dt.datetime) -> str:
    return f"{moment:%d.%m.%Y, %H:%M}"
