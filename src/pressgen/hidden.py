"""What must not be seen at a moment, and what may: the two sides of the proof.

Something hidden may be visible by right: an address of another year, a headline that comes back, a stock sentence. That
is asked only where something is found, since it means reading all that is visible.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import html
import itertools
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from pressgen.model import Boilerplate, Draft, Layout, Page, Release
from pressgen.names import FEEDS, RELEASE_FILE, SEARCH, above
from pressgen.readings import decoded, readings
from pressgen.site import Site, Worded
from pressgen.subjects import address, named

HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//([^/:]+)[^/]*|((?:[a-z0-9-]+\.)+[a-z]{2,})(?=/)", re.IGNORECASE)


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """What must not be seen of one release. Of an unfinished draft, anything but the source may be empty."""

    source: str
    """Its file, as in `Release`."""
    year: str = ""
    """`2026`"""
    day: str = ""
    """`2026-03-01`"""
    slug: str = ""
    former: tuple[str, ...] = ()
    """Its former addresses, without a slash at the end: `2026/alt`, `alt/meldung.html`."""
    headline: str = ""
    text: str = ""
    """The words alone: kicker, subhead, body, and what stands beside photos and attachments."""

    @property
    def digest(self) -> bytes:
        """16 bytes; a file once searched for this need not be searched for it again while both are as they were."""
        return hashlib.blake2b(msgspec.json.encode(self), digest_size=16).digest()


class Visible:
    """What may be seen. The texts are read only when, and as far as, a find asks for it."""

    def __init__(
        self,
        *,
        base_url: str,
        addresses: Iterable[str] = (),
        headlines: Iterable[str] = (),
        texts: Iterable[str] = (),
    ) -> None:
        """`addresses` are paths below the site's root (`2026/slug/`, `media/a.jpg`); `texts` are HTML, or plain."""
        self.base_url = base_url
        self._addresses = addresses
        self._headlines = headlines
        self._pending = iter(texts)
        self._texts: list[str] = []
        self._runs: dict[str, bool] = {}
        self._paths: frozenset[str] | None = None
        self._titles: list[str] | None = None

    def address(self, found: str, file: str) -> bool:
        """Does an address that stands in a file (a path below the site's root) lead to something visible?"""
        if self._paths is None:
            ends = {address.strip("/") for address in self._addresses}
            folders = {folder for path in ends for folder in above(path)}
            # Each has its `index.html`; the archive's own folder has no name here.
            self._paths = frozenset({"index.html"} | ends | folders | {f"{path}/index.html" for path in ends | folders})
        return not self._paths.isdisjoint(self._meant(found, file))

    def foreign(self, found: str) -> bool:
        """Does the address lead to another host?"""
        host = HOST.match(found)
        return host is not None and _host(host) != _host(HOST.match(self.base_url))

    def headline(self, words: str) -> bool:
        """Does a visible headline contain these words?"""
        if self._titles is None:
            self._titles = [spaced(tokens(headline)) for headline in self._headlines]
        return any(words in title for title in self._titles)

    def text(self, words: str) -> bool:
        """Does a visible text contain these words?"""
        if words not in self._runs:
            self._runs[words] = any(words in text for text in itertools.chain(self._texts, self._more()))
        return self._runs[words]

    def _more(self) -> Iterator[str]:
        """The texts that no question needed so far."""
        for text in self._pending:
            for reading in readings("", text.encode("utf-8", "replace"))[0]:
                self._texts.append(spaced(tokens(reading)))
                yield self._texts[-1]

    def _meant(self, found: str, file: str) -> Iterator[str]:
        """The paths below the site's root that an address may mean."""
        if host := HOST.match(found):
            if self.foreign(found):
                return
            found = found[host.end() :] or "/"
        elif "/" not in found[: found.rfind(":") + 1]:  # a tag: URI, or nothing
            found = found.rpartition(":")[2]
        if found.startswith("/"):
            base = "/" + self.base_url.split("/", 3)[3]
            if found.startswith(base):
                yield found.removeprefix(base).strip("/")
            elif base.startswith(f"{found}/"):  # the archive itself, or a folder that it lies in
                yield "index.html"
        else:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(file), found))
        yield found.strip("/")


def parted(
    site: Site, at: dt.datetime, worded: Worded, whole: Callable[[], Site] | None = None
) -> tuple[list[Secret], Visible]:
    """What the public must not see of a site at the moment `at` (with UTC offset), and what it may.

    By a reckoning of its own, from the moments in the sources: an edition that shows too much would not accuse itself.
    Where years are quiet, which hide nothing, the `whole` site is asked for what may be seen.
    """
    withdrawn = [release for release in site.releases if _is_withdrawn(release, at)]
    secrets = [
        *(of_release(worded(release)) for release in site.releases if release.published > at),
        *(of_release(draft.release) if draft.release else _nameless(draft) for draft in site.drafts),
        *(Secret(source=release.source, text=of_release(worded(release)).text) for release in withdrawn),
    ]
    shown = functools.cache(lambda: _Shown(whole() if whole else site, at))
    visible = Visible(
        base_url=site.newsroom.base_url,
        addresses=(address for part in (shown,) for address in part().addresses()),
        headlines=(item.headline for part in (shown,) for item in (*part().texts, *part().withdrawn)),
        texts=(text for part in (shown,) for text in part().words(worded)),
    )
    return secrets, visible


class _Shown:
    """What may be seen of a site."""

    def __init__(self, site: Site, at: dt.datetime) -> None:
        self.site = site
        self.seen = sorted((r for r in site.releases if r.published <= at), key=lambda r: r.published, reverse=True)
        # Of a withdrawn one the text alone is hidden: its address and headline stay.
        self.withdrawn = [release for release in self.seen if _is_withdrawn(release, at)]
        standing = [release for release in self.seen if not _is_withdrawn(release, at)]
        boilerplates = {key for release in standing for key in release.boilerplates}
        self.texts: list[Release | Page | Boilerplate] = [
            *standing,
            *site.pages,
            *(site.boilerplates[key] for key in sorted(boilerplates)),
        ]

    def addresses(self) -> set[str]:
        used = {link.target for text in self.texts for link in text.links}
        addresses = {
            *FEEDS,
            self.site.newsroom.subscribe_address,
            "404.html",
            SEARCH[self.site.newsroom.language],
            *self.site.web.files,
            *(used & self.site.media.keys()),
        }
        addresses |= {f"{year}/{name}" for year in {release.year for release in self.seen} for name in FEEDS}
        for release in self.seen:
            addresses |= {release.address, release.letter_address, release.letter_name, *release.aliases}
            addresses |= {address(kind, name, self.site.newsroom.language) for kind, name in named(release)}
        return addresses | {page.address for page in self.site.pages}

    def words(self, worded: Worded) -> Iterator[str]:
        return _texts(self.site, self.texts, self.withdrawn, worded)


def _is_withdrawn(release: Release, at: dt.datetime) -> bool:
    return release.withdrawn is not None and max(release.withdrawn.at, release.published) <= at


def _texts(
    site: Site, items: Iterable[Release | Page | Boilerplate], withdrawn: Iterable[Release], worded: Worded
) -> Iterator[str]:
    """All that visible files are made of, the newest releases first: a stock sentence is soon found."""
    yield " ".join([site.newsroom.title, site.newsroom.description, *site.newsroom.office.address])
    for contact in site.contacts.values():
        yield " ".join(str(value) for value in msgspec.structs.astuple(contact))
    layouts: Mapping[str, Layout] = {"": site.web} | {name: known.layout for name, known in site.letterheads.items()}
    for layout in layouts.values():
        yield from (decoded(data) for name, data in layout.files.items() if name.endswith(".html"))
    for item in items:
        heads: tuple[str, ...] = (item.headline,)
        body = item.body
        if isinstance(item, Release):
            body = worded(item).body
            notes = [update.note for update in item.updates]
            # Its text follows the subhead in a letter, and on a page the day that it bears.
            yield f"<p>{item.day.year}</p><p>{html.escape(body.lead)}</p>"
            heads = (*notes, item.usage, *_beside(item), item.kicker, item.headline, item.subhead)
        yield "".join(f"<p>{html.escape(head)}</p>" for head in heads) + body.html
    for release in withdrawn:
        reason = release.withdrawn.reason if release.withdrawn else ""
        yield f"<p>{html.escape(release.headline)}</p><p>{html.escape(reason)}</p>"


def _beside(release: Release) -> Iterator[str]:
    """The words at its photos and attachments; some may be empty."""
    for photo in release.images:
        yield from (photo.alt, photo.caption, photo.credit)
    yield from (attachment.title for attachment in release.attachments)


def of_release(release: Release) -> Secret:
    """What must not be seen of a release that is finished."""
    return Secret(
        source=release.source,
        year=str(release.year),
        day=release.day.isoformat(),
        slug=release.slug,
        headline=release.headline,
        former=tuple(path for alias in release.aliases if (path := alias.rstrip("/"))),
        text="\n\n".join(filter(None, (release.kicker, release.subhead, release.body.text, *_beside(release)))),
    )


def _nameless(draft: Draft) -> Secret:
    """What must not be seen of a draft that cannot be read: its name."""
    folder, name = ("/" + draft.source).split("/")[-2:]
    file = RELEASE_FILE.fullmatch(name)
    return Secret(source=draft.source, year=folder, day=file["day"] if file else "", slug=file["slug"] if file else "")


def tokens(text: str) -> list[str]:
    """The words of a text in one spelling: no case, no hyphens (of lines or of compounds), ligatures resolved."""
    # NFKC is slow on a text that has anything to change; these two are in every one.
    text = text.replace("\xa0", " ").replace("…", " ")
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"\w+", plain.replace("-", "").replace("\u2010", ""))


def _host(match: re.Match[str] | None) -> str:
    return ((match[1] or match[2]) if match else "").lower().removeprefix("www.")


def spaced(words: Iterable[str]) -> str:
    """Words as one string, in which whole words are found."""
    return f" {' '.join(words)} "
