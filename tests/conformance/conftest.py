"""What the judges of pages need: a preview, and a web server that hands out the published site."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pressgen.cli import main

DEPLOY = Path(__file__).parents[2] / "docs/deploy"


@pytest.fixture(scope="session")
def preview(published: Any) -> Path:
    """The folder of a preview of the same newsroom: with a draft, and a release before its embargo."""
    folder = published.folder / "vorschau"
    assert main(["build", "--preview", str(folder), "--project", str(published.folder), "--quiet"]) == 0
    return folder


@pytest.fixture(scope="session")
def site_url(published: Any, preview: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address at which the published site can be visited, without a slash at its end.

    Below a prefix, as newsroom.yaml says: only the page for what is not there (404) knows it. Beside it the preview is
    at /vorschau, and the lists of the print office at /druckerei.
    """
    root = tmp_path_factory.mktemp("server")
    (root / "presse").symlink_to(published.public)
    (root / "vorschau").symlink_to(preview)
    (root / "druckerei").symlink_to(published.print)
    visit = functools.partial(_WebServer, directory=str(root))
    with Server(("127.0.0.1", 0), visit) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/presse"
        server.shutdown()


POLICY = re.findall('Content-Security-Policy "(.+)"', (DEPLOY / "nginx.conf").read_text("utf-8"))[0]
"""As administrators copy it."""


class Server(ThreadingHTTPServer):
    request_queue_size = 128  # browsers come with many requests at once; who is turned away tries again after a second


class _WebServer(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012  (declared so by the standard library)
        "": "application/octet-stream",
        ".css": "text/css; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".jpg": "image/jpeg",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".pdf": "application/pdf",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
        ".xml": "application/xml",
    }

    def send_header(self, keyword: str, value: str) -> None:
        # Without a date no reader can say "not modified": it has to read the feed again.
        if keyword != "Last-Modified":
            super().send_header(keyword, value)

    def end_headers(self) -> None:
        # Whatever a page did against it, the browser would tell. The print office's lists are for a file share.
        if not self.path.startswith("/druckerei"):
            self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass
