"""What a designer gets wrong in a layout: told with file and line, never as a crash, and nothing is published.

What the most common mistakes look like in full stands in tests/refusals/ (template-…, letterhead-…).
"""

from __future__ import annotations

import codecs

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


@pytest.mark.parametrize("name", ["web/404.html", "web/base.html", "web/partials/footer.html"])
def test_a_byte_order_mark_is_not_published(newsroom: Newsroom, name: str) -> None:
    plain = newsroom.build().every_byte()
    file = newsroom.folder / "layouts" / name

    file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())

    assert newsroom.build().every_byte() == plain
