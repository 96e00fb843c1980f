"""One command at work: what it says, in which language, how loudly. It owns stdout."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pressgen.messages import WORDS, told
from pressgen.problems import Problem
from pressgen.workers import Workers

if TYPE_CHECKING:
    from pressgen.listing import Looked

DONE, PROBLEMS, USAGE, MISSING, UNFINISHED, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit status: 3 is something missing on the machine, 4 could not finish and changed nothing (unless it says so)."""

MANY = 5
"""How many files are named before it says "…"."""


def said(text: str, stream: TextIO, end: str = "\n") -> None:
    """Print, if anyone can hear it: that a reader has gone (`pressgen build | head`) is no reason not to finish."""
    with contextlib.suppress(OSError):
        print(text, end=end, file=stream, flush=True)


class Run:
    """One command at work: where, in which language, how loudly."""

    def __init__(self, project: Path, quiet: bool, verbose: bool, workers: Callable[[], Workers]) -> None:
        self.project = project
        self.workers = workers
        self.quiet = quiet
        self.verbose = verbose
        self.language = "de"
        self.looked: Looked | None = None
        """What is there, if somebody has just looked."""
        self.begin()
        self.bar = sys.stderr is not None and sys.stderr.isatty() and not quiet and not verbose

    def begin(self) -> None:
        """From here on its time counts, and what an earlier round knew counts no more."""
        self.next: dt.datetime | None = None
        """The moment from which something else may be seen, as far as it is known."""
        self.began = time.perf_counter()
        self.stages: list[tuple[str, float]] = []

    @property
    def words(self) -> Mapping[str, str]:
        return WORDS[self.language]

    def say(self, text: str) -> None:
        """What one may like to know."""
        if not self.quiet:
            said(text, sys.stdout)

    def warn(self, text: str) -> None:
        """What one must know."""
        self.clear()
        said(text, sys.stderr)

    def fail(self, word: str, status: int, **values: object) -> int:
        self.warn(self.words[word].format(project=self.project, **values))
        return status

    def clear(self) -> None:
        """Take the progress bar off the screen."""
        if self.bar:
            said("\r\x1b[K", sys.stderr, end="")

    def stage(self, name: str) -> None:
        self.stages.append((name, time.perf_counter()))

    def times(self) -> Iterator[str]:
        """Where the time went, stage by stage, in their order."""
        spent: dict[str, float] = {"start": self.stages[0][1] - self.began} if self.stages else {}
        ends = [*(began for _, began in self.stages[1:]), time.perf_counter()]
        for (name, began), end in zip(self.stages, ends, strict=False):
            spent[name] = spent.get(name, 0) + end - began
        for name, seconds in spent.items():
            yield f"{self.number(seconds, 3):>9} s  {self.words.get(f'stage-{name}', name)}"

    def number(self, value: float, digits: int) -> str:
        """As it is written in the newsroom's language."""
        written = f"{value:.{digits}f}"
        return written.replace(".", ",") if self.language == "de" else written

    def rendering(self, path: str, number: int, total: int) -> None:
        """Draw the progress bar on a terminal; name the files elsewhere if asked to."""
        if self.verbose:
            said(path, sys.stdout)
        elif self.bar:
            width = 24
            filled = width * number // max(1, total)
            name = path if len(path) <= 48 else "…" + path[-47:]
            bar = f"{'█' * filled}{'░' * (width - filled)} {number + 1}/{total} {name}"
            said(f"\r\x1b[K{bar}", sys.stderr, end="")

    def lost(self, path: str) -> None:
        self.warn(self.words["lost"].format(path=path))

    def redrawing(self, letters: int, reasons: Mapping[str, int]) -> None:
        self.clear()
        named = ", ".join(f"{self.words[f'changed-{reason}']} ({number})" for reason, number in reasons.items())
        self.say(self.words["one-redrawn" if letters == 1 else "redrawn"].format(n=letters, reasons=named))

    def slow(self, found: Mapping[str, str], known: Mapping[str, str]) -> None:
        self.clear()
        named = [", ".join(f"{name} {versions[name]}" for name in found) for versions in (found, known)]
        self.say(self.words["slow"].format(found=named[0], known=named[1]))

    def count(self, number: int, one: str, many: str) -> str:
        return self.words[one] if number == 1 else self.words[many].format(n=number)

    def tell(self, problems: Sequence[Problem], one: str = "problem", many: str = "problems") -> int:
        """Print all problems, in the order of files and lines, and how many they are."""
        for text in self.told(problems):
            self.warn(f"{text}\n")
        return self.fail(one if len(problems) == 1 else many, PROBLEMS, n=len(problems))

    def remark(self, warnings: Sequence[Problem], many: int | None = None) -> None:
        """Tell what is worth a second look, at most `many`."""
        if warnings:
            self.say("")
            self.say(self.count(len(warnings), "one-warning", "warnings"))
            self.say("\n\n".join(self.told(warnings, self.words["warning"])[:many]))
        if many and len(warnings) > many:
            self.say(self.words["more-warnings"])

    def told(self, problems: Sequence[Problem], mark: str = "") -> list[str]:
        """The problems in words, in the order of files and lines."""
        from pressgen import load

        found = [load.located(self.project, problem) for problem in problems]
        found.sort(key=lambda p: (p.path, p.location.line if p.location else 0, p.location.column if p.location else 0))
        return [told(problem, self.language, mark) for problem in found]
