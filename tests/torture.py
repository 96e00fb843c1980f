"""Kill real builds at random moments, and look at what they leave: `python -m tests.torture [--seed N] …`.

A newsroom has two versions, before and after many changes. A build on the way from one to the other is killed
(SIGKILL, nothing can be tidied up), and then every file that a web server shows is looked at; the next build has to end
with what a clean one makes elsewhere, byte for byte. Then the way back, and so on. Nothing is pretended: the builds are
processes of their own, with a umask that hides everything they do not open themselves.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import html
import os
import random
import re
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from tests.harness import PIXEL, Newsroom

BASE = "https://www.example.org/presse/"
RECORD = "content/published.txt"
FOREIGN = {
    "public/.well-known/security.txt": "Contact: mailto:it@example.org",
    "public/google1234.html": "google-site-verification",
    "public/2021/von-hand.html": "<p>von Hand</p>",
    "print/Lieferschein.txt": "von der Druckerei",
}
"""Files that are nobody's business but the office's."""

WORDS = ("Der", "Kreistag", "hat", "beschlossen,", "dass", "Straßen,", "Brücken", "und", "Schulen", "gebaut", "werden.")

FALLS = ("before anything was moved", "while files were moved", "after the last move")
"""Where a kill may fall."""


class Broken(AssertionError):
    """A killed build left what must not be."""


class Version(NamedTuple):
    """A newsroom at one time."""

    sources: Mapping[str, bytes]
    """All files of content/ and layouts/web/, by path."""
    site: Mapping[str, bytes]
    """What a clean build makes of them: all files of public/, by path."""
    record: bytes
    """content/published.txt after that build."""


class Torture:
    """A newsroom that goes from one version to the other and back, with kills on the way."""

    def __init__(self, folder: Path, *, releases: int, changed: int, seed: int, web: Path | None = None) -> None:
        """`web` is a folder that public/ is to be a link to, on another file system, say."""
        self.chance = random.Random(seed)
        self.newsroom = Newsroom(folder / "newsroom")
        self.newsroom.newsroom(", letterhead: landkreis-aktuell}", "}\nletters: no")
        begin(self.newsroom, releases)
        if web is not None:
            self.newsroom.public.symlink_to(web)
        for path, text in FOREIGN.items():
            self.newsroom.write(path, text)
        for place in (self.newsroom.public, *self.newsroom.public.rglob("*"), self.newsroom.folder / "print"):
            place.chmod(0o755 if place.is_dir() else 0o644)
        self.foreign = {path: self._identity(path) for path in FOREIGN}
        before = clean(folder / "before", sources(self.newsroom.folder))
        self.newsroom.write(RECORD, before.record).chmod(0o664)
        change(self.newsroom, self.chance.sample(range(1, releases), changed))
        after = clean(folder / "after", sources(self.newsroom.folder))
        self.old, self.new = after, before._replace(sources={**before.sources, RECORD: before.record})
        self.moved = {
            path for path in before.site.keys() | after.site.keys() if before.site.get(path) != after.site.get(path)
        }
        self.leads: dict[tuple[str, bytes], frozenset[str]] = {}
        self.falls: Counter[str] = Counter()
        self.tenths: Counter[int] = Counter()
        """Of the kills while files were moved: how many tenths of the changes were in place."""
        self.looked = self.followed = self.again = self.back = 0
        """Files looked at, links followed, kills of a build that had to complete another, changes of mind."""
        self.seconds: list[tuple[float, float]] = []
        """How long a build takes from one version to the other, and its publication."""
        for _ in range(3):  # the first one begins public/
            self._turn()
            self.seconds.append(self._completed())

    def kill(self) -> None:
        """One turn: a build is killed, and sometimes the next one, too; then one ends."""
        self._turn()
        while not self._killed():  # it was done before the moment came
            self._completed()
            self._turn()
        self._look()
        if self.chance.random() < 0.25:  # the author thinks better of it
            self.old, self.new = self.new, self.old
            self._place(self.new)
            self.back += 1
        if self.chance.random() < 0.25 and self._killed():
            self.again += 1
            self._look()
        self._completed()

    def _turn(self) -> None:
        self.old, self.new = self.new, self.old
        self._place(self.new)

    def _place(self, version: Version) -> None:
        """Write the sources as an author would: only what differs."""
        there = sources(self.newsroom.folder)
        for path in there.keys() - version.sources.keys():
            (self.newsroom.folder / path).unlink()
        folders = sorted((self.newsroom.folder / "layouts/web").rglob("*"), reverse=True)
        for empty in (folder for folder in folders if folder.is_dir() and not any(folder.iterdir())):
            empty.rmdir()
        for path, data in version.sources.items():
            if there.get(path) != data:
                self.newsroom.write(path, data)

    def _build(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "pressgen", "build", "--quiet", "--project", str(self.newsroom.folder)]
        return subprocess.Popen(command, umask=0o077, stderr=subprocess.PIPE, text=True)

    def _replaced(self, number: int) -> bool:
        """Have so many files been moved? What each replaces waits aside under a number."""
        aside = (self.newsroom.folder / ".pressgen/staging/public", self.newsroom.public / ".pressgen-staging")
        return any((folder / f"old-{number}").exists() for folder in aside)

    def _killed(self) -> bool:
        """Kill a build: at any moment, or, since publication is short, after any move. False if it was faster."""
        with self._build() as build:
            if self.chance.random() < 0.5:
                moves = self.chance.randint(1, len(self.moved & self.old.site.keys()))
                while build.poll() is None and not self._replaced(moves):
                    time.sleep(0.0001)
            else:
                time.sleep(self.chance.uniform(0, self.seconds[-1][0]))
            build.kill()
            said = build.stderr.read() if build.stderr else ""
        if build.returncode not in (0, -signal.SIGKILL):
            raise Broken(f"the build failed by itself: {said}")
        return build.returncode == -signal.SIGKILL

    def _completed(self) -> tuple[float, float]:
        """A build that nobody disturbs: all is as a clean one makes it. How long it took, and its publication; in s."""
        began = published = time.perf_counter()
        with self._build() as build:
            while build.poll() is None:
                if published == began and self._replaced(1):
                    published = time.perf_counter()
                time.sleep(0.001)
            ended = time.perf_counter()
            said = build.stderr.read() if build.stderr else ""
        if build.returncode:
            raise Broken(f"the next build failed: {said}")
        if there := differences(self._site(), self.new.site):
            raise Broken(f"the next build does not equal a clean one: {there}")
        self._look_at_sources({self.new.record})
        folders = {place for place in self.newsroom.public.rglob("*") if place.is_dir()}
        used = {parent for path in (*self.new.site, *FOREIGN) for parent in (self.newsroom.folder / path).parents}
        if bare := sorted(map(str, folders - used)):
            raise Broken(f"empty folders are left: {bare[:5]}")
        return ended - began, ended - published if published > began else 0.0

    def _identity(self, path: str) -> tuple[bytes, int, int, int]:
        file = self.newsroom.folder / path
        known = file.stat()
        return file.read_bytes(), known.st_ino, known.st_mtime_ns, known.st_mode

    def _site(self) -> dict[str, bytes]:
        """Every file of public/ but the foreign ones; on the way, permissions are looked at."""
        found = {}
        for folder, folders, names in os.walk(self.newsroom.public):
            if ".pressgen-staging" in folders:
                folders.remove(".pressgen-staging")
            if stat.S_IMODE(os.stat(folder).st_mode) != 0o755:
                raise Broken(f"a web server may not read the folder {folder}")
            for name in names:
                file = Path(folder, name)
                path = file.relative_to(self.newsroom.folder).as_posix()
                if path not in FOREIGN:
                    found[path] = file.read_bytes()
                    if stat.S_IMODE(file.stat().st_mode) != 0o644:
                        raise Broken(f"a web server may not read {path}")
        return found

    def _look(self) -> None:
        """What a build left that was killed."""
        site = self._site()
        for path, data in site.items():
            if data not in (self.old.site.get(path), self.new.site.get(path)):
                raise Broken(f"{path} is neither the old nor the new file")
        # What is in both may not be missing in between.
        if missing := self.old.site.keys() & self.new.site.keys() - site.keys():
            raise Broken(f"files are missing that were there and stay: {sorted(missing)[:5]}")
        self._look_at_links(site)
        for path, identity in self.foreign.items():
            if self._identity(path) != identity:
                raise Broken(f"the foreign file {path} was touched")
        self._look_at_sources({self.new.sources[RECORD], self.new.record}, "content/.published.txt.new")
        done = sum(site.get(path) == self.new.site.get(path) for path in self.moved)
        self.falls[FALLS[0 if not done else 2 if done == len(self.moved) else 1]] += 1
        if 0 < done < len(self.moved):
            self.tenths[10 * done // len(self.moved)] += 1
        self.looked += len(site)

    def _look_at_links(self, site: Mapping[str, bytes]) -> None:
        """From the home page, any page that was there before and stays, and a feed, every way leads to a file."""
        old = self.old.site.keys() & self.new.site.keys()
        waiting = [path for path in ("public/index.html", *old) if path.endswith((".html", ".xml"))]
        seen = set(waiting)
        while waiting:
            page = waiting.pop()
            if (page, site[page]) not in self.leads:
                self.leads[page, site[page]] = frozenset(leads(page, site[page]))
            for lead in self.leads[page, site[page]] - seen:
                if lead not in site:
                    raise Broken(f"{page} leads to {lead}, which is not there")
                seen.add(lead)
                if lead.endswith((".html", ".xml")):
                    waiting.append(lead)
            self.followed += len(self.leads[page, site[page]])

    def _look_at_sources(self, records: set[bytes], unfinished: str = "") -> None:
        """An author's files are as they were; the record is one of these, and `unfinished` may lie beside it."""
        there = sources(self.newsroom.folder)
        if there[RECORD] not in records or stat.S_IMODE((self.newsroom.folder / RECORD).stat().st_mode) != 0o664:
            raise Broken(f"{RECORD} is neither as it was nor as it is to be")
        if wrong := set(differences(there, self.new.sources)) - {RECORD, unfinished}:
            raise Broken(f"sources were touched: {wrong}")


def begin(newsroom: Newsroom, releases: int) -> None:
    """So many releases of seven years; some lead to others, some carry files."""
    newsroom.write("layouts/web/icons", "eine Datei")
    for number in range(releases):
        if number % 10 == 3:
            newsroom.write(f"content/media/plan-{number}.txt", f"Plan {number}")
        release(newsroom, number)
    newsroom.write("content/media/punkt.png", PIXEL)
    release(newsroom, 0, aliases="[alt/eins.html]")


def release(newsroom: Newsroom, number: int, more: str = "", slug: str = "", **fields: str) -> Path:
    """One of them. Others lead only to each fifth one, which keeps its address."""
    chance = random.Random(number)
    body = " ".join(chance.choices(WORDS, k=120))
    if number > 5:
        body += f"\n\nSiehe [früher]({address(number // 10 * 5)})."
    if number % 10 == 3:
        body += f"\n\n[Plan](/media/plan-{number}.txt) ![Punkt](/media/punkt.png)"
    fields.setdefault("topics", f"[Thema {number % 7}]")
    return newsroom.release(slug or f"meldung-{number}", date=f"{day(number)}", body=body + more, **fields)


def day(number: int) -> dt.date:
    return dt.date(2019, 1, 1) + dt.timedelta(days=number * 7 % 2500)


def address(number: int) -> str:
    return f"/{day(number).year}/meldung-{number}/"


def change(newsroom: Newsroom, numbers: list[int]) -> None:
    """Change these releases, in turn in all the ways in which a release changes; a page and a file become folders."""
    release(newsroom, 0, aliases="[alt/eins.html/neu]")
    for turn, number in enumerate(numbers):
        kind = turn % 6
        if kind == 0:
            release(newsroom, number, more="\n\nEin neuer Absatz.")
        elif kind == 1:
            release(newsroom, number, headline=f"Neue Überschrift {number}", municipality=f"Ort {number}")
        elif kind == 2:  # a new one, to which an old page leads
            topic = f"[Thema {number % 7}, Neues Thema {number}]"
            release(newsroom, number, slug=f"neu-{number}", aliases=f"[kurz/{number}]", topics=topic)
            release(newsroom, number, more=f"\n\nJetzt [neu](/{day(number).year}/neu-{number}/).")
        elif kind == 3:
            release(newsroom, number, withdrawn="{date: 2025-12-24, reason: Ein Irrtum.}")
        elif kind == 4 and number % 5:
            release(newsroom, number).unlink()
            release(newsroom, number, slug=f"umbenannt-{number}", aliases=f"[{address(number)[1:-1]}]")
        else:  # other files
            newsroom.write(f"content/media/neu/{number}.txt", f"Neuer Plan {number}")
            release(newsroom, number, more=f"\n\n[Neuer Plan](/media/neu/{number}.txt)")
            if (newsroom.folder / f"content/media/plan-{number}.txt").exists():
                newsroom.write(f"content/media/plan-{number}.txt", f"Plan {number}, geändert")
    (newsroom.folder / "layouts/web/icons").unlink()
    newsroom.write("layouts/web/icons/a.svg", "<svg/>")
    newsroom.write("layouts/web/icons/tief/b.svg", "<svg/>")


def sources(folder: Path) -> dict[str, bytes]:
    """What authors and designers wrote, and the record."""
    files = (file for part in ("content", "layouts/web") for file in (folder / part).rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def clean(folder: Path, written: Mapping[str, bytes]) -> Version:
    """What comes of these sources in a new place."""
    newsroom = Newsroom(folder)
    shutil.rmtree(folder / "layouts/web")
    for path, data in written.items():
        newsroom.write(path, data)
    answer = newsroom.command("build")
    if answer.status:
        raise Broken(answer.err)
    site = {f.relative_to(folder).as_posix(): f.read_bytes() for f in newsroom.public.rglob("*") if f.is_file()}
    return Version(written, site, (folder / RECORD).read_bytes())


def leads(path: str, data: bytes) -> Iterator[str]:
    """The files of ours that a page or a feed leads to."""
    here, text = BASE + path.removeprefix("public/").removesuffix("index.html"), data.decode()
    written = re.findall(r'(?:href|src)="([^"]*)"', text) if path.endswith(".html") else []
    for several in re.findall(r'srcset="([^"]*)"', text) if path.endswith(".html") else []:
        written += [candidate.split()[0] for candidate in several.split(", ")]
    for found in (*written, *re.findall(rf"{re.escape(BASE)}[^\s\"'<>]*", text)):
        target = urljoin(here, html.unescape(found))
        if target.startswith(BASE):
            file = unquote(urlsplit(target).path).removeprefix("/presse/")
            yield f"public/{file}index.html" if file.endswith("/") or not file else f"public/{file}"


def differences(there: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> list[str]:
    """Some paths at which they differ."""
    return sorted(path for path in there.keys() | wanted.keys() if there.get(path) != wanted.get(path))[:5]


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill builds at random moments, and look at what they leave.")
    parser.add_argument("--releases", type=int, default=2000)
    parser.add_argument("--changed", type=int, default=300)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--web", type=Path, help="an empty folder, to which public/ is to be a link")
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="pressgen-torture-"))
    began = time.perf_counter()
    try:
        torture = Torture(folder, releases=wanted.releases, changed=wanted.changed, seed=wanted.seed, web=wanted.web)
        with contextlib.suppress(KeyboardInterrupt):  # enough of it: the figures so far
            for number in range(wanted.kills):
                torture.kill()
                if sys.stderr.isatty():
                    print(f"\r{number + 1}/{wanted.kills} ", end="", file=sys.stderr, flush=True)
    except Broken as broken:
        again = f"python -m tests.torture {' '.join(sys.argv[1:])} --seed {wanted.seed}"
        print(f"{broken}\nIt all lies in {folder}. Again: {again}", file=sys.stderr)
        return 1
    print(figures(torture, wanted.releases, wanted.changed, time.perf_counter() - began))
    shutil.rmtree(folder, ignore_errors=True)  # an interrupted build may still be at work in it
    return 0


def figures(torture: Torture, releases: int, changed: int, seconds: float) -> str:
    """A table for benchmarks/RESULTS.md."""
    rows: list[tuple[str, object]] = [
        ("releases, changed, files that differ", f"{releases}, {changed}, {len(torture.moved)}"),
        ("kills", sum(torture.falls.values())),
        *((f"… {fall}", torture.falls[fall]) for fall in FALLS),
        ("… by tenths of the moves that were done", " ".join(str(torture.tenths[tenth]) for tenth in range(10))),
        ("… of a build that was to complete a killed one", torture.again),
        ("builds back to the old version after a kill", torture.back),
        ("files looked at; links followed", f"{torture.looked:,}; {torture.followed:,}"),
        ("a build, of it publication, s", "{:.2f}, {:.3f}".format(*torture.seconds[-1])),
        ("all of it, min", f"{seconds / 60:.1f}"),
    ]
    return "\n".join(["| | |", "|-|-|", *(f"| {name} | {value} |" for name, value in rows)])


if __name__ == "__main__":
    sys.exit(main())
