"""Newsroom sense: what an experienced colleague would ask about before a release goes out.

Nothing here stops a build, and nothing is changed. Few, and each worth a second look: a warning that nobody must act on
is noise. Pure; places are found again by `sources.locate`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import re
from collections.abc import Container, Iterator, Mapping

from pressgen.artifact import UNMADE, Made
from pressgen.model import Link, Newsroom, Release
from pressgen.problems import Problem
from pressgen.site import Site, Worded

LONG_HEADLINE = 100
"""Characters: more than two lines of a letter, and cut off by search engines and phones."""

NEWSROOM = "content/newsroom.yaml"

SHARP = 200
"""Pixels on a printed inch, below which a photo looks soft."""

NATURAL = 96
"""Pixels on an inch of a picture that is not scaled: if it had more of them, it would be printed larger."""

PHOTO_WIDTH = 1024
"""Pixels: enough for 130 mm, the width of a letter's text."""

NAMES = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
DAYS = {name.lower(): number for names in NAMES.values() for number, name in enumerate(names)} | {"sonnabend": 5}

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januar", "jänner", "january"),
            ("februar", "february"),
            ("märz", "march"),
            ("april",),
            ("mai", "may"),
            ("juni", "june"),
            ("juli", "july"),
            ("august",),
            ("september",),
            ("oktober", "october"),
            ("november",),
            ("dezember", "december"),
        ),
        1,
    )
    for name in names
}

WEEKDAY = re.compile(
    rf"\b(?P<name>{'|'.join(DAYS)})s?(?:, (?:den |dem |the )?| den | dem | )"
    rf"(?:(?P<day>\d{{1,2}})(?:\. ?(?P<number>\d{{1,2}})\.|(?:\.|st|nd|rd|th)? ?(?P<month>{'|'.join(MONTHS)})\b)"
    rf"|(?P<first>{'|'.join(MONTHS)}) (?P<second>\d{{1,2}})\b)"
    r"(?:,? ?(?P<year>(?:19|20|21)\d\d)\b)?",
    re.IGNORECASE,
)
"""`Montag, 20.12.`, `Mittwoch, den 20. Dezember 2017`, `Wednesday, 20 December`, `Wednesday, December 20, 2017`."""

DAY_NAME = re.compile("|".join([*(name for names in NAMES.values() for name in names), "Sonnabend"]))
"""Looked for first: what follows it is then looked at there alone, in a tenth of the time."""

LATELY = 90
"""Days for which a release looks back without naming the year."""

POINTLESS = re.compile(
    r'<a href="[^"]*"[^>]*>\s*((?i:(?:klicken sie |click )?(?:hier|here)|mehr|weiter|more|link))\s*</a>'
)

BLANKS = re.compile(r"\w+[.,;:!?]?  +\w+")


def warnings(
    site: Site, made: Mapping[str, Made], worded: Worded, sources: Container[str] | None = None
) -> Iterator[Problem]:
    """What to look at again in the releases of these sources, or in all of them; drafts have time.

    `made` is what is known of their letters: of one that is not drawn, nothing is said about its photos and pages.
    """
    yield from site.remarks
    soft: dict[tuple[str, str], Problem] = {}
    for release in site.releases:
        if sources is None or release.source in sources:
            if release.source not in site.fresh:  # of the others it was found when they were read
                yield from of_words(worded(release), site.newsroom.text_limit)
            letter = made.get(f"print/{release.letter_name}", UNMADE)
            if letter.pages > 1 and letter.last_lines == 1:
                yield Problem(path=release.source, code="line-alone", values={"page": letter.pages})
            for problem in _photos(release, site, letter):
                soft.setdefault((problem.path, problem.text or ""), problem)  # of a standing paragraph, told once
    yield from soft.values()


SOON = dt.timedelta(days=30)


def expiring(newsroom: Newsroom, at: dt.datetime) -> Iterator[Problem]:
    """What to renew, at a moment with UTC offset: nobody trusts a security.txt that has expired."""
    if newsroom.security is None:
        return
    last = newsroom.last_moment(newsroom.security.expires)
    if last - SOON < at:
        code = "security-expired" if last < at else "security-expires"
        values = {"date": f"{last:%d.%m.%Y}"}
        yield Problem(path=NEWSROOM, code=code, values=values, field="security", text=last.date().isoformat())


def of_words(release: Release, limit: int) -> Iterator[Problem]:
    """What to look at again in a release's words, which may have `limit` characters (0: any number)."""

    def warning(code: str, field: str | None = None, text: str | None = None, /, **values: object) -> Problem:
        return Problem(path=release.source, code=code, values=values, field=field, text=text)

    if len(release.headline) > LONG_HEADLINE:
        yield warning("long-headline", "headline", length=len(release.headline), limit=LONG_HEADLINE)
    if limit and release.characters > limit:
        yield warning("long-text", length=release.characters, limit=limit)
    if release.body.text and not re.match(r"<p>(?!<img)", release.body.html):
        yield warning("no-lead")
    fields = (("headline", release.headline), ("subhead", release.subhead), (None, release.body.text))
    for field, text in fields:
        for match in filter(None, (WEEKDAY.match(text, name.start()) for name in DAY_NAME.finditer(text))):
            days = _days(match, release.day)
            if days and all(day.weekday() != DAYS[match["name"].lower()] for day in days):
                day = days[0]
                name = NAMES[release.language][day.weekday()]
                yield warning("wrong-weekday", field, match[0], written=match[0], date=f"{day:%d.%m.%Y}", name=name)
    html = release.body.html
    plain = re.sub(r"<pre>.*?</pre>", "", html, flags=re.DOTALL) if "<pre>" in html else html
    for text in (release.headline, release.subhead, plain):
        blanks = BLANKS.search(re.sub(r"<[^>]*>", "", text)) if "  " in text else None
        if blanks:
            yield warning("two-blanks", None, blanks[0])
            break
    for match in POINTLESS.finditer(plain) if "<a " in plain else ():
        yield warning("pointless-link", None, f"[{match[1]}]", words=match[1])


def _days(match: re.Match[str], near: dt.date) -> list[dt.date]:
    """The day that is written, nearest first where the year is not: the next one, and one that was a short time ago."""
    month = int(match["number"]) if match["number"] else MONTHS[(match["month"] or match["first"]).lower()]
    number = int(match["day"] or match["second"])
    days = []
    for year in [int(match["year"])] if match["year"] else range(near.year - 1, near.year + 2):
        with contextlib.suppress(ValueError):  # 30 February
            days.append(dt.date(year, month, number))
    if not match["year"]:
        days = [day for day in days if -LATELY <= (day - near).days < 366]
    return sorted(days, key=lambda day: abs(day - near))


def _photos(release: Release, site: Site, letter: Made) -> Iterator[Problem]:
    """Photos that look soft in print, as large as the letterhead prints them."""
    if not letter.pictures:
        return
    # A PDF does not name its pictures: they are known by their size, and by the order in which letters show them.
    opening = (release.image.link,) if release.image else ()
    links = [(release.source, link) for link in (*opening, *release.body.links, *(i.link for i in release.gallery))]
    standing = [site.boilerplates[key] for key in release.boilerplates]
    links += [(text.source, link) for text in standing for link in text.links]
    shown: dict[tuple[int, int], list[tuple[str, Link]]] = {}
    for source, link in links:
        if link.image:
            file = site.media[link.target]
            shown.setdefault((file.width, file.height), []).append((source, link))
    for picture in letter.pictures:
        found = shown.get((picture.width, picture.height))
        if not found:  # the letterhead's own
            continue
        source, link = found.pop(0)
        if picture.dpi < SHARP:
            wanted = math.ceil(SHARP * picture.printed / 72)
            values = {
                "name": link.target.rsplit("/", 1)[-1],
                "width": picture.width,
                "printed": round(25.4 * picture.printed / 72),
                "wanted": wanted if picture.dpi > NATURAL + 1 else max(wanted, PHOTO_WIDTH),
            }
            yield Problem(path=source, code="soft-photo", values=values, text=link.written)
