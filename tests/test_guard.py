"""The last look: what a build is about to publish is searched for what must not be seen, and what is out, too."""

from pathlib import Path

import msgspec
import pytest

from pressgen.publish import Folders
from pressgen.site import Site
from tests.harness import Newsroom, files

BEFORE, AFTER = "2026-02-20 08:00", "2026-03-01 09:00"
BODY = "Die Kreisrätin Maria Huber übernimmt im März die Leitung des Landratsamts von ihrem Vorgänger."


@pytest.fixture
def held(newsroom: Newsroom) -> Newsroom:
    """One release is public, one under embargo."""
    newsroom.release("bekannt")
    newsroom.release(
        "neue-landraetin", date="2026-03-01", embargo=AFTER, headline="Maria Huber wird neue Landrätin", body=BODY
    )
    return newsroom


def spoil(newsroom: Newsroom, template: str, old: str, new: str) -> None:
    """Change a template as an eager designer might."""
    file = newsroom.folder / "layouts" / template
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))


@pytest.mark.parametrize(
    ("template", "words", "told"),
    [
        ("web/home.html", "<p>Maria Huber wird <em>neue</em> Landrätin</p>", "public/index.html"),
        (
            "web/404.html",
            '<span title="Maria Huber wird neue Landr&auml;tin"></span>',
            "public/404",
        ),
        ("web/style.css", '\n.x { background: url("2026/neue-landraetin/bild.png") }', "public/style.css"),
        ("letterheads/landkreis-aktuell/letter.html", "<p>Maria Huber wird neue Landrätin</p>", "public/2026/bekannt/"),
    ],
)
def test_a_template_that_knows_too_much_stops_the_build(held: Newsroom, template: str, words: str, told: str) -> None:
    held.build(at=BEFORE)
    place = {"style.css": "/* 1. ", "letter.html": "<main>"}.get(Path(template).name, "{% block content %}")
    spoil(held, template, place, f"{words}{place}" if template.endswith("css") else f"{place}{words}")

    said = held.refused(at=BEFORE)

    assert told in said
    assert "noch nicht öffentlich" in said
    assert "content/releases/2026/2026-03-01-neue-landraetin.md" in said
    held.build(at=AFTER)  # then everyone may know


def test_the_proof_does_not_trust_the_edition(held: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """What if ours was the mistake: the public edition shows what only the print office may see."""
    choose = Site.edition
    monkeypatch.setattr(
        Site, "edition", lambda site, at, to: msgspec.structs.replace(choose(site, at, "print"), audience=to)
    )

    said = held.refused(at=BEFORE)

    for path in ("2026/neue-landraetin/index.html", "2026/neue-landraetin/2026-03-01-neue-landraetin.pdf", "feed.xml"):
        assert f"public/{path}" in said


def test_an_attachment_that_knows_too_much_stops_the_build(held: Newsroom) -> None:
    held.write("content/media/programm.txt", f"Programm\n\n{BODY}\n".encode())
    held.release("bekannt", body="Siehe [das Programm](/media/programm.txt).")

    assert "public/media/programm.txt:3" in held.refused(at=BEFORE)


def test_what_is_out_is_searched_for_what_is_newly_hidden(newsroom: Newsroom) -> None:
    newsroom.write(
        "content/media/plan.txt", b"Der Haushalt des Landkreises steigt auf 900 Millionen Euro im Jahr 2027."
    )
    newsroom.release("bekannt", body="Siehe [den Plan](/media/plan.txt).")
    newsroom.build(at=BEFORE)

    newsroom.release("haushalt", date="2026-03-01", body="Der Haushalt des Landkreises steigt auf 900 Millionen Euro.")
    assert "public/media/plan.txt" in newsroom.refused(at=BEFORE)

    newsroom.release(
        "haushalt", date="2026-03-01", draft="true", body="Der Haushalt des Landkreises steigt auf 900 Millionen."
    )
    assert "public/media/plan.txt" in newsroom.refused(at=BEFORE), "a draft is a secret, too"

    newsroom.release("haushalt", date="2026-03-01", body="Der Haushalt ist beschlossen.")
    newsroom.build(at=BEFORE)


def test_each_published_file_is_read_once_however_often_an_embargoed_text_changes(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.write("content/media/plan.txt", b"Der Haushalt steigt auf 900 Millionen Euro, sagt der Plan.")
    newsroom.release("bekannt", body="Siehe [den Plan](/media/plan.txt).")
    newsroom.build(at=BEFORE)
    read: list[str] = []
    really = Folders.bytes

    def noted(folders: Folders, path: str) -> bytes:
        read.append(path)
        return really(folders, path)

    monkeypatch.setattr(Folders, "bytes", noted)

    newsroom.release("finanzen", date="2026-03-01", body="Der Haushalt ist beschlossen, mehr am Montag.")
    newsroom.build(at=BEFORE)
    assert "public/media/plan.txt" in read, "nobody knew what stands in it"

    read.clear()
    newsroom.release("finanzen", date="2026-03-01", body="Der Haushalt ist beraten, mehr am Dienstag.")
    newsroom.build(at=BEFORE)
    assert read == [], "that it has none of this was known"

    newsroom.release(
        "finanzen", date="2026-03-01", body="Es stimmt: Der Haushalt steigt auf 900 Millionen Euro, sagt der Plan."
    )
    assert "public/media/plan.txt" in newsroom.refused(at=BEFORE)
    assert read == ["public/media/plan.txt"], "it alone may have that"

    newsroom.write("content/media/plan.txt", b"Der Plan wird nachgereicht.")
    newsroom.build(at=BEFORE)
    newsroom.write("content/media/plan.txt", b"Es stimmt: Der Haushalt steigt auf 900 Millionen Euro.")
    assert "public/media/plan.txt" in newsroom.refused(at=BEFORE), "what was known is of other bytes"


def test_a_headline_of_words_that_stand_apart_in_a_file_is_no_alarm(held: Newsroom) -> None:
    """All words of the headline are in the file: it is searched, and has it not."""
    held.release("bekannt", body="Die neue Landrätin wird vorgestellt: von Maria, die früher Huber hieß.")

    assert held.build(at=BEFORE).has("public/2026/bekannt/index.html")


def test_stock_sentences_raise_no_alarm(held: Newsroom) -> None:
    stock = "Das Landratsamt Musterland bittet alle Bürgerinnen und Bürger um Verständnis für die Sperrung."
    held.release("bekannt", body=f"Etwas anderes.\n\n{stock}")
    held.release("zwei", date="2026-03-01", headline="Überschrift von bekannt heute", body=f"Neu.\n\n{stock}")

    assert held.build(at=BEFORE).has("public/2026/bekannt/index.html")


def test_an_attachment_that_cannot_be_searched_is_told(held: Newsroom) -> None:
    held.write("content/media/vertrag.pdf", b"%PDF-1.7\nkaputt")
    held.release("bekannt", body="Siehe [den Vertrag](/media/vertrag.pdf).")

    said = held.build(at=BEFORE).said

    assert "public/media/vertrag.pdf: Hinweis: Diese Datei ist beschädigt und lässt sich nicht ganz" in said
    held.command("build")
    held.release("geheim", date="2100-01-01")
    answer = held.command("check", "--public")
    assert answer.status == 0, "a remark for a build is one here, too"
    assert "public/media/vertrag.pdf: Hinweis: Diese Datei ist beschädigt" in answer.out


def test_checking_what_is_out_finds_it_in_order(held: Newsroom) -> None:
    held.release("bekannt", body="## Weiter\n\nSiehe [oben](#weiter) und [die Übersicht](/2026/).")
    held.command("build")

    answer = held.command("check", "--public")

    assert answer.status == 0, answer.err
    assert answer.out.startswith("public/ ist in Ordnung: ")


def test_checking_what_is_out_tells_what_is_wrong_with_it(held: Newsroom) -> None:
    held.release("geheim", date="2100-01-01", headline="Der Flughafen zieht nach Haar")
    held.command("build")
    page = held.public / "2026/bekannt/index.html"
    page.write_text(
        page.read_text().replace("</main>", '<p>Der Flughafen zieht nach Haar <a href="weg/">x</a></p></main>')
    )
    (held.public / "404.html").unlink()
    held.write("public/fremd.html", "<p>von Hand</p>")
    before = files(held.folder)

    answer = held.command("check", "--public")

    assert answer.status == 1
    assert "public/2026/bekannt/index.html: Diese Datei hat jemand anderes geändert." in answer.err
    assert "Der Verweis 'weg/' führt zu nichts" in answer.err
    assert "'Der Flughafen zieht nach Haar'" in answer.err
    assert "public/404.html: Diese Datei ist nicht mehr da" in answer.err
    assert "public/fremd.html: Diese Datei ist nicht von pressgen." in answer.err
    assert answer.err.endswith("\n\n5 Probleme in dem, was öffentlich ist.\n")
    assert files(held.folder) == before
