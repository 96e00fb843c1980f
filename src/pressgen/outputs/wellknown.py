"""Files that programs look for at a fixed place: robots.txt, security.txt, and what a phone asks of a page it keeps.

robots.txt and security.txt count at the root of a host alone: docs/anleitung.md says what the server has to do where
the archive is served below a path. An office that has a file of its own in layouts/web/ keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pressgen.artifact import Artifact, Made
from pressgen.model import Newsroom, Security
from pressgen.outputs import sitemaps
from pressgen.site import Edition

ROBOTS, MANIFEST, SECURITY = "robots.txt", "site.webmanifest", ".well-known/security.txt"

ICONS = {"assets/icon-192.png": "192x192", "assets/icon-512.png": "512x512"}
"""Of the web layout, with their sizes in pixels."""


def artifacts(edition: Edition, made: Mapping[str, Made], _: Sequence[int]) -> Iterator[Artifact]:
    """What an edition has of these, after its sitemaps are `made`; only the public one can be searched."""
    newsroom, own = edition.newsroom, edition.web.files
    if MANIFEST not in own:
        icons = tuple(icon for icon in ICONS if icon in own)
        inputs = (newsroom.title, newsroom.office.name, newsroom.language, icons)
        yield Artifact(f"{edition.audience}/{MANIFEST}", manifest, inputs)
    if edition.audience != "public":
        return
    if ROBOTS not in own:
        maps = tuple(name for name in (sitemaps.INDEX, sitemaps.NEWS) if f"public/{name}" in made)
        yield Artifact(f"public/{ROBOTS}", robots, (newsroom.base_url, maps))
    if newsroom.security and SECURITY not in own:
        yield Artifact(f"public/{SECURITY}", security, (newsroom.security, newsroom))


def manifest(title: str, office: str, language: str, icons: tuple[str, ...]) -> bytes:
    """How the archive is called and pictured on a phone (W3C, Web Application Manifest)."""
    found = {
        "name": title,
        "short_name": office,
        "lang": language,
        "start_url": "./",
        "display": "browser",
        "icons": [{"src": icon, "sizes": ICONS[icon], "type": "image/png"} for icon in icons],
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"


def robots(base: str, maps: tuple[str, ...]) -> bytes:
    """Everything may be read, and the sitemaps below `base` tell what there is (RFC 9309)."""
    lines = "".join(f"Sitemap: {base}{name}\n" for name in maps)
    return f"User-agent: *\nDisallow:\n\n{lines}".encode()


def security(known: Security, newsroom: Newsroom) -> bytes:
    """Whom to tell of a weakness (RFC 9116). Its place is at the root of the host, wherever the archive is."""
    lines = [f"Contact: {contact}" for contact in known.contacts]
    lines.append(f"Expires: {newsroom.last_moment(known.expires).isoformat()}")
    if known.policy:
        lines.append(f"Policy: {known.policy}")
    lines.append("Preferred-Languages: " + ("de, en" if newsroom.language == "de" else "en"))
    lines.append(f"Canonical: {newsroom.origin}/{SECURITY}")
    return ("\n".join(lines) + "\n").encode()
