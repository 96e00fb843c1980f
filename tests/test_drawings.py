"""An SVG that is handed out runs in readers' browsers in the archive's name: it must draw, and do nothing else."""

from __future__ import annotations

import pytest

from pressgen.outputs.drawings import drawing
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
        '<use href="https://other.example/y.svg#a"/>',
        '<use href="other.svg#a"/>',
        '<image href="data:image/svg+xml,boese"/>',
        '<rect style="fill: url(https://other.example/a)"/>',
        "<style>@import 'https://other.example/a.css';</style>",
        '<style><![CDATA[ rect { fill: url("//other.example") } ]]></style>',
        "<style>rect { fill: u\\72l(//other.example) }</style>",
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
