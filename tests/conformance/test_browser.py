"""Chromium visits every page on a desktop, on a phone 320 px wide, there with type of double size, and in the dark.

axe and HTML_CodeSniffer look for barriers: WCAG 2.2 A and AA (EN 301 549, BITV 2.0: 2.1), axe's best practice.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest


@pytest.fixture(scope="session")
def complaints(published, preview, site_url, judge) -> Callable[[str], str]:
    """What one tour through all pages and views found, by kind."""
    node, chromium = judge("node", "nodejs"), judge("chromium", "chromium")
    judge("axe-core"), judge("html_codesniffer"), judge("playwright-core")
    origin = site_url.removesuffix("/presse")
    # In a preview every page has the same banner: each kind of page once, and what is there alone.
    public = {*pages(published.public, "")} - {"/", "/2019/", "/2019/wuermbruecke-eroeffnet/", "/themen/mobilitaet/"}
    in_preview = [f"/vorschau{page}" for page in pages(preview, "") if page not in public]
    result = subprocess.run(
        [node, Path(__file__).with_name("visit.mjs"), chromium, origin],
        input=json.dumps(
            [
                *pages(published.public, "/presse"),
                *pages(published.print, "/druckerei"),
                *in_preview,
            ]
        ),
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return lambda kind: "\n".join(complaint["text"] for complaint in found if complaint["kind"] == kind)


def pages(folder: Path, root: str) -> list[str]:
    """The address of every page of a folder that is served at `root`."""
    files = sorted(folder.rglob("*.html"))
    return [f"{root}/{quote(str(file.relative_to(folder)))}".removesuffix("index.html") for file in files]


def test_there_is_a_page_of_every_kind_to_visit(published, preview):
    public = pages(published.public, "")

    assert {"/", "/404.html", "/impressum/", "/2019/", "/2019/bruecke/", "/alt/meldung-4711.html"} <= {*public}
    assert {"/2019/wuermbruecke-eroeffnet/", "/2019/bridge-opens/", "/2019/tag-der-offenen-tuer/"} <= {*public}
    assert {"/2019/entwurf/", "/2019/noch-gesperrt/"} == {*pages(preview, "")} - {*public}


def test_no_page_has_a_barrier(complaints):
    assert not (found := complaints("barrier")), found


def test_no_page_has_to_be_scrolled_sideways(complaints):
    assert not (found := complaints("sideways")), found


def test_no_page_asks_another_host_for_anything(complaints):
    assert not (found := complaints("foreign")), found


def test_no_page_fills_the_console_or_misses_a_file(complaints):
    assert not (found := complaints("console")), found
