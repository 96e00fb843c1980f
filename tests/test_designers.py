"""What a designer gets wrong in a layout: told with file and line, never as a crash, and nothing is published.

What the most common mistakes look like in full stands in tests/refusals/ (template-…, letterhead-…).
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest

from tests.harness import Newsroom

MISTAKES = {
    "{{ newsroom.office.address[99] }}": "2:28: Einen Wert '99' gibt es hier nicht.",
    "{{ newsroom['it\\'s'] }}": "2:1: Einen Wert 'it's' gibt es hier nicht.",
    "{{ newsroom.titel }}": "2:13: Einen Wert 'titel' gibt es hier nicht.",
    "{{ titel | size }}": "2:4: Einen Wert 'titel' gibt es hier nicht.",
    "{% macro a(x) %}{{ x }}{% endmacro %}{{ a() }}": "2:12: Einen Wert 'x' gibt es hier nicht.",
    "{% from 'partials/words.html' import nix %}{{ nix() }}": "2:38: Einen Wert 'nix' gibt es hier nicht.",
    "{{ [] | first }}": "2:1: Die Vorlage ist hier falsch: No first item, sequence was empty.",
    "{% block a %}{{ super() }}{% endblock %}": "2:1: Die Vorlage ist hier falsch: there is no parent block called",
    "{{ self.kopf() }}": "2:9: Einen Wert 'kopf' gibt es hier nicht.",
    "{{ 1 | datum }}": "2:1: Die Vorlage ist hier falsch: No filter named 'datum'.",
    "{{ 'a' | day }}": "2:1: Die Vorlage ist hier falsch: 'str' object has no attribute 'day'.",
    "{{ 'a' | upper(x=1) }}": "2:1: Die Vorlage ist hier falsch: do_upper() got an unexpected keyword argument 'x'.",
    "{{ 1 % 0 }}": "2:1: Die Vorlage ist hier falsch: integer modulo by zero.",
    "{{ newsroom.title() }}": "2:1: Die Vorlage ist hier falsch: 'str' object is not callable.",
    "{% for x in 5 %}{% endfor %}": "2:1: Die Vorlage ist hier falsch: 'int' object is not iterable.",
    "{{ 'a' * 10 ** 18 }}": "2:1: Die Vorlage ist hier falsch: MemoryError.",
    "{# Notiz": "2:1: Die Vorlage ist hier falsch: Missing end of comment tag.",
    "{{ dict(a=1, a=2) }}": " Die Vorlage ist hier falsch: keyword argument repeated: a.",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}": " Die Vorlage ist hier falsch: maximum recursion depth exceeded",
    "{% include 'nix.html' %}": "2:13: Die Vorlage 'nix.html' fehlt.",
    "{% include none %}": "2:1: Die Vorlage 'None' fehlt.",
    "{% include '404.html' %}": "2:1: Die Vorlage ruft sich hier selbst auf, ohne Ende.",
    "{% extends '404.html' %}": "2:1: Die Vorlage ruft sich hier selbst auf, ohne Ende.",
    "{% import '404.html' as x %}": "2:1: Die Vorlage ruft sich hier selbst auf, ohne Ende.",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}": "2:1: Die Vorlage ruft sich hier selbst auf, ohne Ende.",
    "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}": "2:1: Die Vorlage ruft sich hier selbst auf, ohne Ende.",
}


@pytest.mark.parametrize(("template", "told"), MISTAKES.items(), ids=[template[:50] for template in MISTAKES])
def test_a_mistake_in_a_template_is_told_with_its_line(newsroom: Newsroom, template: str, told: str) -> None:
    newsroom.write("layouts/web/404.html", f"<!doctype html>\n{template}\n")

    said = newsroom.refused()

    assert said.startswith(f"layouts/web/404.html:{told}"), said
    assert said.endswith("\n1 Problem; es wurde nichts veröffentlicht.\n")


def test_a_mistake_is_told_in_the_template_that_is_included(newsroom: Newsroom) -> None:
    newsroom.write("layouts/web/404.html", "{% include 'a.html' %}")
    newsroom.write("layouts/web/a.html", "{% include 'b.html' %}\n")
    for mistake, told in (
        ("{{ dict(a=1, a=2) }}", "b.html: Die Vorlage ist hier falsch: keyword argument repeated: a."),
        (
            "\n{% if %}",
            "b.html:2:1: Die Vorlage ist hier falsch: Expected an expression, got 'end of statement block'.",
        ),
        ("\n{% include 'a.html' %}", "a.html:1:1: Die Vorlage ruft sich hier selbst auf, ohne Ende."),
    ):
        newsroom.write("layouts/web/b.html", mistake)

        assert newsroom.refused().startswith(f"layouts/web/{told}")


def test_half_a_character_in_a_template_is_told(newsroom: Newsroom) -> None:
    newsroom.write("layouts/web/404.html", "<!doctype html>\n{{ '\\ud83c' }}\n")

    assert newsroom.refused().startswith("layouts/web/404.html: Die Vorlage ist hier falsch")


@pytest.mark.parametrize("name", ["web/404.html", "web/base.html", "web/partials/footer.html"])
def test_a_byte_order_mark_is_not_published(newsroom: Newsroom, name: str) -> None:
    plain = newsroom.build().every_byte()
    file = newsroom.folder / "layouts" / name

    file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())

    assert newsroom.build().every_byte() == plain


LETTERHEAD = "layouts/letterheads/landkreis-aktuell"

STYLES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "another style sheet": (lambda css: b"@import 'http://127.0.0.1:1/x.css';" + css, "1:10: Die Datei 'http://127.0"),
    "no style sheet": (lambda css: b"\n@import url(nix.css);" + css, "2:13: Die Datei 'nix.css' gibt es im Ordner"),
    "another's image": (
        lambda css: b"h1 { background: url(http://127.0.0.1:1/x) }" + css,
        "1:22: Die Datei 'http://127.",
    ),
    "too late": (lambda css: css + b"@import 'letter.css';", "END:1: Der Briefkopf ist hier falsch: @import rule"),
    "unknown rule": (
        lambda css: css + b"@fond-face { src: url(x) }",
        "END:1: Der Briefkopf ist hier falsch: Unknown rule",
    ),
    "no such property": (lambda css: css + b"h1 { color: var(--x) }", "END:6: Der Briefkopf ist hier falsch: Ignored"),
    "a bracket too many": (lambda css: css + b"}\np { margin: 0 }", "END:1: Die CSS-Auswahl '} p' ist nicht lesbar."),
    "byte order mark": (lambda css: codecs.BOM_UTF8 + b"a { colour: red }" + css, "1:5: Die CSS-Eigenschaft 'colour'"),
    "lines of old Macs": (lambda css: css.replace(b"\n", b"\r") + b"a { colour: red }", "END:5: Die CSS-Eigenschaft"),
    "control character": (
        lambda css: css + b"a { color: \x01red }",
        "END:12: Hier steht ein unsichtbares Steuerzeichen",
    ),
}


@pytest.mark.parametrize(("change", "told"), STYLES.values(), ids=STYLES)
def test_a_mistake_in_a_style_sheet_is_told_with_its_line(
    newsroom: Newsroom, change: Callable[[bytes], bytes], told: str
) -> None:
    newsroom.release("bruecke")
    css = (newsroom.folder / LETTERHEAD / "letter.css").read_bytes()
    newsroom.write(f"{LETTERHEAD}/letter.css", change(css))

    said = newsroom.refused()

    end = str(css.count(b"\n") + 1)
    assert said.startswith(f"{LETTERHEAD}/letter.css:{told.replace('END', end)}"), said


@pytest.mark.parametrize("drawing", [b"", b"<svg", b"\x01<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_a_damaged_drawing_is_told(newsroom: Newsroom, drawing: bytes) -> None:
    newsroom.release("bruecke")
    newsroom.write(f"{LETTERHEAD}/assets/wordmark.svg", drawing)

    said = newsroom.refused()

    assert said.startswith(f"{LETTERHEAD}/assets/wordmark.svg: Das Bild 'assets/wordmark.svg' des Briefkopfs ist nicht")


def test_a_template_that_an_older_layout_lacks_is_named(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", topics="[Bau]")
    (newsroom.folder / "layouts/web/subject.html").unlink()

    assert newsroom.refused().startswith("layouts/web/subject.html: Diese Vorlage fehlt.")
