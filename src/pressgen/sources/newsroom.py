"""content/newsroom.yaml and content/contacts.yaml become values."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from typing import Any, NamedTuple

from pressgen.model import Contact, Newsroom, Office, Security
from pressgen.problems import Problem
from pressgen.sources import addresses, blocks, fields
from pressgen.sources.fields import Field, Reading, Refusal, Schema
from pressgen.sources.frontmatter import Mapping as YamlMapping
from pressgen.sources.frontmatter import Node, Scalar, Sequence, mapping
from pressgen.sources.release import RELEASE
from pressgen.sources.source import Source

CALLING_CODE = "+49"
"""Where newsroom.yaml names none."""


class Settings(NamedTuple):
    """All that newsroom.yaml says."""

    newsroom: Newsroom
    defaults: Mapping[str, Any]
    """For fields that a release does not write."""
    zone: zoneinfo.ZoneInfo
    calling_code: str
    """Of the country, put before phone numbers that begin with 0: `+49`."""


DEFAULTS = Schema(fields=tuple(field._replace(required=False) for field in RELEASE.fields if field.defaultable))


def _base_url(node: Node, reading: Reading) -> str | None:
    value = fields.word(node, reading)
    if value is None:
        return None
    address = addresses.base(value)
    if address is None:
        raise Refusal("not-a-web-address", node)
    return address


def _timezone(node: Node, reading: Reading) -> zoneinfo.ZoneInfo | None:
    value = fields.word(node, reading)
    try:
        return zoneinfo.ZoneInfo(value) if value else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise Refusal("not-a-timezone", node) from None


def _authority(node: Node, reading: Reading) -> str | None:
    value = fields.word(node, reading)
    # RFC 4151, 2.1: an e-mail address or domain name, and a date on which it was the office's, perhaps without day.
    match = AUTHORITY.fullmatch(value or "")
    if value and not match:
        raise Refusal("not-an-authority", node)
    if match and fields.moment_of(match["date"] + "-01-01"[len(match["date"]) - 4 :]) is None:
        raise Refusal("impossible-authority", node, date=match["date"])
    return value


AUTHORITY = re.compile(r"(?:[A-Za-z0-9_.+-]+@)?[a-z0-9-]+(?:\.[a-z0-9-]+)+,(?P<date>[0-9]{4}(?:-[0-9]{2}){0,2})")


def _calling_code(node: Node, reading: Reading) -> str | None:
    value = fields.word(node, reading)
    if value and not CALLING.fullmatch(value):
        raise Refusal("not-a-calling-code", node)
    return value


CALLING = re.compile(r"\+[1-9][0-9]{0,2}")


def _security_contacts(node: Node, reading: Reading) -> tuple[str, ...] | None:
    """URIs (RFC 9116, 2.5.3): an e-mail address, a phone number, or a page that is served by https."""
    written = fields.each_once(node, reading) if isinstance(node, Sequence) else fields.texts(node, reading)
    items = node.items if isinstance(node, Sequence) else (node,)
    found = []
    for item, value in zip(items, written or (), strict=False):
        uri = _contact_uri(value, reading.calling_code or CALLING_CODE)
        if uri is None:
            raise Refusal("not-a-security-contact", item)
        found.append(uri)
    return tuple(found) or None


def _contact_uri(text: str, calling_code: str) -> str | None:
    address = text.removeprefix("mailto:")
    local, _, domain = address.rpartition("@")
    if LOCAL.fullmatch(local) and addresses.host(domain):
        return f"mailto:{address}"
    if _is_page(text):
        return text
    return _phone_uri(text.removeprefix("tel:"), calling_code)


def _page(node: Node, reading: Reading) -> str | None:
    value = fields.word(node, reading)
    if value and not _is_page(value):
        raise Refusal("not-a-secure-page", node)
    return value


def _is_page(text: str) -> bool:
    return bool(SECURE.fullmatch(text)) and addresses.host(text.split("/")[2]) is not None


SECURE = re.compile(r"https://[^\s/@:?#]+\.[^\s/@:?#]{2,}(?:/[!-~]*)?")
"""In ASCII: what stands in security.txt is read by programs."""

SECURITY = Schema(
    fields=(
        Field("contact", ("kontakt",), _security_contacts, required=True),
        Field("expires", ("gueltig_bis",), fields.day, required=True),
        Field("policy", ("richtlinie",), _page),
    )
)


def _security(node: Node, reading: Reading) -> Security | None:
    if isinstance(node, Scalar) and not node.text:
        return None
    values = blocks.block(SECURITY, node, reading)
    if values is None:
        return None
    return Security(contacts=values["contact"], expires=values["expires"], policy=values.get("policy", ""))


def _defaults(node: Node, reading: Reading) -> dict[str, Any] | None:
    if not isinstance(node, YamlMapping):
        raise Refusal("not-a-block", node)
    return fields.read(DEFAULTS, node, reading)


NEWSROOM = Schema(
    fields=(
        Field("office", ("behoerde",), fields.text, required=True),
        Field("address", ("anschrift",), fields.texts, required=True),
        Field("title", ("titel",), fields.text, required=True),
        Field("description", ("beschreibung",), fields.text, required=True),
        Field("base_url", ("webadresse",), _base_url, required=True),
        Field("timezone", ("zeitzone",), _timezone, required=True),
        Field("language", ("sprache",), fields.language),
        Field("feed_authority", ("feed_kennung",), _authority, required=True),
        Field("feed_length", ("feed_laenge",), fields.count),
        Field("legal_links", ("rechtliches",), fields.texts, required=True),
        Field("calling_code", ("landesvorwahl",), _calling_code),
        Field("defaults", ("vorgaben",), _defaults),
        Field("letters", ("briefe",), fields.flag),
        Field("topics", ("themen",), fields.names),
        Field("municipalities", ("gemeinden",), fields.names),
        Field("withdrawn_in_lists", ("zurueckgezogene_in_listen",), fields.flag),
        Field("keep_together", ("zusammenhalten",), fields.flag),
        Field("character_count", ("zeichenzahl",), fields.flag),
        Field("text_limit", ("textgrenze",), fields.count),
        Field("security", ("sicherheit",), _security),
    )
)


def settings(source: Source, problems: list[Problem]) -> Settings | None:
    """The newsroom, or None where it has problems."""
    known = len(problems)
    head = mapping(source, 0, len(source.text), problems)
    if head is None:
        return None
    if not head.entries:
        problems.append(Problem(path=source.path, code="empty-file"))
        return None
    values = fields.read(NEWSROOM, head, Reading(source, problems))
    if len(problems) > known:
        return None
    zone: zoneinfo.ZoneInfo = values["timezone"]
    newsroom = Newsroom(
        office=Office(name=values["office"], address=values["address"]),
        title=values["title"],
        description=values["description"],
        base_url=values["base_url"],
        timezone=zone.key,
        language=values.get("language", "de"),
        feed_authority=values["feed_authority"],
        feed_length=values.get("feed_length", 30),
        legal_links=values["legal_links"],
        letters=values.get("letters", True),
        topics=values.get("topics", ()),
        municipalities=values.get("municipalities", ()),
        lists_withdrawn=values.get("withdrawn_in_lists", True),
        keeps_together=values.get("keep_together", False),
        counts_characters=values.get("character_count", False),
        text_limit=values.get("text_limit", 0),
        security=values.get("security"),
    )
    # Without letters nobody needs a letterhead.
    defaults = ({} if newsroom.letters else {"letterhead": ""}) | values.get("defaults", {})
    return Settings(newsroom, defaults, zone, values.get("calling_code", CALLING_CODE))


def _phone(node: Node, reading: Reading) -> str | None:
    value = fields.text(node, reading)
    if value and _phone_uri(value, reading.calling_code) is None:
        raise Refusal("not-a-phone", node)
    return value


def _email(node: Node, reading: Reading) -> str | None:
    value = fields.text(node, reading)
    local, _, domain = (value or "").rpartition("@")
    if value and not (LOCAL.fullmatch(local) and re.search(r"\.[a-z][a-z0-9-]+$", addresses.host(domain) or "")):
        raise Refusal("not-an-email", node)
    return value


LOCAL = re.compile(r"[A-Za-z0-9!$'*+^_`{|}~-]+(?:\.[A-Za-z0-9!$'*+^_`{|}~-]+)*")
"""A dot-atom (RFC 5322), without what would mean something else in a `mailto:` link: `?`, `&`, `%`, `=`, `/`, `#`."""


def _web(node: Node, reading: Reading) -> str | None:
    value = fields.text(node, reading)
    if value and not WEB.fullmatch(value):
        raise Refusal("not-a-web-address", node)
    return value


WEB = re.compile(r"(?:https?://)?[^\s/@:]+\.[^\s/@:]{2,}(?:/\S*)?")


CONTACT = Schema(
    fields=(
        Field("name", ("name",), fields.text),
        Field("role", ("funktion",), fields.text),
        Field("phone", ("telefon",), _phone),
        Field("fax", ("telefax",), _phone),
        Field("email", ("e-mail",), _email),
        Field("web", ("internet",), _web),
        Field("until", ("bis",), fields.day),
    )
)


def contacts(source: Source, calling_code: str, problems: list[Problem]) -> dict[str, Contact]:
    """The contacts of contacts.yaml by their key."""
    found: dict[str, Contact] = {}
    head = mapping(source, 0, len(source.text), problems)
    reading = Reading(source, problems, calling_code=calling_code)
    entries = head.entries if head else ()
    names = {name for field in CONTACT.fields for name in (field.name, *field.aliases)}
    stray = [key for key, node in entries if key.text in names and not isinstance(node, YamlMapping)]
    problems += [source.problem("contact-not-indented", key.start, len(key.text), key=key.text) for key in stray]
    for key, node in entries:
        if not isinstance(node, YamlMapping):
            if not stray:
                problems.append(source.problem("contact-not-a-block", key.start, len(key.text), key=key.text))
            continue
        known = len(problems)
        values = fields.read(CONTACT, node, reading)
        if "name" not in values and len(problems) == known:
            problems.append(source.problem("contact-without-name", key.start, len(key.text), key=key.text))
        if "name" not in values:
            continue
        web = values.get("web", "")
        phone = values.get("phone", "")
        found[key.text] = Contact(
            key=key.text,
            phone_uri=_phone_uri(phone, calling_code) or "",
            web_uri=web if not web or "://" in web else f"https://{web}",
            **values,
        )
    return found


def _phone_uri(phone: str, calling_code: str) -> str | None:
    """A written phone number as a global number (RFC 3966): `089/6221-2621` is `tel:+498962212621`; None if it is none.

    A number has at least 5 digits behind its trunk prefix, and at most 15 with the calling code (E.164). Short ones
    such as `115` are none of these: they are dialled as they are.
    """
    if SHORT.fullmatch(phone):
        return f"tel:{phone}"
    if not PHONE.fullmatch(phone):
        return None
    digits = re.sub(r"[^0-9+]", "", phone.replace("(0)", ""))
    trunks = {"+": "", "00": "", "0": calling_code.removeprefix("+")}
    trunk = next(trunk for trunk in trunks if digits.startswith(trunk))
    own = digits.removeprefix(trunk)
    number = trunks[trunk] + own
    return f"tel:+{number}" if len(own) >= 5 and len(number) <= 15 and number[0] != "0" else None


PHONE = re.compile(r"(?:\+|0|\(0[1-9])[0-9\s()/.–-]*|11[0-9]|116[0-9]{3}")

SHORT = re.compile("11[0-9]|116[0-9]{3}")
"""The numbers of public authorities and of emergencies: `115`, `112`, `116117`."""
