"""The room for speed: a letter is the same, byte for byte, whether it is drawn in there or not.

`make bench` tells what it gains.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as some
from weasyprint.urls import URLFetcher, URLFetcherResponse

from pressgen import load, swift
from pressgen.artifact import Artifact
from pressgen.outputs import conformance, letters
from pressgen.state import State
from tests.harness import PROJECT, Built, Newsroom

BASE = "file:///letterhead/"
LETTERHEAD = PROJECT / "layouts/letterheads/landkreis-aktuell"
FONTS = "".join(
    f"@font-face {{ font-family: Brief; src: url({(LETTERHEAD / 'fonts').as_uri()}/LiberationSans-{file}.ttf); {style} }}\n"
    for file, style in (("Regular", ""), ("Bold", "font-weight: bold"), ("Italic", "font-style: italic"))
)


def drawn(html: str, base: str = BASE) -> bytes:
    """A document as the project draws letters."""
    return conformance.written(weasyprint.HTML(string=html, base_url=base + "letter.html").render())


def drawn_swiftly(html: str) -> bytes:
    """The same in the room."""
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
    "absolute": (".a { position: absolute; right: 0; bottom: 0; width: 25% }", f"<p>{TEXT}</p><div class=a>{TEXT}</div>"),
    "relative": ("p { position: relative; left: 3px; top: 1em }", f"<p>{TEXT * 2}</p>"),
    "preformatted": ("pre { white-space: pre-wrap }", f"<pre>{TEXT}\n\tTab  zwei\n\n{TEXT}</pre>"),
    "lists": ("li:first-child { color: red }", f"<ul><li>{TEXT}</li><li>a<ol><li>b<li>{TEXT}</ol></ul>"),
    "table": ("td { border: 1px solid }", f"<table><tr><td>{TEXT}<td>{TEXT * 2}<th>A</table>"),
    "long table": (
        "table { border-collapse: collapse; width: 100% } tr { break-inside: avoid } td { padding: 1mm }",
        "<table><thead><tr><th>Ort<th>Zahl</thead>" + f"<tr><td>Ort<td>{TEXT[:50]}" * 60 + "</table>",
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
    "inherited": ("td { margin: 3px } td > p { margin: inherit }", f"<table><tr><td><p>{TEXT}</table>"),
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
