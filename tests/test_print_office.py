"""The print office: finished letters, a list of what to print, and checksums to see that all arrived."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pressgen.outputs import jobs
from tests.harness import PROJECT, Built, Newsroom, files, tool
from tests.test_rebuild import rebuilt

PHOTO = "tests/specimen/media/2019/wuermbruecke.png"


def rows(built: Built, name: str = "auftragsliste.csv") -> list[dict[str, str]]:
    """A table as an importing program reads it."""
    with (built.print / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def row(built: Built, slug: str, name: str = "auftragsliste.csv") -> dict[str, str]:
    """The line of one letter."""
    return next(found for found in rows(built, name) if found["Überschrift"] == f"Überschrift von {slug}")


# ---- what is in the folder -------------------------------------------------------------------------------------------


def test_the_checksums_are_right_and_name_every_file(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.release("gesperrt", date="2026-06-01", embargo="2026-07-01 09:00")
    built = newsroom.build()

    said = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=built.print, capture_output=True, text=True, check=True
    )

    named = [line.removesuffix(": OK") for line in said.stdout.splitlines()]
    assert named == sorted(path.name for path in built.print.iterdir() if path.name != "SHA256SUMS")
    assert "2026-06-01-gesperrt.pdf" in named
    assert "auftragsliste.html" in named


def test_files_of_others_in_the_folder_stay_and_are_not_vouched_for(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.write("print/fertig/notiz.txt", "gedruckt am Montag")

    built = newsroom.build()
    again = newsroom.build(at="2026-06-02 12:00")

    assert built.text("print/fertig/notiz.txt") == "gedruckt am Montag"
    assert "notiz" not in again.text("print/SHA256SUMS")
    assert "notiz" not in again.text("print/auftragsliste.html")


def test_a_withdrawn_letter_leaves_and_the_list_says_so(newsroom: Newsroom) -> None:
    newsroom.release("bleibt")
    newsroom.release("fest", withdrawn="{date: 2026-02-01 10:00, reason: Es findet nicht statt.}")

    before = newsroom.build(at="2026-02-01 09:59")
    assert before.has("print/2026-01-15-fest.pdf")
    assert row(before, "fest")["Zurückgezogen am"] == ""

    after = newsroom.build(at="2026-02-01 10:00")
    assert not after.has("print/2026-01-15-fest.pdf")
    assert "fest" not in after.text("print/SHA256SUMS")
    assert 'href="2026-01-15-fest.pdf"' not in after.text("print/auftragsliste.html")
    assert "print/    Druckerei          1 Brief " in after.said
    line = row(after, "fest", "auftragsliste-2026.csv")
    assert line["Zurückgezogen am"] == "2026-02-01 10:00"
    assert line["Datei"] == "2026-01-15-fest.pdf"  # by which the print office finds its copies
    assert line["Seiten"] == line["Blatt (beidseitig)"] == line["Farbe"] == line["SHA-256"] == ""
    assert "<strong>Zurückgezogen am 01.02.2026, 10:00 Uhr</strong> – nicht mehr ausgeben" in after.text(
        "print/auftragsliste.html"
    )
    # To the public its letter tells what happened.
    assert "Es findet nicht statt." in after.text("public/2026/fest/2026-01-15-fest.pdf")


# ---- what the list says ----------------------------------------------------------------------------------------------


def test_the_table_has_all_that_a_print_job_needs(newsroom: Newsroom) -> None:
    newsroom.release("bruecke", number="7")
    correction = "{date: 2025-11-04 09:30, kind: correction, note: Anders.}"
    update = "{date: 2025-11-06, kind: update, note: Neu.}"
    newsroom.release("alt", date="2025-11-03", updates=f"[{correction}, {update}]")

    built = newsroom.build()

    data = (built.print / "2026-01-15-bruecke.pdf").read_bytes()
    assert rows(built)[0] == {
        "Datum": "2026-01-15",
        "Nummer": "Nr. 7/2026",
        "Überschrift": "Überschrift von bruecke",
        "Seiten": "1",
        "Blatt (beidseitig)": "1",
        "Farbe": "farbig",
        "Sperrfrist bis": "",
        "Berichtigt am": "",
        "Ergänzt am": "",
        "Zurückgezogen am": "",
        "Briefkopf": "landkreis-aktuell",
        "Datei": "2026-01-15-bruecke.pdf",
        "SHA-256": hashlib.sha256(data).hexdigest(),
    }
    assert row(built, "alt")["Berichtigt am"] == "2025-11-04 09:30"
    assert row(built, "alt")["Ergänzt am"] == "2025-11-06 00:00"


def test_pages_sheets_and_colour_are_those_of_the_letter(newsroom: Newsroom) -> None:
    """A letterhead in black; a photo in colour on the last page makes a job in colour, as does a fine line."""
    letterhead = newsroom.folder / "layouts/letterheads/landkreis-aktuell"
    css = (letterhead / "letter.css").read_text()
    black = re.sub(r"#[0-9a-f]{6}", "#000", css)
    tinted = "main { color: #555c63 } hr { border-top: 0.4pt solid #8a1515 }"  # nobody pays colour for such a grey
    (letterhead / "letter.css").write_text(f"{black}\n{tinted}\n")
    (letterhead / "assets/wordmark.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 387 120"><path d="M0 0h387v9H0z" fill="#333"/></svg>'
    )
    shutil.copy(PROJECT / PHOTO, newsroom.write("content/media/foto.png", b""))
    text = "Ein Satz, der auf dem Brief einige Zeilen füllt, wenn man ihn oft genug sagt. " * 9
    newsroom.release("kurz")
    newsroom.release("linie", body="Oben.\n\n---\n\nUnten.")
    newsroom.release("lang", body="\n\n".join([text] * 12))
    newsroom.release("foto", body="\n\n".join([*[text] * 12, "![Die Brücke](/media/foto.png)"]))

    built = newsroom.build()

    found = {
        slug: tuple(row(built, slug)[name] for name in ("Seiten", "Blatt (beidseitig)", "Farbe"))
        for slug in ("kurz", "linie", "lang", "foto")
    }
    assert found == {
        "kurz": ("1", "1", "schwarz"),
        "linie": ("1", "1", "farbig"),
        "lang": ("3", "2", "schwarz"),
        "foto": ("3", "2", "farbig"),
    }
    for slug in found:
        assert f"Pages:           {found[slug][0]}\n" in tool("pdfinfo", built.print / f"2026-01-15-{slug}.pdf")


def test_an_embargo_is_told_until_it_ends_and_in_the_folder_of_the_print_office_alone(newsroom: Newsroom) -> None:
    newsroom.release("landrat", date="2026-03-01", embargo="2026-03-01 09:00")

    held = newsroom.build(at="2026-02-20 08:00")

    assert row(held, "landrat")["Sperrfrist bis"] == "2026-03-01 09:00"
    told = "<strong>Sperrfrist bis 01.03.2026, 09:00 Uhr</strong> – vorher nicht ausgeben"
    assert told in held.text("print/auftragsliste.html")
    assert "landrat" not in held.every_byte("public")
    assert "uftragsliste" not in held.every_byte("public")

    out = newsroom.build(at="2026-03-01 09:00")

    assert row(out, "landrat")["Sperrfrist bis"] == ""
    assert "Sperrfrist" not in out.text("print/auftragsliste.html")
    assert newsroom.command("check", "--public").status == 0


def test_what_changed_last_is_on_top_of_the_current_list(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "CURRENT", 2)
    newsroom.release("erste", date="2025-11-03", updates="[{date: 2026-03-01, kind: correction, note: Anders.}]")
    newsroom.release("zweite", date="2026-01-12")
    newsroom.release("dritte", date="2026-02-05")

    def headlines(name: str) -> list[str]:
        return [found["Überschrift"].split()[-1] for found in rows(built, name)]

    built = newsroom.build(at="2026-02-10 12:00")
    assert headlines("auftragsliste.csv") == ["dritte", "zweite"]
    built = newsroom.build(at="2026-03-01 12:00")
    assert headlines("auftragsliste.csv") == ["erste", "dritte"]
    assert headlines("auftragsliste-2026.csv") == ["dritte", "zweite"]
    assert headlines("auftragsliste-2025.csv") == ["erste"]


# ---- opened by a double click ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "cell"),
    [
        ('"=HYPERLINK(\\"https://example.org\\")"', '\'=HYPERLINK("https://example.org")'),
        ('"+++ Eilmeldung +++"', "'+++ Eilmeldung +++"),
        ('"-20 Grad"', "'-20 Grad"),
        ('"@Landkreis"', "'@Landkreis"),
        ("'Brücke; „Umleitung“; \"neu\"'", 'Brücke; „Umleitung“; "neu"'),
    ],
)
def test_no_headline_is_computed_or_torn_apart_by_a_spreadsheet(newsroom: Newsroom, written: str, cell: str) -> None:
    newsroom.release("meldung", headline=written)

    built = newsroom.build()

    assert [found["Überschrift"] for found in rows(built)] == [cell]


def test_excel_sees_the_umlauts_and_the_columns(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")

    data = (newsroom.build().print / "auftragsliste.csv").read_bytes()

    assert data.startswith(b"\xef\xbb\xbfDatum;Nummer;")
    assert data.count(b"\r\n") == data.count(b"\n") == 2


def test_the_page_needs_nothing_but_itself_and_leads_to_what_lies_beside_it(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.release("alt", date="2025-11-03", headline="'Größer & <besser>'")

    built = newsroom.build()

    for name in ("auftragsliste.html", "auftragsliste-2025.html", "auftragsliste-2026.html"):
        page = built.text(f"print/{name}")
        links = re.findall(r'(?:href|src)="([^"]*)"', page)
        assert "SHA256SUMS" in links
        assert [link for link in links if not built.has(f"print/{link}")] == []
        assert "url(" not in page
        assert "@import" not in page
    assert "Größer &amp; &lt;besser&gt;" in built.text("print/auftragsliste-2025.html")


def test_a_list_without_letters_says_so(newsroom: Newsroom) -> None:
    built = newsroom.build()

    assert "Noch gibt es keine Briefe." in built.text("print/auftragsliste.html")
    assert rows(built) == []


def test_an_english_office_gets_an_english_list(newsroom: Newsroom) -> None:
    newsroom.newsroom("language: de", "language: en")
    newsroom.release("bridge", date="2026-06-01", embargo="2026-07-01 09:00", number="3")

    built = newsroom.build()

    assert "<strong>Embargo until 01.07.2026, 09:00</strong> – not to be handed out before" in built.text(
        "print/job-list.html"
    )
    head, line = (built.print / "job-list-2026.csv").read_text("utf-8-sig").splitlines()
    assert head.startswith("Date,Number,Headline,Pages,Sheets (duplex),Colour,Embargo until,")
    assert line.startswith("2026-06-01,No. 3/2026,Überschrift von bridge,1,1,colour,2026-07-01 09:00,")


# ---- building again --------------------------------------------------------------------------------------------------


def test_where_nothing_changed_no_letter_is_opened(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.build()
    code = f"""
import sys
from pressgen.cli import main
assert main(["build", "--project", {str(newsroom.folder)!r}, "--at", "2026-06-01 12:00", "-v"]) == 0
print(*(name for name in ("pypdfium2", "weasyprint", "jinja2", "csv") if name in sys.modules), "done")
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.splitlines()[-1] == "done"


def test_a_changed_letter_touches_its_lists_alone(newsroom: Newsroom) -> None:
    newsroom.release("erste", date="2025-11-03")
    newsroom.release("zweite", date="2026-01-12")
    newsroom.build()
    newsroom.release("zweite", date="2026-01-12", body="Ein neuer Text.")

    made = [path for path in rebuilt(newsroom) if path.startswith("print/")]

    assert made == [
        "print/2026-01-12-zweite.pdf",
        "print/SHA256SUMS",
        "print/auftragsliste-2026.csv",
        "print/auftragsliste-2026.html",
        "print/auftragsliste.csv",
        "print/auftragsliste.html",
    ]
    before = files(newsroom.folder)
    for folder in ("public", "print", ".pressgen"):
        shutil.rmtree(newsroom.folder / folder)
    newsroom.build()
    assert files(newsroom.folder) == before


def test_another_office_changes_the_list_in_its_layouts(newsroom: Newsroom) -> None:
    newsroom.release("bruecke")
    newsroom.build()
    template = newsroom.folder / "layouts/print/jobs.html"
    template.write_text(template.read_text().replace('"title": "Auftragsliste"', '"title": "Für die Hausdruckerei"'))

    assert rebuilt(newsroom) == ["print/SHA256SUMS", "print/auftragsliste-2026.html", "print/auftragsliste.html"]
    assert "<h1>Für die Hausdruckerei</h1>" in Built(newsroom.folder).text("print/auftragsliste.html")

    template.write_text("<!doctype html>\n<p>{{ jobs[0].seiten }}</p>\n")
    assert newsroom.refused().startswith("layouts/print/jobs.html:2:")
    template.unlink()
    assert newsroom.refused().startswith("layouts/print: ")


def test_a_preview_has_no_list_because_nobody_prints_it(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.release("bruecke")

    assert newsroom.command("build", "--preview", str(tmp_path / "vorschau")).status == 0

    assert not [path for path in (tmp_path / "vorschau").rglob("*") if "liste" in path.name or "SUMS" in path.name]
