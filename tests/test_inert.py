"""What is handed out runs in readers' browsers in the archive's name: so it must only draw, or only hold data."""

from __future__ import annotations

import pytest

from pressgen.outputs.inert import drawing
from pressgen.problems import SourceError
from tests.harness import Newsroom

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        '<rect width="9" height="9" fill="url(#verlauf)" style="stroke:url(\'#verlauf\')"/>',
        '<use xlink:href="#haus"/>',
        '<a href="https://www.example.org/"><text>Zum Rathaus</text></a>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        "<style>rect { fill: #12385f; marker: url(#pfeil) }</style>",
        '<animate attributeName="x" values="1;2"/>',
        "<style>rect { fill: url( #verlauf ) }</style>",
        '<g id="a\\b" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:onset="1"/>',
    ],
)
def test_what_only_draws_is_handed_out(newsroom: Newsroom, inside: str) -> None:
    newsroom.write("content/media/2026/plan.svg", SVG.format(inside))
    newsroom.release("plan", attachments="[{file: /media/2026/plan.svg, title: Der Plan}]")

    assert newsroom.build().text("public/media/2026/plan.svg") == SVG.format(inside)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>',
        '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
        '<rect ONLOAD="alert(1)"/>',
        '<a href="java&#10;script:alert(1)"><text>Klick</text></a>',
        '<a xlink:href="data:text/html,boese"><text>Klick</text></a>',
        '<animate attributeName="xlink:href" values="#;javascript:alert(1)"/>',
        '<set attributeName="onclick" to="alert(1)"/>',
        '<animate attributeName="fill" values="red;url(https://other.example/a)"/>',
        '<use href="https://other.example/y.svg#a"/>',
        '<use href="other.svg#a"/>',
        '<image href="data:image/svg+xml,boese"/>',
        '<rect style="fill: url(https://other.example/a)"/>',
        "<style>@import 'https://other.example/a.css';</style>",
        '<style><![CDATA[ rect { fill: url("//other.example") } ]]></style>',
        "<style>rect { fill: u\\72l(//other.example) }</style>",
        "<style>@im<!-- -->port 'https://other.example/a.css';</style>",
        "<style>rect { fill: &#x75;rl(https://other.example/a) }</style>",
        "<style>rect { fill: u<![CDATA[rl(https://other.example/a)]]> }</style>",
        "<style>a {}<title/> @import 'https://other.example/a.css';</style>",
        "<style>rect { background: image-set('https://other.example/a' 1x) }</style>",
        "<rect style=\"background: image-set('https://other.example/a' 1x)\"/>",
        '<h:img xmlns:h="http://www.w3.org/1999/xhtml" srcset="https://other.example/a 1x"/>',
        '<h:video xmlns:h="http://www.w3.org/1999/xhtml" poster="https://other.example/a"/>',
        '<h:meta xmlns:h="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=https://other.example/"/>',
    ],
)
def test_what_does_more_is_refused(inside: str) -> None:
    with pytest.raises(SourceError) as refused:
        drawing(SVG.format("\n" + inside).encode(), "content/media/plan.svg")

    assert refused.value.problems[0].code == "drawing-active"
    assert refused.value.problems[0].location is not None
    assert refused.value.problems[0].location.line == 2


def test_no_entity_grows_without_end() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>' + SVG.format("<text>&b;</text>")

    with pytest.raises(SourceError) as refused:
        drawing(bomb.encode(), "content/media/plan.svg")

    assert refused.value.problems[0].code == "drawing-active"


@pytest.mark.parametrize("name", ["seite.html", "Seite.XHTML", "skript.js", "plan.svgz"])
def test_what_would_run_in_a_browser_is_no_attachment(newsroom: Newsroom, name: str) -> None:
    newsroom.write(f"content/media/2026/{name}", "<p>Text</p>")
    newsroom.release("plan", attachments=f"[{{file: /media/2026/{name}, title: Der Plan}}]")

    said = newsroom.refused()

    assert f"'{name}' liefe im Browser der Leser im Namen Ihrer Website." in said
    assert "content/releases/2026/2026-01-15-plan.md:" in said


def test_nor_does_a_text_or_a_page_link_to_it(newsroom: Newsroom) -> None:
    newsroom.write("content/media/2026/karte.html", "<p>Text</p>")
    newsroom.release("plan", body="Die [Karte](/media/2026/karte.html).")
    newsroom.write("content/pages/anfahrt.md", "---\nheadline: Anfahrt\n---\n\n[Karte](/media/2026/karte.html)\n")

    said = newsroom.refused()

    assert "2026-01-15-plan.md:6:13: 'karte.html' liefe" in said
    assert "content/pages/anfahrt.md:5:9: 'karte.html' liefe" in said


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ('<strecke href="https://www.example.org/"><punkt x="1"/></strecke>', True),
        ('<a><s:script xmlns:s="http://www.w3.org/1999/xhtml">alert(1)</s:script></a>', False),
        ('<a><s:svg xmlns:s="http://www.w3.org/2000/svg" onload="alert(1)"/></a>', False),
        ('<?xml-stylesheet type="text/xsl" href="a.xsl"?><a/>', False),
    ],
)
def test_of_other_xml_only_data_are_handed_out(newsroom: Newsroom, text: str, fine: bool) -> None:
    newsroom.write("content/media/2026/daten.xml", text)
    newsroom.release("plan", attachments="[{file: /media/2026/daten.xml, title: Die Daten}]")

    if fine:
        assert newsroom.build().text("public/media/2026/daten.xml") == text
    else:
        assert "ausführen oder nachladen" in newsroom.refused()


def test_a_drawing_in_utf_16_is_refused_in_words(newsroom: Newsroom) -> None:
    newsroom.write("content/media/2026/plan.svg", SVG.format("<rect/>").encode("utf-16"))
    newsroom.release("plan", attachments="[{file: /media/2026/plan.svg, title: Der Plan}]")

    said = newsroom.refused()

    assert "kein wohlgeformtes XML in UTF-8" in said
    assert "\0" not in said
