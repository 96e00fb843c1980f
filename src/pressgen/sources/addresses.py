"""Web addresses: which are valid, and when two of them are the same place."""

from __future__ import annotations

import re
import unicodedata
import urllib.parse

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

PORTS = {"http": 80, "https": 443}
"""What a browser takes where an address names none."""

NOT_IN_ADDRESSES = re.compile(r"[\s\\\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})")
"""Blanks, control characters, backslashes and percent signs of no encoding."""


def base(text: str) -> str | None:
    """The address below which a site is served, as a URI (RFC 3986) that ends with a slash; None if it is none.

    Host names and paths may be written with umlauts: they become Punycode and percent-encoded. No quotation mark,
    angle bracket or ampersand is left in it, so that it can stand in HTML as it is.
    """
    if NOT_IN_ADDRESSES.search(text) or re.search(r"[?#\[\]]", text):
        return None
    try:
        parts = urllib.parse.urlsplit(text)
        port = parts.port
    except ValueError:  # a port that is no number
        return None
    # Compared as a whole: what else may stand beside the host (a name, a password, an empty port) is refused.
    name = parts.netloc if port is None else parts.netloc.rpartition(":")[0]
    domain = host(name)
    segments = urllib.parse.unquote(parts.path).strip("/").split("/")
    if parts.scheme not in PORTS or domain is None or port == 0 or "//" in parts.path or {".", ".."} & {*segments}:
        return None
    suffix = "" if port in (None, PORTS[parts.scheme]) else f":{port}"
    path = urllib.parse.quote(unicodedata.normalize("NFC", parts.path), safe="/-._~!$()*+,;=:@%")
    return f"{parts.scheme}://{domain}{suffix}{path}" + ("" if path.endswith("/") else "/")


def host(text: str) -> str | None:
    """A host name in small letters and Punycode; None if it is none, or if Punycode would make it another name (ß)."""
    try:
        name = text.lower() if text.isascii() else text.encode("idna").decode("ascii").lower()
        if not text.isascii() and name.encode("ascii").decode("idna") != unicodedata.normalize("NFC", text).lower():
            return None
    except UnicodeError:
        return None
    valid = len(name) <= 253 and all(LABEL.fullmatch(label) for label in name.split("."))
    return name if valid else None


def place(address: str) -> str:
    """Host and path of an absolute address, as all ways to write it have in common; empty if it has no host.

    For comparison only: without scheme, in small letters, in Unicode, dots resolved.
    """
    try:
        parts = urllib.parse.urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    path = urllib.parse.unquote(parts.path)
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments = segments[:-1]
        elif segment not in ("", "."):
            segments.append(segment)
    domain = _in_unicode(urllib.parse.unquote(parts.hostname))
    suffix = "" if port in (None, *PORTS.values()) else f":{port}"
    return folded("/".join([domain + suffix, *segments]) + ("/" if path.endswith("/") else ""))


def readable(address: str) -> str:
    """The address with its host in Unicode, as people write it."""
    scheme, slashes, rest = address.partition("//")
    domain, slash, path = rest.partition("/")
    return scheme + slashes + _in_unicode(domain) + slash + path


def folded(text: str) -> str:
    """Text for comparison: Unicode form and case do not matter."""
    return unicodedata.normalize("NFC", text).lower()


def _in_unicode(name: str) -> str:
    """A host name with its Punycode decoded; of what is none, the name."""
    try:
        labels = (
            label[4:].encode().decode("punycode") if label[:4].lower() == "xn--" else label for label in name.split(".")
        )
        return ".".join(labels)
    except UnicodeError:
        return name
