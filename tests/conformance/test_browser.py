"""Chromium visits every page on a desktop, on a phone 320 px wide and in the dark; axe looks for barriers.

WCAG 2.2 A and AA (EN 301 549 and BITV 2.0 ask for 2.1), and axe's best practice.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest


@pytest.fixture(scope="session")
def complaints(published, site_url, judge) -> Callable[[str], str]:
    """What one tour through all pages and views found, by kind."""
    node, chromium = judge("node", "nodejs"), judge("chromium", "chromium")
    judge("axe-core"), judge("playwright-core")
    result = subprocess.run(
        [node, Path(__file__).with_name("visit.mjs"), chromium, site_url],
        input=json.dumps(pages(published.public)),
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return lambda kind: "\n".join(complaint["text"] for complaint in found if complaint["kind"] == kind)


def pages(public: Path) -> list[str]:
    """The address of every page, from the root of the site. One that only leads elsewhere has no visitor."""
    files = sorted(public.rglob("*.html"))
    kept = [file for file in files if b'http-equiv="refresh"' not in file.read_bytes()]
    return ["/" + quote(str(file.relative_to(public))).removesuffix("index.html") for file in kept]


def test_there_are_pages_to_visit(published):
    assert "/" in pages(published.public)


def test_no_page_has_a_barrier(complaints):
    assert not (found := complaints("barrier")), found


def test_no_page_has_to_be_scrolled_sideways(complaints):
    assert not (found := complaints("sideways")), found


def test_no_page_asks_another_host_for_anything(complaints):
    assert not (found := complaints("foreign")), found


def test_no_page_fills_the_console_or_misses_a_file(complaints):
    assert not (found := complaints("console")), found
