"""TypeScript compares what pages say of themselves with the words of schema.org, as Google's schema-dts knows them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def complaints(told: dict[str, str], folder: Path, judge) -> str:
    """What the compiler says of these pieces of JSON."""
    node, compiler = judge("node", "nodejs"), judge("typescript/bin/tsc")
    words = Path(judge("schema-dts")) / "dist/schema.d.ts"
    lines = [f'import type {{ Graph }} from "{words.with_suffix("").with_suffix("")}";']
    for number, (page, data) in enumerate(told.items()):
        lines.append(f"// {page}\nexport const page{number}: Graph = {data};")
    (folder / "told.ts").write_text("\n".join(lines))
    options = ("--noEmit", "--strict", "--skipLibCheck")
    result = subprocess.run([node, compiler, *options, folder / "told.ts"], capture_output=True, text=True)
    return result.stdout


def test_every_word_is_one_of_schema_org(published, judge, tmp_path):
    pages = {str(file.relative_to(published.public)): file.read_text() for file in published.public.rglob("*.html")}
    told = {page: found[1] for page, text in pages.items() if (found := DATA.search(text))}

    assert {"index.html", "2018/index.html", "2019/wuermbruecke-eroeffnet/index.html"} <= told.keys()
    assert complaints(told, tmp_path, judge) == ""


@pytest.mark.parametrize("wrong", ['{"@type": "NewsArticle", "dateLine": "x"}', '{"@type": "Newsarticle"}'])
def test_the_judge_sees_a_wrong_word(judge, tmp_path, wrong):
    graph = f'{{"@context": "https://schema.org", "@graph": [{wrong}]}}'
    assert "told.ts(3," in complaints({"page": graph}, tmp_path, judge)
