"""What a page says of itself to search engines and other programs: schema.org, as JSON-LD.

The words are those of schema.org; what news search asks for is Google's "Article" and "Breadcrumb"
(developers.google.com/search/docs/appearance/structured-data). Pure; the release alone is told, nothing around it.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from pressgen.model import Contact, Layout, Newsroom, Release
from pressgen.outputs import sharing, templates
from pressgen.outputs.sharing import Picture

Json = dict[str, Any]

LOGO = "assets/icon-512.png"
"""Square, on a plate of its own: shown beside a headline, on any ground."""

Step = tuple[str, str]
"""A page on the way to another one: its name, and its address below the site's root."""


def script(*things: Json) -> str:
    """The content of `<script type="application/ld+json">`, so that no word in it can end the script.

    Only `</script` and `<!--` could (HTML, 4.12.1.3): in JSON strings, where alone they can be, `<` may be written so.
    """
    graph: Json = {"@context": "https://schema.org", "@graph": things}
    data = msgspec.json.format(msgspec.json.encode(graph), indent=1)  # lines: people compare pages
    return templates.markup(data.replace(b"<", b"\\u003c").decode())


def article(
    release: Release,
    contacts: Iterable[Contact],
    photos: Sequence[Picture],
    newsroom: Newsroom,
    web: Layout,
) -> Json:
    """A release as NewsArticle; without photos it has the newsroom's picture, since news search wants one."""
    address = newsroom.base_url + release.address
    day = templates.day(release.day, release.language)
    standard = () if photos else filter(None, (sharing.standard(newsroom, web),))
    office = _office(newsroom, web)
    reason = release.withdrawn.reason if release.withdrawn else ""
    corrections = [(update.note, update.at) for update in release.updates if update.kind == "correction"]
    if release.withdrawn:
        corrections.append((reason, release.withdrawn.at))
    found: Json = {
        "@type": "NewsArticle",
        "@id": f"{address}#article",
        "url": address,
        "mainEntityOfPage": address,
        "headline": release.headline,
        "alternativeHeadline": release.subhead,
        "description": release.body.lead or release.subhead or reason or release.headline,
        "inLanguage": release.language,
        "datePublished": release.published.isoformat(),
        "dateModified": release.modified.isoformat(),
        "dateline": f"{release.place}, {day}" if release.place else day,
        "locationCreated": _places((release.place,)),
        "contentLocation": _places(release.municipalities or (release.place,)),
        "articleSection": release.topics,
        "isAccessibleForFree": True,
        "image": [_image(photo, newsroom) for photo in (*photos, *standard)],
        "author": {key: office[key] for key in ("@type", "@id", "name", "url")},
        "publisher": {**office, "contactPoint": [_contact(contact) for contact in contacts]},
        "correction": [
            {"@type": "CorrectionComment", "text": note, "datePublished": at.isoformat()} for note, at in corrections
        ],
        "creativeWorkStatus": "Obsolete" if release.withdrawn else "",
    }
    if newsroom.letters:
        letter = newsroom.base_url + release.letter_address
        found["encoding"] = {"@type": "MediaObject", "contentUrl": letter, "encodingFormat": "application/pdf"}
    return _written(found)


def website(newsroom: Newsroom, web: Layout) -> Json:
    """The archive, told on its home page."""
    return {
        "@type": "WebSite",
        "@id": f"{newsroom.base_url}#website",
        "url": newsroom.base_url,
        "name": newsroom.title,
        "description": newsroom.description,
        "inLanguage": newsroom.language,
        "publisher": _office(newsroom, web),
    }


def trail(newsroom: Newsroom, steps: Iterable[Step]) -> Json:
    """The way from the home page to a page, which is the last of the steps."""
    way = enumerate(((newsroom.title, ""), *steps), 1)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": newsroom.base_url + address}
            for number, (name, address) in way
        ],
    }


def _office(newsroom: Newsroom, web: Layout) -> Json:
    logo = sharing.drawing(web, LOGO, newsroom.office.name)
    return _written(
        {
            "@type": "GovernmentOrganization",
            "@id": f"{newsroom.base_url}#office",
            "name": newsroom.office.name,
            "url": newsroom.base_url,
            "address": ", ".join(newsroom.office.address),
            "logo": _image(logo, newsroom) if logo else None,
        }
    )


def _contact(contact: Contact) -> Json:
    return _written(
        {
            "@type": "ContactPoint",
            "contactType": "press",
            "name": contact.name,
            "description": contact.role,
            "telephone": contact.phone_uri.removeprefix("tel:"),
            "faxNumber": contact.fax,
            "email": contact.email,
            "url": contact.web_uri,
        }
    )


def _image(picture: Picture, newsroom: Newsroom) -> Json:
    return _written(
        {
            "@type": "ImageObject",
            "url": newsroom.base_url + urllib.parse.quote(picture.target),
            "width": f"{picture.width} px",  # a Distance: number and unit
            "height": f"{picture.height} px",
            "caption": picture.caption or picture.alt,
            "creditText": picture.credit,
        }
    )


def _places(names: Iterable[str]) -> list[Json]:
    return [{"@type": "Place", "name": name} for name in names if name]


def _written(values: Mapping[str, object]) -> Json:
    """Without what is empty: schema.org has no word for that."""
    return {key: value for key, value in values.items() if value}
