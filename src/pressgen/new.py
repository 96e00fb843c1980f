"""`pressgen new`: the file of a release, begun so that it never stops a build."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pressgen.model import slug_of
from pressgen.sources.release import MAX_SLUG

TEMPLATES = {
    "de": """\
---
draft: true  # Zeile löschen, wenn fertig
headline: '{headline}'
subhead:
date: {day}
topics: []
---

Der erste Absatz sagt, was geschehen ist: Er steht auch im Feed und in der Vorschau der Suchmaschinen.

## Zwischenüberschrift

Der Text dazu.
""",
    "en": """\
---
draft: true  # delete this line when done
headline: '{headline}'
subhead:
date: {day}
topics: []
---

The first paragraph says what happened: the feed and the search engines show it, too.

## Crosshead

The text below it.
""",
}


class NoSlug(Exception):
    """A headline without a letter or digit that could stand in a file name."""


def release(project: Path, headline: str, language: str, today: dt.date) -> str:
    """Begin a release; returns its path relative to the project.

    Raises NoSlug, or FileExistsError with the path of the release that has this address in this year.
    """
    headline = " ".join(headline.split())
    slug = slug_of(headline)[:MAX_SLUG].strip("-")
    if not slug:
        raise NoSlug
    folder = project / "content/releases" / str(today.year)
    for other in folder.glob(f"????-??-??-{slug}.md"):
        raise FileExistsError(None, "exists", str(other.relative_to(project)))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{today}-{slug}.md"
    text = TEMPLATES[language].format(headline=headline.replace("'", "''"), day=today)
    file.write_text(text, encoding="utf-8", newline="\n")
    return str(file.relative_to(project))
