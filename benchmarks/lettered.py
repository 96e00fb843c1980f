"""Make a large project look as if all its letters were drawn: `python benchmarks/lettered.py PROJECT`.

What a change costs is to be measured where everything was built before, with letters; ten thousand of them take half
an hour to draw. So this runs pressgen's own pipeline, once and without a clock, with one thing replaced: a letter is
an empty sheet. Paths, keys and state are what they would be, because the key of a letter is made of its function's
name and arguments, and not of its bytes. Then pressgen itself, unchanged, is asked: it must find that nothing is to be
done. The builds that are measured afterwards are pressgen itself, too, and draw real letters of what was changed.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT / "src"))

from pressgen import again, artifact  # noqa: E402
from pressgen.outputs import letters  # noqa: E402


def sheet() -> bytes:
    """A PDF of one empty page A4."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, value in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%sendobj\n" % (number, value)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 4\n%strailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (table, len(data))


def prepare(project: Path) -> None:
    """Build a project with empty sheets for letters. Raises RuntimeError if pressgen would make any of it again."""
    empty = sheet()

    @functools.wraps(letters.letter)  # its name is part of the key
    def letter(*_: object) -> bytes:
        return empty

    letters.letter = letter  # type: ignore[assignment]
    artifact.paper = functools.cache(artifact.paper)  # all sheets are alike
    again.build(project, dt.datetime.now(dt.UTC))
    before = files(project)
    command = [sys.executable, "-m", "pressgen", "build", "-q"]
    subprocess.run(command, cwd=project, env=os.environ | {"PYTHONPATH": str(PROJECT / "src")}, check=True)
    if changed := {name for name, _ in before ^ files(project)}:
        raise RuntimeError(f"pressgen has done it again: {len(changed)} files, {min(changed)} among them")


def files(project: Path) -> set[tuple[Path, int]]:
    """Everything that is published, with its number in the file system: whatever is written again gets another."""
    return {(file, file.stat().st_ino) for root in ("public", "print") for file in (project / root).rglob("*.*")}


if __name__ == "__main__":
    prepare(Path(sys.argv[1]).absolute())
