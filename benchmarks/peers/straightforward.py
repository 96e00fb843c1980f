"""What one writes in an afternoon with the same libraries: `straightforward.py CONTENT MEDIA OUTPUT [--letters]`.

A page for each release, home, a page for each year, RSS; with --letters a PDF beside each page, as PDF/A-2a with tags,
drawn by WeasyPrint one after the other. It has no checks, no embargo, no state: every run makes everything. Written
without tricks, but also without anything that everybody knows to be slow: YAML is read by the C parser, templates and
the Markdown parser are made once, and WeasyPrint loads its fonts once.
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import sys
from pathlib import Path
from typing import Any

import jinja2
import yaml
from feedgen.feed import FeedGenerator
from markdown_it import MarkdownIt

PROJECT = Path(__file__).parent.parent.parent
LETTERHEAD = PROJECT / "layouts/letterheads/landkreis-aktuell"
SITE = "https://www.example.org/presse/"
NEWEST = 30

TEMPLATES = {
    "base.html": """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8"><title>{% block title %}{% endblock %} – Landkreis aktuell</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/style.css">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
</head>
<body>
<header><a href="/"><img src="/wordmark.svg" alt="Landkreis München"></a></header>
<main>{% block main %}{% endblock %}</main>
<footer><p>Landratsamt München · Mariahilfplatz 17 · 81541 München</p></footer>
</body>
</html>
""",
    "release.html": """{% extends "base.html" %}{% block title %}{{ title }}{% endblock %}
{% block main %}<article>
<p class="date"><time datetime="{{ date }}">{{ date.strftime("%d.%m.%Y") }}</time></p>
<h1>{{ title }}</h1>
<p class="subtitle">{{ subtitle }}</p>
<div class="body">{{ html | safe }}</div>
<ul class="topics">{% for topic in topics %}<li>{{ topic }}</li>{% endfor %}</ul>
</article>
<aside><h2>{{ contact.role }}</h2><p>{{ contact.name }}</p><p>Telefon: {{ contact.phone }}</p>
<p><a href="mailto:{{ contact.email }}">{{ contact.email }}</a></p></aside>{% endblock %}
""",
    "list.html": """{% extends "base.html" %}{% block title %}{{ headline }}{% endblock %}
{% block main %}<h1>{{ headline }}</h1>
<ul>{% for release in releases %}
<li><time datetime="{{ release.date }}">{{ release.date.strftime("%d.%m.%Y") }}</time>
<a href="/{{ release.address }}">{{ release.title }}</a><p>{{ release.subtitle }}</p></li>{% endfor %}</ul>
<nav>{% for year in years %}<a href="/{{ year }}/">{{ year }}</a> {% endfor %}</nav>{% endblock %}
""",
    "letter.html": """<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><title>{{ title }}</title>
<style>
{% for style in ["Regular", "Bold", "Italic", "BoldItalic"] %}
@font-face { font-family: Brief; src: url(fonts/LiberationSans-{{ style }}.ttf);
  font-weight: {{ "bold" if "Bold" in style else "normal" }};
  font-style: {{ "italic" if "Italic" in style else "normal" }} }
{% endfor %}
@page { size: A4; margin: 30mm 55mm 20mm 25mm }
@page :first { margin-top: 75mm }
body { font: 10pt/1.15 Brief; margin: 0 }
h1 { font-size: 12pt } h2 { font-size: 10pt }
p, ul, table { margin: 0 0 1.15em }
img { max-width: 100%; image-rendering: crisp-edges }
.wordmark { position: absolute; top: -60mm; height: 12mm }
aside { position: absolute; left: 135mm; top: 100mm; width: 40mm; font-size: 8pt }
</style></head>
<body>
<img class="wordmark" src="assets/wordmark.svg" alt="Landkreis München">
<p>München, {{ date.strftime("%d.%m.%Y") }}</p>
<h1>{{ title }}</h1>
<p><strong>{{ subtitle }}</strong></p>
<aside><p>{{ contact.role }}:<br>{{ contact.name }}</p><p>Telefon:<br>{{ contact.phone }}</p>
<p>E-Mail:<br><a href="mailto:{{ contact.email }}">{{ contact.email }}</a></p></aside>
{{ html | replace('src="/media/', 'src="' + media) | safe }}
</body>
</html>
""",
}


def main(content: Path, media: Path, output: Path, letters: bool) -> None:
    templates = jinja2.Environment(loader=jinja2.DictLoader(TEMPLATES), autoescape=True)
    contacts = yaml.load((content.parent / "contacts.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    releases = [read(file, markdown, contacts) for file in content.glob("*/*.md")]
    releases.sort(key=lambda release: (release["date"], release["address"]), reverse=True)

    page, listed = templates.get_template("release.html"), templates.get_template("list.html")
    for release in releases:
        write(output / release["address"] / "index.html", page.render(release))
    by_year = {year: list(group) for year, group in itertools.groupby(releases, lambda release: release["date"].year)}
    for year, group in by_year.items():
        write(output / str(year) / "index.html", listed.render(headline=year, releases=group, years=by_year))
    home = listed.render(headline="Pressemitteilungen", releases=releases[:NEWEST], years=by_year)
    write(output / "index.html", home)
    write(output / "feed.xml", feed(releases[:NEWEST]))
    shutil.copytree(media, output / "media")
    if letters:
        draw(releases, templates.get_template("letter.html"), media, output)


def read(file: Path, markdown: MarkdownIt, contacts: dict[str, Any]) -> dict[str, Any]:
    _, head, body = file.read_text(encoding="utf-8").split("---\n", 2)
    release = yaml.load(head, Loader=yaml.CSafeLoader)
    release["contact"] = contacts[release["contact"]]
    release["html"] = markdown.render(body)
    release["address"] = f"{file.parent.name}/{file.stem}/"
    return release


def feed(releases: list[dict[str, Any]]) -> str:
    generator = FeedGenerator()
    generator.title("Landkreis aktuell")
    generator.description("Pressemitteilungen des Landkreises München")
    generator.link(href=SITE)
    for release in releases:
        entry = generator.add_entry(order="append")
        entry.id(SITE + release["address"])
        entry.link(href=SITE + release["address"])
        entry.title(release["title"])
        entry.description(release["subtitle"])
        entry.content(release["html"], type="CDATA")
        entry.published(dt.datetime.combine(release["date"], dt.time(), dt.UTC))
    return generator.rss_str().decode()


def draw(releases: list[dict[str, Any]], template: jinja2.Template, media: Path, output: Path) -> None:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    for release in releases:
        html = HTML(string=template.render(release, media=f"{media.as_uri()}/"), base_url=f"{LETTERHEAD.as_uri()}/")
        target = output / release["address"] / "letter.pdf"
        html.write_pdf(target, font_config=fonts, pdf_variant="pdf/a-2a", pdf_tags=True)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*(Path(name).absolute() for name in sys.argv[1:4]), letters="--letters" in sys.argv)
