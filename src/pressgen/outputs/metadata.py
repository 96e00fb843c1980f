"""What a photo says besides what is to be seen: where it was taken, when, by which camera. None of that is published.

The picture itself stays as it is, byte for byte: only parts of the file are left out (JPEG: ITU-T T.81, Annex B; PNG:
W3C, 11.3; WebP: RFC 9649, 2.4; GIF89a, 24 and 26). What says which side is up, and how colours are meant, stays.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP".split())
"""Chunks that say how a PNG looks; it does not move."""

WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"})
WEBP_TELLS = 0b1100
"""Bits of VP8X: there is EXIF, there is XMP."""


def without(data: bytes, kind: str, orientation: int) -> bytes:
    """An image without metadata; `kind` in Pillow's words, `orientation` as in EXIF (1: as it is).

    Raises ValueError if the file is not built as its kind demands.
    """
    try:
        return WRITERS[kind](data, orientation)
    except (IndexError, struct.error) as error:
        raise ValueError from error


def _jpeg(data: bytes, orientation: int) -> bytes:
    parts = [data[:2]]
    if orientation != 1:
        parts.append(_segment(0xE1, b"Exif\0\0" + _exif(orientation)))
    for marker, body, whole in _segments(data):
        about = 0xE0 <= marker <= 0xEF or marker == 0xFE  # what applications add, comments
        if not about or (marker, body[:5]) in COLOURS or (marker, body[:12]) == (0xE2, b"ICC_PROFILE\0"):
            parts.append(whole)
    return b"".join(parts)


COLOURS = ((0xE0, b"JFIF\0"), (0xEE, b"Adobe"))
"""What tells how three or four numbers are a colour."""


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Marker, what it holds, and the whole segment with the coded data behind it, up to the end of the first image.

    What follows it, as phones write it, is another picture with metadata of its own.
    """
    place = 2
    while True:
        if data[place] != 0xFF:
            raise ValueError
        while data[place + 1] == 0xFF:  # fill bytes
            place += 1
        marker, begin = data[place + 1], place
        if marker == 0xD9:
            yield marker, b"", data[begin : begin + 2]
            return
        end = place + 2 + struct.unpack_from(">H", data, place + 2)[0]
        body = data[place + 4 : end]
        if marker == 0xDA:  # in coded data 0xFF is followed by 0, or a restart
            while (end := data.index(0xFF, end)) and (data[end + 1] == 0 or 0xD0 <= data[end + 1] <= 0xD7):
                end += 2
        place = end
        yield marker, body, data[begin:end]


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _exif(orientation: int) -> bytes:
    """That alone (EXIF 2.32, 4.6.4): big-endian, one directory with one entry."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _png(data: bytes, orientation: int) -> bytes:
    parts, place = [data[:8]], 8
    while place < len(data):
        size, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + size
        if name in PNG_KEPT:
            parts.append(data[place:end])
        place = end
        if name == b"IEND":
            break
    if orientation != 1:
        import zlib

        body = b"eXIf" + _exif(orientation)
        parts.insert(2, struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)))
    return b"".join(parts)


def _webp(data: bytes, orientation: int) -> bytes:
    parts, place = [], 12
    while place < len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        end = place + 8 + size + size % 2
        chunk = data[place:end]
        if name == b"VP8X":
            flags = chunk[8] & ~WEBP_TELLS | (0b1000 if orientation != 1 else 0)
            chunk = chunk[:8] + bytes([flags]) + chunk[9:]
        if name in WEBP_KEPT:
            parts.append(chunk)
        place = end
    if orientation != 1:
        exif = _exif(orientation)
        parts.append(struct.pack("<4sI", b"EXIF", len(exif)) + exif)
    body = b"WEBP" + b"".join(parts)
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def _gif(data: bytes, _: int) -> bytes:
    """Comments and what applications add are blocks of their own; a GIF knows no orientation."""
    table = 3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0
    place = 13 + table
    parts = [data[:place]]
    while data[place] != 0x3B:
        begin = place
        if data[place] == 0x21:
            kept = data[place + 1] == 0xF9  # how the next picture is drawn: what is transparent
            place += 2
        else:
            kept = True
            place += 10 + (3 << (data[place + 9] & 7) + 1 if data[place + 9] & 0x80 else 0) + 1
        while data[place]:
            place += data[place] + 1
        place += 1
        if kept:
            parts.append(data[begin:place])
    return b"".join((*parts, b"\x3b"))


WRITERS: dict[str, Callable[[bytes, int], bytes]] = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "GIF": _gif}
