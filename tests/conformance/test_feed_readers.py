"""Four feed readers subscribe: newsboat and sfeed (terminal), feedparser (Python) and feedsmith (JavaScript).

They were written independently; where they see the same entries, other readers will, too. And jing knows the grammar of
Atom.
"""

from __future__ import annotations

import calendar
import json
import os
import re
import sqlite3
import subprocess
from pathlib import Path
from typing import NamedTuple

import feedparser
import pytest


class Entry(NamedTuple):
    """What every reader must see. `published` in seconds since 1970; `enclosure` may be empty."""

    guid: str
    title: str
    link: str
    published: int
    enclosure: str


HERE = Path(__file__).parent
OF_NEWSROOM = ("feed.xml", "atom.xml")


@pytest.fixture(scope="session")
def feeds(published) -> list[str]:
    """The feeds of the site, by what they are and not by name: paths below public/."""
    root = re.compile(rb"<(rss|feed)[\s>]")
    files = sorted(published.public.rglob("*.xml"))
    found = [str(file.relative_to(published.public)) for file in files if root.search(file.read_bytes()[:2000])]
    assert found, "no feed is published"
    return found


@pytest.fixture
def subscription(judge, tmp_path) -> Newsboat:
    return Newsboat(judge("newsboat", "newsboat"), tmp_path)


class Newsboat:
    """newsboat with a household of its own, so that it knows no feed yet."""

    def __init__(self, program: str, home: Path) -> None:
        self.program, self.home, self.cache = program, home, home / "cache.db"
        (home / "config").write_text("auto-reload no\nmax-items 0\n")

    def reload(self, url: str) -> None:
        (self.home / "urls").write_text(url + "\n")
        files = ["-u", self.home / "urls", "-c", self.cache, "-C", self.home / "config"]
        # Without HOME and a terminal it refuses to start, even for a reload.
        env = {**os.environ, "HOME": str(self.home), "TERM": "xterm", "LC_ALL": "C.UTF-8"}
        subprocess.run([self.program, *files, "-x", "reload"], env=env, check=True, capture_output=True)

    def sql(self, statement: str) -> list[tuple]:
        with sqlite3.connect(self.cache) as cache:
            return cache.execute(statement).fetchall()

    def entries(self) -> list[Entry]:
        return [Entry(*row) for row in self.sql("select guid, title, url, pubDate, enclosure_url from rss_item")]


def read_by_sfeed(program: str, feed: Path, url: str) -> list[Entry]:
    result = subprocess.run([program, url], input=feed.read_bytes(), capture_output=True, check=True)
    # sfeed(5): time, title, link, content, content type, id, author, enclosure, category
    rows = [line.split("\t") for line in result.stdout.decode().splitlines()]
    return [Entry(row[5], row[1], row[2], int(row[0]), row[7]) for row in rows]


def read_by_feedparser(feed: feedparser.FeedParserDict) -> list[Entry]:
    return [
        Entry(
            entry.id,
            entry.title,
            entry.link,
            calendar.timegm(entry.published_parsed),
            entry.enclosures[0].href if entry.enclosures else "",
        )
        for entry in feed.entries
    ]


def read_by_feedsmith(node: str, files: list[Path]) -> dict[Path, list[Entry]]:
    said = subprocess.run([node, HERE / "feeds.mjs", *files], capture_output=True, text=True, check=True).stdout
    return {
        file: [Entry(*row) for row in json.loads(line)] for file, line in zip(files, said.splitlines(), strict=True)
    }


def test_feedparser_finds_every_feed_well_formed_and_complete(feeds, site_url):
    for path in feeds:
        feed = feedparser.parse(f"{site_url}/{path}")
        assert not feed.bozo, f"{path}: {feed.get('bozo_exception')}"
        assert feed.feed.title
        assert feed.feed.link
        assert feed.entries
        guids = [entry.id for entry in feed.entries]
        assert len(guids) == len(set(guids)), f"{path}: of two entries with one guid newsboat drops one"


def test_everything_in_an_entry_can_be_fetched_from_wherever_it_is_read(published, feeds, site_url):
    """Pictures, attachments and links are absolute, and what lies in the archive is there."""
    base = "https://www.landkreis-muenchen.de/presse/"
    for path in feeds:
        feed = feedparser.parse(f"{site_url}/{path}", resolve_relative_uris=False, sanitize_html=False)
        content = "".join(entry.content[0].value for entry in feed.entries)
        addresses = set(re.findall(r'(?:src|href)="([^"]*)"', content))
        assert not [a for a in addresses if not re.match(r"https://|mailto:|tel:", a)]
        own = {a.removeprefix(base).partition("#")[0] for a in addresses if a.startswith(base)}
        if path in OF_NEWSROOM:
            assert "media/2019/lageplan.pdf" in own
            assert any(re.fullmatch(r"media/2019/wuermbruecke-[0-9a-f]{8}-800.png", a) for a in own), "in full size"
        assert not [a for a in own if not (published.public / a).exists()]


@pytest.mark.parametrize("path", OF_NEWSROOM)
def test_readers_are_told_of_corrections_and_withdrawals(path, feeds, site_url):
    assert path in feeds
    titles = {entry.title for entry in feedparser.parse(f"{site_url}/{path}").entries}

    assert "BERICHTIGUNG: Neue Würmbrücke ist für den Verkehr freigegeben" in titles
    assert "CORRECTION: New Würm bridge opens to traffic" in titles
    assert "RÜCKZUG: Landratsamt lädt zum Tag der offenen Tür ein" in titles


def test_all_readers_see_the_same_entries(published, feeds, site_url, subscription, judge):
    sfeed = judge("sfeed", "sfeed")
    for path in feeds:
        url = f"{site_url}/{path}"
        expected = sorted(read_by_feedparser(feedparser.parse(url)))
        assert sorted(read_by_sfeed(sfeed, published.public / path, url)) == expected
        subscription.cache.unlink(missing_ok=True)
        subscription.reload(url)
        assert sorted(subscription.entries()) == [entry._replace(enclosure="") for entry in expected]


def test_the_feed_of_each_format_has_the_same_entries_in_the_same_order(published, judge):
    judge("feedsmith/package.json")
    folders = [file.parent for file in sorted(published.public.rglob("feed.json"))]
    assert {published.public, published.public / "2019", published.public / "themen/mobilitaet"} < set(folders)
    names = ("feed.json", *OF_NEWSROOM)
    seen = read_by_feedsmith(judge("node", "nodejs"), [folder / name for folder in folders for name in names])

    for folder in folders:
        own, *others = (seen[folder / name] for name in names)
        assert own
        assert all(entry.enclosure for entry in own), "each has its letter"
        assert others == [own, own]


def test_atom_is_what_its_grammar_allows(published, judge, tmp_path):
    """That of RFC 4287."""
    jing = [judge("jing", "jing"), "-c", str(HERE / "atom.rnc")]
    feeds = sorted(published.public.rglob("atom.xml"))
    assert len(feeds) > 3
    found = subprocess.run([*jing, *feeds], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")

    broken = tmp_path / "atom.xml"
    broken.write_text(re.sub(r"<updated>.*?</updated>", "", feeds[0].read_text(), count=1))
    found = subprocess.run([*jing, broken], capture_output=True, text=True, check=False)
    assert 'missing required element "updated"' in found.stdout


@pytest.mark.parametrize("name", OF_NEWSROOM)
def test_neither_a_new_date_nor_a_new_address_of_the_site_makes_a_release_new(newsroom, subscription, name):
    newsroom.newsroom("legal_links", "letters: nein\nlegal_links")
    newsroom.release("bruecke", date="2025-05-02")
    newsroom.release("schule", date="2025-06-02")
    newsroom.build()
    feed = (newsroom.public / name).as_uri()
    subscription.reload(feed)
    assert len(subscription.entries()) == 2
    subscription.sql("update rss_item set unread = 0")

    (newsroom.folder / "content/releases/2025/2025-05-02-bruecke.md").unlink()
    newsroom.release("bruecke", date="2025-05-20")
    newsroom.newsroom("https://www.example.org/presse/", "https://presse.example.net/")
    newsroom.build()
    subscription.reload(feed)

    assert len(subscription.entries()) == 2
    assert subscription.sql("select title from rss_item where unread = 1") == []


def test_a_subscriber_who_looks_again_sees_nothing_new(feeds, site_url, subscription):
    for path in feeds:
        subscription.cache.unlink(missing_ok=True)
        subscription.reload(f"{site_url}/{path}")
        first = subscription.entries()
        subscription.sql("update rss_item set unread = 0")
        subscription.reload(f"{site_url}/{path}")
        assert subscription.entries() == first
        assert subscription.sql("select title from rss_item where unread = 1") == []
