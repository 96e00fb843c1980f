"""`pressgen new`: the file of a release, begun so that it never stops a build."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pressgen.names import slug_of
from pressgen.site import Site
from pressgen.sources.diagnosis import in_quotes
from pressgen.sources.frontmatter import as_value
from pressgen.sources.newsroom import Settings
from pressgen.sources.release import MAX_SLUG

TEMPLATES = {
    "de": """\
---
draft: true  # Zeile löschen, wenn fertig
headline: {headline}
subhead:
date: {day}
place: {place}
contact: {contact}
letterhead: {letterhead}
topics: []
# Unter der nächsten Linie beginnt der Text. Der erste Absatz sagt, was geschehen ist: Er steht auch im Feed.
# Zwischenüberschriften beginnen mit ##.
---

""",
    "en": """\
---
draft: true  # delete this line when done
headline: {headline}
subhead:
date: {day}
place: {place}
contact: {contact}
letterhead: {letterhead}
topics: []
# The text begins below the next line. Its first paragraph says what happened: the feed shows it, too.
# Crossheads begin with ##.
---

""",
}
"""No sample text: it could be published by mistake. The defaults are written out, so that the release keeps them when
newsroom.yaml names another contact one day."""


class NoSlug(Exception):
    """A headline without a letter or digit that could stand in a file name."""


def release(project: Path, headline: str, settings: Settings, today: dt.date, number: int = 0) -> str:
    """Begin a release dated `today`, with its number if it gets one; returns its path relative to the project.

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
    defaults = {name: _written(settings.defaults.get(name, "")) for name in ("place", "contact", "letterhead")}
    template = TEMPLATES[settings.newsroom.language]
    text = template.format(headline=in_quotes(headline), day=today, **defaults).replace(": \n", ":\n")
    if number:
        text = text.replace("\nsubhead:", f"\nnumber: {number}\nsubhead:", 1)
    file.write_text(text, encoding="utf-8", newline="\n")
    return str(file.relative_to(project))


def next_number(site: Site, year: int) -> int:
    """The next free number of a year; 0 where the office gives its releases none."""
    found = [*site.releases, *(draft.release for draft in site.drafts if draft.release)]
    if not any(release.number for release in found):
        return 0
    return max((release.number for release in found if release.year == year), default=0) + 1


def _written(value: str | tuple[str, ...]) -> str:
    """A default as it is written in front matter."""
    if isinstance(value, str):
        return as_value(value)
    return as_value(value[0]) if len(value) == 1 else f"[{', '.join(map(as_value, value))}]"
