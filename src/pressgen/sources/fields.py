"""Fields: what a key of the front matter means, and what its value may be.

A `Schema` is a table of fields; `read` turns a YAML mapping into a dict of values by it. Each reader takes a node and
returns its value, or reports a problem and returns None.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
import zoneinfo
from collections.abc import Callable
from collections.abc import Mapping as MappingType
from typing import Any, NamedTuple

from pressgen.problems import Problem
from pressgen.sources.diagnosis import quoted
from pressgen.sources.frontmatter import Foreign, Mapping, Node, Scalar, Sequence
from pressgen.sources.source import Source


class Reading(NamedTuple):
    """What readers need besides the node."""

    source: Source
    problems: list[Problem]
    zone: zoneinfo.ZoneInfo | None = None
    """The newsroom's time zone, for moments; None while it is not known."""
    calling_code: str = ""
    """Of the newsroom's country, for phone numbers: `+49`; empty where there are none."""
    base_url: str = ""
    """The newsroom's, for addresses in full; empty while it is not known."""

    def refuse(self, refusal: Refusal) -> None:
        """Note the problem; what an anchor stands for is met again at each of its aliases, and told once."""
        if (problem := refusal.problem(self.source)) not in self.problems:
            self.problems.append(problem)


class Refusal(Exception):
    """A reader cannot make its value of a node."""

    def __init__(self, code: str, node: Node, **values: object) -> None:
        super().__init__(code)
        self.code, self.node, self.values = code, node, values

    def problem(self, source: Source) -> Problem:
        code, start, width = self.code, self.node.start, max(1, self.node.end - self.node.start)
        if isinstance(self.node, Foreign):
            return source.problem(self.node.code, start, width, quoted=quoted(self.node.text))
        return source.problem(code, start, width, **self.values)


Reader = Callable[[Node, Reading], Any]
"""Returns the value, or None where nothing is written. Raises Refusal."""


class Field(NamedTuple):
    """One key that authors may write."""

    name: str
    """The English key, and the key of the value in `read`'s result."""
    aliases: tuple[str, ...]
    """Other ways to write it; the first is the German one."""
    read: Reader
    required: bool = False
    defaultable: bool = False
    """May newsroom.yaml give a default for it?"""


@dataclasses.dataclass(frozen=True, eq=False)
class Schema:
    """The keys of one kind of source."""

    fields: tuple[Field, ...]

    @functools.cached_property
    def keys(self) -> MappingType[str, Field]:
        """The field of every key that may be written."""
        return {key: field for field in self.fields for key in (field.name, *field.aliases)}


def read(
    schema: Schema,
    head: Mapping,
    reading: Reading,
    *,
    missing_at: int | None = None,
    missing: str = "missing-field",
    defaults: MappingType[str, Any] | None = None,
) -> dict[str, Any]:
    """The values of a mapping, by field name; fields that are not there or not right are missing.

    `missing_at` is the offset of the word (the closing `---`) at which a required field that is not there is told, with
    the code `missing`; `defaults` are values for fields that are not written (None: not known, so that their absence is
    no problem now).
    """
    values: dict[str, Any] = {}
    written: dict[str, str] = {}
    for key, node in head.entries:
        field = schema.keys.get(key.text)
        try:
            if field is None:
                raise _unknown(key, schema, head, written)
            if field.name in written:
                raise Refusal("duplicate-alias", key, key=key.text, other=written[field.name])
            written[field.name] = key.text
            value = field.read(node, reading)
            if value is not None:
                values[field.name] = value
            elif field.required:
                raise Refusal("empty-field", key, key=key.text)
        except Refusal as refusal:
            reading.refuse(refusal)
    for field in schema.fields:
        if field.name in written:
            continue
        if defaults and field.name in defaults:
            values[field.name] = defaults[field.name]
        elif field.required and not (defaults is None and field.defaultable):
            names = {"key": field.name, "alias": field.aliases[0]}
            if missing_at is None:
                reading.problems.append(Problem(path=reading.source.path, code="missing-field", values=names))
            else:
                word = re.compile(r"[^\s:]*").match(reading.source.text, missing_at)
                width = len(word[0]) if word else 1
                reading.problems.append(reading.source.problem(missing, missing_at, width, **names))
    return values


def _unknown(key: Scalar, schema: Schema, head: Mapping, written: dict[str, str]) -> Refusal:
    """What to say of a key that does not exist; one that is absent may be meant, which then counts as written."""
    import difflib  # only when something is wrong

    present = {schema.keys[other.text].name for other, _ in head.entries if other.text in schema.keys}
    absent = {other: field.name for other, field in schema.keys.items() if field.name not in present}
    if near := difflib.get_close_matches(key.text.lower(), absent, 1, cutoff=0.7):
        written[absent[near[0]]] = key.text
        return Refusal("unknown-key-near", key, key=key.text, near=near[0])
    keys = ", ".join(sorted(field.name for field in schema.fields))
    aliases = ", ".join(sorted(field.aliases[0] for field in schema.fields))
    return Refusal("unknown-key", key, key=key.text, keys=keys, aliases=aliases)


def text(node: Node, reading: Reading) -> str | None:
    """One line of text, exactly as written."""
    value = word(node, reading)
    lost = node.lost if isinstance(node, Scalar) else None
    if lost is not None:
        rest = reading.source.text[lost:].split("\n", 1)[0].rstrip()
        lines = reading.source.text[min(node.start, lost) : lost + len(rest)].split("\n")
        whole = " ".join(line.strip() for line in lines)
        raise Refusal("lost-text", Scalar(rest, lost, lost + len(rest)), quoted=quoted(whole))
    if value and "\n" in value:
        raise Refusal("not-one-line", node)
    return value


def word(node: Node, reading: Reading) -> str | None:
    """A name without meaning of its own (a contact's key); a comment may follow it."""
    if not isinstance(node, Scalar):
        raise Refusal("not-text", node)
    return node.text.strip() or None


def words(node: Node, reading: Reading) -> tuple[str, ...] | None:
    """One or more names: `spiegel` or `[spiegel, meier]`."""
    if isinstance(node, Scalar):
        value = word(node, reading)
        return (value,) if value else None
    return each_once(node, reading)


def each_once(node: Node, reading: Reading) -> tuple[str, ...] | None:
    """A list of texts, none of them twice."""
    found = texts(node, reading)
    seen: set[str] = set()
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar) and item.text.strip():
            if item.text.strip() in seen:
                raise Refusal("item-twice", item)
            seen.add(item.text.strip())
    return found


def language(node: Node, reading: Reading) -> str | None:
    """`de` or `en`."""
    value = word(node, reading)
    if value not in (None, "de", "en"):
        raise Refusal("not-a-language", node)
    return value


def texts(node: Node, reading: Reading) -> tuple[str, ...] | None:
    """A list of texts; a single text is a list of one."""
    if isinstance(node, Mapping):
        raise Refusal("not-a-list", node)
    items = node.items if isinstance(node, Sequence) else (node,)
    found = []
    known = len(reading.problems)
    for item in items:
        try:
            if value := text(item, reading):
                found.append(value)
            elif isinstance(node, Sequence):
                raise Refusal("empty-item", item)
        except Refusal as refusal:
            reading.refuse(refusal)
    return tuple(found) if found or len(reading.problems) > known else None


def names(node: Node, reading: Reading) -> tuple[str, ...] | None:
    """A list of names; one alone has no comma, which would rather separate two."""
    if isinstance(node, Scalar) and "," in node.text:
        raise Refusal("topics-in-one", node, topics=", ".join(name.strip() for name in node.text.split(",")))
    return each_once(node, reading)


def flag(node: Node, reading: Reading) -> bool | None:
    """Yes or no, in German or English."""
    value = (word(node, reading) or "").lower()
    if value in YES or value in NO:
        return value in YES
    raise Refusal("not-a-flag", node)


YES = ("true", "yes", "ja", "wahr")
NO = ("false", "no", "nein", "falsch")


def count(node: Node, reading: Reading) -> int | None:
    """A whole number of at least 1."""
    value = word(node, reading) or ""
    if not COUNT.fullmatch(value):
        raise Refusal("not-a-count", node)
    return int(value)


COUNT = re.compile(r"[1-9][0-9]{0,5}")

DAY = (
    r"(?:(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"|(?P<d>[0-9]{1,2})\.\s*(?P<m>[0-9]{1,2})\.\s*(?P<y>[0-9]{4}))"
)
DAY_ALONE = re.compile(DAY)
MOMENT = re.compile(DAY + r"(?:(?:T|,?\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?:\s*Uhr)?)?")


def day(node: Node, reading: Reading) -> dt.date | None:
    """A day: `2017-12-20` or `20.12.2017`."""
    value = word(node, reading)
    if value is None:
        return None
    match = DAY_ALONE.fullmatch(value)
    if match is None:
        raise Refusal("not-a-day", node)
    return _day(match, node)


def day_or_moment(node: Node, reading: Reading) -> dt.date | dt.datetime | None:
    """A day, or a moment of it: `2017-12-20` or `2017-12-20 10:00`."""
    written = word(node, reading)
    match = MOMENT.fullmatch(written or "")
    return moment(node, reading) if match and match["hour"] else day(node, reading)


def first_moment(value: dt.date | dt.datetime, reading: Reading) -> dt.datetime:
    """The moment, or the first of the day by the newsroom's clock."""
    if isinstance(value, dt.datetime):
        return value
    return fixed(dt.datetime.combine(value, dt.time(), reading.zone or dt.UTC))


def moment(node: Node, reading: Reading) -> dt.datetime | None:
    """A moment by the newsroom's clock: `2017-12-20 10:00` or `20.12.2017, 10:00 Uhr`, with its UTC offset.

    A moment that the clock change skips or repeats is refused.
    """
    written = word(node, reading) or ""
    match = MOMENT.fullmatch(written)
    if match is None or match["hour"] is None:
        raise Refusal("not-a-moment", node)
    naive = moment_of(written)
    if naive is None:
        _day(match, node)
        raise Refusal("impossible-time", node, time=f"{match['hour']}:{match['minute']}")
    if reading.zone is None:  # newsroom.yaml cannot be read, and nothing is made of the value
        return naive.replace(tzinfo=dt.UTC)
    value = naive.replace(tzinfo=reading.zone)
    if value.utcoffset() != value.replace(fold=1).utcoffset():
        back = value.astimezone(dt.UTC).astimezone(reading.zone)
        twice = back.replace(tzinfo=None) == value.replace(tzinfo=None)
        raise Refusal("moment-twice" if twice else "moment-never", node, zone=str(reading.zone))
    return fixed(value)


def moment_of(text: str) -> dt.datetime | None:
    """The moment written as in front matter, without zone; of a day alone its first. None if there is no such one."""
    match = MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, number = _numbers(match)
    try:
        found = dt.datetime(year, month, number, int(match["hour"] or 0), int(match["minute"] or 0))
    except ValueError:
        return None
    return found if _is_likely(year) else None


def fixed(value: dt.datetime) -> dt.datetime:
    """The same moment with a fixed UTC offset, so that it encodes and compares without a time zone database."""
    offset = value.utcoffset()
    assert offset is not None, "moments are aware"
    return value.replace(tzinfo=dt.timezone(offset))


def _day(match: re.Match[str], node: Node) -> dt.date:
    year, month, number = _numbers(match)
    if not _is_likely(year):
        raise Refusal("not-a-day", node)
    try:
        return dt.date(year, month, number)
    except ValueError:
        raise Refusal("impossible-day", node, day=f"{number}.{month}.{year}") from None


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Year, month and day of a match of DAY, however it is written."""
    return int(match["year"] or match["y"]), int(match["month"] or match["m"]), int(match["day"] or match["d"])


def _is_likely(year: int) -> bool:
    """Others are mistyped; and before 1893 the clocks were minutes and seconds off, which PDF refuses."""
    return 1900 <= year < 2200
