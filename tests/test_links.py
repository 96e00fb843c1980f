"""A walk through all that is published: every address of our own leads to a file, every anchor to a place."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from tests.harness import Built, tool

BASE = "https://www.landkreis-muenchen.de/presse/"


class Addresses(HTMLParser):
    """Collects where a page leads to, and which ids it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("href", "src") and value is not None:
                self.leads.append(value)
            elif name == "srcset" and value:
                self.leads += [candidate.split()[0] for candidate in value.split(", ")]
            elif name == "id" and value:
                self.ids.append(value)


def file_of(public: Path, address: str) -> Path | None:
    """The file that the web server shows for an address of ours; None for others."""
    if not address.startswith(BASE):
        return None
    path = unquote(urlsplit(address).path).removeprefix("/presse/")
    return public / path / "index.html" if path.endswith("/") or not path else public / path


def test_every_page_leads_only_to_what_is_there(published: Built) -> None:
    pages = {file: Addresses(file.read_text()) for file in published.public.rglob("*.html")}
    assert len(pages) > 10
    for file, page in pages.items():
        here = BASE + str(file.relative_to(published.public)).removesuffix("index.html")
        assert len(page.ids) == len(set(page.ids)), f"{here} has an id twice"
        for lead in page.leads:
            target = urljoin(here, lead)
            found = file_of(published.public, target)
            assert found is None or found.is_file(), f"{here} leads to {lead}"
            if found in pages and (fragment := unquote(urlsplit(target).fragment)):
                assert fragment in pages[found].ids, f"{here} leads to {lead}"


def test_pages_link_relatively_so_that_the_folder_works_anywhere(published: Built) -> None:
    for file in published.public.rglob("*.html"):
        if file.name != "404.html":
            told = r'(?s)<link rel="canonical"[^>]*>|<meta [^>]*>|<script type="application/ld.json">.*?</script>'
            text = re.sub(told, "", file.read_text())
            assert f'="{BASE}' not in text, file  # as an address to copy it may be read
            assert not re.search(r'(?:href|src)="/', text), file


def test_the_style_sheet_asks_for_nothing_that_is_missing(published: Built) -> None:
    for address in re.findall(r"url\(['\"]?([^)'\"]+)", published.text("public/style.css")):
        assert (published.public / address).is_file()


def test_the_feed_leads_only_to_what_is_there(published: Built) -> None:
    addresses = re.findall(r"https?://[^\s\"'<>]+", published.text("public/feed.xml"))
    own = [found for address in addresses if (found := file_of(published.public, address))]
    assert len(own) > 10
    assert all(file.is_file() for file in own)


def test_letters_lead_only_to_what_is_there(published: Built) -> None:
    letter = published.print / "2018-03-14-alles-was-ein-brief-tragen-kann.pdf"
    addresses = re.findall(r"https?://\S+", tool("pdfinfo", "-url", letter))
    own = [found for address in addresses if (found := file_of(published.public, address))]
    assert [file.parent.name for file in own] == ["austausch-fluechtlingsbetreuung"]
    assert own[0].is_file()
