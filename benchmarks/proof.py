"""How long the proof takes: `python benchmarks/proof.py [RELEASES [HIDDEN]]` prints figures, on one core.

A corpus as pressgen publishes it is made by pressgen's own outputs; of letters only a few are drawn, since drawing is
slow, and each stands for many.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

sys.path[:0] = [str(Path(__file__).parent.parent / "src"), str(Path(__file__).parent.parent)]

from tests.harness import Newsroom  # noqa: E402

from pressgen import again, hidden, pipeline, proof  # noqa: E402
from pressgen.load import load  # noqa: E402
from pressgen.names import slug_of  # noqa: E402
from pressgen.state import State  # noqa: E402

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
COMMON = "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus"
SYLLABLES = "land kreis rat haus ver walt ung gemein de schul bau ge setz stell bürger amt ab fall wirt schaft"
STOCK = "Weitere Informationen gibt es auf der Internetseite des Landkreises oder telefonisch bei der Pressestelle."
DRAWN = 10
"""Letters that are really drawn."""


def main(releases: int = 1000, waiting: int = 50) -> None:
    """Search what `releases` visible releases publish for `waiting` ones."""
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder))
        for number in range(DRAWN):
            write(newsroom, number, 2025)
        again.build(newsroom.folder, NOW)
        letters = [file.read_bytes() for file in sorted(newsroom.public.rglob("*.pdf"))]
        for number in range(DRAWN, releases):
            write(newsroom, number, 2025)
        for number in range(waiting):
            write(newsroom, number, 2027)
        with State(newsroom.folder / ".pressgen/state.db", b"benchmark") as state:
            site = load(newsroom.folder, state)
        files = list(published(site, letters))

    secrets, visible = hidden.parted(site, NOW)
    print(f"{len(files)} files, {len(secrets)} hidden releases")
    for suffix in ("html", "xml", "pdf"):
        show(suffix, [file for file in files if file[0].endswith(suffix)], secrets, visible)
    show("all", files, secrets, visible)
    clean = [msgspec.structs.replace(secret, text=secret.text.replace(STOCK, "")) for secret in secrets]
    show("all, no stock sentence", files, clean, visible)
    leaking = [("public/leak.html", f"<p>{secrets[0].text}".encode())]
    show("one leak, all visible texts read", leaking, secrets, visible)


def show(name: str, files: list[tuple[str, bytes]], secrets: list[hidden.Secret], visible: hidden.Visible) -> None:
    started = time.perf_counter()
    found = list(proof.searched(files, secrets, visible))
    seconds = time.perf_counter() - started
    size = sum(len(data) for _, data in files) / max(1, len(files)) / 1000
    each = f"{seconds / max(1, len(files)) * 1000:6.2f} ms a file of {size:.0f} kB"
    print(f"{name:35}{len(files):6} files {seconds:7.2f} s {each}, {len(found)} found")


def published(site: pipeline.Site, letters: list[bytes]) -> Iterator[tuple[str, bytes]]:
    """Every file of the public edition, letters by turns those that were drawn."""
    edition = site.edition(NOW, "public")
    for audience, output in pipeline.OUTPUTS:
        for number, artifact in enumerate(output(edition, {}) if audience == "public" else ()):
            drawn = artifact.path.endswith(".pdf")
            yield artifact.path, letters[number % len(letters)] if drawn else artifact.render(*artifact.inputs)


def write(newsroom: Newsroom, number: int, year: int) -> None:
    chance = random.Random(number * 10_000 + year)
    paragraphs = [" ".join(word(chance) for _ in range(80)).capitalize() + "." for _ in range(7)]
    newsroom.release(
        slug_of(" ".join(chance.choices(SYLLABLES.split(), k=chance.randint(1, 5)))) + f"-{number}" * (number % 10 > 0),
        date=f"{year}-{number % 5 + 1:02}-{number % 28 + 1:02}",
        headline=" ".join(word(chance) for _ in range(9)).capitalize(),
        body="\n\n".join([*paragraphs, STOCK]),
    )


def word(chance: random.Random) -> str:
    if chance.random() < 0.45:
        return chance.choice(COMMON.split())
    return "".join(chance.choices(SYLLABLES.split(), k=chance.randint(1, 4))).capitalize()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
