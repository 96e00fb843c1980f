"""Without a mouse: every link and button is reached with the Tab key, in order, in sight, and shows its focus."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.conformance.test_browser import pages


def test_everything_is_reached_with_the_tab_key(published, site_url, judge):
    command = [judge("node", "nodejs"), Path(__file__).with_name("keyboard.mjs"), judge("chromium", "chromium")]
    judge("playwright-core")

    result = subprocess.run(
        [*command, site_url.removesuffix("/presse")],
        input=json.dumps(pages(published.public, "/presse")),
        capture_output=True,
        text=True,
    )

    assert result.returncode == 0, result.stderr
    assert not result.stdout
