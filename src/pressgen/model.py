"""What we know: the newsroom, its releases, and what may be seen at a moment. Frozen values, no I/O.

`Site` is everything on disk. `Edition` is what one audience may see at one moment; outputs accept an edition, never
a site, so that an embargoed release is not filtered by six careful templates but never reaches them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
import zoneinfo
from collections.abc import Mapping
from typing import Literal, TypeVar

import msgspec

from pressgen.problems import Problem

Audience = Literal["public", "print"]
"""Who reads an edition: everyone on the web, or the print office."""

AUDIENCES: tuple[Audience, ...] = ("public", "print")

Sealed = TypeVar("Sealed", "Release", "Page")


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A press contact, as in content/contacts.yaml."""

    key: str
    """How releases name it: `christine-spiegel`."""
    name: str
    role: str = ""
    """`Pressesprecherin`; may be empty."""
    phone: str = ""
    """As the author wrote it; may be empty, as may the following."""
    phone_uri: str = ""
    """`tel:+498962212621` (RFC 3966, global number); empty without a phone."""
    fax: str = ""
    email: str = ""
    web: str = ""
    """As written, `www.landkreis-muenchen.de`."""
    web_uri: str = ""
    """With its scheme, `https://www.landkreis-muenchen.de`."""


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """The sender of every letter."""

    name: str
    """`Landratsamt München`."""
    address: tuple[str, ...]
    """The lines of the sender block, name first, as they are printed."""


class Newsroom(msgspec.Struct, frozen=True, kw_only=True):
    """Who publishes, as in content/newsroom.yaml."""

    office: Office
    title: str
    """What the archive and its feed are called: `Pressemitteilungen des Landkreises München`."""
    description: str
    """One sentence about the archive, for feeds and search engines."""
    base_url: str
    """Where the public folder will be served: a URI that ends with a slash, and can stand in HTML as it is."""
    timezone: str
    """An IANA name: `Europe/Berlin`. Days begin and embargoes end by its clock."""
    language: str
    """`de` or `en`: of the releases, the dates and pressgen's own messages."""
    feed_authority: str
    """Authority and date of the `tag:` URIs (RFC 4151): `landkreis-muenchen.de,2017`. Never changes."""
    feed_length: int
    """How many releases the feed holds."""
    legal_links: tuple[str, ...]
    """Names of the pages that every page links to, in order: `impressum`, …"""

    @property
    def base_path(self) -> str:
        """The path of `base_url`, with slashes at both ends: `/presse/`."""
        return "/" + self.base_url.split("/", 3)[3]

    def clock(self, moment: dt.datetime) -> dt.datetime:
        """The moment with a UTC offset: one without is by the newsroom's clock."""
        return moment if moment.tzinfo else moment.replace(tzinfo=zoneinfo.ZoneInfo(self.timezone))


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A link or an image in a body that leads to the site itself."""

    written: str
    """The address as the author wrote it."""
    target: str
    """A path below the site's root, in Unicode form NFC and not percent-encoded: `2017/austausch/`, `media/a.jpg`."""
    fragment: str = ""
    """What follows `#`; may be empty."""
    image: bool = False


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a release or page."""

    html: str
    """Well-formed. Addresses of the site itself begin with `site:`, to be completed by `linked`."""
    text: str
    """The words alone, paragraphs separated by a blank line."""
    lead: str
    """The first paragraph, the words alone."""
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    """The ids of the crossheads."""
    outside: tuple[str, ...] = ()
    """The absolute web addresses that it links to, as written; some may be the site's own."""

    def linked(self, root: str, images: str | None = None) -> str:
        """The HTML with its internal addresses completed: below `root`, images below `images` if given.

        Quotation marks are escaped in all text and attributes, so that these two only ever begin an address of ours.
        """
        html = self.html.replace('src="site:', f'src="{root if images is None else images}')
        return html.replace('href="site:', f'href="{root}')


class Draft(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A release that is not finished: it may be as incomplete as it likes, and is in no edition."""

    source: str
    """Its file, as in `Release`."""


class Release(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """One press release."""

    source: str
    """Its file: `content/releases/2017/2017-12-20-austausch-fluechtlingsbetreuung.md`."""
    year: int
    slug: str
    """Year and slug are its identity, for ever."""
    headline: str
    subhead: str = ""
    kicker: str = ""
    """Dachzeile; may be empty."""
    place: str = ""
    """Of the dateline; may be empty."""
    day: dt.date
    """`date:` in the front matter: the day it bears."""
    embargo: dt.datetime | None = None
    """The moment before which it must not be seen, with the newsroom's UTC offset."""
    published: dt.datetime
    """When it becomes public: the later of the first moment of `day` and the embargo, with UTC offset."""
    contact: str
    """A key of `Site.contacts`."""
    letterhead: str
    """A key of `Site.letterheads`."""
    topics: tuple[str, ...] = ()
    body: Body
    digest: bytes = b""
    """Of all the other fields, set by `sealed`."""

    @property
    def address(self) -> str:
        """Its path below the site's root: `2017/austausch-fluechtlingsbetreuung/`."""
        return f"{self.year}/{self.slug}/"

    @property
    def letter_name(self) -> str:
        """The file name of its letter: `2017-12-20-austausch-fluechtlingsbetreuung.pdf`."""
        return f"{self.day.isoformat()}-{self.slug}.pdf"

    @property
    def letter_address(self) -> str:
        """The path of its letter below the site's root."""
        return self.address + self.letter_name


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A standing page such as the Impressum."""

    source: str
    name: str
    """`impressum`: its address is `impressum/`."""
    headline: str
    body: Body
    digest: bytes = b""

    @property
    def address(self) -> str:
        return f"{self.name}/"


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the project that is too big to be held in memory; opened only when something is rendered from it."""

    path: str
    """Relative to the project."""
    size: int
    """Bytes."""
    digest: bytes
    """Of the content: two files of equal digest are the same file."""


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """What can be read of a release or page that has problems: enough to find further ones in the same run."""

    source: str
    body: Body
    contact: str = ""
    """Empty where it is not known, as is the letterhead."""
    letterhead: str = ""


class Layout(msgspec.Struct, frozen=True, kw_only=True):
    """A folder of layouts/, held in memory."""

    path: str
    """`layouts/web` or `layouts/letterheads/landkreis-aktuell`."""
    files: Mapping[str, bytes]
    """By path inside the folder: `partials/teaser.html`."""
    digest: bytes

    def text(self, name: str) -> str:
        """The words of a template or style sheet; empty if there is no such file.

        Lines end with `\\n`; a byte order mark and carriage returns are gone.
        """
        return self.files.get(name, b"").decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


class Teaser(msgspec.Struct, frozen=True, kw_only=True):
    """A release as lists show it: all that a list page depends on."""

    address: str
    headline: str
    subhead: str
    kicker: str
    day: dt.date


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on disk."""

    newsroom: Newsroom
    defaults: Mapping[str, str]
    """The newsroom's values for fields that a release does not write; already in the releases."""
    contacts: Mapping[str, Contact]
    releases: tuple[Release, ...]
    """All that are not drafts, whatever the clock says."""
    drafts: tuple[Draft, ...]
    pages: tuple[Page, ...]
    web: Layout
    letterheads: Mapping[str, Layout]
    media: Mapping[str, File]
    """Images and downloads, by path below the site's root: `media/2017/plan.jpg`."""
    problems: tuple[Problem, ...] = ()
    """Of the sources that could not be read; the site is then good for finding more problems only."""
    outlines: tuple[Outline, ...] = ()
    """Of these sources, as far as they have one."""

    @property
    def texts(self) -> tuple[Release | Page, ...]:
        """All that has a body."""
        return (*self.releases, *self.pages)

    def edition(self, at: dt.datetime, audience: Audience) -> Edition:
        """What `audience` may see at the moment `at` (with UTC offset): embargoed releases stop here."""
        releases = (r for r in self.releases if r.published <= at or (audience == "print" and _held(r, at)))
        return Edition(
            audience=audience,
            newsroom=self.newsroom,
            contacts=self.contacts,
            # Newest first; those of one moment by address.
            releases=tuple(sorted(sorted(releases, key=lambda r: r.address), key=lambda r: r.published, reverse=True)),
            embargoed=frozenset(r.address for r in self.releases if _held(r, at))
            if audience == "print"
            else frozenset(),
            pages=self.pages,
            web=self.web,
            letterheads=self.letterheads,
            media=self.media,
        )


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """What may be seen at a moment. The moment itself is not in it: no output depends on the clock."""

    audience: Audience
    """Also the name of the folder that its artifacts go to."""
    newsroom: Newsroom
    contacts: Mapping[str, Contact]
    releases: tuple[Release, ...]
    """Newest first."""
    embargoed: frozenset[str]
    """Addresses of the releases to be marked with their embargo; empty in the public edition."""
    pages: tuple[Page, ...]
    web: Layout
    letterheads: Mapping[str, Layout]
    media: Mapping[str, File]

    @property
    def texts(self) -> tuple[Release | Page, ...]:
        """All that has a body."""
        return (*self.releases, *self.pages)


def _held(release: Release, at: dt.datetime) -> bool:
    """Is its embargo still to come? (One with only a future date is in no edition until its day.)"""
    return release.embargo is not None and at < release.embargo


def sealed(value: Sealed) -> Sealed:
    """The value with the digest of all its fields."""
    data = msgspec.json.encode(value, order="sorted")
    return msgspec.structs.replace(value, digest=hashlib.blake2b(data, digest_size=16).digest())


def teaser(release: Release) -> Teaser:
    """What lists show of a release."""
    return Teaser(
        address=release.address,
        headline=release.headline,
        subhead=release.subhead,
        kicker=release.kicker,
        day=release.day,
    )


IMAGE_KINDS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP"}
"""What every browser and letter can show: how the name of an image may end, and what it then is, in Pillow's words."""

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A release's or page's part of the address: safe in every URL, file system and shell."""

RELEASE_FILE = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})-(?P<slug>.+)\.md")
"""The name of a release's file."""


def address_of(source: str) -> str | None:
    """The address that the path of a source gives: `2017/austausch/` or `impressum/`; None if it gives none."""
    folder, _, name = source.rpartition("/")
    release = RELEASE_FILE.fullmatch(name)
    if release and re.fullmatch(r"content/releases/\d{4}", folder):
        return f"{folder[-4:]}/{release['slug']}/"
    return f"{name.removesuffix('.md')}/" if folder == "content/pages" and name.endswith(".md") else None


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_of(text: str) -> str:
    """The slug for a German or English text; empty if no letter of it is usable.

    >>> slug_of("Straßenfest in Höhenkirchen: Grüße!")
    'strassenfest-in-hoehenkirchen-gruesse'
    """
    plain = unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
