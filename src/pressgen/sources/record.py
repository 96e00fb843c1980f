"""content/published.txt: what was public, and since when. The only memory of it that a fresh clone has.

One line for each release, in the order of publication, so that two branches merge without a thought:

    2017/austausch-fluechtlingsbetreuung 2017-12-20T00:00:00+01:00 tag:landkreis-muenchen.de,2017:2017/austausch-…
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterable

from pressgen.model import Record
from pressgen.problems import Problem
from pressgen.sources.source import Source

LINE = re.compile(r"(?P<address>\d{4}/[a-z0-9-]+) (?P<published>\d{4}-\d\d-\d\dT\S+) (?P<guid>tag:\S+)")

HEAD = {
    "de": "# Was öffentlich war und seit wann. pressgen schreibt hier an; die Datei gehört ins Archiv (Git).\n",
    "en": "# What was public, and since when. pressgen adds to it; the file belongs into version control.\n",
}


def records(source: Source, problems: list[Problem], unread: Container[str] = ()) -> dict[str, Record]:
    """The records of a file by address; of two for one address (two branches, merged) the earlier one.

    Lines of `unread` years (`2017`) were right before, and are passed over.
    """
    found: dict[str, Record] = {}
    offset = 0
    for line in source.text.split("\n"):
        if line[:4] not in unread and line.strip() and not line.startswith("#"):
            record = _record(line.strip())
            if record is None:
                problems.append(source.problem("record-line", offset, len(line)))
            elif record.address not in found or record.published < found[record.address].published:
                found[record.address] = record
        offset += len(line) + 1
    return found


def _record(line: str) -> Record | None:
    match = LINE.fullmatch(line)
    if match is None:
        return None
    try:
        published = dt.datetime.fromisoformat(match["published"])
    except ValueError:
        return None
    if published.tzinfo is None:
        return None
    return Record(address=f"{match['address']}/", published=published, guid=match["guid"])


def lines(records: Iterable[Record]) -> str:
    """The text to add to the file."""
    return "".join(f"{r.address.rstrip('/')} {r.published.isoformat()} {r.guid}\n" for r in records)
