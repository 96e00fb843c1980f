"""The print office's job list: what each letter needs in print, and which printed copies are out of date.

One list of what appeared or changed last, with the newest change on top, and one for each year; each as a page to look
at and as a table to import. They lie beside the letters in print/, and nowhere else: embargoed ones are among them.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pressgen.artifact import UNMADE, Artifact, Made
from pressgen.model import Layout, Newsroom, Release
from pressgen.outputs import templates
from pressgen.site import Edition

CURRENT = 50
"""How many the current list holds: what a large office publishes in a month, on four pages."""

NAMES = {"de": "auftragsliste", "en": "job-list"}
"""What the files are called; a year's have `-2026`."""

COLUMNS = {
    "de": (
        *("Datum", "Nummer", "Überschrift", "Seiten", "Blatt (beidseitig)", "Farbe", "Sperrfrist bis"),
        *("Berichtigt am", "Ergänzt am", "Zurückgezogen am", "Briefkopf", "Datei", "SHA-256"),
    ),
    "en": (
        *("Date", "Number", "Headline", "Pages", "Sheets (duplex)", "Colour", "Embargo until"),
        *("Corrected on", "Updated on", "Withdrawn on", "Letterhead", "File", "SHA-256"),
    ),
}
NUMBER = {"de": "Nr. {0.number}/{0.year}", "en": "No. {0.number}/{0.year}"}
"""As on the letter. Without the first word Excel takes `3/2017` for a month."""
COLOUR = {"de": ("schwarz", "farbig"), "en": ("black", "colour")}
SEPARATOR = {"de": ";", "en": ","}
"""What Excel expects between two columns: a German one writes numbers with a comma."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would compute, `+++ Eilmeldung +++` among them."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as the print office sees it. All moments are the newsroom's, with UTC offset."""

    day: dt.date
    """The one it bears."""
    number: int
    """Within `year`; 0 if it has none."""
    year: int
    headline: str
    language: str
    """Of the headline: `de` or `en`."""
    letterhead: str
    letter: str
    """The file's name, by which the print office knows the job; if it is withdrawn, there is no such file any more."""
    pages: int
    """0 if it is withdrawn."""
    colour: bool
    checksum: str
    """SHA-256, in hexadecimal digits; empty if it is withdrawn."""
    embargo: dt.datetime | None
    """The moment until which it must not be handed out; None from then on."""
    corrected: dt.datetime | None
    """The last correction: copies that were printed before are wrong. None if there was none."""
    updated: dt.datetime | None
    """The last update; None if there was none."""
    withdrawn: dt.datetime | None
    """From then on printed copies must not be handed out."""

    @property
    def sheets(self) -> int:
        """When it is printed on both sides."""
        return (self.pages + 1) // 2


class Jobs(msgspec.Struct, frozen=True, kw_only=True):
    """One list."""

    year: int
    """0 in the current list."""
    years: tuple[int, ...]
    """Those that have lists, newest first; only in the current list."""
    jobs: tuple[Job, ...]


def artifacts(edition: Edition, made: Mapping[str, Made], _: Sequence[int]) -> Iterator[Artifact]:
    """The lists of the letters in an edition's folder, which are made."""
    jobs = [_job(edition, release, made) for release in edition.releases]
    by_year = {
        year: tuple(group)
        for year, group in itertools.groupby(sorted(jobs, key=lambda job: job.year, reverse=True), lambda job: job.year)
    }
    changes = [release.modified for release in edition.releases]
    latest = sorted(range(len(jobs)), key=changes.__getitem__, reverse=True)[:CURRENT]
    years = tuple(sorted({*by_year, *edition.quiet}, reverse=True))
    lists = [Jobs(year=0, years=years, jobs=tuple(jobs[index] for index in latest))]
    lists += [Jobs(year=year, years=(), jobs=of_year) for year, of_year in by_year.items()]
    for found in lists:
        path = f"{edition.audience}/{_name(found.year, edition.newsroom.language)}"
        yield Artifact(f"{path}.html", page, (edition.newsroom, edition.print, found), year=found.year)
        yield Artifact(f"{path}.csv", table, (edition.newsroom.language, found), year=found.year)


def page(newsroom: Newsroom, layout: Layout, found: Jobs) -> bytes:
    """A list to look at. It needs no other file, so that it can be mailed."""
    language = newsroom.language
    html = templates.filled(
        layout,
        "jobs.html",
        language,
        newsroom=newsroom,
        year=found.year,
        jobs=found.jobs,
        years=tuple((year, f"{_name(year, language)}.html") for year in found.years),
        current=f"{_name(0, language)}.html",
        table=f"{_name(found.year, language)}.csv",
    )
    return html.encode()


def table(language: str, found: Jobs) -> bytes:
    """A list to import: what the Excel of a German office opens correctly by double click.

    Without a byte order mark it would take the text for Windows-1252. Days and moments are ISO 8601, without the UTC
    offset: that is a date to spreadsheets of any language.
    """
    import csv  # only where a list changed
    import io

    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATOR[language])  # quotes what needs it, and ends lines as RFC 4180 says
    writer.writerow(COLUMNS[language])
    for job in found.jobs:
        paper = (job.pages, job.sheets, COLOUR[language][job.colour]) if job.pages else ("", "", "")
        moments = (job.embargo, job.corrected, job.updated, job.withdrawn)
        writer.writerow(
            (
                job.day.isoformat(),
                NUMBER[language].format(job) if job.number else "",
                _harmless(job.headline),
                *paper,
                *(f"{moment:%Y-%m-%d %H:%M}" if moment else "" for moment in moments),
                _harmless(job.letterhead),
                job.letter,
                job.checksum,
            )
        )
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """The text as a cell that nobody computes, by the apostrophe that OWASP recommends."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _job(edition: Edition, release: Release, made: Mapping[str, Made]) -> Job:
    known = made.get(f"{edition.audience}/{release.letter_name}", UNMADE)
    return Job(
        day=release.day,
        number=release.number,
        year=release.year,
        headline=release.headline,
        language=release.language,
        letterhead=release.letterhead,
        letter=release.letter_name,
        pages=known.pages,
        colour=known.colour,
        checksum=known.checksum.hex(),
        embargo=release.embargo if release.address in edition.hidden else None,
        corrected=_last(release, "correction"),
        updated=_last(release, "update"),
        withdrawn=release.withdrawn.at if release.withdrawn else None,
    )


def _last(release: Release, kind: str) -> dt.datetime | None:
    """The moment of its last update of a kind."""
    return next((update.at for update in reversed(release.updates) if update.kind == kind), None)


def _name(year: int, language: str) -> str:
    return f"{NAMES[language]}-{year}" if year else NAMES[language]
