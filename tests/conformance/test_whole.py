"""A crawler by other people walks through the whole archive: nothing is missing that anybody is led to."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urldefrag, urljoin

import feedparser
import pytest

from pressgen.cli import main
from tests.conformance.conftest import Server

FEEDS = ("feed.xml", "atom.xml")


class Archive(NamedTuple):
    """A published archive, served at the address that its own feeds and sitemaps name."""

    public: Path
    url: str

    def crawled(self, crawler: list[str | Path]) -> dict[str, str]:
        """What the crawler asked for, and `OK` or `BROKEN`: what can be reached from the home page, and what else
        others are told of.
        """
        found = self._asked([*crawler, self.url, "--recurse", "--check-css"])
        return found | self._asked([*crawler, *sorted(self.addresses() - found.keys())])

    def _asked(self, command: list[str | Path]) -> dict[str, str]:
        elsewhere = f"^(?!{re.escape(self.url)})"
        said = subprocess.run(
            [*command, "--skip", elsewhere, "--format", "json"],
            capture_output=True,
            text=True,
            timeout=120,
        )
        return {link["url"]: link["state"] for link in json.loads(said.stdout)["links"] if link["state"] != "SKIPPED"}

    def addresses(self) -> set[str]:
        """All addresses that feeds, sitemaps and robots.txt tell of, and former ones that somebody kept."""
        found = {self.url, f"{self.url}robots.txt"}
        for feed in (file for name in FEEDS for file in self.public.rglob(name)):
            for entry in feedparser.parse(feed.read_bytes()).entries:
                found |= {link.href for link in entry.links} | {
                    media["url"] for media in entry.get("media_content", ())
                }
                for part in entry.get("content", ()):
                    found |= {*re.findall(r'(?:href|src)="([^"]+)', part.value)}
        for file in self.public.rglob("feed.json"):
            for item in json.loads(file.read_text())["items"]:
                found |= {item["url"], *(attachment["url"] for attachment in item.get("attachments", ()))}
        for file in self.public.glob("sitemap*.xml"):
            found |= {*re.findall(r"<loc>([^<]+)", file.read_text("utf-8"))}
        found |= {*re.findall(r"Sitemap: (\S+)", (self.public / "robots.txt").read_text())}
        found |= {
            f"{self.url}{quote(str(file.relative_to(self.public)))}".removesuffix("index.html")
            for file in self.public.rglob("*.html")
            if 'http-equiv="refresh"' in file.read_text("utf-8")
        }
        return {address for address in found if address.startswith(self.url)}


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def archive(published, tmp_path_factory) -> Iterator[Archive]:
    root = tmp_path_factory.mktemp("whole")
    with Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root))) as server:
        url = f"http://127.0.0.1:{server.server_port}/presse/"
        folder = tmp_path_factory.mktemp("project")
        for part in ("content", "layouts"):
            shutil.copytree(published.folder / part, folder / part)
        settings = folder / "content/newsroom.yaml"
        settings.write_text(re.sub("(?m)^base_url: .*$", f"base_url: {url}", settings.read_text("utf-8")), "utf-8")
        assert main(["build", "--project", str(folder), "--quiet"]) == 0
        (root / "presse").symlink_to(folder / "public")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Archive(folder / "public", url)
        server.shutdown()


@pytest.fixture(scope="module")
def crawler(judge: Callable[..., str]) -> list[str | Path]:
    return [judge("node", "nodejs"), judge("linkinator/build/src/cli.js")]


def test_everything_that_anybody_is_led_to_is_there(archive: Archive, crawler: list[str | Path]) -> None:
    found = archive.crawled(crawler)

    assert [address for address, state in found.items() if state != "OK"] == []
    kinds = {address.rpartition(".")[2] for address in found}
    assert {"pdf", "webp", "png", "xml", "json", "css", "js", "svg", "csv", "webmanifest"} <= kinds
    assert f"{archive.url}alt/meldung-4711.html" in found
    pages = {f"{archive.url}{quote(str(file.parent.relative_to(archive.public)))}/" for file in release_pages(archive)}
    assert pages <= {*found}


def test_every_anchor_is_on_its_page(archive: Archive) -> None:
    """The crawler asks for no place within a page."""
    texts = {
        f"{archive.url}{quote(str(f.relative_to(archive.public)))}": f.read_text("utf-8") for f in html_of(archive)
    }
    pages = {address.removesuffix("index.html"): text for address, text in texts.items()}
    links = {
        urldefrag(urljoin(address, link))
        for address, text in pages.items()
        for link in re.findall(r'<a [^>]*href="([^"]*#[^"]+)"', text)
    }
    inside = {link for link in links if link.url in pages}

    assert any(link.fragment == "note_1" for link in inside)
    assert [link for link in inside if f'id="{unquote(link.fragment)}"' not in pages[link.url]] == []


def test_the_crawler_sees_what_is_missing(archive: Archive, crawler: list[str | Path]) -> None:
    """Else it would prove nothing."""
    photo = next(archive.public.rglob("*-480.webp"))
    letter = next(archive.public.glob("2019/wuermbruecke-eroeffnet/*.pdf"))
    try:
        photo.rename(photo.with_suffix(".away"))
        letter.rename(letter.with_suffix(".away"))

        broken = [address for address, state in archive.crawled(crawler).items() if state == "BROKEN"]
    finally:
        photo.with_suffix(".away").rename(photo)
        letter.with_suffix(".away").rename(letter)

    assert any(address.endswith(photo.name) for address in broken)
    assert any(address.endswith(letter.name) for address in broken)


def release_pages(archive: Archive) -> list[Path]:
    return list(archive.public.glob("[0-9]*/*/index.html"))


def html_of(archive: Archive) -> list[Path]:
    return list(archive.public.rglob("*.html"))
