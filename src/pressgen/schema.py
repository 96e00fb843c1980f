"""Help for editors: the tables of fields as JSON Schema (draft-07), and as snippets for VS Code.

A schema describes what a YAML 1.2 editor sees where pressgen sees text: `123` may come as a number, `true` as a
boolean, an empty value as null. It must not refuse what pressgen accepts; what only pressgen can know (does the contact
exist, is there a 31.2.) it leaves to `pressgen check`. Pure. The words are German only, as the authors who read them.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pressgen.model import IMAGE_KINDS
from pressgen.sources import blocks, fields, frontmatter, letterhead, newsroom
from pressgen.sources.fields import Field, Schema
from pressgen.sources.release import RELEASE
from pressgen.sources.source import Source

Json = dict[str, Any]


def _like(pattern: str, **more: Any) -> Json:
    """A text that is wholly like this, in the regular expressions that Python and JavaScript share."""
    unnamed = re.sub(r"\(\?P<[a-z]+>", "(?:", pattern)
    return {"type": "string", "pattern": rf"^\s*(?:{unnamed})\s*$"} | more


def _any_case(words: Iterable[str]) -> str:
    """A pattern for these words in any case; JSON Schema has no flag for it."""
    return "|".join("".join(f"[{c}{c.upper()}]" if c.isalpha() else re.escape(c) for c in word) for word in words)


def _either(*shapes: Json) -> Json:
    return {"anyOf": list(shapes)}


def _list(item: Json, **more: Any) -> Json:
    return {"type": "array", "items": item} | more


LINE = _like(r"\S[^\n]*", type=["string", "number", "boolean"])
"""One line of words; `2026` and `true` are such, too."""
LINES = _either(LINE, _list(LINE))
NAMES = _either(LINE, _list(LINE, uniqueItems=True))
RECIPIENT = _either(
    _like(rf"\S[^\n]*(?:\n[^\n]*){{0,{blocks.MAX_RECIPIENT - 1}}}", type=["string", "number", "boolean"]),
    _list(LINE, maxItems=blocks.MAX_RECIPIENT),
)
TOPICS = _either(_like(r"[^\s,][^\n,]*", type=["string", "number", "boolean"]), _list(LINE, uniqueItems=True))
DIVIDED = _either(_like(r"[^\s-]+(?:-[^\s-]+)+"), _list(_like(r"[^\s-]+(?:-[^\s-]+)+")))
DAY = _like(fields.DAY)
DAY_OR_MOMENT = _like(fields.MOMENT.pattern)
MOMENT = _like(fields.MOMENT.pattern.removesuffix("?"))
FLAG = _either({"type": "boolean"}, {"enum": ["ja", "nein"]}, _like(_any_case(fields.YES + fields.NO)))
COUNT = _either(_like(fields.COUNT.pattern), {"type": "integer", "minimum": 1, "maximum": 999_999})
NUMBER = _either(_like(blocks.NUMBER.pattern), {"type": "integer", "minimum": 1, "maximum": 99_999})
KIND = _either({"enum": list(blocks.KINDS)}, _like(_any_case(blocks.KINDS)))
LANGUAGE: Json = {"enum": ["de", "en"]}
PHOTO = _like(rf"\S[^\n]*(?:{_any_case(IMAGE_KINDS)})")
WEB = _like(newsroom.WEB.pattern)
SECURE = _like(newsroom.SECURE.pattern)
BASE_URL = _like(r"[hH][tT][tT][pP][sS]?://\S+")
AUTHORITY = _like(newsroom.AUTHORITY.pattern)
PHONE = _either(_like(newsroom.PHONE.pattern), {"type": "integer"})
"""An editor takes `+49891234` and `0891234` for integers."""
EMAIL = _like(r"[^\s@]+@[^\s@]+\.[^\s@]+")
CALLING_CODE = _either(_like(newsroom.CALLING.pattern), {"type": "integer"})
EMPTY = ({"type": "null"}, _like(""))


class Block(NamedTuple):
    """Fields that have fields of their own."""

    name: str
    """In the schema's definitions."""
    schema: Schema
    helps: Mapping[str, Help]
    several: bool = False
    """May there be a list of them?"""


class Help(NamedTuple):
    """What an author is told about a field."""

    meaning: str
    example: str = ""
    """A value, as written in YAML; a block's is made of those of its fields."""
    shape: Json = LINE
    block: Block | None = None
    blank: bool = True
    """May the value be missing behind the key, where the field is not required?"""


IMAGE = {
    "file": Help("Wo das Bild liegt: neben der Meldung oder unter content/media/.", "/media/2026/bruecke.jpg", PHOTO),
    "alt": Help(
        "Was auf dem Bild zu sehen ist, für alle, die es nicht sehen.", "Zwei Personen zerschneiden ein rotes Band"
    ),
    "caption": Help("Die Bildunterschrift.", "Landrat und Bürgermeisterin geben die Brücke frei."),
    "credit": Help("Der Bildnachweis: wer das Bild gemacht hat, wem es gehört.", "Landratsamt München / Muster"),
}

ATTACHMENT = {
    "file": Help("Wo die Datei liegt: neben der Meldung oder unter content/media/.", "/media/2026/lageplan.pdf"),
    "title": Help("Wie die Anlage heißt; ohne Titel wie ihre Datei.", "Lageplan der Brücke"),
}

UPDATE = {
    "date": Help(
        "Seit wann die Änderung gilt: Tag oder Tag und Uhrzeit, nach der Veröffentlichung.",
        "2026-11-24 09:30",
        DAY_OR_MOMENT,
    ),
    "kind": Help("Berichtigung (correction) eines Fehlers oder Ergänzung (update).", "berichtigung", KIND),
    "note": Help("Was sich geändert hat, in einem Satz.", "Richtig sind 2,3 Millionen Euro."),
}

WITHDRAWAL = {
    "date": Help("Seit wann die Meldung nicht mehr gilt: Tag oder Tag und Uhrzeit.", "2026-11-25", DAY_OR_MOMENT),
    "reason": Help("Warum sie nicht mehr gilt; das steht statt des Textes auf der Seite.", "Der Termin entfällt."),
}

PHOTO_BLOCK = Block("image", blocks.IMAGE, IMAGE)

FIELDS = {
    "headline": Help("Die Überschrift, in einer Zeile.", "Neue Brücke eröffnet"),
    "subhead": Help("Die Zeile unter der Überschrift.", "Der Verkehr rollt wieder"),
    "kicker": Help("Die kleine Zeile über der Überschrift.", "Verkehr"),
    "date": Help(
        "Der Tag der Meldung, derselbe wie im Dateinamen. Mit Uhrzeit erscheint sie erst dann.",
        "2026-11-23",
        DAY_OR_MOMENT,
    ),
    "place": Help("Der Ort vor dem Datum; bleibt das Feld leer, entfällt er.", "Haar"),
    "contact": Help("Wen Journalisten anrufen: Namen aus content/contacts.yaml.", "christine-spiegel", NAMES),
    "letterhead": Help("Der Briefkopf: ein Ordner in layouts/letterheads/.", "landkreis-aktuell"),
    "topics": Help("Die Themen, in eckigen Klammern; ein einzelnes braucht keine.", "[Mobilität, Bau]", TOPICS),
    "municipality": Help(
        "Die Gemeinden, in denen es geschieht, in eckigen Klammern; eine einzelne braucht keine.", "Haar", TOPICS
    ),
    "number": Help("Die laufende Nummer der Meldung in ihrem Jahr.", "123/2026", NUMBER),
    "embargo": Help(
        "Sperrfrist: Tag und Uhrzeit, bis dahin ist die Meldung nicht öffentlich.",
        "2026-11-30 10:00",
        MOMENT,
        blank=False,
    ),
    "draft": Help(
        "Ein Entwurf erscheint nur in der Vorschau. Zeile löschen, wenn die Meldung fertig ist.",
        "ja",
        FLAG,
        blank=False,
    ),
    "image": Help("Das Bild der Meldung.", block=PHOTO_BLOCK),
    "gallery": Help("Weitere Bilder, der Reihe nach.", block=PHOTO_BLOCK._replace(several=True)),
    "attachments": Help(
        "Dateien zum Herunterladen.", block=Block("attachment", blocks.ATTACHMENT, ATTACHMENT, several=True)
    ),
    "boilerplate": Help("Standardabsätze am Ende: Dateien in content/boilerplates/, ohne .md.", "landkreis", NAMES),
    "usage": Help("Was Redaktionen mit Text und Bildern tun dürfen.", "Abdruck honorarfrei, Beleg erbeten"),
    "recipient": Help(
        "An wen der Brief mit der Post geht, Zeile für Zeile; steht nur auf dem Brief der Druckerei.",
        "[Münchner Merkur, Redaktion, Musterstraße 1, 80000 München]",
        RECIPIENT,
    ),
    "language": Help("Die Sprache der Meldung; ohne das Feld die der Pressestelle.", "en", LANGUAGE),
    "updates": Help(
        "Was sich nach der Veröffentlichung geändert hat.", block=Block("update", blocks.UPDATE, UPDATE, several=True)
    ),
    "withdrawn": Help(
        "Die Meldung ist zurückgezogen: Ihre Seite bleibt, mit der Begründung statt des Textes.",
        block=Block("withdrawal", blocks.WITHDRAWAL, WITHDRAWAL),
    ),
    "aliases": Help("Frühere Adressen der Meldung, die weiter zu ihr führen.", "[2016/bruecke/, alt/4711.html]", NAMES),
}

LETTERHEAD = {
    "series": Help("Wie Meldungen ihn nennen; ohne das Feld wie sein Ordner.", "landkreis-aktuell"),
    "from": Help("Der erste Tag, dessen Meldungen ihn tragen.", "2027-01-01", DAY),
    "until": Help("Der letzte Tag, dessen Meldungen ihn tragen.", "2036-12-31", DAY),
    "address_field": Help("Zeigt er die Anschrift des Empfängers? Ohne das Feld: nein.", "ja", FLAG, blank=False),
    "hyphenation": Help("Wörter, die nur am Bindestrich getrennt werden.", "[Land-rats-amt, Stau-becken]", DIVIDED),
}

SECURITY = {
    "contact": Help(
        "Wohin jemand eine Sicherheitslücke meldet: E-Mail, Telefon oder eine Seite mit https://.",
        "it-sicherheit@example.org",
        NAMES,
    ),
    "expires": Help("Bis wann das gilt, höchstens ein Jahr voraus.", "2027-06-30", DAY),
    "policy": Help("Eine Seite dazu, wie Sie mit Meldungen umgehen.", "https://www.example.org/sicherheit/", SECURE),
}

NEWSROOM = {
    "office": Help("Die Behörde.", "Landratsamt München"),
    "address": Help(
        "Der Absender auf dem Brief, Zeile für Zeile.", "[Landratsamt, Mariahilfplatz 17, 81541 München]", LINES
    ),
    "title": Help("Der Titel von Website und Feed.", "Pressemitteilungen des Landkreises München"),
    "description": Help("Worum es geht, in einem Satz: für Feed und Suchmaschinen.", "Was der Landkreis mitteilt."),
    "base_url": Help("Die Webadresse, unter der public/ steht.", "https://www.landkreis-muenchen.de/presse/", BASE_URL),
    "timezone": Help("Die Zeitzone für Sperrfristen und Termine.", "Europe/Berlin"),
    "language": Help("Die Sprache der Pressestelle und ihrer Seiten; ohne das Feld de.", "de", LANGUAGE),
    "feed_authority": Help(
        "Kennung des Feeds. Nie ändern: Daran erkennen Feedreader jede Meldung wieder.",
        "landkreis-muenchen.de,2017",
        AUTHORITY,
    ),
    "feed_length": Help("Wie viele Meldungen der Feed hat; ohne das Feld 30.", "30", COUNT, blank=False),
    "legal_links": Help(
        "Seiten, auf die jede Seite unten verweist: Dateien in content/pages/, ohne .md.",
        "[impressum, datenschutz, barrierefreiheit]",
        LINES,
    ),
    "calling_code": Help(
        "Die Landesvorwahl vor Telefonnummern, die mit 0 beginnen; ohne das Feld +49.", "'+49'", CALLING_CODE
    ),
    "defaults": Help(
        "Vorgaben für alles, was eine Meldung nicht selbst sagt.",
        block=Block("defaults", newsroom.DEFAULTS, FIELDS),
        blank=False,
    ),
    "topics": Help("Die Themen, die es gibt; fehlt das Feld, ist jedes erlaubt.", "[Mobilität, Bau]", TOPICS),
    "municipalities": Help("Die Gemeinden, die es gibt; fehlt das Feld, ist jede erlaubt.", "[Haar, Aying]", TOPICS),
    "letters": Help(
        "Gibt es Briefe (PDF), auf der Website und für die Druckerei? Ohne das Feld: ja.", "nein", FLAG, blank=False
    ),
    "withdrawn_in_lists": Help(
        "Stehen zurückgezogene Meldungen weiter in den Listen? Ohne das Feld: ja.", "nein", FLAG, blank=False
    ),
    "keep_together": Help(
        "Bleiben auf Seite und Brief Zahl und Einheit in einer Zeile, ebenso „z. B.“ und „§ 5“? Ohne das Feld: nein.",
        "ja",
        FLAG,
        blank=False,
    ),
    "character_count": Help(
        "Nennen Seite und Brief die Länge des Textes? Ohne das Feld: nein.", "ja", FLAG, blank=False
    ),
    "text_limit": Help("Ab wie vielen Zeichen pressgen an die Länge erinnert.", "3000", COUNT, blank=False),
    "security": Help(
        "Wem man eine Sicherheitslücke der Website meldet (security.txt).",
        block=Block("security", newsroom.SECURITY, SECURITY),
    ),
}

CONTACT = {
    "name": Help("Wer zu sprechen ist.", "Christine Spiegel"),
    "role": Help("Die Funktion.", "Pressesprecherin"),
    "phone": Help("Die Telefonnummer, wie sie im Brief stehen soll.", "089/6221-2621", PHONE),
    "fax": Help("Die Faxnummer.", "089/6221-442621", PHONE),
    "email": Help("Die Mailadresse.", "pressestelle@example.org", EMAIL),
    "web": Help("Die Webseite.", "www.landkreis-muenchen.de", WEB),
    "until": Help("Der letzte Tag, an dem Meldungen diesen Kontakt nennen.", "2026-12-31", DAY),
}

TABLES = (
    Block("release", RELEASE, FIELDS),
    Block("newsroom", newsroom.NEWSROOM, NEWSROOM),
    Block("contact", newsroom.CONTACT, CONTACT),
    Block("letterhead", letterhead.LETTERHEAD, LETTERHEAD),
)
"""All that editors can be told about; what has fields of its own is inside."""


def of_releases(defaults: Collection[str] = (), known: Mapping[str, Collection[str]] | None = None) -> Json:
    """The schema of a release's front matter.

    A field in `defaults` need not be written; `known` has names to suggest, by field. A draft may miss everything.
    """
    table = TABLES[0]
    found = _object(table, "#", known or {})
    names = next(_names(field) for field in RELEASE.fields if field.name == "draft")
    yes = _either({"const": True}, _like(_any_case(fields.YES)))
    draft = _either(*({"required": [name], "properties": {name: yes}} for name in names))
    required = {field.name for field in RELEASE.fields if field.required} - {*defaults}
    rules = {"if": draft, "else": {"allOf": _presence(RELEASE, required)}}
    return _document("Eine Pressemitteilung", found | rules, table)


def of_newsroom() -> Json:
    """The schema of content/newsroom.yaml."""
    table = TABLES[1]
    return _document("content/newsroom.yaml: wer veröffentlicht", _complete(table, "#"), table)


def of_letterheads() -> Json:
    """The schema of the letterhead.yaml of a letterhead."""
    table = TABLES[3]
    return _document("letterhead.yaml: was ein Briefkopf von sich sagt", _complete(table, "#"), table)


def of_contacts() -> Json:
    """The schema of content/contacts.yaml: contacts by their key."""
    contact = _complete(TABLES[2], "#/definitions/contact", {"name"})
    found: Json = {"type": ["object", "null"], "additionalProperties": {"$ref": "#/definitions/contact"}}
    document = _document("content/contacts.yaml: die Pressekontakte", found, TABLES[2])
    return document | {"definitions": {"contact": contact}}


def as_text(found: Json) -> str:
    """JSON, for people to read as well."""
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _document(title: str, found: Json, table: Block) -> Json:
    inner = {block.name: block for help in table.helps.values() if (block := help.block)}
    definitions = {name: _complete(block, f"#/definitions/{name}") for name, block in inner.items()}
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **found, "definitions": definitions}


def _complete(block: Block, at: str, required: Collection[str] = ()) -> Json:
    """The schema of a block whose required fields are always required."""
    wanted = {field.name for field in block.schema.fields if field.required} | {*required}
    return _object(block, at, {}) | {"allOf": _presence(block.schema, wanted)}


def _object(block: Block, at: str, known: Mapping[str, Collection[str]]) -> Json:
    """All keys of a block; those of an alias point to the field's, found at `at` in the document."""
    properties: Json = {}
    for field in block.schema.fields:
        name, *aliases = _names(field)
        properties[name] = _field(field, block.helps[name], known.get(name, ()))
        properties |= {alias: {"$ref": f"{at}/properties/{name}"} for alias in aliases}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _field(field: Field, help: Help, known: Collection[str]) -> Json:
    about = help.meaning
    if len(names := _names(field)) > 1:
        about += f" Auch: {', '.join(names[1:])}."
    examples = sorted(known) or [_value(field, help)]
    shape = help.shape
    if help.block:
        one = {"$ref": f"#/definitions/{help.block.name}"}
        shape = _either(one, _list(one)) if help.block.several else _either(one)
    if not field.required and help.blank:
        shape = _either(shape, *EMPTY)
    elif shape in (LINES, NAMES):
        one, several = shape["anyOf"]
        shape = _either(one, several | {"minItems": 1})
    return {"description": about, "examples": examples} | _explained(shape, _wanted(help))


def _wanted(help: Help) -> str:
    """What may stand there, said where the editor would only cite a regular expression, in English."""
    if "enum" in help.shape:
        return f"Hier steht eines davon: {', '.join(help.shape['enum'])}."
    return f"Das passt nicht hierher. Zum Beispiel: {help.example}" if help.example else "Hier stehen weitere Felder."


def _explained(shape: Json, wanted: str) -> Json:
    """The shape, saying so wherever a value is not like it.

    `errorMessage` is a word of VS Code's. Its YAML extension tells the one of the first of several shapes.
    """
    if "anyOf" in shape:
        return shape | {"anyOf": [_explained(one, wanted) for one in shape["anyOf"]]}
    return shape if "$ref" in shape else shape | {"errorMessage": wanted}


def _presence(schema: Schema, required: Collection[str]) -> list[Json]:
    """What must be written, under any of its names; and nothing under two of them."""
    found: list[Json] = []
    for field in schema.fields:
        names = _names(field)
        if field.name in required:
            found.append(_either(*({"required": [name]} for name in names)))
        if len(names) > 1:
            twice = ({"required": list(pair)} for pair in itertools.combinations(names, 2))
            found.append({"not": _either(*twice)})
    return found


def _names(field: Field) -> list[str]:
    """All ways to write its key; a contact's `name` is the same word in German."""
    return list(dict.fromkeys((field.name, *field.aliases)))


def example(field: Field, help: Help, german: bool = False) -> list[str]:
    """A field as it may be written, line by line."""
    key = field.aliases[0] if german else field.name
    if help.block is None:
        return [f"{key}: {help.example}"]
    inner = (example(one, help.block.helps[one.name], german)[0] for one in help.block.schema.fields)
    first, other = ("  - ", "    ") if help.block.several else ("  ", "  ")
    return [f"{key}:", *((other if number else first) + line for number, line in enumerate(inner))]


def _value(field: Field, help: Help) -> Any:
    """The value of the example, as JSON."""
    text = "\n".join(example(field, help)) + "\n"
    head = frontmatter.mapping(Source("", text), 0, len(text), [])
    assert head is not None, text
    return _json(head.entries[0][1])


def _json(node: frontmatter.Node) -> Any:
    if isinstance(node, frontmatter.Mapping):
        return {key.text: _json(value) for key, value in node.entries}
    if isinstance(node, frontmatter.Sequence):
        return [_json(item) for item in node.items]
    return node.text


BEGUN = (
    "---",
    "draft: ja  # Zeile löschen, wenn fertig",
    "headline: $1",
    "subhead: $2",
    "date: $CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE",
    "topics: [$3]",
    "---",
    "",
    "$0",
)
"""What a release begins with; newsroom.yaml has defaults for the rest.

No sample text, as in `pressgen new`: it could be published by mistake."""


def snippets() -> Json:
    """Snippets for VS Code's Markdown: a whole release, and each field under its English and its German name."""
    found = {"Pressemitteilung": _snippet(["meldung", "pressgen"], "Eine ganze Meldung.", BEGUN)}
    for field in RELEASE.fields:
        help = FIELDS[field.name]
        for key, german in ((field.name, False), (field.aliases[0], True)):
            found[key] = _snippet([key], help.meaning, _stops(example(field, help, german)))
    return found


def _snippet(prefix: list[str], meaning: str, body: Iterable[str]) -> Json:
    return {"scope": "markdown", "prefix": prefix, "description": meaning, "body": list(body)}


def _stops(lines: Iterable[str]) -> Iterator[str]:
    """The lines with each value as a place to jump to and overwrite."""
    numbers = itertools.count(1)
    for line in lines:
        key, colon, value = line.partition(": ")
        escaped = re.sub(r"[\\$}]", r"\\\g<0>", value)
        yield f"{key}{colon}${{{next(numbers)}:{escaped}}}" if value else line
