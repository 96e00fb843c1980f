"""Filling templates fast changes nothing: jinja2's own environment and the quicker one make the same of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import jinja2
import pytest

from pressgen.model import Contact
from pressgen.outputs import swift

PARTIALS = {
    "base": "{% set words = {'a': 'A', 'items': 'I'} %}<{% block head %}{{ title }}{% endblock %}>"
    "{% include 'foot' %}{% block content %}-{% endblock %}{% include 'foot' %}",
    "foot": "{{ words.a }}{{ words.items is callable }}{{ title }}"
    "{% for c in contacts %}{{ c.name }}{{ loop.index }}{% endfor %}",
    "macros": "{% set shared = [] %}{% set fixed = '<' %}"
    "{% macro tag(name, text='?') %}<{{ name }}>{{ text }}</{{ name }}>{% endmacro %}"
    "{% macro wrap() %}<i>{{ caller() }}</i>{% endmacro %}"
    "{% macro all() %}{{ varargs }}{{ kwargs }}{% endmacro %}",
    "row": "{{ loop.index }}{{ x }}",
    "number": "{{ n }}",
    "wide": "{% set title = 'own' %}{{ title }}{% include 'number' %}",
    "counting": "{% set ns.n = ns.n + 1 %}{{ ns.n }}",
    "adding": "{% set _ = found.append(n) %}{{ found | length }}",
    "imports": "{% from 'macros' import tag %}{{ tag('b', n) }}",
    "seeing": "{% import 'sight' as sight with context %}{{ sight.seen }}",
    "sight": "{% set seen = title ~ n %}",
    "named": "{% include which %}",
    "broken": "{% if",
    "careful": "{% if title == 'never' %}{% include 'broken' %}{% endif %}{{ title }}",
    "blocks": "{% block one %}1{{ n }}{% endblock %}{{ self.one() }}",
    "child": "{% extends 'blocks' %}{% block one %}{{ super() }}c{% endblock %}",
    "stepping": "{{ steps.next() }}",
}
"""What templates include, import and extend."""

TEMPLATES = """
{{ title }}{{ '<' }}{{ html }}{{ n }}{{ none }}{{ true }}{{ 1.5 }}{{ day }}{{ [title, html] }}

{{ title ~ n ~ html }}|{{ title ~ '<' }}|{{ html ~ '<' }}|{{ '<' ~ title ~ html | upper }}

{{ words.a }}{{ words.items is callable }}{{ words['items'] }}{{ {'get': 1}.get is callable }}{{ {'b': 2}.b }}
{{ contacts[0].name }}{{ contacts.0.name }}

{{ words.missing }}

{{ nothing.at_all }}

{{ title.nothing }}

{{ contacts[0].name.nothing }}

{% extends 'base' %}

{% extends 'base' %}{% block head %}{{ super() }}!{% endblock %}{% block content %}{{ words.a }}
{% include 'foot' %}{% endblock %}

{% include 'foot' %}{% extends 'base' %}{% block content %}{{ self.head() }}{% endblock %}

{% if n %}{% extends 'base' %}{% endif %}text{% block content %}own{% endblock %}

{% if not n %}{% extends 'base' %}{% endif %}text{% block content %}own{% endblock %}

{% for x in [1, 1] %}{{ loop.first }}{% include 'row' %}{% include 'number' %}{% endfor %}

{% for x in 'ab' %}{% set n = x %}{% include 'number' %}{% endfor %}{% include 'number' %}

{% for n in [1, 1.0, true, '1', html, 1] %}{% include 'number' %};{% endfor %}

{% for n in [(1,), (true,), [1], [1, 2]] %}{% include 'number' %};{% endfor %}

{% for x in [1, 2] recursive %}{{ x }}{% if x < 3 %}{{ loop([x + 1]) }}{% endif %}{% else %}none{% endfor %}

{% for x in [3, 1] if x > 1 %}{{ loop.cycle('odd', 'even') }}{{ loop.last }}{% else %}none{% endfor %}

{% include 'wide' %}{{ title }}{% include 'wide' %}

{% set ns = namespace(n=0) %}{% include 'counting' %}{% include 'counting' %}{{ ns.n }}

{% set found = [] %}{% include 'adding' %}{% include 'adding' %}{{ found }}

{% set found = {'n': 1} %}{% macro show() %}{{ found.n }}{% endmacro %}{{ show() }}
{% set _ = found.update(n=2) %}{{ show() }}

{% set words = {'a': 1, 'items': 2} %}{% include 'foot' %}{% set _ = words.update(a=3) %}{% include 'foot' %}

{% set steps = cycler('a', 'b') %}{% include 'stepping' %}{% include 'stepping' %}

{% set add = [] %}{% set push = add.append %}{% set found = add %}{{ push(1) }}{% include 'adding' %}
{{ push(2) }}{% include 'adding' %}

{% include 'imports' %}{% include 'seeing' %}{% set n = 7 %}{% include 'imports' %}{% include 'seeing' %}

{% set which = 'number' %}{% include 'named' %}{% set which = 'foot' %}{% include 'named' %}

{% include 'careful' %}{% include 'careful' %}

{% include 'broken' %}

{% include 'nowhere' %}

{% include ['nowhere', 'number'] %}{% include 'nowhere' ignore missing %}
{% include 'number' without context %}

{% include 'blocks' %}{% include 'child' %}{% set n = 5 %}{% include 'blocks' %}{% include 'child' %}

{% from 'macros' import tag, wrap, all, shared, fixed as f %}{{ tag('a') }}{{ tag('a', '<') }}
{{ tag(text=1, name=2) }}{{ f }}

{% from 'macros' import tag %}{{ tag('a', 1) is escaped }}
{% autoescape false %}{{ tag('a', 1) is escaped }}{% endautoescape %}

{% from 'macros' import tag %}{{ tag() }}

{% from 'macros' import tag %}{{ tag(1, 2, 3) }}

{% from 'macros' import tag %}{{ tag(1, x=3) }}

{% from 'macros' import tag %}{{ tag(1, name=3) }}

{% from 'macros' import nothing %}{{ nothing }}

{% import 'macros' as m %}{{ m.tag(html) }}{% call m.wrap() %}{{ title }}{% endcall %}{{ m.all() }}{{ m.all(1, a='<') }}
{{ m.nothing is defined }}

{% from 'macros' import tag %}{% for x in 'ab' %}{{ tag(x, tag(x)) }}{% endfor %}
{{ tag | string | length > 1 }}

{% macro own(a, b=title) %}{{ a }}{{ b }}{% include 'number' %}{% endmacro %}{{ own(1) }}{{ own(1, n) }}
{{ [1, 2] | map('string') | join }}

{% macro self_caller(caller) %}{{ caller() }}{% endmacro %}{% call self_caller() %}x{% endcall %}

{% call(x) m(1) %}{{ x }}{% endcall %}

{% macro m(a) %}{{ caller(a) }}{% endmacro %}{% call(x) m('<') %}{{ x }}{{ title }}{% endcall %}

{% autoescape false %}{{ title }}{{ '<' ~ title }}{{ {'b': '<'}.b }}{% include 'number' %}{% endautoescape %}
{{ title }}

{% autoescape n %}{{ title }}{{ '<' ~ title }}{% endautoescape %}

{% set block %}<b>{{ title }}</b>{% endset %}{{ block }}{% filter upper %}a{{ title }}{% endfilter %}
{% with n = '<' %}{% include 'number' %}{% endwith %}

{% block a scoped %}{% for x in 'ab' %}{% block b scoped %}{{ x }}{% include 'row' %}{% endblock %}
{% endfor %}{% endblock %}

{% block c %}{% set x = 1 %}{{ x }}{% include 'number' %}{% endblock %}{{ x }}

{% block c required %}{% endblock %}

{{ super() }}

{{ self.none() }}

{{ n / 0 }}

{{ title() }}

{{ range(3) | list }}{{ dict(a=1).a }}{{ joiner('|')() }}{{ contacts | map(attribute='name') | list }}
{{ n is divisibleby 2 }}

{{ (title if n else words).a }}{{ title if n > 5 }}{{ -n }}{{ n + 1 }}{{ 1 < n <= 3 }}{{ 'a' in title }}
{{ title[1:2] }}
"""

CONTACTS = (Contact(key="a", name="Anna & Co"), Contact(key="b", name="Bert"))


def environments() -> Iterator[jinja2.Environment]:
    for kind in (jinja2.Environment, swift.Environment):
        loader = jinja2.DictLoader(PARTIALS)
        yield kind(loader=loader, undefined=jinja2.StrictUndefined, autoescape=True, auto_reload=False)


def pages(environment: jinja2.Environment, template: str) -> Iterator[str]:
    """What becomes of it for one page after the other, of which some have the same values."""
    values = {"html": swift.Markup("<b>"), "day": dt.date(2026, 5, 1), "words": {"a": "W<", "items": "J"}}
    filled = None
    for title, n, contacts in (("<T>", 2, CONTACTS), ("U", 2, CONTACTS[:1]), ("<T>", 2, CONTACTS), ("<T>", 3, ())):
        try:
            filled = filled or environment.from_string(template)
            yield filled.render(values, title=title, n=n, contacts=contacts)
        except Exception as error:
            yield f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("template", TEMPLATES.strip().split("\n\n"))
def test_a_template_says_the_same_quickly_and_slowly(template: str) -> None:
    slow, quick = (list(pages(environment, template)) for environment in environments())

    assert quick == slow


def test_what_comes_again_on_each_page_is_made_once() -> None:
    made = []
    _, quick = environments()
    quick.filters["made"] = lambda value: made.append(value) or value
    quick.loader = jinja2.DictLoader({"foot": "{{ title | made }}{% for c in contacts %}{{ c.name }}{% endfor %}"})
    page = quick.from_string("{{ n }}{% include 'foot' %}")

    texts = [page.render(n=n, title="T", contacts=(CONTACTS[0],)) for n in range(3)]

    assert texts == ["0TAnna &amp; Co", "1TAnna &amp; Co", "2TAnna &amp; Co"]
    assert made == ["T"]


def test_the_libraries_are_those_that_were_read() -> None:
    """Otherwise pages are right, and take more than twice the time: read what changed, then `swift.KNOWN`."""
    assert swift.known()
