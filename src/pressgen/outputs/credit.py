"""Caption and credit within the file of a photo, where the programs of picture desks look for them.

As XMP (IPTC Photo Metadata Standard 2023.2: Description, Credit Line, Copyright Notice, Source, Alt Text); in a JPEG
also as older programs know it (IPTC IIM 4.2, in a segment of Photoshop). The picture itself stays, byte for byte.
"""

from __future__ import annotations

import html
import struct
import zlib

import msgspec

XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
{parts}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
WORDS = '<{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></{0}>\n'

SEGMENT = 65_533
"""Bytes that a segment of a JPEG holds at most."""


class Credit(msgspec.Struct, frozen=True, kw_only=True):
    """What is written into a photo."""

    caption: str
    """May be empty."""
    credit: str
    source: str
    """Who hands it out: `Landratsamt München`."""
    alt: str


def signed(data: bytes, kind: str, credit: Credit) -> bytes:
    """An image without metadata (`metadata.without`), with these; `kind` in Pillow's words.

    A GIF, and a WebP of the simple form, have no place for them and stay as they are.
    """
    xmp = _xmp(credit)
    if kind == "JPEG":
        place = 2
        while data[place : place + 2] in (b"\xff\xe0", b"\xff\xe1"):  # JFIF comes first; which side is up
            place += 2 + struct.unpack_from(">H", data, place + 2)[0]
        return data[:place] + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp) + _iim(credit) + data[place:]
    if kind == "PNG":  # behind the first chunk, which has always the same length
        body = b"iTXtXML:com.adobe.xmp\0\0\0\0\0" + xmp
        return data[:33] + struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) + data[33:]
    if kind == "WEBP" and data[12:16] == b"VP8X":
        chunk = struct.pack("<4sI", b"XMP ", len(xmp)) + xmp + bytes(len(xmp) % 2)
        body = data[8:20] + bytes([data[20] | 0b100]) + data[21:] + chunk
        return struct.pack("<4sI", b"RIFF", len(body)) + body
    return data


def _xmp(credit: Credit) -> bytes:
    parts = [WORDS.format("dc:description", html.escape(credit.caption, quote=False))] if credit.caption else []
    parts += [
        WORDS.format("dc:rights", html.escape(credit.credit, quote=False)),
        f"<photoshop:Credit>{html.escape(credit.credit, quote=False)}</photoshop:Credit>\n",
        f"<photoshop:Source>{html.escape(credit.source, quote=False)}</photoshop:Source>\n",
        WORDS.format("Iptc4xmpCore:AltTextAccessibility", html.escape(credit.alt, quote=False)),
    ]
    return XMP.format(parts="".join(parts)).encode()


def _iim(credit: Credit) -> bytes:
    """Record 1: it is UTF-8. Record 2: version, Credit, Source, Copyright Notice, Caption."""
    found = b"\x1c\x01\x5a\0\x03\x1b%G\x1c\x02\0\0\x02\0\x04"
    for number, words in ((110, credit.credit), (115, credit.source), (116, credit.credit), (120, credit.caption)):
        data = words.encode()[:2000].decode(errors="ignore").encode()
        if data:
            found += struct.pack(">BBBH", 0x1C, 2, number, len(data)) + data
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(found)) + found + bytes(len(found) % 2)
    return _segment(0xED, b"Photoshop 3.0\0" + resource)


def _segment(marker: int, body: bytes) -> bytes:
    """Nothing, if it is too long."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body if len(body) <= SEGMENT else b""
