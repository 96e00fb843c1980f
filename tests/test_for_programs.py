"""What search engines, other sites and phones are told of the archive."""

from __future__ import annotations

import datetime as dt
import html.parser
import json
import re
import zoneinfo
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from tests.harness import PIXEL, PROJECT, Built, Newsroom
from tests.test_quiet import same_as_clean

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"

PROTOCOL = etree.XMLSchema(
    etree.XML("""
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" elementFormDefault="qualified">
  <xsd:simpleType name="loc">
    <xsd:restriction base="xsd:anyURI"><xsd:minLength value="12"/><xsd:maxLength value="2048"/></xsd:restriction>
  </xsd:simpleType>
  <xsd:complexType name="place">
    <xsd:sequence>
      <xsd:element name="loc" type="loc"/>
      <xsd:element name="lastmod" type="xsd:dateTime" minOccurs="0"/>
      <xsd:any namespace="##other" processContents="lax" minOccurs="0"/>
    </xsd:sequence>
  </xsd:complexType>
  <xsd:element name="urlset">
    <xsd:complexType>
      <xsd:sequence><xsd:element name="url" type="place" maxOccurs="50000"/></xsd:sequence>
    </xsd:complexType>
  </xsd:element>
  <xsd:element name="sitemapindex">
    <xsd:complexType>
      <xsd:sequence><xsd:element name="sitemap" type="place" maxOccurs="50000"/></xsd:sequence>
    </xsd:complexType>
  </xsd:element>
</xsd:schema>""")
)
"""What the protocol of sitemaps.org asks for, as far as pressgen uses it."""


class Head(html.parser.HTMLParser):
    """What a page says of itself in its head."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data: list[dict[str, Any]] = []
        self.links: dict[str, str] = {}
        self.meta: dict[str, str] = {}
        self._scripts: list[str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag == "script" and "src" not in values:
            assert values == {"type": "application/ld+json"}, "none that runs stands in a page"
            self._scripts = []
        if tag == "link":
            self.links[values["rel"]] = values["href"]
        if tag == "meta" and "content" in values:
            self.meta[values.get("property") or values.get("name", "")] = values["content"]

    def handle_data(self, data: str) -> None:
        if self._scripts is not None:
            self._scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._scripts is not None:
            self.data += json.loads("".join(self._scripts))["@graph"]
            self._scripts = None

    def of(self, kind: str) -> dict[str, Any]:
        (found,) = (thing for thing in self.data if thing["@type"] == kind)
        return found


def head(built: Built, path: str) -> Head:
    return Head(built.text(f"public/{path}"))


def moments(built: Built | Newsroom, name: str) -> dict[str, str]:
    """What a sitemap tells: moments by address, below that of the archive."""
    tree = etree.parse(built.public / name)
    PROTOCOL.assertValid(tree)
    base = re.search("base_url: (.*)", (built.folder / "content/newsroom.yaml").read_text())[1]
    places = tree.iter(f"{SITEMAP}url", f"{SITEMAP}sitemap")
    return {
        place.findtext(f"{SITEMAP}loc").removeprefix(base): place.findtext(f"{SITEMAP}lastmod") or ""
        for place in places
    }


def test_each_page_is_in_one_sitemap(published: Built) -> None:
    told = [page for name in moments(published, "sitemap.xml") for page in moments(published, name)]
    pages = [str(file.relative_to(published.public).parent) + "/" for file in published.public.rglob("index.html")]
    moved = [page for page in pages if 'http-equiv="refresh"' in (published.public / page / "index.html").read_text()]

    assert moved
    assert sorted(told) == sorted({"" if page == "./" else page for page in pages} - {*moved})


def test_a_sitemap_tells_when_readers_were_last_told_of_a_change(newsroom: Newsroom) -> None:
    newsroom.release("alt", date="2025-03-01", topics="[Bau]")
    newsroom.release("neu", date="2026-01-15", topics="[Bau, Verkehr]")
    corrected = {"updates": "[{date: 2026-02-01 10:30, kind: correction, note: Es sind drei.}]"}
    newsroom.release("mitte", date="2026-01-10", topics="[Bau]", **corrected)
    built = newsroom.build()

    assert moments(built, "sitemap-2026.xml") == {
        "2026/": "2026-02-01T10:30:00+01:00",
        "2026/mitte/": "2026-02-01T10:30:00+01:00",
        "2026/neu/": "2026-01-15T00:00:00+01:00",
        "themen/bau/2026/": "2026-02-01T10:30:00+01:00",
        "themen/verkehr/2026/": "2026-01-15T00:00:00+01:00",
    }
    assert moments(built, "sitemap-pages.xml") == {
        "": "2026-02-01T10:30:00+01:00",
        "abonnieren/": "",
        "impressum/": "",
        "suche/": "",
        "themen/": "2026-02-01T10:30:00+01:00",
        "themen/bau/": "2026-02-01T10:30:00+01:00",
        "themen/verkehr/": "2026-01-15T00:00:00+01:00",
    }
    assert moments(built, "sitemap.xml") == {
        "sitemap-2025.xml": "2025-03-01T00:00:00+01:00",
        "sitemap-2026.xml": "2026-02-01T10:30:00+01:00",
        "sitemap-pages.xml": "2026-02-01T10:30:00+01:00",
    }


def test_an_archive_of_decades_tells_the_same_without_being_read(newsroom: Newsroom) -> None:
    for year in range(2018, 2027):
        for number in range(1, 13):
            newsroom.release(f"m{number}", date=f"{year}-{number:02}-03", topics="[Bau]", municipality="[Haar]")
    assert newsroom.command("build").status == 0
    newsroom.release("m7", date="2021-07-03", topics="[Verkehr]", body="Anders.")
    assert newsroom.command("build").status == 0
    same_as_clean(newsroom)
    updates = "[{date: 2022-01-01, kind: update, note: Mehr.}]"
    newsroom.release("m7", date="2021-07-03", topics="[Verkehr]", updates=updates)
    assert newsroom.command("build").status == 0
    same_as_clean(newsroom)


def test_news_search_is_told_of_the_last_two_days_of_publications(newsroom: Newsroom) -> None:
    newsroom.release("alt", date="2026-01-10")
    newsroom.release("vortag", date="2026-01-12", headline="'A & B <3'", language="en")
    newsroom.release("irrtum", date="2026-01-15", withdrawn="{date: 2026-01-16, reason: Falsch.}")
    newsroom.release("neu", date="2026-01-13", embargo="2026-01-13 14:00")
    tree = etree.parse(newsroom.build().public / "sitemap-news.xml")
    PROTOCOL.assertValid(tree)

    told = [tuple(url.itertext()) for url in tree.iter(f"{SITEMAP}url")]
    title, base = "Pressemitteilungen des Landkreises Musterland", "https://www.example.org/presse/2026/"
    assert told == [
        (f"{base}neu/", title, "de", "2026-01-13T14:00:00+01:00", "Überschrift von neu"),
        (f"{base}vortag/", title, "en", "2026-01-12T00:00:00+01:00", "A & B <3"),
    ]
    names = [element.tag for element in next(tree.iter(f"{SITEMAP}url")).iter()]
    wanted = ("news", "publication", "name", "language", "publication_date", "title")
    assert names[2:] == [NEWS + name for name in wanted]


def test_robots_are_led_to_the_sitemaps(published: Built) -> None:
    told = re.findall("Sitemap: https://www.landkreis-muenchen.de/presse/(.*)", published.text("public/robots.txt"))
    assert told == ["sitemap.xml", "sitemap-news.xml"]
    assert all(published.has(f"public/{name}") for name in told)


def test_an_archive_that_begins_is_in_order(newsroom: Newsroom) -> None:
    built = newsroom.build()
    assert newsroom.command("check", "--public").status == 0
    assert moments(built, "sitemap.xml") == {"sitemap-pages.xml": ""}
    assert moments(built, "sitemap-pages.xml") == {"": "", "abonnieren/": "", "impressum/": "", "suche/": ""}
    assert "sitemap-news" not in built.every_byte()


def test_an_office_keeps_a_robots_txt_of_its_own(newsroom: Newsroom) -> None:
    newsroom.write("layouts/web/robots.txt", "User-agent: *\nDisallow: /\n")
    assert newsroom.build().text("public/robots.txt") == "User-agent: *\nDisallow: /\n"


def test_a_preview_is_not_to_be_found(newsroom: Newsroom) -> None:
    newsroom.release("neu")
    newsroom.command("build", "--preview", str(newsroom.folder / "vorschau"))
    names = {file.name for file in (newsroom.folder / "vorschau").iterdir()}
    assert "index.html" in names
    assert not {name for name in names if name.startswith(("sitemap", "robots"))}


def test_nothing_is_told_of_a_release_before_its_moment(newsroom: Newsroom) -> None:
    newsroom.release("alt", topics="[Bau]")
    newsroom.release("fusion", date="2026-03-01", embargo="2026-03-01 09:00", topics="[Fusion]", municipality="Aying")
    before = newsroom.build(at="2026-03-01 08:59").every_byte()
    assert not re.search("(?i)fusion|aying", before)
    after = newsroom.build(at="2026-03-01 09:00")
    for name in ("sitemap-2026.xml", "sitemap-news.xml"):
        assert "2026/fusion/" in moments(after, name)


def test_news_search_finds_what_it_wants_of_a_release(published: Built) -> None:
    """Google, "Article structured data" and "Breadcrumb"; the rest is schema.org's."""
    page = head(published, "2019/wuermbruecke-eroeffnet/index.html")
    article, trail = page.of("NewsArticle"), page.of("BreadcrumbList")
    base = "https://www.landkreis-muenchen.de/presse/"

    assert article["headline"] == "Neue Würmbrücke ist für den Verkehr freigegeben"
    assert article["mainEntityOfPage"] == article["url"] == page.links["canonical"]
    assert article["datePublished"] == "2019-03-05T00:00:00+01:00"
    assert article["dateModified"] == "2019-03-07T14:30:00+01:00"
    assert article["dateline"] == "München, 5. März 2019"
    assert [place["name"] for place in article["contentLocation"]] == ["Gauting", "Krailling"]
    assert (article["inLanguage"], article["isAccessibleForFree"]) == ("de", True)
    assert article["image"][0]["url"] == page.meta["og:image"]
    # The original may be as large as a camera makes it.
    shown = re.fullmatch(f"{base}media/2019/wuermbruecke-[0-9a-f]{{8}}-800.png", page.meta["og:image"])
    assert shown
    assert article["image"][1]["url"].endswith("-1200.webp")
    assert article["image"][0]["creditText"] == "Landratsamt München / Muster"
    office = article["publisher"]
    assert (office["@type"], office["name"]) == ("GovernmentOrganization", "Landratsamt München")
    assert office["logo"]["url"] == f"{base}assets/icon-512.png"
    assert office["contactPoint"][0]["telephone"] == "+498962212621"
    assert article["author"].items() <= office.items()
    (correction,) = article["correction"]
    assert correction["@type"] == "CorrectionComment"
    assert correction["text"].startswith("In der ersten Fassung stand")
    assert published.has("public/" + article["encoding"]["contentUrl"].removeprefix(base))
    steps = [(step["position"], step["item"].removeprefix(base)) for step in trail["itemListElement"]]
    assert steps == [(1, ""), (2, "2019/"), (3, "2019/wuermbruecke-eroeffnet/")]


def test_what_is_withdrawn_says_so_to_programs_too(published: Built) -> None:
    article = head(published, "2019/tag-der-offenen-tuer/index.html").of("NewsArticle")
    assert article["creativeWorkStatus"] == "Obsolete"
    assert article["correction"][0]["text"].startswith("Der Tag der offenen Tür findet nicht statt.")


@pytest.mark.parametrize("words", ["</script><b>", "<!--<script>", "'\"\\ & >", "]]>"])
def test_no_headline_gets_out_of_its_script(newsroom: Newsroom, words: str) -> None:
    newsroom.release("neu", headline="'" + words.replace("'", "''") + "'", place="'" + words.replace("'", "''") + "'")
    page = head(newsroom.build(), "2026/neu/index.html")
    assert page.of("NewsArticle")["headline"] == words
    assert page.of("NewsArticle")["locationCreated"][0]["name"] == words
    assert page.meta["og:title"] == words


def test_every_page_says_its_address_and_has_a_picture(published: Built) -> None:
    base = "https://www.landkreis-muenchen.de/presse/"
    for file in published.public.rglob("*.html"):
        path = str(file.relative_to(published.public))
        text = file.read_text()
        if path == "404.html":
            assert "canonical" not in text
            assert 'name="robots" content="noindex"' in text
            continue
        page = Head(text)
        if 'http-equiv="refresh"' in text:
            assert published.has("public/" + page.links["canonical"].removeprefix(base) + "index.html")
            continue
        assert page.links["canonical"] == page.meta["og:url"] == base + path.removesuffix("index.html")
        assert all(page.meta[f"og:{name}"] for name in ("title", "description", "image:alt"))
        with Image.open(published.public / page.meta["og:image"].removeprefix(base)) as picture:
            size = (page.meta["og:image:width"], page.meta["og:image:height"])
            assert tuple(map(str, picture.size)) == size
        assert page.data, "and who it is, or how to get there"


def test_the_icons_are_there_and_as_large_as_they_say(published: Built) -> None:
    manifest = json.loads(published.text("public/site.webmanifest"))
    assert manifest["name"] == "Pressemitteilungen des Landkreises München"
    for icon in manifest["icons"]:
        with Image.open(published.public / icon["src"]) as picture:
            assert "{}x{}".format(*picture.size) == icon["sizes"]
    page = head(published, "2018/index.html")
    for rel in ("icon", "apple-touch-icon", "manifest"):
        assert (published.public / "2018" / page.links[rel]).is_file()


def test_a_layout_without_these_pictures_does_not_speak_of_them(newsroom: Newsroom) -> None:
    for name in ("social", "icon-192", "icon-512"):
        (newsroom.folder / f"layouts/web/assets/{name}.png").unlink()
    newsroom.release("neu")
    built = newsroom.build()
    page = head(built, "2026/neu/index.html")
    assert "og:image" not in page.meta
    assert "image" not in page.of("NewsArticle")
    assert "logo" not in page.of("NewsArticle")["publisher"]
    assert json.loads(built.text("public/site.webmanifest"))["icons"] == []


def test_a_changed_photo_changes_what_is_told_of_it(newsroom: Newsroom) -> None:
    newsroom.write("content/media/a.png", PIXEL)
    newsroom.release("neu", image="{file: /media/a.png, alt: Ein Punkt, credit: Muster}")
    assert head(newsroom.build(), "2026/neu/index.html").meta["og:image:width"] == "1"
    newsroom.write("content/media/a.png", (PROJECT / "layouts/web/assets/icon-192.png").read_bytes())
    assert head(newsroom.build(), "2026/neu/index.html").meta["og:image:width"] == "192"


SECURITY = (
    "sicherheit:\n  kontakt: [it@example.org, 089/1234-5, https://www.example.org/it/]\n  gueltig_bis: {}\nlanguage"
)


def test_who_finds_a_weakness_is_told_whom_to_tell(newsroom: Newsroom) -> None:
    newsroom.newsroom("language", SECURITY.format("30.6.2027"))
    assert newsroom.build().text("public/.well-known/security.txt") == (
        "Contact: mailto:it@example.org\n"
        "Contact: tel:+498912345\n"
        "Contact: https://www.example.org/it/\n"
        "Expires: 2027-06-30T23:59:59+02:00\n"
        "Preferred-Languages: de, en\n"
        "Canonical: https://www.example.org/.well-known/security.txt\n"
    )
    newsroom.newsroom(SECURITY.format("30.6.2027"), "language")
    assert not newsroom.build().has("public/.well-known/security.txt")


@pytest.mark.parametrize(
    ("days", "said"), [(31, ""), (29, "gelten nur noch bis"), (0, "gelten nur noch bis"), (-1, "galten bis")]
)
def test_pressgen_check_reminds_of_the_day_on_which_that_ends(newsroom: Newsroom, days: int, said: str) -> None:
    today = dt.datetime.now(zoneinfo.ZoneInfo("Europe/Berlin")).date()  # by the newsroom's clock
    day = today + dt.timedelta(days=days)
    newsroom.newsroom("language", SECURITY.format(day))
    answer = newsroom.command("check")
    assert answer.status == 0
    if said:
        assert f"content/newsroom.yaml:9:16: Hinweis: Die Angaben zur Sicherheit {said} {day:%d.%m.%Y}." in answer.out
    else:
        assert "Sicherheit" not in answer.out


def test_the_drawings_are_small() -> None:
    """The picture of the newsroom is not asked for by any page, but phones load icons."""
    assets = Path(PROJECT / "layouts/web/assets")
    assert {file.name for file in assets.glob("*.png") if file.stat().st_size > 30_000} == set()
