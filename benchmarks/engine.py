"""What a build costs, beside Hugo: `python benchmarks/engine.py [RELEASES]`; `make bench` does that.

Everyone gets the same made-up releases (corpus.py) and makes the same kind of archive of them: a page for each release,
a home page, lists, RSS. All rows are run in turn, round by round (A B C A B C …), as commands from a cold process, and
every figure is a ratio to Hugo's full build in the same round. A round before the first warms the file cache; in it
nobody looks at the clock, but at the memory.

What a change costs is measured in a project that was built completely, with letters, and in which the newest release is
changed: so home page, list and feed change with it. How that project comes about without drawing every letter:
lettered.py. Whoever makes a full build gets a new folder each time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(PROJECT / "src"), str(PROJECT)]

from benchmarks import corpus  # noqa: E402
from benchmarks.measure import Spent, spent  # noqa: E402

from pressgen.toolchain import toolchain  # noqa: E402

PEERS = PROJECT / "benchmarks/peers"
VENV = PROJECT / ".venv-bench"
RESULTS = PROJECT / "benchmarks/RESULTS.md"
KILLS = "\n# What a killed build leaves\n"
MEMORY = Path("/dev/shm")

PRESSGEN = (sys.executable, "-m", "pressgen", "build", "-q")
SOURCE = {"PYTHONPATH": str(PROJECT / "src")}
HUGO, FLAT = "Hugo", "Hugo, without topics"
COLD, LETTERS, LOOP = "**pressgen**, HTML and feeds", "**pressgen**", "straightforward script"
TEXT, NOTHING = "**pressgen**, one text edited", "**pressgen**, nothing changed"

SMALL, LARGE = 10_000, 100_000
DRAWN = 100
"""Letters that are really drawn, by pressgen and by the loop."""


class Row(NamedTuple):
    """One line of the table."""

    name: str
    prepare: Callable[[], Sequence[str | Path]]
    """Makes everything ready for one more run, and gives the command."""
    prove: Callable[[], bool]
    """Has the command done what it was to do?"""


# ---- full builds ----------------------------------------------------------------------------------------------------


def full(name: str, folder: Path, pages: int, command: Callable[[Path], Sequence[str | Path]], suffix: str) -> Row:
    """A row that makes everything in a new folder, at least `pages` files that end so."""
    number = itertools.count()
    output = folder / "none"

    def prepare() -> Sequence[str | Path]:
        nonlocal output
        discard(output)
        output = folder / f"output-of-{corpus.slug_of(name)}-{next(number)}"
        return command(output)

    return Row(name, prepare, lambda: sum(1 for _ in output.rglob(suffix)) >= pages)


def hugo(folder: Path, pages: int) -> Iterator[Row]:
    """The binary itself: the command of the Python package would start Python first."""
    binary = next(VENV.glob("lib/python3*/site-packages/hugo/binaries/hugo*"))
    shutil.copytree(PEERS / "hugo", folder / "hugo")
    shutil.copytree(folder / "media", folder / "hugo/static/media")
    command = [binary, "--source", folder / "hugo", "--contentDir", folder / "plain", "--quiet", "--noBuildLock"]
    for name, settings in ((HUGO, "hugo.toml"), (FLAT, "hugo.toml,flat.toml")):
        way = [*command, "--config", settings, "--destination"]
        yield full(name, folder, pages, lambda to, way=way: [*way, to], "index.html")


def pelican(folder: Path, pages: int) -> Row:
    shutil.copytree(folder / "media", folder / "pelican/media")
    command = [VENV / "bin/pelican", folder / "pelican", "--quiet", "--settings", PEERS / "pelican/pelicanconf.py"]
    command += ["--theme-path", PEERS / "pelican/theme"]
    return full("Pelican", folder, pages, lambda to: [*command, "--output", to], "index.html")


def straightforward(folder: Path, pages: int, *, letters: bool = False) -> Row:
    command = [sys.executable, PEERS / "straightforward.py", folder / "plain", folder / "media"]
    flags = ["--letters"] if letters else []
    suffix = "*.pdf" if letters else "index.html"
    return full(LOOP, folder, pages, lambda to: [*command, to, *flags], suffix)


def pressgen(name: str, project: Path, pages: int, suffix: str = "index.html") -> Row:
    """A build that knows nothing of an earlier one. What that one made is put aside."""
    number = itertools.count()

    def prepare() -> Sequence[str | Path]:
        aside = project.parent / f"{project.name}-aside-{next(number)}"
        aside.mkdir()
        for part in ("public", "print", ".pressgen", "content/published.txt"):
            if (project / part).exists():
                (project / part).rename(aside / Path(part).name)
        discard(aside)
        return [*PRESSGEN, "--project", project]

    return Row(name, prepare, lambda: sum(1 for _ in (project / "public").rglob(suffix)) >= pages)


def discard(folder: Path) -> None:
    """Remove what is not needed any more, but only in memory: on a disk all that is written later would be slower."""
    if folder.is_relative_to(MEMORY) and folder.exists():
        shutil.rmtree(folder)


# ---- changes --------------------------------------------------------------------------------------------------------


def changes(project: Path) -> Iterator[Row]:
    """Rows in which the newest release of a project changes, which was built completely before."""
    releases = project / "content/releases"

    def renamed(text: str, words: str) -> str:
        return re.sub('^headline: ".*"$', f'headline: "{words}"', text, flags=re.MULTILINE)

    newest = max(file for file in releases.glob("*/*.md") if "-zusatz-" not in file.name)
    mark = f"{os.getpid()}-{dt.datetime.now():%H%M%S}"
    number = itertools.count(1)
    page = ""
    words = ""
    build = [*PRESSGEN, "--project", project]

    def edit(change: Callable[[str, str], str]) -> Callable[[], Sequence[str | Path]]:
        def prepare() -> Sequence[str | Path]:
            nonlocal page, words
            page, words = f"{newest.parent.name}/{newest.stem[11:]}", f"Nachtrag {mark}-{next(number)}"
            newest.write_text(change(newest.read_text(encoding="utf-8"), words), encoding="utf-8")
            return build

        return prepare

    def add() -> Sequence[str | Path]:
        nonlocal page, words
        words = f"Zusatz {mark}-{next(number)}"
        name = f"{corpus.LAST + dt.timedelta(days=1)}-{corpus.slug_of(words)}"
        text = renamed(newest.read_text(encoding="utf-8"), words)
        text = text.replace(f"date: {corpus.LAST}", f"date: {corpus.LAST + dt.timedelta(days=1)}")
        (newest.parent / f"{name}.md").write_text(text, encoding="utf-8")
        page = f"{newest.parent.name}/{name[11:]}"
        return build

    def done() -> bool:
        """Do page, letter and feed know it?"""
        public = project / "public"
        letter = public / page / "letter.pdf"
        letters = [letter] if letter.exists() else list((public / page).glob("*.pdf"))
        return (
            words in (public / page / "index.html").read_text(encoding="utf-8")
            and len(letters) == 1
            and letters[0].stat().st_size > 10_000  # no empty sheet
            and words in (public / "feed.xml").read_text(encoding="utf-8")
        )

    yield Row(NOTHING, lambda: build, lambda: True)
    yield Row(TEXT, edit(lambda text, words: f"{text}\n{words}.\n"), done)
    yield Row("**pressgen**, one headline edited", edit(renamed), done)
    yield Row("**pressgen**, one new release", add, done)


def lettered(folder: Path, count: int, kept: bool) -> Path:
    """A project of so many releases that was built completely; the one of an earlier run if it is kept and fits."""
    made_by = hashlib.blake2b(toolchain() + Path(corpus.__file__).read_bytes(), digest_size=6).hexdigest()
    project = folder / f"lettered-{count}-{made_by}" if kept else folder / f"lettered-{count}"
    if not (project / "lettered").exists():
        if project.exists():
            raise SystemExit(f"{project} is half made; please remove it")
        tell(f"preparing a project of {count:,} releases with letters")
        corpus.write_project(project, corpus.releases(count))
        command = [sys.executable, PROJECT / "benchmarks/lettered.py", project]
        subprocess.run(command, check=True, env=os.environ | SOURCE)
        (project / "lettered").touch()
    return project


# ---- rounds ---------------------------------------------------------------------------------------------------------


def measured(rows: Sequence[Row], folder: Path, rounds: int) -> dict[str, list[Spent]]:
    """All rows in turn, `rounds` times after a first that is only watched; that one stands first."""
    found: dict[str, list[Spent]] = {row.name: [] for row in rows}
    for number in range(rounds + 1):
        for row in rows:
            command = row.prepare()
            cost = spent(command, folder, SOURCE, watched=number == 0)
            if not row.prove():
                raise SystemExit(f"{row.name} did not do its work: {' '.join(map(str, command))}")
            found[row.name].append(cost)
            tell(f"round {number} of {rounds}: {cost.wall:8.2f} s  {row.name}")
    return found


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def table(found: dict[str, list[Spent]], to: str) -> Iterator[str]:
    """Ratios to one of the rows; of times by round, and then their median."""
    yield f"| | wall, {to} = 1 | least and most | CPU, {to} = 1 | memory, {to} = 1 | wall, s | memory, MiB |"
    yield "|-|-|-|-|-|-|-|"
    for name, costs in found.items():
        pairs = list(zip(costs[1:], found[to][1:], strict=True))
        walls = [own.wall / other.wall for own, other in pairs]
        cpus = [own.cpu / other.cpu for own, other in pairs]
        memory = costs[0].memory / found[to][0].memory
        seconds = statistics.median(cost.wall for cost in costs[1:])
        yield (
            f"| {name} | {ratio(statistics.median(walls))} | {ratio(min(walls))}–{ratio(max(walls))} "
            f"| {ratio(statistics.median(cpus))} | {ratio(memory)} | {seconds:.2f} | {costs[0].memory:.0f} |"
        )


def ratio(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"


# ---- the report -----------------------------------------------------------------------------------------------------


def main(count: int, rounds: int, keep: Path | None, large: bool, write: bool) -> None:
    base = keep or Path(tempfile.mkdtemp(prefix="pressgen-bench-", dir=MEMORY if MEMORY.is_dir() else None))
    base.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=base))
    try:
        text = "\n".join(report(count, rounds, base, folder, keep is not None, large))
    finally:
        shutil.rmtree(folder if keep else base)
    print(text)
    if write:
        before = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
        kills = before[before.index(KILLS) :] if KILLS in before else ""  # by `make torture`, and pasted in
        RESULTS.write_text(f"{text}\n{kills}", encoding="utf-8")


def report(count: int, rounds: int, base: Path, folder: Path, kept: bool, large: bool) -> Iterator[str]:
    """The whole report, as Markdown."""
    yield "# What a build costs\n"
    yield f"{machine(base)}. {rounds} rounds, all in turn; medians. How: `benchmarks/engine.py`.\n"
    yield from beside_hugo(count, rounds, base, folder, kept)
    yield from letters(rounds, folder)
    if large:
        yield from growth(rounds, base, folder, kept)


def beside_hugo(count: int, rounds: int, base: Path, folder: Path, kept: bool) -> Iterator[str]:
    tell(f"writing {count:,} releases")
    work = written(folder / "all", count)
    cold = work / "pressgen"
    with (cold / "content/newsroom.yaml").open("a", encoding="utf-8") as newsroom:
        newsroom.write("\nletters: no\n")
    rows = [*hugo(work, count), pelican(work, count), straightforward(work, count), pressgen(COLD, cold, count)]
    found = measured([*rows, *changes(lettered(base, count, kept))], folder, rounds)
    yield f"## {count:,} releases, beside Hugo\n"
    yield "First, full builds without letters. Then changes in a project that was built with letters: page, letter,"
    yield "lists and feed of what changed are made anew. The letters that nobody touches are empty sheets there, so"
    yield "that the project is ready sooner (`benchmarks/lettered.py`); those of changed releases are real. All but the"
    yield "second Hugo and the script make pages of topics. pressgen also makes feeds of topics and years, in three"
    yield "formats, sitemaps, and the words for the search.\n"
    yield from table(found, HUGO)


def letters(rounds: int, folder: Path) -> Iterator[str]:
    """Letters as pressgen draws them, on all cores it can use, beside a loop on one."""
    work = written(folder / "letters", DRAWN)
    rows = [straightforward(work, DRAWN, letters=True), pressgen(LETTERS, work / "pressgen", DRAWN, "*.pdf")]
    found = measured(rows, folder, rounds)
    each = statistics.median(cost.wall for cost in found[LETTERS][1:]) / DRAWN * 1000
    yield f"\n## {DRAWN} releases with letters, beside a loop\n"
    yield "Full builds, with pages and feeds. The loop is the straightforward script, whose letters are on the"
    yield "same letterhead and not checked. pressgen also makes what the print office gets. It takes"
    yield f"{each:.0f} ms of wall time for each release.\n"
    yield from table(found, LOOP)


def growth(rounds: int, base: Path, folder: Path, kept: bool) -> Iterator[str]:
    """What each release costs that is not touched."""
    projects = {count: lettered(base, count, kept) for count in (SMALL, LARGE)}
    rows = [
        row._replace(name=f"{row.name}, of {count:,}")
        for count, project in projects.items()
        for row in changes(project)
        if row.name in (TEXT, NOTHING)
    ]
    found = measured(rows, folder, rounds)
    yield f"\n## What each release costs that is not touched: {LARGE:,} beside {SMALL:,}\n"
    yield "| | wall, µs | CPU, µs |"
    yield "|-|-|-|"
    for name in (NOTHING, TEXT):
        pairs = list(zip(found[f"{name}, of {SMALL:,}"][1:], found[f"{name}, of {LARGE:,}"][1:], strict=True))
        wall = statistics.median(most.wall - least.wall for least, most in pairs) / (LARGE - SMALL) * 1e6
        cpu = statistics.median(most.cpu - least.cpu for least, most in pairs) / (LARGE - SMALL) * 1e6
        yield f"| {name} | {wall:.1f} | {cpu:.1f} |"


def written(folder: Path, count: int) -> Path:
    """The corpus, as all peers want it."""
    releases = list(corpus.releases(count))
    corpus.write_project(folder / "pressgen", releases)
    corpus.write_plain(folder / "plain", releases)
    corpus.write_pelican(folder / "pelican", releases)
    corpus.write_photos(folder / "media")
    return folder


def machine(folder: Path) -> str:
    """When and where."""
    names = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    place = "in memory" if folder.is_relative_to(MEMORY) else "on disk"
    return (
        f"Measured on {dt.date.today()} on {os.cpu_count()} cores of {names[0] if names else platform.machine()} "
        f"(Linux {platform.release()}, Python {platform.python_version()}), all files {place}"
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("count", type=int, nargs="?", default=SMALL, metavar="RELEASES")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the prepared projects there for another run")
    parser.add_argument("--large", action="store_true", help=f"also {LARGE:,} releases; prepares for minutes")
    parser.add_argument("--write", action="store_true", help=f"also write {RESULTS.relative_to(PROJECT)}")
    return parser.parse_args()


if __name__ == "__main__":
    given = arguments()
    main(given.count, given.rounds, given.keep and given.keep.absolute(), given.large, given.write)
