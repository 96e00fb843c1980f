"""How files and addresses are called: what the name of a source says, and what may be a name. Pure."""

from __future__ import annotations

import re
import unicodedata

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A release's or page's part of the address: safe in every URL, file system and shell."""

RECORD = "content/published.txt"
"""The only file of content/ that a build writes: what was public."""

RELEASE_FILE = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})-(?P<slug>.+)\.md")
"""The name of a release's file."""

SEARCH = {"de": "suche/", "en": "search/"}
"""The address of the search, below the site's root, by the newsroom's language."""

RSS, ATOM, JSON = FEEDS = ("feed.xml", "atom.xml", "feed.json")
"""What the feeds of the newsroom, of a topic and of a year are called."""


def address_of(source: str) -> str | None:
    """The address that the path of a source gives: `2017/austausch/` or `impressum/`; None if it gives none."""
    folder, _, name = source.rpartition("/")
    release = RELEASE_FILE.fullmatch(name)
    if release and re.fullmatch(r"content/releases/\d{4}", folder):
        return f"{folder[-4:]}/{release['slug']}/"
    return f"{name.removesuffix('.md')}/" if folder == "content/pages" and name.endswith(".md") else None


def above(path: str) -> list[str]:
    """The folders above a path: of `public/2026/a.html` these are `public` and `public/2026`."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: number + 1]) for number in range(len(parts))]


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_of(text: str) -> str:
    """The slug for a German or English text; empty if no letter of it is usable.

    >>> slug_of("Straßenfest in Höhenkirchen: Grüße!")
    'strassenfest-in-hoehenkirchen-gruesse'
    """
    plain = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
