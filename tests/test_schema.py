"""What an editor knows of the fields: as a validator that is not ours understands it.

The editor may leave a mistake to `pressgen check`, but must never draw a red line below what pressgen accepts.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from pressgen import schema
from pressgen.problems import Problem
from pressgen.schema import Block, Help
from pressgen.sources import fields, frontmatter
from pressgen.sources.fields import Field, Reading, Schema
from pressgen.sources.source import Source
from tests.harness import PROJECT, Newsroom
from tests.test_refusals import REFUSALS, parts

EDITOR = PROJECT / ".vscode"


class Editor(yaml.SafeLoader):
    """Values as a YAML 1.2 editor takes them (core schema): `nein` and `2026-11-23` are words, `123` is a number."""

    yaml_implicit_resolvers = {}  # noqa: RUF012


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+0123456789.")),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), first)


Editor.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))  # 0891 is not octal


def seen(text: str) -> Any:
    """What the editor hands to the schema."""
    return yaml.load(text, Editor)


def judge(document: dict[str, Any]) -> jsonschema.Draft7Validator:
    jsonschema.Draft7Validator.check_schema(document)
    return jsonschema.Draft7Validator(document)


def complaints(document: dict[str, Any], text: str) -> list[str]:
    return [error.message for error in judge(document).iter_errors(seen(text))]


def accepted(table: Schema, text: str) -> bool:
    """Does pressgen read these fields without a problem?"""
    problems: list[Problem] = []
    source = Source("content/releases/2026/2026-11-23-x.md", text)
    head = frontmatter.mapping(source, 0, len(text), problems)
    if head and not problems:
        fields.read(table, head, Reading(source, problems, calling_code="+49", base_url="https://www.example.org/"))
    return not problems


BLOCKS = {block.name: block for block in schema.TABLES}
BLOCKS |= {help.block.name: help.block for block in schema.TABLES for help in block.helps.values() if help.block}

DOCUMENTS = {"release": schema.of_releases(), "newsroom": schema.of_newsroom(), "contact": schema.of_contacts()}
DOCUMENTS |= {"letterhead": schema.of_letterheads()}


def _every_field() -> Iterator[Any]:
    for block in BLOCKS.values():
        for field in block.schema.fields:
            yield pytest.param(block, field, block.helps[field.name], id=f"{block.name}-{field.name}")


EVERY_FIELD = tuple(_every_field())


def of(block: Block, *, complete: bool) -> dict[str, Any]:
    """The schema of one block, by itself; an incomplete one asks for nothing more."""
    document = next(d for d in DOCUMENTS.values() if block.name in d["definitions"] or d is DOCUMENTS.get(block.name))
    found = document["definitions"].get(block.name, document)
    rules = ("$schema", "if", "else", "allOf") if not complete else ("$schema",)
    return {key: value for key, value in found.items() if key not in rules} | {
        "definitions": document["definitions"],
        # References lead to where the block stands in the whole document.
        "properties": found["properties"],
    }


def alone(table: Schema, field: Field) -> Schema:
    """A table in which nothing but this field is asked for."""
    return Schema(tuple(f._replace(required=f.required and f is field) for f in table.fields))


@pytest.mark.parametrize("source", ["release", "newsroom", "contacts"])
def test_the_office_s_own_texts_have_no_red_line(newsroom: Newsroom, source: str) -> None:
    shutil.copytree(PROJECT / "content", newsroom.folder / "content", dirs_exist_ok=True)
    document = json.loads(newsroom.command("schema", source).out)
    texts = []
    for folder in (PROJECT / "content", PROJECT / "tests/specimen"):
        if source == "release":
            texts += [file.read_text().split("---\n")[1] for file in folder.glob("releases/*/*.md")]
        else:
            texts += [file.read_text() for file in folder.glob(f"{source}.yaml")]

    assert texts
    for text in texts:
        assert complaints(document, text) == []


def test_without_a_source_it_is_the_schema_of_a_release(newsroom: Newsroom) -> None:
    assert newsroom.command("schema") == newsroom.command("schema", "release")


@pytest.mark.parametrize(("block", "field", "help"), EVERY_FIELD)
@pytest.mark.parametrize("german", [False, True])
def test_every_example_is_right(block: Block, field: Field, help: Help, german: bool) -> None:
    text = "\n".join(schema.example(field, help, german))

    assert help.meaning.endswith("."), "a sentence"
    assert accepted(alone(block.schema, field), text)
    assert complaints(of(block, complete=False), text) == []


@pytest.mark.parametrize("block", BLOCKS.values(), ids=lambda block: block.name)
def test_editor_and_pressgen_know_the_same_keys(block: Block) -> None:
    keys = {name for field in block.schema.fields for name in (field.name, *field.aliases)}

    assert of(block, complete=False)["properties"].keys() == keys
    assert block.helps.keys() >= {field.name for field in block.schema.fields}
    for key in ("x", "town", "stadt"):
        assert complaints(of(block, complete=False), f"{key}: x") != []
        assert not accepted(block.schema, f"{key}: x")


VALUES = r"""

''
' '
~
Wort
zwei Wörter
ja
Nein
WAHR
true
False
on
1
0
-1
0123
123
1000000
12.5
1e3
123/2026
Nr. 12/2026
2026-11-23
23.11.2026
3. 1. 2026
2026-11-23 10:00
2026-11-23T10:00
23.11.2026, 10:00 Uhr
10:00
20.12.
2026
correction
Berichtigung
ERGÄNZUNG
de
en
fr
bild.png
BILD.JPG
/media/2026/plan.pdf
../../media/2026/bild.webp
https://example.org/bild.png
alt/meldung.html
2016/austausch/
example.org
http://example.org/presse
https://www.example.org
example.org,2017
presse@example.org,2017-01-02
presse@example.org
089/1234567
0891234567
+49891234567
'+49'
+49
(089) 1234-567
Europe/Berlin
a, b
'#weg'
[]
[a, b]
[a, a]
['a, b']
['']
[1, 2]
[true]
[[a]]
[{a: b}]
{}
{a: b}
"zwei\n"
|\n  Eine Zeile
>\n  Zwei\n  Zeilen
{date: 2026-11-23, reason: x}
{datum: 23.11.2026, grund: x}
{date: 2026-11-23, kind: update, note: 5}
[{date: 2026-11-23, art: Berichtigung, text: x}]
[{date: 2026-11-23, kind: update}]
{file: bild.png, alt: x, credit: y}
[{datei: bild.PNG, alternativtext: x, bildnachweis: y, caption: }]
{file: bild.png, alt: x, credit: y, datei: bild.png}
{file: plan.pdf}
{file: plan.pdf, titel: 3}
{place: , contact: x}
{ort: Haar, kontakt: [a, b]}
"""
"""What somebody may write behind a key, right for some fields and wrong for others."""


@pytest.mark.parametrize(("block", "field", "help"), EVERY_FIELD)
def test_no_red_line_below_what_pressgen_accepts(block: Block, field: Field, help: Help) -> None:
    judged = judge(of(block, complete=False))
    table = alone(block.schema, field)
    for key in (field.name, *field.aliases):
        for value in VALUES.splitlines():
            lines = value.replace(r"\n", "\n") if value[:1] in ("|", ">") else value
            text = f"{key}: {lines}\n"
            if value == "~":  # for pressgen a word, for every editor nothing at all
                continue
            if accepted(table, text):
                assert [error.message for error in judged.iter_errors(seen(text))] == [], text


@pytest.mark.parametrize(("block", "field", "help"), EVERY_FIELD)
def test_a_red_line_says_in_german_what_may_stand_there(block: Block, field: Field, help: Help) -> None:
    shape = of(block, complete=False)["properties"][field.name]
    shapes = [shape]
    for one in shapes:
        shapes += one.get("anyOf", ())
    told = {one["errorMessage"] for one in shapes if "anyOf" not in one and "$ref" not in one}

    assert [sentence.startswith(("Das passt nicht hierher", "Hier steh")) for sentence in told] in ([True], [])
    assert told or help.block, "a regular expression tells an author nothing"


WRONG = {
    "release": """
        headline:; headline: [a, b]; headline: {a: b}; titel: ''; date: morgen; date: 23.11.; datum:; date: 2026
        place: [Haar]; contact: {a: b}; contact:; contact: []; contact: [a, a]; kontakt: ['']; letterhead: [a]
        topics: Bau, Verkehr; topics: {a: b}; themen: [[a]]; number: 0; number: eins; nummer: 123/17; number: 1.5
        embargo: 2026-11-30; sperrfrist:; embargo: bald; draft: vielleicht; entwurf:; draft: 1; image: bild.png
        image: {file: bild.png, alt: x}; image: {file: plan.pdf, alt: x, credit: y}; bild: [a]; gallery: [bild.png]
        gallery: {file: bild.png, alt: x, credit: y, wer: z}; attachments: plan.pdf; anhaenge: [{title: x}]
        boilerplate: {a: b}; usage: [a]; language: fr; sprache: Deutsch; language: DE; updates: x; updates: [x]
        updates: {date: 2026-11-24, kind: neu, note: x}; updates: {date: 2026-11-24, art: update}
        updates: {date: 2026-11-24, datum: 24.11.2026, kind: update, note: x}; withdrawn: ja
        withdrawn: {date: 2026-11-24}; zurueckgezogen: {datum: bald, grund: x}; aliases: {a: b}; aliases: [a, a]
        dachzeile: {a: b}; abdruck: {a: b}
    """,
    "newsroom": """
        office:; office: [a]; address:; address: {a: b}; anschrift: []; title: [a]; description: {a: b}
        base_url: www; base_url: ftp://example.org/; timezone: [a]; language: fr; feed_authority: example.org
        feed_length: 0; feed_length: viele; legal_links: {a: b}; legal_links:; calling_code: '0049'; defaults: x
        defaults: {headline: x}; vorgaben:; defaults: {contact: {a: b}}; topics: a, b
        withdrawn_in_lists: vielleicht; character_count:; text_limit: -1
    """,
    "contact": """
        name: [a]; role: {a: b}; phone: anrufen; phone: [1]; fax: {a: b}; email: presse; e-mail: a@b; web: nirgends
        internet: [a]; until: 2026-11-30 10:00; bis: bald
    """,
}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (name, text.strip())
        for name, lines in WRONG.items()
        for line in lines.split("\n")
        for text in line.split(";")
        if text.strip()
    ],
)
def test_both_refuse(name: str, text: str) -> None:
    block = BLOCKS[name]
    key = text.split(":")[0]
    field = next(field for field in block.schema.fields if key in (field.name, *field.aliases))

    assert not accepted(alone(block.schema, field), text)
    assert complaints(of(block, complete=False), text) != []


def test_what_must_be_written_is_missed_under_any_of_its_names() -> None:
    document = schema.of_releases(defaults=("contact", "letterhead"))

    assert complaints(document, "titel: Brücke\ndatum: 23.11.2026") == []
    assert complaints(document, "title: Brücke") != [], "a date is missing"
    assert complaints(document, "titel: Brücke\nheadline: Brücke\ndate: 2026-11-23") != [], "twice"
    assert complaints(document, "titel: Brücke\ntitle: Brücke\ndate: 2026-11-23") != [], "twice"
    assert complaints(schema.of_releases(), "titel: Brücke\ndatum: 23.11.2026") != [], "a contact is missing"


@pytest.mark.parametrize("draft", ["draft: true", "entwurf: JA", "draft: 'yes'"])
def test_a_draft_may_miss_everything(draft: str) -> None:
    assert complaints(schema.of_releases(), draft) == []


@pytest.mark.parametrize("draft", ["draft: false", "entwurf: nein"])
def test_what_is_no_draft_may_not(draft: str) -> None:
    assert complaints(schema.of_releases(), draft) != []


def test_contacts_need_a_name() -> None:
    assert complaints(schema.of_contacts(), "erika: {name: Erika Muster, telefon: 089/12345}") == []
    assert complaints(schema.of_contacts(), "erika: {phone: 089/12345}") != []
    assert complaints(schema.of_contacts(), "name: Erika Muster") != []


def test_the_editor_suggests_what_this_newsroom_has(newsroom: Newsroom) -> None:
    newsroom.write("content/boilerplates/landkreis.md", "Der Landkreis.")
    newsroom.newsroom("language: de", "language: de\ntopics: [Bau, Verkehr]")

    properties = json.loads(newsroom.command("schema").out)["properties"]

    assert properties["contact"]["examples"] == ["erika-muster"]
    assert properties["letterhead"]["examples"] == ["din-5008", "gesundheit", "landkreis-aktuell"]
    assert properties["boilerplate"]["examples"] == ["landkreis"]
    assert properties["topics"]["examples"] == ["Bau", "Verkehr"]


def test_a_newsroom_with_mistakes_has_them_told(newsroom: Newsroom) -> None:
    newsroom.newsroom("language: de", "sprach: de")

    answer = newsroom.command("schema")

    assert (answer.status, answer.out) == (1, "")
    assert answer.err.startswith("content/newsroom.yaml:7:1: ")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("newsroom.schema.json", schema.of_newsroom),
        ("contacts.schema.json", schema.of_contacts),
        ("letterhead.schema.json", schema.of_letterheads),
        ("pressgen.code-snippets", schema.snippets),
    ],
)
def test_the_editor_s_files_are_fresh(name: str, made: Any, pytestconfig: pytest.Config) -> None:
    text = schema.as_text(made())
    if pytestconfig.getoption("--golden"):
        (EDITOR / name).write_text(text)

    assert text == (EDITOR / name).read_text()


def test_the_editor_s_settings_lead_to_its_files() -> None:
    text = (EDITOR / "settings.json").read_text()
    settings = json.loads(re.sub(r"^ *//.*", "", text, flags=re.MULTILINE))

    for name, source in settings["yaml.schemas"].items():
        assert (PROJECT / name).is_file()
        assert list(PROJECT.glob(source))
    assert "redhat.vscode-yaml" in json.loads((EDITOR / "extensions.json").read_text())["recommendations"]


STOP = re.compile(r"\$\{\d+:((?:\\.|[^}\\])*)\}")


def filled(body: list[str]) -> str:
    """A snippet whose user jumps over every place."""
    text = STOP.sub(lambda match: re.sub(r"\\(.)", r"\1", match[1]), "\n".join(body))
    return text.replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2026-11-23")


def test_every_snippet_is_a_field_as_pressgen_reads_it() -> None:
    snippets = schema.snippets()
    whole = snippets.pop("Pressemitteilung")
    for key, snippet in snippets.items():
        field = next(field for field in schema.RELEASE.fields if key in (field.name, *field.aliases))
        assert accepted(alone(schema.RELEASE, field), filled(snippet["body"])), key
        assert filled(snippet["body"]).startswith(f"{key}:")
    assert {field.name for field in schema.RELEASE.fields} <= snippets.keys()
    assert {field.aliases[0] for field in schema.RELEASE.fields} <= snippets.keys()
    assert {line.split(":")[0] for line in whole["body"] if ":" in line} <= snippets.keys()


def test_a_release_that_begins_as_a_snippet_waits_for_its_words(newsroom: Newsroom) -> None:
    begun = re.sub(r"\$\d", "", filled(schema.snippets()["Pressemitteilung"]["body"]))
    finished = re.sub("draft:.*\n", "", begun)
    file = newsroom.write("content/releases/2026/2026-11-23-bruecke.md", begun)
    assert "1 Entwurf" in newsroom.build("2026-12-01 12:00").said

    file.write_text(finished)
    assert "headline" in newsroom.refused("2026-12-01 12:00"), "nothing of the snippet can be published by mistake"

    file.write_text(finished.replace("headline: ", "headline: Neue Brücke") + "Der Text.\n")
    assert newsroom.build("2026-12-01 12:00").has("public/2026/bruecke/index.html")


def matches(said: str) -> list[dict[str, str]]:
    """What VS Code shows in its list of problems, as its task reads what pressgen says."""
    once, watching = json.loads((EDITOR / "tasks.json").read_text())["tasks"]
    assert [{**matcher, "background": None} for matcher in once["problemMatcher"]] == [
        {**matcher, "background": None} for matcher in watching["problemMatcher"]
    ]
    found = []
    for line in said.splitlines():
        for matcher in once["problemMatcher"]:
            pattern = matcher["pattern"]
            if match := re.search(pattern["regexp"], line):
                groups = {key: match[pattern[key]] for key in ("file", "line", "column", "message") if key in pattern}
                found.append(groups | {"severity": matcher["severity"]})
    return found


def test_the_editor_lists_every_mistake_where_it_stands(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", kontackt="x", embargo="bald")
    newsroom.write("content/releases/2026/Brücke neu.md", "---\nheadline: x\n---\n\nText.\n")
    newsroom.write("layouts/letterheads/zweiter/letter.css", "")

    said = newsroom.command("check").err

    found = matches(said)
    assert [(m["file"], m.get("line"), m.get("column")) for m in found] == [
        ("content/releases/2026/2026-01-15-bruecke.md", "4", "1"),
        ("content/releases/2026/2026-01-15-bruecke.md", "5", "10"),
        ("content/releases/2026/Brücke neu.md", None, None),
        ("content/releases/2026/Brücke neu.md", "3", "1"),
        ("layouts/letterheads/zweiter", None, None),
    ]
    assert all(m["message"] in said and m["severity"] == "error" for m in found)


def test_the_editor_lists_remarks_as_such(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", headline="Überschrift " * 9, body="- Eine Liste")

    found = matches(newsroom.command("check").out)

    assert [(m["file"], m.get("line"), m["severity"]) for m in found] == [
        ("content/releases/2026/2026-01-15-bruecke.md", None, "warning"),
        ("content/releases/2026/2026-01-15-bruecke.md", "2", "warning"),
    ]
    newsroom.newsroom("language: de", "language: en")
    assert [m["severity"] for m in matches(newsroom.command("check").out)] == ["warning", "warning"]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda file: file.stem)
def test_the_editor_misses_no_refusal(refusal: Path) -> None:
    _, said = parts(refusal)

    assert len(matches(said)) == said.count("\n\n"), "one line for each problem, none for excerpts and hints"
