"""A web page for each release, and the standing pages such as the Impressum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from pressgen.artifact import UNMADE, Artifact, Made
from pressgen.model import Boilerplate, Contact, Layout, Newsroom, Page, Release
from pressgen.names import SEARCH
from pressgen.outputs import carried, linked_data, press, sharing, templates, typesetting, variants
from pressgen.outputs.carried import Download
from pressgen.outputs.sharing import Picture
from pressgen.outputs.variants import Shown
from pressgen.site import Edition
from pressgen.subjects import address, named
from pressgen.teasers import Teaser, teaser

EFFORT = 0.2
"""Milliseconds for a page, on a machine of 2026."""

LINE = 0.02
"""The same for each release that a list shows."""


class Legal(msgspec.Struct, frozen=True, kw_only=True):
    """A page that every page links to."""

    address: str
    headline: str


class Subject(NamedTuple):
    """A topic or municipality that a release's page leads to."""

    kind: str
    name: str
    address: str
    """Below the site's root."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """The letter that a release's page offers; or the photos."""

    href: str
    """Relative to the page."""
    size: int
    """Bytes."""


def artifacts(edition: Edition, made: Mapping[str, Made], wanted: Sequence[int]) -> Iterator[Artifact]:
    """A page for each wanted release, and for every standing page of an edition."""
    legal = legal_links(edition)
    releases = edition.releases
    shown: dict[str, Teaser] = {}

    def neighbour(other: Release | None) -> Teaser | None:
        """Each stands on two pages, as one value."""
        if other is None:
            return None
        return shown.get(other.address) or shown.setdefault(other.address, teaser(other, edition.hidden))

    for index in wanted:
        release, newer, older = releases[index], edition.newer[index], edition.older[index]
        size = made.get(f"{edition.audience}/{release.letter_address}", UNMADE).size
        photos = made.get(f"{edition.audience}/{press.address(release)}", UNMADE).size if release.images else 0
        yield Artifact(
            f"{edition.audience}/{release.address}index.html",
            release_page,
            (
                release,
                carried.contacts(edition, release),
                carried.boilerplates(edition, release),
                carried.downloads(edition, release, made),
                variants.of(edition, release),
                sharing.photos(edition, release),
                edition.newsroom,
                edition.web,
                legal,
                size,
                photos,
                neighbour(newer),
                neighbour(older),
                edition.related[index],
                edition.audience == "preview",
                release.address in edition.hidden,
            ),
            release=release.address,
            effort=EFFORT,
        )
    for page in edition.pages:
        yield Artifact(
            f"{edition.audience}/{page.address}index.html",
            standing_page,
            (
                page,
                variants.of(edition, page),
                edition.newsroom,
                edition.web,
                legal,
                edition.audience == "preview",
            ),
        )


def release_page(
    release: Release,
    contacts: tuple[Contact, ...],
    boilerplates: tuple[Boilerplate, ...],
    downloads: tuple[Download, ...],
    images: tuple[Shown, ...],
    photos: tuple[Picture, ...],
    newsroom: Newsroom,
    web: Layout,
    legal: tuple[Legal, ...],
    letter_size: int,
    photos_size: int,
    newer: Teaser | None,
    older: Teaser | None,
    related: tuple[Teaser, ...],
    preview: bool,
    hidden: bool,
) -> bytes:
    """The page of one release; sizes of letter and photos are bytes.

    In a preview it says whether it is `hidden` from the public.
    """
    shown = variants.sources(images, "../../")
    page = web_page(
        web,
        "release.html",
        newsroom,
        legal,
        release.address,
        preview,
        linked_data=linked_data.script(
            linked_data.article(release, contacts, photos, newsroom, web),
            linked_data.trail(newsroom, ((str(release.year), f"{release.year}/"), (release.headline, release.address))),
        ),
        picture=photos[0] if photos else None,
        release=release,
        body=templates.markup(variants.placed(release.body, shown, "../../")),
        images=shown,
        boilerplates=carried.standing(boilerplates, "../../"),
        downloads=downloads,
        contacts=contacts,
        letter=Letter(href=release.letter_name, size=letter_size) if newsroom.letters else None,
        photos=Letter(href=press.address(release).rpartition("/")[2], size=photos_size) if photos_size else None,
        newer=newer,
        older=older,
        related=related,
        subjects=subject_links(release, newsroom.language),
        hidden=hidden,
    )
    return typesetting.kept_together(page.decode()).encode() if newsroom.keeps_together else page


def subject_links(release: Release, language: str) -> list[Subject]:
    """The topics and municipalities of a release, in its order; `language` is the newsroom's."""
    return [Subject(kind, name, address(kind, name, language)) for kind, name in named(release)]


def standing_page(
    page: Page, images: tuple[Shown, ...], newsroom: Newsroom, web: Layout, legal: tuple[Legal, ...], preview: bool
) -> bytes:
    """The page for a file of content/pages/."""
    body = templates.markup(variants.placed(page.body, variants.sources(images, "../"), "../"))
    steps = linked_data.script(linked_data.trail(newsroom, ((page.headline, page.address),)))
    return web_page(web, "page.html", newsroom, legal, page.address, preview, linked_data=steps, page=page, body=body)


def web_page(
    web: Layout,
    name: str,
    newsroom: Newsroom,
    legal: tuple[Legal, ...],
    address: str | None,
    preview: bool,
    *,
    linked_data: str = "",
    picture: Picture | None = None,
    **values: object,
) -> bytes:
    """A template of layouts/web, filled with what every page knows.

    The `picture`, by default the newsroom's, is what others show where they refer to the page.

    Pages link relatively, so that the folder works below any prefix. Only a page without an address of its own (404),
    which the server shows anywhere, links from the server's root.
    """
    return templates.encoded(
        web,
        name,
        newsroom.language,
        root=newsroom.base_path if address is None else "../" * address.count("/"),
        canonical=None if address is None else newsroom.base_url + address,
        newsroom=newsroom,
        legal=legal,
        preview=preview,
        search=SEARCH[newsroom.language],
        linked_data=linked_data,
        picture=picture or sharing.standard(newsroom, web),
        **{"feed": "", **values},
    )


def legal_links(edition: Edition) -> tuple[Legal, ...]:
    """The pages that every page links to, in the newsroom's order."""
    pages = {page.name: page for page in edition.pages}
    return tuple(
        Legal(address=pages[name].address, headline=pages[name].headline) for name in edition.newsroom.legal_links
    )
