"""The Nu Html Checker, the W3C's own, reads every page, style sheet and drawing."""

from __future__ import annotations

import json
import subprocess


def test_the_checker_finds_no_error_on_any_page(published, preview, judge):
    java = judge("java", "default-jre-headless")
    jar = judge("vnu-jar/build/dist/vnu.jar")
    result = subprocess.run(
        [
            *(java, "-Xss1m", "-jar", jar, "--format", "json", "--exit-zero-always"),
            *("--also-check-css", "--also-check-svg", "--skip-non-html", published.public, published.print, preview),
        ],
        capture_output=True,
        text=True,
    )
    messages = json.loads(result.stderr)["messages"]
    errors = [told(message, published.folder) for message in messages if message["type"] != "info"]
    assert not errors, "\n".join(errors)


def told(error: dict, folder) -> str:
    file = error.get("url", "").removeprefix(f"file:{folder}/")
    return f"{file}:{error.get('lastLine', 0)}: {error['message']}"
