"""`pressgen check --public`: is what is out as builds left it, does every link lead somewhere, is nothing hidden in it?

Pure: it gets the bytes of all public files. Unlike a build it trusts no earlier one.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pressgen import hidden, proof
from pressgen.artifact import checksum
from pressgen.problems import Location, Problem
from pressgen.site import Site, Worded
from pressgen.state import Published

LINK = re.compile(r"""(?:href|src|url)=["']([^"']*)["']|content="\d+; url=([^"]*)"|<(?:link|guid)>([^<]*)<""")
"""Addresses in pages and feeds."""

ID = re.compile(r'\bid="([^"]*)"')


class Audit(NamedTuple):
    """What is to be said of public/."""

    files: int
    """How many were looked at."""
    problems: Sequence[Problem]
    remarks: Sequence[Problem]
    """Of files that cannot be searched for what is hidden: no mistake, as in a build."""


def audit(
    site: Site, at: dt.datetime, worded: Worded, out: Mapping[str, bytes], published: Mapping[str, Published]
) -> Audit:
    """Look at the files `out`, by path from `public/` on; `published` is what builds remember of them.

    It is judged by what may be seen at the moment `at`, with UTC offset.
    """
    problems = [*_integrity(out, published)]
    for path, data in out.items():
        if path.endswith((".html", ".xml")):
            problems += _links(path, data.decode("utf-8", "replace"), out, site.newsroom.base_url)
    secrets, visible = hidden.parted(site, at, worded)
    leaks, unsearchable = proof.told(proof.searched(out.items(), secrets, visible))
    return Audit(len(out), [*problems, *leaks], unsearchable)


def _integrity(out: Mapping[str, bytes], published: Mapping[str, Published]) -> Iterator[Problem]:
    """Files that somebody changed, removed or added; hidden ones (`.well-known/`) are nobody's business."""
    for path, known in published.items():
        if path not in out:
            yield Problem(path=path, code="out-missing")
        elif checksum(out[path]) != known.checksum:
            yield Problem(path=path, code="out-changed")
    for path in out:
        if path not in published and "/." not in path:
            yield Problem(path=path, code="out-unknown")


def _links(path: str, text: str, out: Mapping[str, bytes], base_url: str) -> Iterator[Problem]:
    """Links of a page or feed to places of the site that are not there."""
    here = base_url + path.partition("/")[2].removesuffix("index.html")
    seen = set()
    for match in LINK.finditer(text):
        written = html.unescape(match[1] or match[2] or match[3] or "")
        if written in seen:
            continue
        seen.add(written)
        address, _, fragment = urllib.parse.urljoin(here, written).partition("#")
        if not address.startswith(base_url):
            continue
        place = urllib.parse.unquote(address.removeprefix(base_url).partition("?")[0])
        target = f"public/{place}index.html" if place.endswith("/") or not place else f"public/{place}"
        line = text.count("\n", 0, match.start()) + 1
        values = {"address": written}
        if target not in out:
            yield Problem(path=path, code="out-dead-link", values=values, location=Location(line=line, column=1))
        elif fragment and target.endswith(".html") and urllib.parse.unquote(fragment) not in _ids(out[target]):
            yield Problem(path=path, code="out-dead-fragment", values=values, location=Location(line=line, column=1))


def _ids(data: bytes) -> set[str]:
    return {html.unescape(name) for name in ID.findall(data.decode("utf-8", "replace"))}
