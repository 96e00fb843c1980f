"""What is measured: made-up releases that are always the same, and as sound as those of a press office."""

from __future__ import annotations

from benchmarks import corpus

from tests.harness import Newsroom

COUNT = 30


def test_the_same_number_and_seed_give_the_same_releases() -> None:
    made = list(corpus.releases(COUNT))

    assert made == list(corpus.releases(COUNT))
    assert made != list(corpus.releases(COUNT, seed=2))
    assert len({release.slug for release in made}) == COUNT
    assert (made[0].day.year, made[-1].day) == (corpus.FIRST.year, corpus.LAST)
    texts = "\n".join(release.body for release in made)
    assert all(mark in texts for mark in ("\n- ", "\n|---|", "![", "](https://", "\n## ", "**"))


def test_pressgen_publishes_every_one_of_them(newsroom: Newsroom) -> None:
    newsroom.folder = newsroom.folder / "corpus"
    made = list(corpus.releases(COUNT))
    corpus.write_project(newsroom.folder, made)
    newsroom.newsroom("language: de", "language: de\nletters: no")  # drawing them would take longer than all the rest

    built = newsroom.build()

    assert all(built.has(f"public/{release.day.year}/{release.slug}/index.html") for release in made)
    assert "Hinweis" not in built.said
