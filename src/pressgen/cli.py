"""The command line: arguments, exit status, and everything that is printed. Owns argv, the clock and stdout."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import functools
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pressgen.messages import WORDS
from pressgen.problems import Problem, SourceError
from pressgen.publish import Unfinished
from pressgen.run import DONE, INTERRUPTED, MANY, MISSING, PROBLEMS, UNFINISHED, USAGE, Run, said
from pressgen.site import AUDIENCES
from pressgen.state import Busy, StateError
from pressgen.workers import Lost, Unlike, Workers

if TYPE_CHECKING:
    from pressgen.report import Report
    from pressgen.schedule import Schedule

WATCH = 0.2
"""Seconds between two looks for files that changed: 10,000 of them take 40 ms."""

RETRY = dt.timedelta(seconds=3)
"""After which what could not finish is tried again."""


SCHEMAS = {"newsroom": "of_newsroom", "contacts": "of_contacts", "letterhead": "of_letterheads"}
"""Sources besides releases that editors can be told about, and what of `schema` tells it."""


Command = Callable[[Run, argparse.Namespace], int]
"""Returns the exit status."""


def main(argv: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as stop:  # argparse has told why
        return int(stop.code or 0)
    project: Path = arguments.project.absolute()
    if not (project / "content").is_dir():
        words = WORDS["de"]
        said(words["no-project"].format(project=project), sys.stderr)
        said(words["no-project-hint"], sys.stderr)
        return USAGE
    workers = functools.partial(Workers, getattr(arguments, "workers", 1), getattr(arguments, "executor", None))
    run = Run(project, arguments.quiet, arguments.verbose, workers)
    try:
        return _status(run, arguments.command, arguments)
    except KeyboardInterrupt:
        return run.fail("interrupted", INTERRUPTED)


def _status(run: Run, command: Command, arguments: argparse.Namespace) -> int:
    """Run one command; what went wrong is told."""
    try:
        run.language = _language(run.project)
        return command(run, arguments)
    except SourceError as error:
        return run.tell(error.problems)
    except Busy as busy:
        if busy.holder is None:
            return run.fail("busy", UNFINISHED)
        process, host, since = busy.holder
        return run.fail("busy-with", UNFINISHED, process=process, host=host, since=_shown(since))
    except Lost as error:
        return run.fail("lost-again", UNFINISHED, path=error.path)
    except Unlike as error:
        return run.fail("unlike", UNFINISHED, worker=error.worker)
    except ImportError as error:
        if error.name and error.name.split(".")[0] in ("dask", "distributed"):
            return run.fail("cluster-library", MISSING)
        return run.fail("library", MISSING, reason=error)
    except MemoryError:
        return run.fail("failed", UNFINISHED, reason=run.words["memory"])
    except Unfinished as error:
        return run.fail("unfinished", UNFINISHED, reason=_reason(error.__cause__ or error))
    except (OSError, StateError) as error:
        # cffi's "cannot load library 'libpango-1.0-0'" is an OSError too, but without a file.
        if "cannot load library" in str(error):
            return run.fail("library", MISSING, reason=str(error).split(":")[0])
        return run.fail("failed", UNFINISHED, reason=_reason(error))


def _reason(error: BaseException) -> str:
    """What the system says, with the file it says it of: of a rename the new place, not our staging file."""
    if isinstance(error, OSError) and error.strerror:
        name = error.filename2 or error.filename
        return f"{name}: {error.strerror}" if name else error.strerror
    return f".pressgen/state.db: {error}" if isinstance(error, StateError) else str(error)


def _language(project: Path) -> str:
    from pressgen import listing

    return listing.language(project)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--project", type=Path, default=Path(), metavar="DIR", help="holds content/ and layouts/")
    volume = common.add_mutually_exclusive_group()
    volume.add_argument("-q", "--quiet", action="store_true", help="say nothing but problems")
    volume.add_argument("-v", "--verbose", action="store_true", help="name every file that is written")
    parser = argparse.ArgumentParser(prog="pressgen", description="Press releases become an archive, a feed, letters.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    drawing = argparse.ArgumentParser(add_help=False)
    where = drawing.add_mutually_exclusive_group()
    where.add_argument("--workers", type=_number, default=0, metavar="N", help="draw in N processes; else on all cores")
    where.add_argument("--executor", type=_cluster, metavar="dask://HOST:PORT", help="draw on a Dask cluster")
    build = commands.add_parser("build", parents=[common, drawing], help="build content/ into public/ and print/")
    when = build.add_mutually_exclusive_group()
    when.add_argument("--watch", action="store_true", help="build again whenever a file is saved, until Ctrl-C")
    when.add_argument("--at", metavar="MOMENT", help="build as if it were this moment: '2026-03-01 09:00'")
    build.add_argument(
        "--preview", type=Path, metavar="DIR", help="show everything, drafts too, in a folder of its own"
    )
    build.set_defaults(command=_build)
    check = commands.add_parser("check", parents=[common, drawing], help="tell all problems of content/ and layouts/")
    what = check.add_mutually_exclusive_group()
    what.add_argument("--public", action="store_true", help="look at what is out in public/ instead")
    what.add_argument("--external", action="store_true", help="ask whether links to other websites still lead there")
    what.add_argument("--watch", action="store_true", help="check again whenever a file is saved, until Ctrl-C")
    check.set_defaults(command=_check)
    upload = commands.add_parser("upload", parents=[common], help="bring public/ to the web server, with rsync")
    upload.add_argument("target", metavar="TARGET", help="a folder that is there: user@host:/var/www/presse")
    upload.set_defaults(command=_upload)
    plan = commands.add_parser("plan", parents=[common], help="tell what waits, and when to build next")
    form = plan.add_mutually_exclusive_group()
    form.add_argument("--format", choices=["text", "json"], default="text", help="for people or for programs")
    form.add_argument("--systemd", action="store_true", help="print a timer for what waits")
    form.add_argument("--cron", action="store_true", help="print lines for a crontab")
    plan.set_defaults(command=_plan)
    schema = commands.add_parser("schema", parents=[common], help="print a JSON Schema, for editors")
    schema.add_argument("source", nargs="?", choices=["release", *SCHEMAS], default="release")
    schema.set_defaults(command=_schema)
    letterhead = commands.add_parser("letterhead", parents=[common], help="begin a letterhead, or draw letters on it")
    letterhead.add_argument("action", choices=["new", "check"], help="copy one, or draw the specimen")
    letterhead.add_argument("name", nargs="?", metavar="NAME", help="its folder in layouts/letterheads; check: or all")
    letterhead.add_argument("--like", metavar="OTHER", help="new: copy this one instead of the office's own")
    letterhead.set_defaults(command=_letterhead)
    new = commands.add_parser("new", parents=[common], help="begin a release")
    new.add_argument("headline", nargs="+", help="its headline")
    new.set_defaults(command=_new)
    return parser


def _number(text: str) -> int:
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _cluster(text: str) -> str:
    """The address of the scheduler as Dask has it."""
    if not text.startswith(DASK) or not text.rpartition(":")[2].isdigit():
        raise argparse.ArgumentTypeError(f"not like {DASK}HOST:PORT")
    return "tcp://" + text.removeprefix(DASK)


DASK = "dask://"


def _build(run: Run, arguments: argparse.Namespace) -> int:
    return _watch(run, arguments, _built, "watch-building") if arguments.watch else _built(run, arguments)


def _built(run: Run, arguments: argparse.Namespace) -> int:
    from pressgen import again

    now = dt.datetime.now(dt.UTC)
    at = now if arguments.at is None else _moment(arguments.at)
    if at is None:
        return run.fail("moment", USAGE, text=arguments.at)
    if arguments.preview is not None:
        return _preview(run, arguments.preview.absolute(), at)
    with run.workers() as workers:
        report = again.build(run.project, at, run, workers=workers, for_good=arguments.at is None, looked=run.looked)
    run.next = report.next
    run.clear()
    for line in _summary(run, report):
        run.say(line)
    for audience in AUDIENCES:
        if found := [path for path in report.strangers if path.startswith(f"{audience}/")]:
            run.warn(run.words["strangers"].format(root=audience, files=_few(found)))
    if report.restored:
        run.warn(run.words["restored"].format(files=_few(report.restored)))
    if report.vanished:
        run.warn(run.words["vanished"].format(addresses=_few([f"/{address}" for address in report.vanished])))
    run.remark(report.warnings, MANY)
    if report.unrecorded:
        reason, addresses = report.unrecorded.reason, _few(report.unrecorded.addresses)
        run.warn(run.words["record-unwritable"].format(reason=reason, addresses=addresses))
    if report.at > now:
        run.warn(run.words["future"].format(moment=_shown(report.at)))
    if run.verbose:
        for line in run.times():
            run.say(line)
    return DONE


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:MANY]) + (", …" if len(names) > MANY else "")


def _preview(run: Run, folder: Path, at: dt.datetime) -> int:
    from pressgen import pipeline

    own = [run.project / name for name in ("public", "print", "content", "layouts", "src", ".pressgen")]
    place, taken = folder.resolve(), [path.resolve() for path in own]
    # Neither in one of them nor above one of them.
    if place in (run.project.resolve(), *taken) or any(p in place.parents or place in p.parents for p in taken):
        return run.fail("preview-folder", USAGE, folder=folder)
    try:
        with run.workers() as workers:
            report = pipeline.preview(run.project, folder, at, run, workers)
        run.next = report.next
    except pipeline.ForeignFolder:
        return run.fail("preview-folder", USAGE, folder=folder)
    run.clear()
    for line in _summary(run, report):
        run.say(line)
    if report.unfinished:
        run.say(run.words["unfinished-draft"])
        run.say("\n\n".join(run.told(report.unfinished)))
    return DONE


def _moment(text: str) -> dt.datetime | None:
    """A moment as it is written in front matter, or with a UTC offset: `2026-03-01T09:00+01:00`."""
    from pressgen.sources import fields

    with contextlib.suppress(ValueError):
        return dt.datetime.fromisoformat(text)
    return fields.moment_of(text)


def _upload(run: Run, arguments: argparse.Namespace) -> int:
    from pressgen import upload

    try:
        done = upload.upload(run.project, arguments.target)
    except upload.NothingBuilt:
        return run.fail("upload-nothing", USAGE)
    except upload.Disturbed as error:
        return run.fail("upload-disturbed", UNFINISHED, files=_few([str(path) for path in error.args]))
    except upload.NoRsync:
        return run.fail("upload-no-rsync", MISSING)
    except upload.Broken as error:
        return run.fail("upload-broken", UNFINISHED, reason=error)
    sent = run.count(done.sent, "one-file", "files")
    run.say(run.words["uploaded"].format(target=arguments.target, sent=sent, removed=done.removed))
    run.say(run.words["done"].format(seconds=run.number(time.perf_counter() - run.began, 2)))
    return DONE


def _plan(run: Run, arguments: argparse.Namespace) -> int:
    from pressgen import pipeline, schedule

    found = pipeline.schedule(run.project, dt.datetime.now(dt.UTC))
    command = [sys.executable, "-m", "pressgen", "build", "-q", "--project", str(run.project)]
    if arguments.systemd:
        text = schedule.systemd(found, command, str(run.project))
    elif arguments.cron:
        text = schedule.cron(found, command)
    elif arguments.format == "json":
        text = schedule.as_json(found)
    else:
        text = "".join(f"{line}\n" for line in _waiting(run, found))
    if not text:  # a timer or crontab without lines
        run.warn(run.words["plan-nothing"])
    # What is printed is what was asked for: nobody can miss it without being told.
    print(text, end="", flush=True)
    return DONE


def _waiting(run: Run, found: Schedule) -> Iterator[str]:
    words = run.words
    for due in found.overdue:
        yield words["plan-overdue"].format(moment=_shown(due.at), headline=due.headline)
    for due in found.waiting:
        word = "plan-embargo" if due.embargo else f"plan-{due.event}"
        yield words[word].format(moment=_shown(due.at), headline=due.headline)
    if found.drafts:
        yield run.count(found.drafts, "draft", "drafts")
    yield words["plan-next"].format(moment=_shown(found.next)) if found.next else words["plan-nothing"]


def _check(run: Run, arguments: argparse.Namespace) -> int:
    if arguments.public:
        return _audit(run)
    if arguments.external:
        return _external(run)
    return _watch(run, arguments, _look, "watch-looking") if arguments.watch else _look(run, arguments)


def _watch(run: Run, arguments: argparse.Namespace, command: Command, word: str) -> int:
    """Run a command at once, after each change and when the next moment comes, until interrupted.

    Editors know each run by its first and its last line.
    """
    from pressgen import listing

    looked = listing.look(run.project)
    while True:
        run.looked = looked  # what is saved from now on is another round's
        run.say(run.words[word].format(time=f"{dt.datetime.now():%H:%M:%S}"))
        run.begin()
        status = _status(run, command, arguments)
        if status == MISSING:
            return status
        run.say(run.words["watch-waiting"])
        # After what is no fault of the files (another run is at work) it tries again by itself.
        until = dt.datetime.now(dt.UTC) + RETRY if status == UNFINISHED else run.next
        while True:
            looked = listing.look(run.project)
            if looked.files != run.looked.files or (until and dt.datetime.now(dt.UTC) >= until):
                break
            time.sleep(WATCH)


def _look(run: Run, _: argparse.Namespace) -> int:
    from pressgen import pipeline

    with run.workers() as workers:
        site, warnings = pipeline.checked(run.project, dt.datetime.now(dt.UTC), run, workers, run.looked)
    run.clear()
    fine = [run.count(len(site.releases), "one-release", "releases")]
    if site.drafts:
        fine.append(run.count(len(site.drafts), "draft", "drafts"))
    run.say(run.words["fine"].format(releases=", ".join(fine)))
    run.remark(warnings)
    return DONE


def _audit(run: Run) -> int:
    from pressgen import pipeline

    found = pipeline.audited(run.project, dt.datetime.now(dt.UTC))
    return _looked(run, "public", found.problems, found.remarks, files=run.count(found.files, "one-file", "files"))


def _external(run: Run) -> int:
    from pressgen import pipeline

    found = pipeline.linked(run.project, dt.datetime.now(dt.UTC), run.rendering)
    run.clear()
    addresses = run.count(found.addresses, "one-address", "addresses")
    return _looked(run, "external", found.problems, found.remarks, addresses=addresses)


def _looked(run: Run, at: str, problems: Sequence[Problem], remarks: Sequence[Problem], **count: str) -> int:
    """Tell what a look at what is out has found; `count` says how much that is, in the words for where all is well."""
    if problems:
        run.tell(problems, f"problem-{at}", f"problems-{at}")
    else:
        run.say(run.words[f"fine-{at}"].format(**count))
    run.remark(remarks)
    return PROBLEMS if problems else DONE


def _schema(run: Run, arguments: argparse.Namespace) -> int:
    from pressgen import pipeline, schema

    if arguments.source == "release":
        site = pipeline.known(run.project)
        names = {"contact": site.contacts, "letterhead": site.letterheads, "boilerplate": site.boilerplates}
        found = schema.of_releases(site.defaults, names | {"topics": dict.fromkeys(site.newsroom.topics)})
    else:
        found = getattr(schema, SCHEMAS[arguments.source])()
    print(schema.as_text(found), end="", flush=True)
    return DONE


def _letterhead(run: Run, arguments: argparse.Namespace) -> int:
    from pressgen import letterheads

    known = letterheads.known(run.project)
    if arguments.action == "new":
        try:
            path = letterheads.new(run.project, arguments.name or "", arguments.like or next(iter(known), ""))
        except letterheads.NoName:
            return run.fail("letterhead-name", USAGE)
        except FileExistsError as error:
            return run.fail("letterhead-exists", USAGE, path=error.filename)
        except FileNotFoundError as error:
            return run.fail("letterhead-unknown", USAGE, path=error.filename, known=", ".join(known) or "–")
        run.say(run.words["created"].format(path=path))
        run.say(run.words["letterhead-next"].format(name=arguments.name))
        return DONE
    if arguments.name and arguments.name not in known:
        path = f"{letterheads.FOLDER}/{arguments.name}"
        return run.fail("letterhead-unknown", USAGE, path=path, known=", ".join(known) or "–")
    problems: list[Problem] = []
    for name in [arguments.name] if arguments.name else known:
        try:
            drawn = letterheads.check(run.project, name)
        except SourceError as error:
            problems += error.problems
        else:
            count = run.count(drawn.letters, "one-letter", "letters"), run.count(drawn.pages, "one-page", "pages")
            run.say(run.words["letterhead-drawn"].format(name=name, letters=", ".join(count), folder=drawn.folder))
    return run.tell(problems, "problem-letterhead", "problems-letterhead") if problems else DONE


def _new(run: Run, arguments: argparse.Namespace) -> int:
    from pressgen import listing, load, new, pipeline

    settings = load.settings(run.project)
    headline = " ".join(arguments.headline)
    if listing.SURROGATE.search(headline):
        return run.fail("headline-not-utf-8", USAGE)
    try:
        today = dt.datetime.now(settings.zone).date()
        number = new.next_number(pipeline.known(run.project), today.year)
        path = new.release(run.project, headline, settings, today, number)
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
    for audience in (audience for audience in report.files if report.files[audience] or audience == "public"):
        one, many = ("one-letter", "letters") if audience == "print" else ("one-release", "releases")
        files = run.count(report.files[audience], "one-file", "files")
        changes = words["changes"].format(
            written=sum(path.startswith(f"{audience}/") for path in report.written),
            removed=sum(path.startswith(f"{audience}/") for path in report.removed),
        )
        number = run.count(report.releases[audience], one, many)
        yield f"{audience + '/':<9} {words[audience]:<18} {number:<14} {files}: {changes}"
    waiting = [words["embargo"].format(moment=_shown(r.at), headline=r.headline) for r in report.embargoed]
    waiting += [words["scheduled"].format(moment=_shown(r.at), headline=r.headline) for r in report.scheduled]
    if report.drafts and "public" in report.files:
        waiting.append(run.count(report.drafts, "draft", "drafts"))
    if waiting:
        yield words["held-back"]
        yield from (f"  {line}" for line in waiting)
    yield words["done"].format(seconds=run.number(time.perf_counter() - run.began, 2))


def _shown(moment: dt.datetime) -> str:
    return f"{moment:%d.%m.%Y, %H:%M}"
