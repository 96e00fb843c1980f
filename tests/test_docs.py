"""What the guides say is true: their examples build, and they name every field and only commands that exist."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from pressgen.cli import _parser
from pressgen.sources import blocks, release
from pressgen.sources import newsroom as newsroom_fields
from tests.harness import CONTACTS, PIXEL, PROJECT, Newsroom

GUIDES = {
    "de": PROJECT / "docs/anleitung.md",
    "de, one page": PROJECT / "docs/kurzanleitung.md",
    "en": PROJECT / "docs/guide.md",
}

EXAMPLES = [
    pytest.param(example, id=f"{language}-{example.split(':')[0].strip()}")
    for language, guide in GUIDES.items()
    for example in re.findall(r"^```yaml\n(.*?)^```", guide.read_text(), re.MULTILINE | re.DOTALL)
]

TWO_CONTACTS = f"{CONTACTS}max-muster: {{name: Max Muster}}\n"

SCHEMAS = (release.RELEASE, blocks.IMAGE, blocks.ATTACHMENT, blocks.UPDATE, blocks.WITHDRAWAL, newsroom_fields.NEWSROOM)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_front_matter_builds(newsroom: Newsroom, example: str) -> None:
    newsroom.write("content/boilerplates/landkreis.md", "Der Landkreis hat 350.000 Menschen.\n")
    newsroom.write("content/contacts.yaml", TWO_CONTACTS)
    for name in re.findall(r"/media/[\w/-]+\.(?:pdf|jpg)", example):
        data = jpeg() if name.endswith("jpg") else b"%PDF-1.4"
        newsroom.write(f"content{name}", data)
    if re.search(r"^  name: ", example, re.MULTILINE):
        newsroom.write("content/contacts.yaml", f"{TWO_CONTACTS}\n{example}")
        example = f"contact: {example.split(':')[0]}\n"
    if "titel: " not in example.splitlines()[0]:
        example = f"headline: Neue Brücke\ndate: 2026-11-23\n{example}"
    head = f"---\n{example}---\n\nDer Text.\n"
    newsroom.write("content/releases/2026/2026-11-23-neue-bruecke.md", head)

    assert newsroom.build(at="2026-12-01 12:00").has("public/2026/neue-bruecke/index.html")


def test_another_office_begins_with_the_newsroom_of_the_take_over_guide(newsroom: Newsroom) -> None:
    guide = (PROJECT / "docs/uebernehmen.md").read_text()
    settings, contacts = re.findall(r"^```yaml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    newsroom.write("content/newsroom.yaml", settings)
    newsroom.write("content/contacts.yaml", contacts)
    newsroom.write("content/boilerplates/gemeinde.md", "Musterdorf hat 2.000 Menschen.\n")
    for page in ("datenschutz", "barrierefreiheit"):
        newsroom.write(f"content/pages/{page}.md", f"---\nheadline: {page}\n---\n\nMusterdorf\n")
    letterheads = newsroom.folder / "layouts/letterheads"
    (letterheads / "landkreis-aktuell").rename(letterheads / "musterdorf")
    newsroom.release("fest", topics="Kultur")

    page = newsroom.build().text("public/2026/fest/index.html")

    assert all(word in page for word in ("Musterdorf hat 2.000 Menschen.", "Abdruck honorarfrei", "Zeichen"))
    for field in newsroom_fields.NEWSROOM.fields:
        assert f"\n{field.name}: " in f"\n{settings}" or f"\n{field.name}:\n" in f"\n{settings}", field.name
        assert f"| `{field.aliases[0]}` |" in guide, field.name
    for field in newsroom_fields.DEFAULTS.fields:
        assert f"| `  {field.name}` | `  {field.aliases[0]}` |" in guide, field.name


def test_the_quick_guide_is_one_page(newsroom: Newsroom) -> None:
    """As a browser prints it on A4, in 10 points."""
    import weasyprint
    from markdown_it import MarkdownIt

    text = MarkdownIt().render((PROJECT / "docs/kurzanleitung.md").read_text())
    style = "@page { size: A4; margin: 18mm } body { font: 10pt/1.3 sans-serif } pre, code { font-size: 9pt }"

    drawn = weasyprint.HTML(string=f"<style>{style}</style>{text}").render()

    assert len(drawn.pages) == 1


def jpeg() -> bytes:
    """A small picture."""
    import io

    from PIL import Image

    data = io.BytesIO()
    Image.open(io.BytesIO(PIXEL)).convert("RGB").save(data, "JPEG")
    return data.getvalue()


@pytest.mark.parametrize("language", GUIDES)
def test_every_field_is_explained(language: str) -> None:
    guide = GUIDES[language].read_text()
    if language.startswith("de"):
        names = {field.aliases[0] for field in release.RELEASE.fields}
        names |= {field.aliases[0] for schema in SCHEMAS[1:5] for field in schema.fields}
    else:
        names = {field.name for schema in SCHEMAS[:4] for field in schema.fields}

    assert {name for name in names if not re.search(rf"\b{name}\b", guide)} == set()


DOCUMENTS = [*sorted((PROJECT / "docs").glob("*.md")), PROJECT / "README.md"]

FILES = [
    pytest.param(example, id=f"{document.name}-{number}")
    for document in DOCUMENTS
    for number, example in enumerate(
        re.findall(r"^```markdown\n(.*?)^```", document.read_text(), re.MULTILINE | re.DOTALL)
    )
    if "subhed:" not in example  # the mistake that README shows
]


@pytest.mark.parametrize("example", FILES)
def test_an_example_of_a_whole_file_builds(newsroom: Newsroom, example: str) -> None:
    newsroom.write("content/contacts.yaml", CONTACTS.replace("erika-muster", "christine-spiegel") + CONTACTS)
    if not example.startswith("---"):
        newsroom.release("beispiel", date="2026-11-23", body=f"Der Text.\n\n{example}")
    elif re.search(r"^(date|datum):", example, re.MULTILINE):
        # As the guides say: what is a draft is published by deleting its line.
        text = re.sub(r"^draft:.*\n", "", example, flags=re.MULTILINE)
        newsroom.write("content/releases/2026/2026-11-23-beispiel.md", text)
    else:  # a standing page and a standing paragraph are written alike
        newsroom.write("content/pages/beispiel.md", example)
        newsroom.write("content/boilerplates/beispiel.md", example)
        newsroom.release("beispiel", date="2026-11-23", boilerplate="beispiel")

    assert newsroom.build(at="2026-12-01 12:00").has("public/2026/beispiel/index.html")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_commands_that_a_document_names_exist(document: Path) -> None:
    [commands] = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    code = to_type(document.read_text())

    for name, rest in re.findall(r"^(?:\.venv/bin/)?pressgen ([a-z]+)\b(.*)$", code, re.MULTILINE):
        assert name in commands.choices, f"pressgen {name}"
        known = {option for action in commands.choices[name]._actions for option in action.option_strings}
        assert set(re.findall(r"--[a-z]+", rest)) <= known, f"pressgen {name}{rest}"
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets


def to_type(text: str) -> str:
    """What a document shows to be typed, a line each: shell blocks, and words in code."""
    shell = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    words = re.findall(r"`([^`]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL))
    return "\n".join([*shell, *(" ".join(word.split()) for word in words)])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings(document: Path) -> None:
    prose = re.sub(r"^ *```.*?^ *```|`[^`]*`", "", document.read_text(), flags=re.DOTALL | re.MULTILINE)
    for target, anchor in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)#?([^)\s]*)\)", prose):
        file = document.parent / target if target else document
        assert file.exists(), target
        assert not anchor or anchor in headings(file), f"{target}#{anchor}"


def headings(document: Path) -> set[str]:
    """As GitHub addresses them."""
    titles = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w-]", "", title.lower().replace(" ", "-")) for title in titles}
