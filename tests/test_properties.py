"""Laws that hold for every newsroom, tried on random ones."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harness import CONTACTS, NEWSROOM, PIXEL, Newsroom, files

SLUGS = ("bruecke", "haushalt", "klinik", "schule")
# The clocks change on 29 March.
MOMENTS = [f"2026-0{month}-{day:02} {hour:02}:30" for month in (3, 4) for day in (1, 15, 28, 29) for hour in (0, 1, 12)]
DATES = ("2026-03-01", "2026-03-29", "2026-04-15")
TIMES = ("00:30", "01:15", "09:00", "23:59")
BODIES = (
    "Kurz.",
    "Zwei\n\nAbsätze.",
    "- Liste\n- noch",
    "## Zwischen\n\n[Start](/)",
    "Ein ![grüner Punkt](/media/punkt.png) im Bild.",
    "Siehe [die Brücke](../2026/2026-03-01-bruecke.md).",
    "Siehe [den Plan](/media/plan.txt) und [2026](/2026/).",
)

releases = st.fixed_dictionaries(
    {
        "slug": st.sampled_from(SLUGS),
        "date": st.sampled_from(DATES),
        "headline": st.sampled_from(["Brücke fertig", "Haushalt steht", "'Zahlen: 1 #2'"]),
        "body": st.sampled_from(BODIES),
    },
    optional={
        "time": st.sampled_from(TIMES),
        "draft": st.just("true"),
        "place": st.just("Haar"),
        "contact": st.sampled_from(["erika-muster", "hans-muster", "[hans-muster, erika-muster]"]),
        "number": st.just("in order"),
        "topics": st.just("[Bau]"),
        "image": st.just("{file: /media/punkt.png, alt: Punkt, credit: Amt}"),
        "attachments": st.just("[{file: /media/plan.txt, title: Plan}]"),
        "boilerplate": st.just("kurz"),
        "language": st.just("en"),
        "updates": st.sampled_from(
            [
                "[{date: 2026-04-16, kind: correction, note: Vermerkt}]",
                "[{date: 2026-04-28 00:30, kind: update, note: Vermerkt}]",
            ]
        ),
        # Not before its updates, which would be refused.
        "withdrawn": st.just("{date: 2026-04-28 12:30, reason: Ungültig}"),
        "aliases": st.sampled_from(["[alt/SLUG.html]", "[alt/SLUG, früher/SLUG]"]),
    },
)

WEB, LETTER = "layouts/web/style.css", "layouts/letterheads/landkreis-aktuell/letter.css"
FOOTER = "layouts/web/partials/footer.html"
CSS = {path: (Path(__file__).parent.parent / path).read_text() for path in (WEB, LETTER, FOOTER)}
HANS = "hans-muster: {name: Hans Muster, phone: 089/777777}\n"

others = st.sampled_from(
    [
        ("content/media/punkt.png", PIXEL),
        ("content/media/plan.txt", b"Der Plan"),
        ("content/media/plan.txt", b"Der neue Plan"),
        ("content/boilerplates/kurz.md", b"---\nheadline: Wir\n---\n\nKurz.\n"),
        ("content/boilerplates/kurz.md", "Länger: ![Punkt](/media/punkt.png)\n".encode()),
        ("content/newsroom.yaml", (NEWSROOM + "withdrawn_in_lists: nein\ncharacter_count: ja\n").encode()),
        ("content/newsroom.yaml", (NEWSROOM + "topics: [Bau, Umwelt]\n").encode()),
        ("content/contacts.yaml", (CONTACTS + "  until: 2026-04-14\n" + HANS).encode()),
        ("content/contacts.yaml", (CONTACTS + HANS).encode()),
        ("content/contacts.yaml", (CONTACTS.replace("1234-5", "9999-9") + HANS).encode()),
        ("content/newsroom.yaml", NEWSROOM.replace("Europe/Berlin", "America/New_York").encode()),
        ("content/newsroom.yaml", NEWSROOM.replace("place: Musterstadt", "place: Unterhaching").encode()),
        ("content/newsroom.yaml", (NEWSROOM + "feed_length: 2\n").encode()),
        ("content/newsroom.yaml", NEWSROOM.replace("language: de", "language: en").encode()),
        ("content/pages/impressum.md", b"---\nheadline: Impressum\n---\n\nNeu\n"),
        (WEB, (CSS[WEB] + "\np { color: #222 }\n").encode()),
        (FOOTER, (CSS[FOOTER] + "<p>{{ newsroom.title }}</p>\n").encode()),
        (FOOTER, CSS[FOOTER].encode()),
        (LETTER, (CSS[LETTER] + "\np { color: #222 }\n").encode()),
        ("layouts/web/zeichen", b"eine Datei"),
        ("layouts/web/zeichen/a.svg", b"<svg/>"),
    ]
)
"""Any other file of a newsroom, as it may be next."""

edits = st.lists(st.one_of(releases, st.sampled_from(SLUGS), others), min_size=1, max_size=5)
"""A release written or changed, the slug of one deleted, or another file."""

Edit = dict[str, str] | str | tuple[str, bytes]


def edit(newsroom: Newsroom, change: Edit) -> None:
    """Apply an edit; a slug names at most one file."""
    if isinstance(change, tuple):
        path, data = change
        for stands_in_the_way in (newsroom.folder / path).parents:
            if stands_in_the_way.is_file():
                stands_in_the_way.unlink()
        if not (newsroom.folder / path).is_dir():
            newsroom.write(path, data)
        return
    slug = change if isinstance(change, str) else change["slug"]
    for file in (newsroom.folder / "content").rglob(f"*-{slug}.md"):
        file.unlink()
    if isinstance(change, dict):
        fields = dict(change)
        if time := fields.pop("time", None):
            fields["embargo"] = f"{fields['date']} {time}"
        if "number" in fields:
            fields["number"] = str(DATES.index(fields["date"]) * len(SLUGS) + SLUGS.index(slug) + 1)
        if "aliases" in fields:
            fields["aliases"] = fields["aliases"].replace("SLUG", slug)
        newsroom.release(fields.pop("slug"), **fields)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(edits, st.sampled_from(MOMENTS)), min_size=2, max_size=4))
def test_a_rebuild_equals_a_clean_build(history: list[tuple[list[Edit], str]]) -> None:
    """Some of these newsrooms have mistakes (a link to a deleted release): then both builds refuse alike."""
    with tempfile.TemporaryDirectory() as folder:
        grown = Newsroom(Path(folder) / "grown")
        clean = Newsroom(Path(folder) / "clean")
        for start in (grown, clean):
            edit(start, ("content/contacts.yaml", (CONTACTS + HANS).encode()))
            edit(start, ("content/media/punkt.png", PIXEL))
            edit(start, ("content/media/plan.txt", b"Der Plan"))
            edit(start, ("content/boilerplates/kurz.md", b"Kurz."))
        for changes, moment in history:
            for change in changes:
                edit(grown, change)
                edit(clean, change)
            before = files(grown.folder)
            last = grown.command("build", "--at", moment)
            if last.status:
                assert files(grown.folder) == before
        first = clean.command("build", "--at", history[-1][1])

        assert (first.status, first.err) == (last.status, last.err)
        if first.status == 0:
            assert files(grown.folder) == files(clean.folder)


@settings(max_examples=15, deadline=None)
@given(st.lists(edits, min_size=2, max_size=5))
def test_a_rebuild_by_the_clock_equals_a_clean_build(history: list[list[Edit]]) -> None:
    """Without a moment that is only imagined, what was public is noted, and a build may find that nothing changed."""
    with tempfile.TemporaryDirectory() as folder:
        grown = Newsroom(Path(folder) / "grown")
        edit(grown, ("content/contacts.yaml", (CONTACTS + HANS).encode()))
        edit(grown, ("content/media/punkt.png", PIXEL))
        edit(grown, ("content/media/plan.txt", b"Der Plan"))
        edit(grown, ("content/boilerplates/kurz.md", b"Kurz."))
        for changes in history:
            for change in changes:
                edit(grown, change)
            last = grown.command("build")
            again = grown.command("build", "-v")
            assert again.status == last.status
            if again.status == 0:
                assert "0 neu geschrieben, 0 entfernt" in again.out or "0 written, 0 removed" in again.out
        clean = Newsroom(Path(folder) / "clean")
        for part in ("content", "layouts"):
            shutil.rmtree(clean.folder / part)
            shutil.copytree(grown.folder / part, clean.folder / part)
        first = clean.command("build")

        assert (first.status, first.err) == (last.status, last.err)
        if first.status == 0:
            assert files(grown.folder) == files(clean.folder)


@settings(max_examples=15, deadline=None)
@given(st.lists(releases, max_size=4, unique_by=lambda release: release["slug"]), st.sampled_from(MOMENTS))
def test_no_byte_of_an_embargoed_release_is_published(found: list[dict[str, str]], moment: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder))
        for release in found:
            slug = release["slug"]
            words = {"headline": f"Überschrift {slug}"}
            own = {name: release[name] for name in ("slug", "date", "time", "draft", "place") if name in release}
            newsroom.write(f"content/media/{slug}.png", PIXEL)
            edit(newsroom, own | words | {"body": f"Text {slug}: ![Bild](/media/{slug}.png)"})
        public = newsroom.build(at=moment).every_byte("public")

        for release in found:
            begins = max(f"{release['date']} 00:00", f"{release['date']} {release.get('time', '00:00')}")
            hidden = "draft" in release or moment < begins
            assert (release["slug"] in public) is not hidden


carried = st.fixed_dictionaries(
    {"slug": st.sampled_from(SLUGS), "date": st.sampled_from(["2026-03-01", "2026-03-29"])},
    optional={
        "embargo": st.sampled_from(["2026-03-29 01:30", "2026-03-29 03:00", "2026-04-15 09:00"]),
        "draft": st.just("true"),
        "updates": st.sampled_from(["2026-04-15 09:30", "2026-04-28"]),
        "withdrawn": st.sampled_from(["2026-04-15 12:00", "2026-04-28 12:30"]),
    },
).filter(lambda release: release.get("updates", "") < release.get("withdrawn", "9"))
"""When something happens to a release; all that it carries is made of its slug."""


@settings(max_examples=15, deadline=None)
@given(
    st.lists(carried, min_size=1, max_size=3, unique_by=lambda release: release["slug"]),
    st.lists(st.sampled_from(MOMENTS), min_size=1, max_size=2),
)
def test_nothing_that_is_hidden_coming_or_withdrawn_is_in_any_byte(
    found: list[dict[str, str]], moments: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder))
        for release in found:
            slug, date = release["slug"], release["date"]
            newsroom.write(f"content/media/{slug}-foto.png", PIXEL)
            newsroom.write(f"content/media/{slug}-plan.txt", f"Anlage {slug}-text")
            newsroom.write(f"content/boilerplates/{slug}.md", f"Abbinder {slug}-text.")
            fields = {"headline": f"Titel {slug}", "aliases": f"[alt/{slug}-alt]", "boilerplate": slug}
            fields["image"] = f"{{file: /media/{slug}-foto.png, alt: {slug}-text, credit: {slug}-text}}"
            fields["attachments"] = f"[{{file: /media/{slug}-plan.txt, title: {slug}-text}}]"
            if update := release.get("updates"):
                fields["updates"] = f"[{{date: {update}, kind: correction, note: {slug}-vermerk}}]"
            if withdrawn := release.get("withdrawn"):
                fields["withdrawn"] = f"{{date: {withdrawn}, reason: {slug}-grund}}"
            fields |= {name: release[name] for name in ("embargo", "draft") if name in release}
            newsroom.release(slug, date=date, body=f"Text {slug}-text.", **fields)
        for moment in moments:  # also what an earlier build has published
            public = newsroom.build(at=moment).every_byte("public")
        for release in found:
            slug = release["slug"]
            visible = "draft" not in release and max(release["date"], release.get("embargo", "")) <= moments[-1]
            gone = visible and release.get("withdrawn", "9") <= moments[-1]
            noted = visible and not gone and release.get("updates", "9") <= moments[-1]
            assert (slug in public) is visible
            assert (f"{slug}-alt" in public) is visible
            for words in ("text", "foto", "plan"):
                assert (f"{slug}-{words}" in public) is (visible and not gone)
            assert (f"{slug}-vermerk" in public) is noted
            assert (f"{slug}-grund" in public) is gone
