"""What journalists can subscribe to: all releases, those of a topic, and what there was in earlier years."""

import json
import os
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from pressgen.outputs import jsonfeeds, xmlfeeds
from pressgen.outputs.entries import content
from tests.harness import PIXEL, Newsroom

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
BASE = "https://www.example.org/presse/"


@pytest.fixture
def told(newsroom: Newsroom) -> Newsroom:
    """Three releases of two years; the newest has a photo, the oldest was corrected."""
    newsroom.newsroom("legal_links", "letters: nein\nlegal_links")
    newsroom.write("content/media/schule.png", PIXEL)
    correction = "[{date: 2024-05-03, kind: correction, note: Neu}]"
    newsroom.release("bruecke", date="2024-05-02", topics="[Bau, Verkehr]", updates=correction)
    newsroom.release("radweg", date="2025-02-01", topics="[Verkehr]", language="en")
    photo = "{file: /media/schule.png, alt: Die neue Schule, caption: Sie ist fertig., credit: Max Muster}"
    newsroom.release("schule", date="2025-03-01", topics="[Bau]", image=photo)
    newsroom.build()
    return newsroom


def slugs(newsroom: Newsroom, path: str) -> list[str]:
    """The releases in a feed, in its order."""
    text = (newsroom.public / path).read_text()
    if path.endswith(".json"):
        links = [item["url"] for item in json.loads(text)["items"]]
    elif path.endswith("atom.xml"):
        links = [entry.find(f"{ATOM}link").get("href") for entry in ElementTree.fromstring(text).iter(f"{ATOM}entry")]
    else:
        links = [item.findtext("link") for item in ElementTree.fromstring(text).iter("item")]
    return [link.split("/")[-2] for link in links]


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml", "feed.json"])
def test_each_feed_is_there_in_three_formats(told: Newsroom, name: str) -> None:
    assert slugs(told, name) == ["schule", "radweg", "bruecke"]
    assert slugs(told, f"themen/verkehr/{name}") == ["radweg", "bruecke"]
    assert slugs(told, f"themen/bau/{name}") == ["schule", "bruecke"]
    assert slugs(told, f"2025/{name}") == ["schule", "radweg"]
    assert slugs(told, f"2024/{name}") == ["bruecke"]


def test_the_feed_of_a_topic_has_its_newest_releases_however_old_they_are(told: Newsroom) -> None:
    told.newsroom("legal_links", "feed_length: 2\nlegal_links")
    for number in range(120):
        told.release(f"nummer-{number}", date=f"2026-{number // 28 + 1:02}-{number % 28 + 1:02}")
    told.release("stau", date="2026-05-09", topics="[Verkehr]")
    told.build()

    assert slugs(told, "feed.xml") == ["stau", "nummer-119"]
    assert slugs(told, "themen/bau/feed.xml") == ["schule", "bruecke"]
    assert slugs(told, "themen/verkehr/feed.xml") == ["stau", "radweg"]


def test_a_release_is_the_same_one_in_every_feed(told: Newsroom) -> None:
    """Who subscribes to two topics sees it once."""

    def identities(path: str) -> set[str]:
        return set(re.findall(r"tag:example.org,2026:\d{4}/bruecke", (told.public / path).read_text()))

    for name in ("feed.xml", "atom.xml", "feed.json"):
        for folder in ("", "themen/bau/", "themen/verkehr/"):
            assert identities(folder + name) == {"tag:example.org,2026:2024/bruecke"}


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_years_are_archives_that_lead_from_one_to_the_next(told: Newsroom, name: str) -> None:
    def links(folder: str) -> dict[str, str]:
        feed = ElementTree.parse(told.public / folder / name).getroot()
        feed = feed if feed.tag == f"{ATOM}feed" else feed[0]
        assert (feed.find(f"{HISTORY}archive") is not None) == (folder != "")
        found = {link.get("rel", ""): link.get("href", "").removeprefix(BASE) for link in feed.findall(f"{ATOM}link")}
        return {rel: found[rel] for rel in sorted(found.keys() - {"alternate"})}

    assert links("") == {"prev-archive": f"2025/{name}", "self": name}
    assert links("2025") == {"current": name, "prev-archive": f"2024/{name}", "self": f"2025/{name}"}
    assert links("2024") == {"current": name, "next-archive": f"2025/{name}", "self": f"2024/{name}"}


def test_years_lead_from_one_to_the_one_before_in_json(told: Newsroom) -> None:
    def older(folder: str) -> str | None:
        address = json.loads((told.public / folder / "feed.json").read_text()).get("next_url")
        return address and address.removeprefix(BASE)

    assert [older(""), older("2025"), older("2024")] == ["2025/feed.json", "2024/feed.json", None]


def test_the_page_of_a_year_leads_to_its_archive(told: Newsroom) -> None:
    page = (told.public / "2024/index.html").read_text()

    assert all(f'href="../2024/{name}"' in page for name in ("feed.xml", "atom.xml", "feed.json"))


@pytest.mark.parametrize("path", ["feed.xml", "atom.xml"])
def test_a_photo_comes_with_its_credit_and_description(told: Newsroom, path: str) -> None:
    (media,) = ElementTree.parse(told.public / path).getroot().iter(f"{MEDIA}content")

    assert media.attrib == {"url": f"{BASE}media/schule.png", "type": "image/png", "medium": "image"}
    assert [(part.tag.removeprefix(MEDIA), part.text) for part in media] == [
        ("description", "Die neue Schule"),
        ("title", "Sie ist fertig."),
        ("credit", "Max Muster"),
    ]


def test_json_says_the_same(told: Newsroom) -> None:
    feed = json.loads((told.public / "feed.json").read_text())

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}feed.json"
    assert feed["home_page_url"] == BASE
    school, way, bridge = feed["items"]
    assert school["image"] == f"{BASE}media/schule.png"
    assert school["attachments"][0]["title"] == "Sie ist fertig. Max Muster"
    assert school["tags"] == ["Bau"]
    assert way["language"] == "en"
    assert bridge["title"] == "BERICHTIGUNG: Überschrift von bruecke"
    assert bridge["date_published"] == "2024-05-02T00:00:00+02:00"
    assert bridge["date_modified"].startswith("2024-05-03")
    assert "Der Text der Meldung." in bridge["content_html"]
    for item in feed["items"]:
        assert {"id", "url", "title", "content_html", "date_published"} <= item.keys()


def test_json_keeps_to_the_rules_of_jsonfeed_org(told: Newsroom) -> None:
    """Version 1.1: what must be there, of which type, and nothing that the specification does not know."""
    known = {"version", "title", "home_page_url", "feed_url", "next_url", "description", "authors", "language"}
    known |= {"items"}
    of_item = {"id", "url", "title", "summary", "content_html", "date_published", "date_modified", "authors", "tags"}
    of_item |= {"language", "image", "attachments"}
    feeds = list(told.public.rglob("feed.json"))
    assert len(feeds) == 5
    for feed in (json.loads(file.read_text()) for file in feeds):
        assert {"version", "title", "items"} <= feed.keys() <= known
        assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
        for item in feed["items"]:
            assert {"id", "content_html"} <= item.keys() <= of_item
            assert all(
                isinstance(item[name], str) and item[name] for name in item.keys() - {"authors", "tags", "attachments"}
            )
            assert all(author.keys() <= {"name", "url", "avatar"} and author for author in item.get("authors", ()))
            for moment in (item[name] for name in ("date_published", "date_modified") if name in item):
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", moment), "RFC 3339"
            for attachment in item.get("attachments", ()):
                assert {"url", "mime_type"} <= attachment.keys() <= {"url", "mime_type", "title", "size_in_bytes"}


def test_atom_keeps_to_the_rules_of_rfc_4287(told: Newsroom) -> None:
    """Once what must be there once, and no two alternate links of one type and language."""
    feeds = list(told.public.rglob("atom.xml"))
    assert len(feeds) == 5
    for feed in (ElementTree.parse(file).getroot() for file in feeds):
        for part in (feed, *feed.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(part.findall(f"{ATOM}{name}")) == 1
            pages = [link for link in part.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
            assert len(pages) == 1
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None, "else every entry needs one"
        for link in feed.iter(f"{ATOM}link"):
            assert link.get("href", "").startswith(BASE)
    own = [ElementTree.parse(file).getroot().findtext(f"{ATOM}id") for file in feeds]
    assert len(set(own)) == len(own), "each feed is one of its own"


def test_readers_without_namespaces_know_every_element_by_its_usual_name(told: Newsroom) -> None:
    """The W3C's validator warns of prefixes that nobody chose: not all readers look up what they stand for."""
    feeds = [*told.public.rglob("feed.xml"), *told.public.rglob("atom.xml")]
    assert len(feeds) == 10
    for file in feeds:
        prefixes = set(re.findall(r"<(\w+):", file.read_text()))
        assert prefixes <= {"atom", "content", "dc", "fh", "media"}, file


def test_the_letter_comes_with_the_entry(told: Newsroom) -> None:
    told.newsroom("letters: nein\n", "")
    told.build()
    size = (told.public / "2025/schule/2025-03-01-schule.pdf").stat().st_size

    enclosure = {"href": f"{BASE}2025/schule/2025-03-01-schule.pdf", "type": "application/pdf", "length": str(size)}
    entry = next(ElementTree.parse(told.public / "atom.xml").getroot().iter(f"{ATOM}entry"))
    links = [link.attrib for link in entry.findall(f"{ATOM}link")]
    assert {"rel": "enclosure", **enclosure} in links
    letter = json.loads((told.public / "feed.json").read_text())["items"][0]["attachments"][0]
    assert (letter["url"], letter["size_in_bytes"]) == (enclosure["href"], size)


def test_a_topic_that_is_as_a_hidden_release_is_called_is_no_leak(told: Newsroom) -> None:
    told.release("schule", date="2025-03-01", topics="[Bauen und Wohnen]")
    told.release("bauen-und-wohnen", date="2026-05-01", embargo="2026-12-01 09:00", topics="[Geheim]")

    built = told.build(at="2026-06-01 12:00")

    assert slugs(told, "themen/bauen-und-wohnen/feed.xml") == ["schule"]
    assert "geheim" not in built.every_byte().lower()


def test_a_feed_never_depends_on_the_clock(told: Newsroom) -> None:
    before = {path: path.read_bytes() for path in told.public.rglob("*") if path.suffix in (".xml", ".json")}
    told.build(at="2027-01-01 12:00")

    assert {path: path.read_bytes() for path in before} == before


def test_of_a_feed_only_the_entry_that_changed_is_written_anew(told: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def counted(*arguments: Any) -> str:
        written.append(arguments[-1].release.slug)
        return content(*arguments)

    for module in (xmlfeeds, jsonfeeds):
        monkeypatch.setattr(module, "content", counted)
    told.release("radweg", date="2025-02-01", topics="[Verkehr]", language="en", body="Ein neuer Text.")
    built = told.build()

    # Those of the newsroom, of a topic and of a year, each in three formats.
    assert written == ["radweg"] * 9
    for name in ("feed.xml", "atom.xml", "feed.json"):
        for folder, known in (("", 3), ("themen/verkehr/", 2), ("2025/", 2)):
            assert len(slugs(told, f"{folder}{name}")) == known
            assert "Ein neuer Text." in built.text(f"public/{folder}{name}")


def test_what_somebody_wrote_into_a_feed_does_not_live_on_in_the_next_one(told: Newsroom) -> None:
    """Also where nothing but its words tells of it: neither its size nor its time."""
    for name in ("feed.xml", "atom.xml", "feed.json"):
        file = told.public / name
        before, text = file.stat(), file.read_text()
        file.write_text(text.replace("Überschrift von schule", "Überfall an der Schule"[:22]))
        assert file.stat().st_size == before.st_size
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    told.release("radweg", date="2025-02-01", topics="[Verkehr]", language="en", body="Ein neuer Text.")
    told.build()

    for name in ("feed.xml", "atom.xml", "feed.json"):
        assert "Überfall" not in (told.public / name).read_text()


def test_a_text_may_lead_to_the_feed_of_a_year(told: Newsroom) -> None:
    told.release("radweg", date="2025-02-01", body="Alles von [2024](/2024/feed.xml).")
    assert 'href="../../2024/feed.xml"' in told.build().text("public/2025/radweg/index.html")
    told.release("radweg", date="2025-02-01", body="Alles von [1999](/1999/feed.xml).")
    assert "/1999/feed.xml" in told.refused()


def test_a_feed_that_cannot_be_told_into_its_entries_is_written_anew(told: Newsroom) -> None:
    """Whoever designs the entries may write what looks like the end of one."""
    template = told.folder / "layouts/web/entry.html"
    template.write_text("<pre>\n    </item>\n    <item>\n</pre>\n" + template.read_text())
    told.build()

    told.release("radweg", date="2025-02-01", topics="[Verkehr]", body="Ein neuer Text.")
    told.build()

    assert slugs(told, "feed.xml") == ["schule", "radweg", "bruecke"]
    assert (told.public / "feed.xml").read_text().count("<pre>") == 3
