"""Laws that hold for every newsroom, tried on random ones."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harness import Newsroom, files

SLUGS = ("bruecke", "haushalt", "klinik", "schule")
MOMENTS = [f"2026-0{month}-{day:02} {hour:02}:30" for month in (3, 4) for day in (1, 15, 28, 29) for hour in (0, 1, 12)]
TIMES = ("00:30", "01:15", "09:00", "23:59")

releases = st.fixed_dictionaries(
    {
        "slug": st.sampled_from(SLUGS),
        "date": st.sampled_from(["2026-03-01", "2026-03-29", "2026-04-15"]),
        "headline": st.sampled_from(["Brücke fertig", "Haushalt steht", "'Zahlen: 1 #2'"]),
        "body": st.sampled_from(["Kurz.", "Zwei\n\nAbsätze.", "- Liste\n- noch", "## Zwischen\n\n[Start](/)"]),
    },
    optional={"time": st.sampled_from(TIMES), "draft": st.just("true"), "place": st.just("Haar")},
)
edits = st.lists(st.one_of(releases, st.sampled_from(SLUGS)), min_size=1, max_size=4)
"""A release written or changed, or the slug of one deleted."""


def edit(newsroom: Newsroom, change: dict[str, str] | str) -> None:
    """Apply an edit; a slug names at most one file."""
    slug = change if isinstance(change, str) else change["slug"]
    for file in (newsroom.folder / "content").rglob(f"*-{slug}.md"):
        file.unlink()
    if isinstance(change, dict):
        fields = dict(change)
        if time := fields.pop("time", None):
            fields["embargo"] = f"{fields['date']} {time}"
        newsroom.release(fields.pop("slug"), **fields)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(edits, st.sampled_from(MOMENTS)), min_size=2, max_size=3))
def test_a_rebuild_equals_a_clean_build(history: list[tuple[list[dict[str, str] | str], str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        grown = Newsroom(Path(folder) / "grown")
        clean = Newsroom(Path(folder) / "clean")
        for changes, moment in history:
            for change in changes:
                edit(grown, change)
                edit(clean, change)
            grown.build(at=moment)
        clean.build(at=history[-1][1])

        assert files(grown.folder) == files(clean.folder)


@settings(max_examples=15, deadline=None)
@given(st.lists(releases, max_size=4, unique_by=lambda release: release["slug"]), st.sampled_from(MOMENTS))
def test_no_byte_of_an_embargoed_release_is_published(found: list[dict[str, str]], moment: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        newsroom = Newsroom(Path(folder))
        for release in found:
            edit(newsroom, release | {"headline": f"Überschrift {release['slug']}", "body": f"Text {release['slug']}."})
        public = newsroom.build(at=moment).every_byte("public")

        for release in found:
            begins = max(f"{release['date']} 00:00", f"{release['date']} {release.get('time', '00:00')}")
            hidden = "draft" in release or moment < begins
            assert (release["slug"] in public) is not hidden
