"""When to build next: what waits for its moment, and what had its moment but no build. Pure; `cli` prints it."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Container, Iterator, Sequence
from typing import Literal

import msgspec

from pressgen.model import Release
from pressgen.site import Site

Event = Literal["published", "updated", "withdrawn"]


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A moment at which a build changes what may be seen."""

    at: dt.datetime
    """With the newsroom's UTC offset."""
    event: Event
    address: str
    """Of the release."""
    headline: str
    embargo: bool
    """Does it wait for an embargo, and not only for its day?"""


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """What is to come, as seen at a moment."""

    overdue: tuple[Due, ...]
    """Their moment has passed, and no build has published them; longest first."""
    waiting: tuple[Due, ...]
    """Soonest first."""
    drafts: int

    @property
    def next(self) -> dt.datetime | None:
        """The moment of the next build; None if nothing waits."""
        return self.waiting[0].at if self.waiting else None


def schedule(site: Site, at: dt.datetime, published: Container[str], built: dt.datetime | None) -> Schedule:
    """What waits at the moment `at` (with UTC offset).

    `published` are the paths that builds have published, `built` is the moment that they show; None before the first.
    """
    due = sorted((d for release in site.releases for d in _events(release)), key=lambda d: (d.at, d.address))

    def missed(due: Due) -> bool:
        unseen = due.event == "published" and f"public/{due.address}index.html" not in published
        return unseen or (built is not None and due.at > built)

    return Schedule(
        overdue=tuple(d for d in due if d.at <= at and missed(d)),
        waiting=tuple(d for d in due if d.at > at),
        drafts=len(site.drafts),
    )


def next_moment(site: Site, at: dt.datetime) -> dt.datetime | None:
    """The moment after `at` from which something else may be seen; None: never."""
    coming = (due.at for release in site.releases if _may_change(release, at) for due in _events(release))
    return min((moment for moment in coming if moment > at), default=None)


def _may_change(release: Release, at: dt.datetime) -> bool:
    """Is it worth a closer look? Nearly all of an archive is not."""
    return release.published > at or bool(release.updates) or release.withdrawn is not None


def _events(release: Release) -> Iterator[Due]:
    def due(at: dt.datetime, event: Event) -> Due:
        return Due(
            at=at,
            event=event,
            address=release.address,
            headline=release.headline,
            embargo=event == "published" and at == release.embargo,
        )

    yield due(release.published, "published")
    for update in release.updates:
        if update.at > release.published:
            yield due(update.at, "updated")
    if release.withdrawn and release.withdrawn.at > release.published:
        yield due(release.withdrawn.at, "withdrawn")


def as_json(schedule: Schedule) -> str:
    """For programs: `next` is an ISO 8601 moment or null, `overdue` and `waiting` are lists of what `Due` has."""
    value = {"next": schedule.next, "overdue": schedule.overdue, "waiting": schedule.waiting, "drafts": schedule.drafts}
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def cron(schedule: Schedule, command: Sequence[str]) -> str:
    """Lines for a crontab, which has no years and no time zone: each moment by the clock of this machine."""
    moments = dict.fromkeys(due.at for due in schedule.waiting)
    escaped = shlex.join(command).replace("%", "\\%")  # cron would end the line there
    return "".join(f"{moment.astimezone():%-M %-H %-d %-m} * {escaped}\n" for moment in moments)


def systemd(schedule: Schedule, command: Sequence[str], folder: str) -> str:
    """A service and its timer, in one text; the moments are in UTC, so that no change of clocks moves them.

    Empty where nothing waits: systemd refuses a timer without a moment.
    """
    moments = dict.fromkeys(due.at.astimezone(dt.UTC) for due in schedule.waiting)
    if not moments:
        return ""
    calendar = "".join(f"OnCalendar={moment:%Y-%m-%d %H:%M:%S} UTC\n" for moment in moments)
    return f"""\
# /etc/systemd/system/pressgen.service
[Unit]
Description=pressgen build

[Service]
Type=oneshot
WorkingDirectory={folder.replace("%", "%%")}
ExecStart={" ".join(map(_quoted, command))}

# /etc/systemd/system/pressgen.timer
[Unit]
Description=Releases whose moment has come

[Timer]
{calendar}Persistent=true

[Install]
WantedBy=timers.target
"""


def _quoted(word: str) -> str:
    """A word of a command as systemd.service(5) wants it: `%` and `$` would begin names of values there."""
    word = word.replace("%", "%%").replace("$", "$$")
    if re.fullmatch(r"[\w@%$+=:,./-]+", word):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
