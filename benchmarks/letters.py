"""What a letter costs: `python benchmarks/letters.py [LETTERS]` prints CPU time by peers and by pressgen, as ratios.

Everyone makes PDFs of the same releases of two pages, letter by letter in turn, each in a process of its own that was
started before: what counts is one more letter. Then one letter from a cold process, and the memory after many.
Peers that are missing are named, with the command that brings them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pickle
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent
sys.path[:0] = [str(PROJECT / "src"), str(PROJECT)]

SEED = PROJECT / "content/releases/2017/2017-12-20-austausch-fluechtlingsbetreuung.md"
FONTS = PROJECT / "layouts/letterheads/landkreis-aktuell/fonts"
MANY = 1000
"""Letters after which memory is measured."""
COLD = 7
"""How often a single letter is made from a cold process."""


def main(count: int = 100) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, count)
        print(f"One of {count} letters of two pages, in a process that has drawn some before (medians):")
        warm(folder, count)
        print("\nOne letter from a cold process, HTML to PDF (medians):")
        cold(folder)
        print(f"\nMemory of a process after {MANY} letters:")
        print(f"  {command('memory', folder, str(MANY)).strip()} MiB")


# ---- the same letters for everyone ----------------------------------------------------------------------------------


def prepare(folder: Path, count: int) -> None:
    """Write every letter as each of the peers wants it: NUMBER.pickle, NUMBER.html with its files, NUMBER.typ."""
    import msgspec
    from tests.harness import Newsroom

    from pressgen import load
    from pressgen.outputs import letters
    from pressgen.state import State

    newsroom = Newsroom(folder / "newsroom")
    for number in range(count):
        headline, paragraphs = words(number)
        newsroom.release(f"letter-{number:04}", headline=headline, date="2026-01-15", body="\n\n".join(paragraphs))
        (folder / f"{number}.typ").write_text(typst_source(headline, paragraphs))
    with State(folder / "state.db", b"benchmark") as state:
        site = load.load(newsroom.folder, state)
        site = msgspec.structs.replace(site, releases=tuple(load.worded(state, release) for release in site.releases))
    edition = site.edition(dt.datetime(2026, 6, 1, tzinfo=dt.UTC), "print")
    shutil.copytree(PROJECT / "layouts/letterheads/landkreis-aktuell", folder, dirs_exist_ok=True)
    for artifact in letters.artifacts(edition, {}, range(count)):
        number = int(artifact.path[-8:-4])
        inputs = load.contents(newsroom.folder, artifact.inputs)
        (folder / f"{number}.pickle").write_bytes(pickle.dumps(inputs))
        with noted(letters) as made:
            letters.letter(*inputs)
        (folder / f"{number}.html").write_text(made[-1])


def words(number: int) -> tuple[str, list[str]]:
    """Headline and text: those of the office's own release, each paragraph's words in another order."""
    chance = random.Random(number)
    texts = SEED.read_text().split("---\n", 2)[2].strip().split("\n\n")
    mixed = [
        text if text.startswith("#") else " ".join(chance.sample(text.split(), len(text.split()))) for text in texts
    ]
    return f"Kommunen und Landratsamt tauschen sich über Betreuung aus, Folge {number}", mixed


def typst_source(headline: str, paragraphs: Sequence[str]) -> str:
    """The same text on the same sheet, in Typst's language."""

    def plain(text: str) -> str:
        return "".join(f"\\{c}" if c in "\\#*_`$<>@=-+/[]~'\"" else c for c in text)

    body = "\n\n".join(f"*{plain(p[3:])}*" if p.startswith("## ") else plain(p) for p in paragraphs)
    return f"""\
#set document(title: "{headline}", date: datetime(year: 2026, month: 1, day: 15))
#set page(paper: "a4", margin: (top: 30mm, right: 55mm, bottom: 20mm, left: 25mm), background: context place(
  dx: 10.9mm, dy: 13mm, image("assets/wordmark.svg", height: 12mm, alt: "Landkreis")))
#set text(font: "Liberation Sans", size: 10pt, lang: "de", hyphenate: false)
#v(45mm)
#place(dx: 135mm, dy: 100mm, block(width: 40mm)[#set text(8pt); Pressesprecherin:\\ Erika Muster\\ 089/1234-5])
Musterstadt, 15.01.2026

= {plain(headline)}

{body}
"""


@contextlib.contextmanager
def noted(letters: Any) -> Iterator[list[str]]:
    """The HTML of the letters that are drawn meanwhile."""
    made: list[str] = []
    printed = letters._printed

    def note(html: str, *more: object) -> object:
        made.append(html)
        return printed(html, *more)

    letters._printed = note
    try:
        yield made
    finally:
        letters._printed = printed


# ---- one more letter ------------------------------------------------------------------------------------------------


def warm(folder: Path, count: int) -> None:
    """All peers in turn, letter by letter; the first two letters of each do not count."""
    peers = {name: Peer(name, folder) for name in PEERS if here(name)}
    seconds: dict[str, list[float]] = {name: [] for name in peers}
    different = 0
    for number in range(count):
        for name, peer in peers.items():
            seconds[name].append(peer.letter(number))
        made = [(folder / f"{number}.{name}.pdf").read_bytes() for name in ("pressgen", "loop")]
        different += made[0] != made[1]
    for peer in peers.values():
        peer.stop()
    table({PEERS[name][0]: times[2:] for name, times in seconds.items()}, PEERS["loop"][0])
    print(f"  {different} of {count} letters differ between pressgen and the loop")


PEERS = {
    "loop": ("WeasyPrint in a loop, the same bytes", ""),
    "bare": ("WeasyPrint in a loop, without conformance", ""),
    "pressgen": ("pressgen", ""),
    "chromium": ("Chromium, one browser", "scripts/setup test"),
    "typst": ("Typst in process", ".venv/bin/python -m pip install typst"),
}
"""Who draws letters, and how to get whom."""


def here(name: str) -> bool:
    """Whether a peer is installed; says so if not."""
    found = {
        "typst": lambda: subprocess.run([sys.executable, "-c", "import typst"], capture_output=True).returncode == 0,
        "chromium": lambda: bool(shutil.which("chromium") and shutil.which("node") and DRIVER.parent.exists()),
    }.get(name, lambda: True)()
    if not found:
        print(f"  {PEERS[name][0]} is missing; to have it: {PEERS[name][1]}")
    return found


DRIVER = PROJECT / "tests/conformance/node_modules/playwright-core"


class Peer:
    """Someone who draws letters, in a process of its own."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        start = [sys.executable, __file__, name, str(folder)]
        if name == "chromium":
            code = CHROMIUM.replace("PLAYWRIGHT", (DRIVER / "index.mjs").as_uri())
            start = ["node", "--input-type=module", "-e", code, "-", str(shutil.which("chromium")), folder.as_uri()]
        self.process = subprocess.Popen(start, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder)
        assert self.process.stdin
        assert self.process.stdout

    def letter(self, number: int) -> float:
        """Draw one; the CPU seconds that took."""
        assert self.process.stdin
        assert self.process.stdout
        before = descendants(self.process.pid)
        print(number, file=self.process.stdin, flush=True)
        said = float(self.process.stdout.readline())
        return descendants(self.process.pid) - before if self.name == "chromium" else said

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)


CHROMIUM = """
import { createInterface } from 'node:readline'
const { chromium } = await import('PLAYWRIGHT')
const [executablePath, folder] = process.argv.slice(-2)
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()
for await (const number of createInterface({ input: process.stdin })) {
  await page.goto(`${folder}/${number}.html`)
  await page.pdf({ path: `${number}.chromium.pdf`, preferCSSPageSize: true, printBackground: true, tagged: true })
  console.log(0)
}
await browser.close()
"""


def descendants(pid: int) -> float:
    """CPU seconds of all processes below one, which is the driver and does not count."""
    total, parents = 0.0, {pid}
    stats = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = file.read_text().rpartition(")")[2].split()
            stats[int(file.parent.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    while found := {child for child, (parent, _) in stats.items() if parent in parents and child not in parents}:
        parents |= found
        total += sum(stats[child][1] for child in found)
    return total / os.sysconf("SC_CLK_TCK")


def serve(draw: Callable[[Path], bytes], name: str, folder: Path) -> None:
    """Draw the letters that are asked for, and answer with the CPU seconds of each."""
    for line in sys.stdin:
        start = time.process_time()
        data = draw(folder / line.strip())
        seconds = time.process_time() - start
        (folder / f"{line.strip()}.{name}.pdf").write_bytes(data)
        print(seconds, flush=True)  # whoever hears it looks for the file


def by_pressgen(letter: Path) -> bytes:
    from pressgen.outputs import letters

    return letters.letter(*pickle.loads(letter.with_suffix(".pickle").read_bytes()))


def by_loop(letter: Path) -> bytes:
    """What pressgen does, but for the room."""
    from pressgen import swift

    swift.room = lambda *_: contextlib.nullcontext()
    return by_pressgen(letter)


def by_bare_loop(letter: Path) -> bytes:
    """The loop that everyone writes."""
    from weasyprint import HTML

    html = HTML(filename=letter.with_suffix(".html"))
    return html.write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True)


def by_typst(letter: Path) -> bytes:
    import typst

    standard = {"pdf_standards": "a-2a"} if "a-2a" in (typst.compile.__doc__ or "") else {}
    return typst.compile(str(letter.with_suffix(".typ")), font_paths=[str(FONTS)], ignore_system_fonts=True, **standard)


# ---- a single letter ------------------------------------------------------------------------------------------------


def cold(folder: Path) -> None:
    """One letter by a process that was just started."""
    weasyprint = str(Path(sys.executable).with_name("weasyprint"))
    ways = {
        "weasyprint, the command": [weasyprint, "0.html", "0.pdf", "--pdf-variant", "pdf/a-2a", "--pdf-tags"],
        "pressgen": [sys.executable, "-c", ONE],
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(COLD):
        for name, way in ways.items():
            seconds[name].append(spent(way, folder))
    table(seconds, "weasyprint, the command")


def spent(way: list[str], folder: Path) -> float:
    """CPU seconds of a command."""
    process = subprocess.Popen(way, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, process.stderr and process.stderr.read()
    return used.ru_utime + used.ru_stime


ONE = """
import sys
from pathlib import Path
sys.path.insert(0, "SOURCE")
from pressgen import swift
from pressgen.outputs import letters
files = [file for names in ("assets/*", "fonts/*", "letter.css") for file in Path().glob(names)]
with swift.room(b"", letters.LETTERHEAD, []):
    _, data = letters._printed(Path("0.html").read_text(), {f"{letters.LETTERHEAD}{f}": f.read_bytes() for f in files})
Path("0.pdf").write_bytes(data)
""".replace("SOURCE", str(PROJECT / "src"))
"""From HTML to PDF as pressgen does it, in the folder of the letter."""


# ---- memory ---------------------------------------------------------------------------------------------------------


def memory(folder: Path, letters: int) -> None:
    """Print the resident memory in MiB after many letters, and the most there ever was."""
    known = sorted(folder.glob("*.pickle"))
    for number in range(letters):
        by_pressgen(known[number % len(known)])
    now = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{int(now.split()[1]) / 1024:.0f}, at most {most / 1024:.0f}")


def command(name: str, *arguments: object) -> str:
    way = [sys.executable, __file__, name, *map(str, arguments)]
    return subprocess.run(way, capture_output=True, text=True, check=True).stdout


def table(seconds: dict[str, list[float]], first: str) -> None:
    reference = statistics.median(seconds[first])
    for name, times in seconds.items():
        middle = statistics.median(times)
        print(f"  {name:45}{middle * 1000:8.1f} ms  {middle / reference:6.2f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pressgen" | "loop" | "bare" | "typst" as name, folder]:
            draws = {"pressgen": by_pressgen, "loop": by_loop, "bare": by_bare_loop, "typst": by_typst}
            serve(draws[name], name, Path(folder))
        case ["memory", folder, letters]:
            memory(Path(folder), int(letters))
        case arguments:
            main(*map(int, arguments))
