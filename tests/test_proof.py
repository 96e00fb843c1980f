"""The search of what is about to be published for what must not be seen: it finds, and does not cry wolf."""

from __future__ import annotations

import datetime as dt
import html
import io
import json
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressgen import hidden, proof, readings
from pressgen.hidden import Secret, Visible
from pressgen.load import load, worded
from pressgen.proof import Leak, Unsearchable
from pressgen.site import Site
from pressgen.state import State
from tests.harness import PIXEL, Newsroom

SECRET = Secret(
    source="content/releases/2026/2026-03-01-neuer-landrat.md",
    year="2026",
    day="2026-03-01",
    slug="neuer-landrat",
    headline="Kreistag wählt Musterfrau zur Landrätin",
    text="Sie tritt das Amt im Frühjahr an.\n\nDie Straßenbaugesellschaft, die Corona-Teststelle und der große"
    " Flüchtlingsrat gratulierten ihr noch am selben Abend.",
)
RUN = "Straßenbaugesellschaft, die Corona-Teststelle und der große Flüchtlingsrat gratulierten ihr"
ONE_WORD = Secret(source="content/releases/2026/2026-03-02-haushalt.md", year="2026", day="2026-03-02", slug="haushalt")
BASE = "https://www.example.org/presse/"


def visible(addresses: Iterable[str] = (), headlines: Iterable[str] = (), texts: Iterable[str] = ()) -> Visible:
    return Visible(base_url=BASE, addresses=addresses, headlines=headlines, texts=texts)


def found(
    data: str | bytes, path: str = "public/2026/bekannt/index.html", seen: Visible | None = None
) -> list[Leak | Unsearchable]:
    data = data.encode() if isinstance(data, str) else data
    return list(proof.searched([(path, data)], [SECRET, ONE_WORD], seen or visible()))


def kinds(data: str | bytes, path: str = "public/2026/bekannt/index.html", seen: Visible | None = None) -> list[str]:
    return [leak.kind if isinstance(leak, Leak) else leak.reason for leak in found(data, path, seen)]


def test_a_leak_says_what_of_which_release_is_where() -> None:
    page = f"<p>Vorher.</p>\n<p>Die {RUN} gern.</p>\n<h2>{SECRET.headline}</h2>\n<a href='../neuer-landrat/'>mehr</a>"

    assert {(leak.kind, leak.line, leak.words, leak.source) for leak in found(page) if isinstance(leak, Leak)} == {
        ("words", 2, "Die Straßenbaugesellschaft, die Corona-Teststelle und der große Flüchtlingsrat", SECRET.source),
        ("headline", 3, SECRET.headline, SECRET.source),
        ("address", 4, "../neuer-landrat", SECRET.source),
    }


@pytest.mark.parametrize(
    "text",
    [
        f'<meta name="description" content="{SECRET.headline}">',
        "<h1>KREISTAG  wählt&nbsp;<em>Muster</em>frau – zur Land&shy;rätin!</h1>",
        "<h1>Kreistag wa\u0308hlt Muster\u200bfrau zur\nLandrätin</h1>",
        "<p><span>Kreistag</span><span>wählt</span><span>Musterfrau</span><span>zur</span><span>Landrätin</span>",
        "<!-- TODO: Kreistag wählt Musterfrau zur Landrätin -->",
        f"<title><![CDATA[<p>{SECRET.headline}</p>]]></title>",
        f"<description>{html.escape('<p>Kreistag wählt <b>Muster</b>frau zur Landr&auml;tin</p>')}</description>",
        json.dumps({"titel": SECRET.headline}),
        f'<script type="application/ld+json">{json.dumps({"headline": SECRET.headline})}</script>',
        "const a = 'Kreistag w\\xe4hlt Musterfrau\\nzur Landr\\u{e4}tin'",
        f"<svg><title>{SECRET.headline}</title></svg>",
    ],
)
def test_a_headline_is_found_in_every_wrapping(text: str) -> None:
    assert kinds(text) == ["headline"]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("public/a.txt", "Kreistag wählt Muster-\nfrau zur Landrätin".encode("cp1252")),
        ("public/a.txt", SECRET.headline.encode("utf-16")),
        ("public/style.css", b'p::after { content: "Kreistag w\\e4 hlt Musterfrau zur Landr\\0000e4tin" }'),
        ("public/a.jpg", b"\xff\xd8\0\0<x:xmpmeta><rdf:li>" + SECRET.headline.encode() + b"</rdf:li></x:xmpmeta>\0"),
    ],
)
def test_a_headline_is_found_in_other_files(path: str, data: bytes) -> None:
    assert kinds(data, path) == ["headline"]


def test_a_line_may_end_in_a_word_or_in_the_hyphen_of_one() -> None:
    text = b"Landkreis-\nund Rathaus-\nverwaltung"

    assert readings.readings("a.txt", text)[0] == ["Landkreis-\nund Rathaus-verwaltung"]


def test_words_are_found_in_an_alternative_text_and_an_office_document() -> None:
    assert kinds(f'<img src="a.png" alt="Die {RUN}">') == ["words"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:p><w:r><w:t>{RUN[:9]}</w:t></w:r><w:r><w:t>{RUN[9:]}</w:t></w:r></w:p>"
        )
    assert kinds(packed.getvalue(), "public/media/a.docx") == ["words"]


@pytest.mark.parametrize(
    "text",
    [
        '<a href="../neuer-landrat/">',
        "<a href=/presse/2026/neuer-landrat/>",
        "href='2026-03-01-neuer-landrat.pdf'",
        "https://www.example.org/presse/2026/neuer-landrat",
        "<guid>tag:example.org,2026:2026/neuer-landrat</guid>",
        '{"url": "https:\\/\\/www.example.org\\/presse\\/2026\\/neuer-landrat\\/"}',
        "https://share.example.com/?url=https%3A%2F%2Fwww.example.org%2F2026%2Fneuer-landrat%2F",
        '<img srcset="/media/Neuer-Landrat.jpg 2x">',
        "https://vorschau.example.com/2026/neuer-landrat/",
        '<a href="&#x2E;./neuer-landrat/">',
        '<a href="../haushalt/">',
        "Siehe www.example.org/presse/2026/haushalt.",
        "2026-03-02-haushalt.pdf",
    ],
)
def test_a_slug_is_found_as_a_part_of_an_address(text: str) -> None:
    assert kinds(text) == ["address"]


@pytest.mark.parametrize(
    "name", ["2026/neuer-landrat/index.html", "2026-03-01-neuer-landrat.pdf", "2026/haushalt/a.png"]
)
def test_the_path_of_a_file_says_it_too(name: str) -> None:
    assert kinds("<p>Nichts.</p>", f"public/{name}") == ["address"]


@pytest.mark.parametrize(
    "text",
    [
        "Der haushalt ist Teil von verwaltung/haushalt/finanzen, Bund /haushalt/; 'haushalt', #haushalt, haushalt.",
        '<h2 id="haushalt" class="neuer-landrat">Haushalt</h2><h2 id="neuer-landrat">Neuer Landrat</h2>',
        '<a href="https://www.bund.example/haushalt/">Bund</a> <a href="https://neuer-landrat.example/">',
        '<a href="https://www.bund.example/neuer-landrat/">anderswo</a>',
        '<a href="../neuer-landrat-2/"> <a href="../alter-neuer-landrat/"> <a href="x-haushalt.pdf">',
        "Ein neuer-landrat ohne Adresse",
        "Kreistag wählt Musterfrau wieder zur Landrätin",
        " ".join(RUN.split()[:7]),
    ],
)
def test_words_of_every_day_raise_no_alarm(text: str) -> None:
    assert kinds(text) == []


def test_a_headline_of_three_words_raises_no_alarm() -> None:
    short = Secret(source="a.md", headline="Neuer Landrat gewählt")

    assert list(proof.searched([("public/a.html", b"Neuer Landrat gew\xc3\xa4hlt")], [short], visible())) == []


@pytest.mark.parametrize(
    "text",
    [
        '<a href="/presse/2025/neuer-landrat/">',
        f"{BASE}2025/neuer-landrat/ http://example.org/presse/2025/neuer-landrat/",
        '<a href="../../2025/neuer-landrat/2025-03-01-neuer-landrat.pdf">',
        "tag:example.org,2026:2025/neuer-landrat",
        '<a href="../../2025/neuer-landrat/"> <a href="../alter-neuer-landrat/">',
        '<a href="../../haushalt/"> <img src="/presse/media/haushalt/plan.png">',
    ],
)
def test_the_address_of_something_visible_raises_no_alarm(text: str) -> None:
    addresses = ["2025/neuer-landrat/2025-03-01-neuer-landrat.pdf", "haushalt/", "media/haushalt/plan.png"]

    assert kinds(text, seen=visible(addresses)) == []
    assert "address" in kinds(text + '<a href="../neuer-landrat/">', seen=visible(addresses))
    # The same relative address means another one elsewhere.
    assert kinds('<a href="../neuer-landrat/">', "public/2025/a/index.html", visible(addresses)) == []


def test_what_visible_sources_say_themselves_raises_no_alarm() -> None:
    page = f"<h2>{SECRET.headline}</h2><p>Die {RUN} gern.</p>"

    assert (
        kinds(page, seen=visible(headlines=[f"Archiv: {SECRET.headline}"], texts=["Nichts", f"<p>Die {RUN}.</p>"]))
        == []
    )
    # One word more than they say is a leak.
    assert kinds(f"{RUN} noch am", seen=visible(texts=[RUN])) == ["words"]


def test_what_is_visible_is_read_only_after_a_find() -> None:
    def texts() -> Iterable[str]:
        yield f"Die {RUN}"
        raise AssertionError("nobody asked for a second text")

    assert kinds("<p>Ganz andere Worte</p>", seen=visible(texts=texts())) == []
    assert kinds(f"<p>Die {RUN}</p>", seen=visible(texts=texts())) == []


MOVED = Secret(
    source="content/releases/2026/2026-03-03-x.md", slug="x", former=("2025/fest", "alt/land-rat.html", "fest")
)


@pytest.mark.parametrize(
    "text",
    [
        '<a href="../../2025/fest/">mehr</a>',
        '<a href="../../fest/">mehr</a>',
        "Siehe https://www.example.org/presse/alt/Land-Rat.html.",
        "alt/land-rat.html",
        "/presse/fest",
    ],
)
def test_a_former_address_is_found(text: str) -> None:
    [leak] = proof.searched([("public/2026/bekannt/index.html", text.encode())], [MOVED], visible())

    assert isinstance(leak, Leak)
    assert leak.kind == "address"


@pytest.mark.parametrize(
    "text",
    [
        "Ein fest gebautes Haus.",
        "Fest/Feier",
        "https://example.com/alt/land-rat.html",
        "alt/land-rat.html5",
        "2025/festival",
    ],
)
def test_what_only_looks_like_a_former_address_raises_no_alarm(text: str) -> None:
    assert list(proof.searched([("public/2026/bekannt/index.html", text.encode())], [MOVED], visible())) == []


def test_all_that_a_hidden_release_says_is_searched_for(newsroom: Newsroom) -> None:
    newsroom.write("content/media/a.png", PIXEL)
    newsroom.write("content/media/a.csv", "a;b")
    newsroom.release(
        "geheim",
        date="2100-01-01",
        kicker="Neuigkeiten aus dem Landratsamt über eine sehr wichtige Sache heute",
        image="{file: /media/a.png, alt: Vier Personen stehen vor einem grünen Haus am Fluss, credit: x}",
        attachments="{file: /media/a.csv, title: Alle Zahlen des Landkreises seit dem Jahr 1950 als Tabelle}",
    )
    secrets, seen = parted(loaded(newsroom), dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
    for words in (
        "dem Landratsamt über eine sehr wichtige Sache heute",
        "Personen stehen vor einem grünen Haus am Fluss",
    ):
        assert [leak.kind for leak in proof.searched([("public/a.txt", words.encode())], secrets, seen)] == ["words"]
    words = "Zahlen des Landkreises seit dem Jahr 1950 als Tabelle"
    assert list(proof.searched([("public/a.txt", words.encode())], secrets, seen))


def test_an_unfinished_draft_is_searched_for_as_far_as_it_can_be_read(newsroom: Newsroom) -> None:
    newsroom.write(
        "content/releases/2026/2026-03-01-neuer-landrat.md",
        f'---\r\ntitel: "Kreistag wählt Musterfrau zur Landrätin"\r\nentwurf: ja\r\n---\r\n**Die** {RUN}',
    )
    newsroom.write("content/releases/2026/2026-03-02-unlesbar.md", f"---\ndraft: true\nkontackt: [\n---\n{RUN}")
    site = loaded(newsroom)

    secrets, _ = parted(site, dt.datetime(2027, 1, 1, tzinfo=dt.UTC))

    found = {(secret.year, secret.day, secret.slug): secret for secret in secrets}
    draft = found["2026", "2026-03-01", "neuer-landrat"]
    assert draft.headline == SECRET.headline
    assert [x.kind for x in proof.searched([("public/a.html", f"Die {RUN}".encode())], [draft], visible())] == ["words"]
    assert ("2026", "2026-03-02", "unlesbar") in found


def loaded(newsroom: Newsroom) -> Site:
    """The whole site, each release with its words."""
    with State(newsroom.folder / ".pressgen/state.db", b"test") as state:
        site = load(newsroom.folder, state)
        return msgspec.structs.replace(site, releases=tuple(worded(state, release) for release in site.releases))


def parted(site: Site, at: dt.datetime) -> tuple[list[Secret], hidden.Visible]:
    return hidden.parted(site, at, lambda release: release)


# PDF


def letter(newsroom: Newsroom, **fields: str) -> bytes:
    newsroom.release("bekannt", **fields)
    return (newsroom.build().public / "2026/bekannt/2026-01-15-bekannt.pdf").read_bytes()


LETTER = "public/2026/bekannt/2026-01-15-bekannt.pdf"


def test_a_letters_text_is_found_across_lines_pages_and_hyphens(newsroom: Newsroom) -> None:
    broken = RUN.replace("baugesellschaft", "\u00adbau\u00adgesell\u00adschaft").replace("srat", "s\u00adrat")
    for filler in range(0, 60, 7):
        body = "Wort " * filler + broken
        assert kinds(letter(newsroom, body=body), LETTER) == ["words"], filler
    across = "\n\n".join(["Zeile"] * 29) + f"\n\n{'Noch ein paar Worte davor ' * 22}{RUN}" + " danach" * 60
    assert kinds(letter(newsroom, body=across), LETTER) == ["words"]


def test_a_letters_metadata_links_and_alternative_texts_are_found(newsroom: Newsroom) -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (9, 9), "green").save(picture, "PNG")
    newsroom.write("content/media/a.png", picture.getvalue())

    assert kinds(letter(newsroom, headline=SECRET.headline), LETTER) == ["headline"]
    assert kinds(letter(newsroom, body=f"![Die {RUN}](/media/a.png)"), LETTER) == ["words"]
    assert kinds(letter(newsroom, body="[mehr](https://vorschau.example/2026/neuer-landrat/)"), LETTER) == ["address"]
    # The outline has crossheads.
    assert kinds(letter(newsroom, body=f"Text\n\n## {SECRET.headline}\n\nText"), LETTER) == ["headline"]
    assert kinds(letter(newsroom, body="Nichts davon."), LETTER) == []


def pdf(*objects: bytes) -> bytes:
    """A PDF with one empty page and these objects."""
    all_objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R>>",
    )
    body = b"".join(b"%d 0 obj %s endobj\n" % (n, o) for n, o in enumerate((*all_objects, *objects), 1))
    return b"%PDF-1.7\n" + body + b"trailer <</Root 1 0 R/Info 4 0 R>>\n%%EOF"


def stream(kind: bytes, data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<</Type/%s/Filter/FlateDecode/Length %d>> stream\n%s\nendstream" % (kind, len(packed), packed)


TITLE = SECRET.headline.encode("utf-16-be")


@pytest.mark.parametrize(
    "item",
    [
        b"<</Title (Kreistag w\\344hlt Muster\\\nfrau zur Landr\xe4tin)>>",
        b"<</Title <feff" + TITLE.hex().encode() + b">>>",
        b"<</Title (\xfe\xff" + TITLE.replace(b"\\", b"\\\\") + b")>>",
        stream(b"ObjStm", b"5 0 <</Alt (" + SECRET.headline.encode() + b")>>"),
        stream(b"Metadata", b"<x:xmpmeta><dc:title>" + SECRET.headline.encode() + b"</dc:title></x:xmpmeta>"),
        stream(b"EmbeddedFile", SECRET.headline.encode()),
        stream(b"XObject", b"/Span <</ActualText (" + SECRET.headline.encode() + b")>> BDC <0012> Tj EMC"),
    ],
)
def test_every_string_of_a_pdf_is_read(item: bytes) -> None:
    assert kinds(pdf(item), "public/media/a.pdf") == ["headline"]


def test_what_cannot_be_searched_is_told(newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = letter(newsroom, headline=SECRET.headline)
    (tmp_path / "plain.pdf").write_bytes(plain)

    def encrypted(password: str) -> bytes:
        command = ["qpdf", "--encrypt", password, "owner", "256", "--", tmp_path / "plain.pdf", tmp_path / "locked.pdf"]
        subprocess.run(command, check=True)
        return (tmp_path / "locked.pdf").read_bytes()

    assert kinds(encrypted("geheim"), LETTER) == ["encrypted"]
    assert kinds(encrypted(""), LETTER) == ["headline"]  # only printing is forbidden, say
    for damaged in (b"%PDF-1.7 und weiter nichts", b"PK\x03\x04 und weiter nichts"):
        assert kinds(damaged, LETTER) == ["broken"]
    assert "Traceback" not in str(kinds(plain[: len(plain) // 2], LETTER))
    monkeypatch.setattr(readings, "LIMIT", 1000)
    assert kinds(pdf(stream(b"ObjStm", b" " * 9999)), LETTER) == ["too-large"]


def test_strings_alone_are_read_of_a_document_only_printing_is_forbidden_in(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(letter(newsroom, body="[mehr](https://vorschau.example/2026/neuer-landrat/)"))
    subprocess.run(["qpdf", "--encrypt", "", "owner", "256", "--", tmp_path / "a.pdf", tmp_path / "b.pdf"], check=True)

    assert kinds((tmp_path / "b.pdf").read_bytes(), LETTER) == ["address"]


# A whole newsroom


def test_a_newsroom_is_parted_by_the_moment(newsroom: Newsroom) -> None:
    stock = "Weitere Auskünfte erteilt gerne jederzeit die Pressestelle des Landratsamts Musterland."
    newsroom.release("haushalt", date="2025-03-01", headline="Der Haushalt des Landkreises", body=stock)
    held = {"headline": "Der Haushalt des Landkreises", "body": f"{RUN}\n\n{stock}"}
    newsroom.release("haushalt", date="2026-03-01", embargo="2026-03-01 09:00", **held)
    newsroom.release("spaeter", date="2026-04-01", headline="Erst im April wird es bekannt")
    before = dt.datetime(2026, 2, 20, tzinfo=dt.UTC)
    built = newsroom.build(at="2026-02-20 08:00")
    site = loaded(newsroom)

    secrets, seen = parted(site, before)
    assert [secret.slug for secret in secrets] == ["haushalt", "spaeter"]
    files = [(str(f.relative_to(built.folder)), f.read_bytes()) for f in built.public.rglob("*.*")]
    assert files
    assert list(proof.searched(files, secrets, seen)) == []

    later = newsroom.build(at="2026-06-01 12:00")
    told = {"haushalt": set[str](), "spaeter": set[str]()}
    for file in later.public.rglob("*.*"):
        for leak in proof.searched([(str(file.relative_to(later.folder)), file.read_bytes())], secrets, seen):
            assert isinstance(leak, Leak)
            told[leak.source.removesuffix(".md").rpartition("-")[2]].add(f"{file.name} {leak.kind}")
    assert {"index.html address", "index.html words", "feed.xml address", "feed.xml words"} <= told["haushalt"]
    assert "2026-03-01-haushalt.pdf words" in told["haushalt"]
    assert {"index.html headline", "feed.xml headline", "2026-04-01-spaeter.pdf headline"} <= told["spaeter"]
    assert not any("headline" in place for place in told["haushalt"]), "the headline of last year's"


# Laws

syllables = st.sampled_from(["ber", "gün", "weiß", "lach", "mond", "ruf", "sack", "tal", "Öl", "ﬁx"])
secret_words = st.lists(syllables, min_size=2, max_size=4).map("".join)
other_words = st.text("xyz", min_size=1, max_size=9)
gaps = st.sampled_from(
    [" ", "\n", "&nbsp;", ", ", " – ", "</p><p>", "<br>", ". <b>", "</b> ", '" <i class="a">„', "; "]
)
cuts = st.sampled_from(["", "", "", "\xad", "&shy;", "<em>", "</em>", "<wbr>", '<span title="a > b">'])


@given(
    words=st.lists(secret_words, min_size=8, max_size=40),
    start=st.integers(0, 32),
    between=st.lists(st.tuples(gaps, cuts, st.integers(1, 5)), min_size=8, max_size=8),
    around=st.lists(other_words, max_size=30),
    wrap=st.sampled_from(
        [str, html.escape, lambda text: json.dumps({"a": [text]}), lambda text: f"<![CDATA[{text}]]>"]
    ),
)
def test_every_run_of_eight_words_is_found_in_whatever_markup(
    words: list[str],
    start: int,
    between: list[tuple[str, str, int]],
    around: list[str],
    wrap: Callable[[str], str],
) -> None:
    start = min(start, len(words) - 8)
    run = "".join(
        gap + word[:at] + cut + word[at:]
        for word, (gap, cut, at) in zip(words[start : start + 8], between, strict=True)
    )
    secret = Secret(source="a.md", text=" ".join(words))
    page = " ".join(around)

    assert [x.kind for x in proof.searched([("public/a", wrap(f"{page} {run} {page}").encode())], [secret], visible())]
    assert not [*proof.searched([("public/a", wrap(page).encode())], [secret], visible())]


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<", b"\xff\xfe", b"\\ffffff"]))
def test_no_file_is_too_strange_to_be_searched(data: bytes, start: bytes) -> None:
    kinds(start + data, "public/a.css")


STOCK = "Übereinstimmend ging man am Ende auseinander, ohne etwas zu beschließen."


@pytest.mark.parametrize(
    "hidden_one",
    [
        {"body": f"Kurz.\n\n## Ausblick auf das Jahr 2026\n\n{STOCK}"},  # as the day stands above it on a page
        {"subhead": "Anmeldung bis Freitag", "body": STOCK},  # as the subhead does in a letter
    ],
)
def test_what_stands_above_a_stock_sentence_is_chance(newsroom: Newsroom, hidden_one: dict[str, str]) -> None:
    photo = "{file: /media/a.png, alt: Ein Haus, credit: Amt}"
    newsroom.write("content/media/a.png", PIXEL)
    newsroom.release("bekannt", subhead="Anmeldung bis Freitag", image=photo, usage="honorarfrei", body=STOCK)
    newsroom.release("geheim", date="2100-01-01", **hidden_one)

    newsroom.build(at="2026-06-01 12:00")
