"""What we know: the newsroom, its contacts and releases. Frozen values, no I/O.

What of it may be seen when, and by whom, is in `site`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import re
import urllib.parse
import zoneinfo
from collections.abc import Mapping, Set
from typing import Literal, TypeVar

import msgspec

from pressgen.problems import Problem

Sealed = TypeVar("Sealed", "Release", "Page", "Boilerplate")


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
    until: dt.date | None = None
    """The last day of a release that may name it; None while it is in office."""


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """The sender of every letter."""

    name: str
    """`Landratsamt München`."""
    address: tuple[str, ...]
    """The lines of the sender block, name first, as they are printed."""


class Security(msgspec.Struct, frozen=True, kw_only=True):
    """Whom to tell of a weakness of the website (RFC 9116)."""

    contacts: tuple[str, ...]
    """URIs, the preferred one first: `mailto:it@landkreis-muenchen.de`; at least one."""
    expires: dt.date
    """The last day on which this holds."""
    policy: str = ""
    """A web address; may be empty."""


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
    letters: bool = True
    """Are there letters, for the web and for the print office?"""
    topics: tuple[str, ...] = ()
    """Those that releases may have; empty if all are welcome. So are the municipalities."""
    municipalities: tuple[str, ...] = ()
    lists_withdrawn: bool = True
    """Do lists show withdrawn releases, struck through, or leave them out?"""
    keeps_together: bool = False
    """Does no line of page and letter break between a number and what it counts?"""
    counts_characters: bool = False
    """Do page and letter say how long the text is?"""
    text_limit: int = 0
    """Characters beyond which a text is said to be long; 0: never."""
    security: Security | None = None

    @property
    def base_path(self) -> str:
        """The path of `base_url`, with slashes at both ends: `/presse/`."""
        return "/" + self.base_url.split("/", 3)[3]

    @property
    def subscribe_address(self) -> str:
        """The page that tells how to subscribe, below the site's root."""
        return {"de": "abonnieren/", "en": "subscribe/"}[self.language]

    @property
    def origin(self) -> str:
        """Scheme and host of `base_url`, without a slash at the end."""
        return "/".join(self.base_url.split("/", 3)[:3])

    def last_moment(self, day: dt.date) -> dt.datetime:
        """The last second of a day by the newsroom's clock, with its UTC offset."""
        return self.clock(dt.datetime.combine(day, dt.time(23, 59, 59)))

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


class Words(msgspec.Struct, frozen=True, array_like=True):
    """The words of a body. Those of a release are kept apart until something is made of them (`taken_out`)."""

    digest: bytes
    html: str
    text: str


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a release or page."""

    html: str
    """Well-formed. Addresses of the site itself begin with `site:`, to be completed by `linked`."""
    text: str
    """The words alone, paragraphs separated by a blank line."""
    digest: bytes = b""
    """Of these two, where they are kept apart; both are empty then until `put_in`."""
    lead: str
    """The first paragraph, the words alone."""
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    """The ids of the crossheads."""
    outside: tuple[str, ...] = ()
    """The absolute web addresses that it links to, as written; some may be the site's own."""

    def linked(self, root: str, images: str | None = None, here: str = "") -> str:
        """The HTML with its internal addresses completed: below `root`, images below `images` if given.

        Footnotes are on the page `here`, which is empty where the HTML stands on it.

        Quotation marks are escaped in all text and attributes, so that these two only ever begin an address of ours.
        """
        shown = self.html.replace('href="#', f'href="{here}#') if here else self.html
        if not self.links:
            return shown
        shown = shown.replace('src="site:', f'src="{root if images is None else images}')
        return shown.replace('href="site:', f'href="{root}')

    def without(self, missing: Set[str]) -> Body:
        """The body with each image whose target is `missing` replaced by its alternative text, in brackets."""

        def kept(tag: re.Match[str]) -> str:
            address = re.search(r'src="site:([^"]*)"', tag[0])
            target = urllib.parse.unquote(html.unescape(address[1])) if address else ""
            words = re.search(r'alt="([^"]*)"', tag[0])
            return f"[{words[1] if words else ''}]" if target in missing else tag[0]

        links = tuple(link for link in self.links if not (link.image and link.target in missing))
        return msgspec.structs.replace(self, html=re.sub(r"<img [^>]*>", kept, self.html), links=links, digest=b"")


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A photo of a release, in its front matter."""

    link: Link
    alt: str
    """What it shows, for those who do not see it."""
    caption: str = ""
    """May be empty."""
    credit: str
    """Whose it is: `Landratsamt München / Muster`."""


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file to download with a release."""

    link: Link
    title: str
    """What it is called; the file's name where the author gives none."""


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """What changed after publication, as readers are told."""

    at: dt.datetime
    """With the newsroom's UTC offset."""
    kind: Literal["correction", "update"]
    """Was something wrong, or is something new?"""
    note: str


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """That a release is no longer valid."""

    at: dt.datetime
    reason: str


class Boilerplate(msgspec.Struct, frozen=True, kw_only=True):
    """A standing paragraph, in content/boilerplates/."""

    source: str
    key: str
    """How releases name it; the name of its file."""
    headline: str = ""
    """May be empty."""
    body: Body
    digest: bytes = b""

    @property
    def links(self) -> tuple[Link, ...]:
        return self.body.links


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """That something was public, as in content/published.txt."""

    address: str
    """`2017/austausch-fluechtlingsbetreuung/`."""
    published: dt.datetime
    """Its first public moment, with UTC offset."""
    guid: str
    """Its identity for feed readers."""


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
    contacts: tuple[str, ...]
    """Keys of `Site.contacts`; at least one."""
    letterhead: str
    """What it says: a series, or the name of one letterhead (`site.letterhead_of`)."""
    topics: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    """Where it happens."""
    number: int = 0
    """Within its year, shown as `Nr. 123/2017`; 0 if it has none."""
    image: Image | None = None
    gallery: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    boilerplates: tuple[str, ...] = ()
    """Keys of `Site.boilerplates`."""
    usage: str = ""
    """`Abdruck honorarfrei`; may be empty."""
    recipient: tuple[str, ...] = ()
    """To whom it is sent by post, line by line; only in the print office's edition, and in a preview."""
    language: str
    """`de` or `en`: of its words; by default the newsroom's."""
    updates: tuple[Update, ...] = ()
    """In order of their moments."""
    withdrawn: Withdrawal | None = None
    aliases: tuple[str, ...] = ()
    """Former addresses below the site's root: `2016/austausch/`, `alt/meldung.html`."""
    unfinished: bool = False
    """Is it a draft? Only a preview has these."""
    body: Body
    digest: bytes = b""
    """Of all the other fields, set by `sealed`, as are the next two: a build asks for them twenty times."""
    address: str = ""
    """Its path below the site's root: `2017/austausch-fluechtlingsbetreuung/`."""
    letter_name: str = ""
    """The file name of its letter: `2017-12-20-austausch-fluechtlingsbetreuung.pdf`."""

    @property
    def letter_address(self) -> str:
        """The path of its letter below the site's root."""
        return self.address + self.letter_name

    @property
    def images(self) -> tuple[Image, ...]:
        """The photos of its front matter."""
        return (*([self.image] if self.image else []), *self.gallery)

    @property
    def links(self) -> tuple[Link, ...]:
        """All that it links to or shows on the site itself."""
        return (*self.body.links, *(i.link for i in self.images), *(a.link for a in self.attachments))

    @property
    def characters(self) -> int:
        """How long its text is, as the press counts: with blanks."""
        return len(self.body.text.replace("\n\n", "\n"))

    @property
    def corrected(self) -> bool:
        """Was something in it wrong?"""
        return any(update.kind == "correction" for update in self.updates)

    @property
    def modified(self) -> dt.datetime:
        """When it last changed in a way that readers are told of."""
        moments = [self.published, *(update.at for update in self.updates)]
        return max([*moments, self.withdrawn.at] if self.withdrawn else moments)


class Draft(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A release that is not finished: it may be as incomplete as it likes, and is in no edition but a preview."""

    source: str
    """Its file, as in `Release`."""
    release: Release | None = None
    """As far as it can be read; None if hardly anything can."""
    problems: tuple[Problem, ...] = ()
    """What would stop a build if it were no draft."""


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

    @property
    def links(self) -> tuple[Link, ...]:
        return self.body.links


class File(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the project that is too big to be held in memory; opened only when something is rendered from it."""

    path: str
    """Relative to the project."""
    size: int
    """Bytes."""
    digest: bytes
    """SHA-256 of the content: two files of equal digest are the same file."""
    width: int = 0
    """Pixels of a picture as it is shown, as is the height; 0 for anything else."""
    height: int = 0


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """What can be read of a release or page that has problems: enough to find further ones in the same run."""

    source: str
    body: Body
    contacts: tuple[str, ...] = ()
    """Empty where they are not known, as are the following."""
    letterhead: str = ""
    boilerplates: tuple[str, ...] = ()

    @property
    def links(self) -> tuple[Link, ...]:
        return self.body.links


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


class Letterhead(msgspec.Struct, frozen=True, kw_only=True):
    """A design of letters: a folder in layouts/letterheads/. Of one series there may be several, each for its time."""

    layout: Layout
    """Its files, without letterhead.yaml: that another version follows it redraws no letter."""
    series: str
    """What releases name: `landkreis-aktuell`."""
    since: dt.date | None = None
    """The first day for whose releases it is; None: from the beginning."""
    until: dt.date | None = None
    """The last one; None: until another version begins, or for good."""
    address_field: bool = False
    """Does it show to whom it is sent (`Release.recipient`)?"""
    hyphenation: tuple[str, ...] = ()
    """Words that it divides only where they have a hyphen here, if it divides words at all: `Land-rats-amt`."""

    @property
    def name(self) -> str:
        """That of its folder."""
        return self.layout.path.rsplit("/", 1)[-1]


def taken_out(release: Release) -> tuple[Release, Words]:
    """The release without its words, and these. Its digest stays, and stands for them too."""
    body = release.body
    cut = msgspec.structs.replace(release, body=msgspec.structs.replace(body, html="", text=""))
    return cut, Words(body.digest, body.html, body.text)


def put_in(release: Release, words: Words) -> Release:
    """The inverse of `taken_out`."""
    body = msgspec.structs.replace(release.body, html=words.html, text=words.text)
    return msgspec.structs.replace(release, body=body)


def sealed(value: Sealed) -> Sealed:
    """The value with the digest of all its fields. That of a release is the same with and without its words."""
    bare: Release | Page | Boilerplate = value
    if isinstance(value, Release):
        address, letter_name = f"{value.year}/{value.slug}/", f"{value.day.isoformat()}-{value.slug}.pdf"
        value = msgspec.structs.replace(value, address=address, letter_name=letter_name)
        body = value.body
        if body.html:
            words = hashlib.blake2b(f"{len(body.html)} {body.html}{body.text}".encode(), digest_size=16)
            value = msgspec.structs.replace(value, body=msgspec.structs.replace(body, digest=words.digest()))
        bare, _ = taken_out(value)
    data = msgspec.json.encode(bare, order="deterministic")
    return msgspec.structs.replace(value, digest=hashlib.blake2b(data, digest_size=16).digest())


IMAGE_KINDS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP"}
"""What every browser and letter can show: how the name of an image may end, and what it then is, in Pillow's words."""
