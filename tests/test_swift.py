"""The room for speed: a letter is the same, byte for byte, whether it is drawn in there or not.

`make bench` tells what it gains.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import cffi
import msgspec
import pytest
import weasyprint
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as some

from pressgen import load, swift
from pressgen.outputs import conformance, letters
from pressgen.state import State
from tests.harness import PIXEL, PROJECT, Newsroom, files

BASE = "file:///letterhead/"
FOLDER = (PROJECT / "layouts/letterheads/landkreis-aktuell/fonts").as_uri()
FONTS = "".join(
    f"@font-face {{ font-family: Brief; src: url({FOLDER}/LiberationSans-{file}.ttf); {style} }}\n"
    for file, style in (("Regular", ""), ("Bold", "font-weight: bold"), ("Italic", "font-style: italic"))
)


def drawn(html: str) -> bytes:
    """A document as the project draws letters."""
    document = weasyprint.HTML(string=html, base_url=BASE + "letter.html").render()
    return conformance.written(document)


def drawn_swiftly(html: str) -> bytes:
    """The same in the room; those with one style sheet are letters of one letterhead."""
    with swift.room(hashlib.sha256(html.split("<body")[0].encode()).digest(), BASE, []):
        return drawn(html)


def page(css: str, body: str, lang: str = "de") -> str:
    return f"<html lang={lang}><title>Probe</title><style>{FONTS}{css}</style><body>{body}</body></html>"


TEXT = (
    "Fährt „Tante To“ am 20.12.2017 nach Ay\xading? AV WA Te Fo Yo, P. A. fi ffl – "
    "Donaudampfschifffahrtsgesellschaftskapitänsmütze und so weiter; E-Mail-Adressen (z. B. a@b.de) 50 % &amp; 3/4 … "
    '<b>fett Text</b>, <i>kursiv</i> <a href="https://example.org/a/b">Link ins Netz</a><sup>2</sup> '
)

ODD = {
    "justified": ("p { text-align: justify }", f"<p>{TEXT * 3}</p>"),
    "centred": ("p { text-align: center }", f"<p>{TEXT * 3}</p>"),
    "to the right": ("p { text-align: right }", f"<p>{TEXT * 3}</p>"),
    "spaced": ("p { letter-spacing: 0.1em; word-spacing: 2px }", f"<p>{TEXT * 3}</p>"),
    "underlined": ("p { text-decoration: underline }", f"<p>{TEXT * 3}</p>"),
    "broken anywhere": ("p { overflow-wrap: anywhere }", f"<p>{TEXT * 3}{'x' * 300}</p>"),
    "long words": ("p { overflow-wrap: break-word }", f"<p>{'Wort ' * 9}{'x' * 300} {TEXT}</p>"),
    "words too long": ("", f"<p>{TEXT}{'x' * 300}</p>"),
    "indented": ("p { text-indent: 2em }", f"<p>{TEXT * 3}</p>"),
    "first line": ("p::first-line { font-weight: bold }", f"<p>{TEXT * 3}</p>"),
    "first letter": ("p::first-letter { font-size: 2em }", f"<p>{TEXT * 3}</p>"),
    "without kerning": ("p { font-kerning: none }", f"<p>{TEXT * 3}</p>"),
    "small capitals": ("p { font-variant: small-caps }", f"<p>{TEXT * 3}</p>"),
    "hyphenated": ("p { hyphens: auto }", f"<p>{TEXT * 3}</p>"),
    "soft hyphens": ("p { hyphens: manual }", "<p>" + "Land\xadrats\xadamt " * 40 + "</p>"),
    "columns": ("div { columns: 2 }", f"<div><p>{TEXT * 2}</p><p>{TEXT}</p></div>"),
    "float": (".f { float: left; width: 30mm; height: 15mm }", f"<div class=f></div><p>{TEXT * 4}</p>"),
    "flex": (".x { display: flex } .x > * { flex: 1 }", f"<div class=x><p>{TEXT}</p><p>{TEXT * 2}</p></div>"),
    "grid": (".g { display: grid; grid-template-columns: 1fr 2fr }", f"<div class=g><p>{TEXT}</p><p>{TEXT}</p></div>"),
    "absolute": (".a { position: absolute; right: 0; bottom: 0; width: 25% }", f"<p>a</p><div class=a>{TEXT}</div>"),
    "relative": ("p { position: relative; left: 3px; top: 1em }", f"<p>{TEXT * 2}</p>"),
    "preformatted": ("pre { white-space: pre-wrap }", f"<pre>{TEXT}\n\tTab  zwei\n\n{TEXT}</pre>"),
    "lists": ("li:first-child { color: red }", f"<ul><li>{TEXT}</li><li>a<ol><li>b<li>{TEXT}</ol></ul>"),
    "table": ("td { border: 1px solid }", f"<table><tr><td>{TEXT}<td>{TEXT * 2}<th>A</table>"),
    "long table": (
        "table { border-collapse: collapse; width: 100% } tr { break-inside: avoid } td { padding: 1mm }",
        "<table><thead><tr><th>Ort<th>Zahl</thead>" + f"<tr><td>Ort<td>{TEXT[:50]}" * 60 + "</table>",
    ),
    "lines of figures": (
        "td { width: 12mm }",
        "<table><tr><td><b>112 Anträge 112</b><td>Rund 114 117 &ndash; 1112 %</table><p style='width: 9mm'>a 1119 11",
    ),
    "other scripts": ("", f"<p>שלום עולם abc 中文字 😀 {TEXT}</p><p dir=rtl>{TEXT}</p>"),
    "notes": (".n { float: footnote }", f"<p>{TEXT}<span class=n>Anmerkung {TEXT}</span> und weiter {TEXT}</p>" * 3),
    "running heads": (
        "h2 { string-set: head content() } @page { @top-left { content: string(head) ' ' counter(page) } }",
        f"<h2>Eins</h2><p>{TEXT * 5}</p><h2>Zwei</h2><p>{TEXT * 5}</p>",
    ),
    "sizes of the page": ("p { width: 40vw; margin-left: 2vh }", f"<p>{TEXT * 2}</p>"),
    "calculated": ("p { width: calc(100% - 3em); margin: calc(1mm + 2px) }", f"<p>{TEXT * 2}</p>"),
    "variables": (":root { --a: red } p { color: var(--a); border: 1px solid var(--a) }", f"<p>{TEXT}</p>"),
    "hidden overflow": ("html { overflow: hidden } p { overflow: hidden }", f"<p>{TEXT}</p>"),
    "cut short": ("p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis }", f"<p>{TEXT}</p>"),
    "clamped": ("p { max-lines: 2; block-ellipsis: auto; continue: discard }", f"<p>{TEXT * 3}</p>"),
    "transparent": ("p { opacity: 0.5; background: #eee; border-radius: 2mm }", f"<p>{TEXT}</p>"),
    "other boxes": ("p { box-sizing: border-box; padding: 2% 3mm; border: 2px solid; height: 5em }", f"<p>{TEXT}</p>"),
    "shadows": ("p { box-shadow: 1px 1px red } b { border-radius: 1mm; background: #eee }", f"<p>{TEXT}</p>"),
    "inherited": ("td { margin: 3px } td > p { margin: inherit }", f"<table><tr><td><p>{TEXT}</table>"),
    "inherited while it changes": (
        "html, div, table { display: inline-block; overflow: hidden; margin: 2mm; float: left } ul { white-space: pre }"
        " body, td, p, li, b { display: inherit; overflow: inherit; margin: inherit; float: inherit; width: inherit }",
        f"<div><p>{TEXT}</div><table><tr><td><p>{TEXT}</table><ul><li>{TEXT}</ul>",
    ),
    "lengths of the page by variables": (
        ":root { --a: 3; --b: calc(var(--a) * 1vw) } p { margin: var(--b); width: calc(50vw - var(--c, 1em)) }"
        " b { padding: calc(var(--a) * 1vh); border: solid var(--b) }",
        f"<p>{TEXT}</p><p>{TEXT}</p>",
    ),
    "frames": (
        "p { border: 1px solid; border-top: none; border-radius: 10% } b { visibility: hidden; background: red }"
        " i { background: currentColor } a { min-width: 9em; max-height: 2em; display: inline-block }",
        f"<p>{TEXT}</p>",
    ),
    "siblings": ("p + p { color: blue } p:nth-child(3) { color: red } p:has(b) { margin: 0 }", f"<p>{TEXT}</p>" * 3),
    "styles of elements": ("", f"<p style='color: red' lang=en id=a>{TEXT}</p><p style='margin: 0'>{TEXT}</p>"),
    "named pages": (
        "@page :first { margin-top: 40mm } @page w { size: A5 landscape } .w { page: w }",
        f"<p>{TEXT * 6}</p><p class=w>{TEXT * 2}</p><p>{TEXT}</p>",
    ),
    "drawing": (
        "svg { width: 30mm } body { background: url('data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" "
        "width=\"9\" height=\"9\"><rect width=\"5\" height=\"5\" opacity=\".5\"/></svg>') }",
        "<svg viewBox='0 0 9 9'><linearGradient id=g><stop stop-color=red /><stop offset=1 stop-color=blue />"
        f"</linearGradient><circle r=4 fill='url(#g)' /><text y=5>Wort</text></svg><p>{TEXT}</p>",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("css", "body"), ODD.values(), ids=ODD)
def test_an_odd_document_is_the_same(css: str, body: str) -> None:
    html = page(f"@page {{ size: A5; margin: 11mm }} html {{ font: 9.3pt/1.3 Brief }} {css}", body)
    plain = drawn(html)

    assert drawn_swiftly(html) == plain
    assert drawn_swiftly(html) == plain, "also with what the first one left"


@pytest.fixture(scope="module")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """What the letters of the project's own content and of the specimen releases are drawn from."""
    folder = tmp_path_factory.mktemp("specimen")
    for part in ("content", "layouts"):
        shutil.copytree(PROJECT / part, folder / part)
    shutil.copytree(PROJECT / "tests/specimen", folder / "content", dirs_exist_ok=True)
    with State(folder / "state.db", b"test") as state:
        edition = load.load(folder, state).edition(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), "print")
        worded = functools.partial(load.worded, state)
        artifacts = letters.artifacts(edition, {}, range(len(edition.releases)))
        return [load.contents(folder, artifact.inputs, worded) for artifact in artifacts]


@contextlib.contextmanager
def shut_room(*_: object) -> Iterator[None]:
    yield


def test_every_letter_is_the_same(specimen: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    swift_letters = [letters.letter(*inputs) for inputs in specimen]
    again = [letters.letter(*inputs) for inputs in reversed(specimen)]
    monkeypatch.setattr(swift, "room", shut_room)
    plain = [letters.letter(*inputs) for inputs in specimen]

    assert len(plain) > 5
    assert swift_letters == plain
    assert again[::-1] == plain


@pytest.mark.parametrize("margin", [44.3, 51.7, 55.9, 62.1, 74.4, 88.8, 101.3, 120.6])
def test_a_letter_is_the_same_wherever_its_lines_end(
    specimen: list[tuple[object, ...]], margin: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another width breaks all lines and pages anew."""

    def narrower(value: object) -> object:
        if not isinstance(value, letters.Layout):
            return value
        css = value.text("letter.css").replace("30mm 55mm 20mm 25mm", f"30mm {margin}mm 20mm 25mm")
        assert f"{margin}" in css
        return msgspec.structs.replace(
            value, files=dict(value.files) | {"letter.css": css.encode()}, digest=css.encode()
        )

    inputs = [narrower(value) for value in max(specimen, key=lambda inputs: len(inputs[0].body.text))]  # type: ignore[attr-defined]
    in_room = letters.letter(*inputs)  # type: ignore[arg-type]
    monkeypatch.setattr(swift, "room", shut_room)

    assert in_room == letters.letter(*inputs)  # type: ignore[arg-type]


WORDS = (
    *("Landratsamt", "und", "in", "AV", "Te", "Yo", "P.", "fi", "20.12.2017,", "„Tante“", "50\xa0%", "z.\u202fB."),
    *("Asyl-\u200bbewerber", "E-Mail-Adresse", "Straßen\xadbahn", "–", "…", "a/b", "x" * 40, "Ⅷ", "שלום", "e\u0301"),
    *("<b>fett</b>", "<i>kursiv und lang</i>", "<a href='#a'>Verweis</a>", "<br>", "<sup>2</sup>", "<span>nah</span>"),
)
STYLES = (
    *("text-align: justify", "text-align: center", "hyphens: auto", "overflow-wrap: break-word", "text-indent: 1em"),
    *("letter-spacing: 1px", "font-kerning: none", "line-height: 2", "float: left", "position: relative", "width: 60%"),
    *("white-space: pre-wrap", "font-size: 13.7px", "font-weight: bold", "border: 1px solid", "display: inline-block"),
)


@settings(max_examples=40, deadline=None)
@given(
    paragraphs=some.lists(some.lists(some.sampled_from(WORDS), min_size=1, max_size=60), min_size=1, max_size=4),
    styles=some.lists(some.sampled_from(STYLES), max_size=3),
    width=some.floats(60, 160),
)
def test_any_document_is_the_same(paragraphs: list[list[str]], styles: list[str], width: float) -> None:
    css = f"@page {{ size: {width}mm 90mm; margin: 9mm }} html {{ font: 10pt Brief }} p {{ {'; '.join(styles)} }}"
    html = page(css, "".join(f"<p>{' '.join(words)}</p>" for words in paragraphs))

    assert drawn_swiftly(html) == drawn(html)


def inside() -> dict[str, object]:
    """What WeasyPrint and pydyf consist of."""
    modules = [(name, module) for name, module in sys.modules.items() if name.startswith(("weasyprint", "pydyf"))]
    found = {f"{name}.{key}": value for name, module in modules for key, value in vars(module).items()}
    classes = [(name, value) for name, value in found.items() if isinstance(value, type)]
    return found | {f"{name}.{key}": value for name, kind in classes for key, value in vars(kind).items()}


def test_outside_of_the_room_weasyprint_is_as_it_was() -> None:
    before = inside()

    with contextlib.suppress(ZeroDivisionError), swift.room(b"1", BASE, []):
        assert inside() != before
        print(1 / 0)

    assert inside() == before
    assert b"1" not in swift._desks, "nothing is kept of a letter that failed"


def test_what_is_kept_has_its_limit() -> None:
    for number in range(12):
        css = f"@page {{ margin: {number}mm }} html {{ font: 10pt Brief }}"
        drawn_swiftly(page(css, "<p>Text</p>"))

    assert len(swift._desks) <= swift.DESKS


def test_a_mistake_in_a_letterhead_is_told_again(newsroom: Newsroom) -> None:
    css = newsroom.folder / "layouts/letterheads/landkreis-aktuell/letter.css"
    css.write_text(css.read_text() + "h1 { colour: red }\nh2 { width: calc(1px * 1px) }")
    newsroom.release("bruecke")

    told = newsroom.refused()

    assert "colour" in told
    assert newsroom.refused() == told


def test_a_photo_that_changes_is_shown_anew(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", body="![Brücke](bruecke.png)")
    newsroom.write("content/media/2026/bruecke.png", PIXEL)
    before = newsroom.build().every_byte("print")

    newsroom.write("content/media/2026/bruecke.png", (PROJECT / "tests/specimen/media/2018/bruecke.png").read_bytes())

    assert newsroom.build().every_byte("print") != before


def test_a_template_need_not_be_well_formed(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    template = newsroom.folder / "layouts/letterheads/landkreis-aktuell/letter.html"
    before = newsroom.build().text("print/2026-01-15-bruecke.pdf")

    template.write_text(template.read_text().replace("<br />", "<BR>").replace("</p>", ""))

    assert newsroom.build().text("print/2026-01-15-bruecke.pdf") == before


def test_with_another_weasyprint_letters_are_the_same_and_the_build_says_that_they_took_longer(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.release("bruecke")
    newsroom.release("schule")
    newsroom.build()
    before = files(newsroom.folder)
    shutil.rmtree(newsroom.folder / ".pressgen")
    shutil.rmtree(newsroom.print)
    monkeypatch.setattr(swift, "KNOWN", swift.KNOWN | {"weasyprint": "69.0"})

    said = newsroom.build().said

    assert said.count("Mit weasyprint 70.0 kann pressgen sie nicht schneller machen, nur mit weasyprint 69.0.") == 1
    assert files(newsroom.folder) == before
    assert "weasyprint" not in newsroom.build().said, "nothing was drawn"
    newsroom.release("strasse")
    assert newsroom.command("build", "--quiet") == (0, "", "")


COLD = """
import hashlib, sys
from pressgen import swift
with swift.room(b"", "", []):
    import weasyprint
    weasyprint.HTML(string="<p>Text").write_pdf()
    print(*sys.modules)
    print(hashlib.sha256(weasyprint.HTML(string=sys.argv[1]).write_pdf()).hexdigest())
"""


def test_a_single_letter_waits_for_nothing_it_does_not_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To import WeasyPrint is most of its time. What a rare font needs comes when it is met."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")  # fontTools notes the second in which it unpacks a font
    font = TTFont(PROJECT / "layouts/letterheads/landkreis-aktuell/fonts/LiberationSans-Regular.ttf")
    font.flavor = "woff"
    font.save(tmp_path / "font.woff")
    face = f"@font-face {{ font-family: Compressed; src: url({(tmp_path / 'font.woff').as_uri()}) }}"
    html = page(f"{face} p {{ font-family: Compressed }}", "<p>Text</p>")

    answer = subprocess.run([sys.executable, "-c", COLD, html], capture_output=True, text=True, check=True).stdout

    loaded, digest = answer.splitlines()
    assert "weasyprint.pdf.fonts" in loaded.split()
    assert not {"pycparser", "cffi", "fontTools", "lxml"} & set(loaded.split())
    assert digest == hashlib.sha256(weasyprint.HTML(string=html).write_pdf()).hexdigest()


def test_weasyprints_declarations_are_known(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    """The file `swift/pango.py` is what cffi makes of them."""
    source = Path(weasyprint.__file__).with_name("text") / "ffi.py"
    declared = re.search(r"ffi\.cdef\('''(.*?)'''\)", source.read_text(), re.DOTALL)
    assert declared
    builder = cffi.FFI()
    builder.cdef(declared[1])
    builder.set_source("_pango", None)
    builder.emit_python_code(str(tmp_path / "pango.py"))
    file = PROJECT / "src/pressgen/swift/pango.py"
    title = (
        '"""What WeasyPrint declares of Pango, HarfBuzz and fontconfig, parsed by cffi. Redrawn by `make golden`."""\n'
    )
    now = title + (tmp_path / "pango.py").read_text()
    if pytestconfig.getoption("--golden"):
        file.write_text(now)

    assert file.read_text() == now
