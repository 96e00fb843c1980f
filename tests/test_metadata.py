"""What a photo says besides the picture (where it was taken, by whom, with what) is not published; the picture is."""

import io
import json
import re
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps, PngImagePlugin

from pressgen.outputs import metadata, pictures
from tests.harness import Newsroom, files

SECRET = "Wohnung von Erika Muster"
MUNICH = {1: "N", 2: (48.0, 8.0, 14.0), 3: "E", 4: (11.0, 34.0, 31.0)}


def taken(kind: str, orientation: int = 1, size: tuple[int, int] = (40, 30)) -> bytes:
    """A photo with place, author, comment and a preview of itself in its metadata."""
    picture = Image.new("RGB", size, "navy")
    picture.paste("gold", (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010E] = orientation, SECRET, SECRET
    exif.get_ifd(0x8825).update(MUNICH)
    target = io.BytesIO()
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>".encode()
    if kind == "JPEG":
        picture.save(target, kind, exif=exif, xmp=xmp, comment=SECRET, progressive=True, restart_marker_rows=1)
    elif kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", SECRET)
        words.add_itxt("XML:com.adobe.xmp", SECRET, zip=True)
        picture.save(target, kind, exif=exif, pnginfo=words)
    elif kind == "WEBP":
        picture.save(target, kind, exif=exif, xmp=xmp, lossless=True)
    else:
        picture.convert("P").save(target, kind, comment=SECRET, transparency=0)
    return target.getvalue()


def says(data: bytes) -> str:
    """All words of a file, also those that are packed."""
    words = data
    for match in re.finditer(rb"[\x78][\x01\x5e\x9c\xda]", data):
        try:
            words += zlib.decompressobj().decompress(data[match.start() :])
        except zlib.error:
            continue
    return words.decode("latin-1")


SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}


@pytest.mark.parametrize("kind", SUFFIXES)
@pytest.mark.parametrize("orientation", [1, 6])
def test_only_the_picture_is_left(kind: str, orientation: int) -> None:
    before = taken(kind, orientation)
    assert SECRET in says(before)

    after = pictures.bare(before, f"foto.{SUFFIXES[kind]}")

    assert SECRET not in says(after)
    assert len(after) < len(before)
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert new.format == kind
        assert not new.getexif().get_ifd(0x8825)
        assert set(new.getexif()) <= {0x0112}
        old, new = ImageOps.exif_transpose(old), ImageOps.exif_transpose(new)
        assert new.size == old.size, "it stands as it was held"
        assert new.convert("RGBA").tobytes() == old.convert("RGBA").tobytes(), "no pixel has changed"


def test_the_second_picture_of_a_phone_is_left_out() -> None:
    """Phones write another one behind the first, with the place where it was taken."""
    first = taken("JPEG")

    assert SECRET not in says(pictures.bare(first + taken("JPEG"), "foto.jpg"))


def test_colours_stay_as_they_are_meant() -> None:
    profile = b"\0" * 36 + b"acsp" + b"\0" * 88
    target = io.BytesIO()
    Image.new("CMYK", (4, 4)).save(target, "JPEG", icc_profile=profile)

    with Image.open(io.BytesIO(pictures.bare(target.getvalue(), "druck.jpg"))) as after:
        assert after.mode == "CMYK"
        assert after.info["icc_profile"] == profile


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(SUFFIXES)), st.data())
def test_a_file_that_is_not_built_as_it_should_be_is_no_crash(kind: str, data: st.DataObject) -> None:
    good = bytearray(taken(kind))
    for place in data.draw(st.lists(st.integers(0, len(good) - 1), min_size=1, max_size=4)):
        good[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(good)))
    for damaged in (bytes(good), bytes(good[:cut])):
        try:
            metadata.without(damaged, kind, 1)
        except ValueError:
            continue


def test_no_photo_tells_where_it_was_taken(newsroom: Newsroom) -> None:
    newsroom.write("content/media/haus.jpg", taken("JPEG"))
    newsroom.write("content/media/amt.png", taken("PNG"))
    newsroom.write("content/media/plan.webp", taken("WEBP"))
    newsroom.write("content/pages/anfahrt.md", "---\nheadline: Anfahrt\n---\n\n![Das Haus](/media/amt.png)\n")
    newsroom.release(
        "haus",
        body="![Ein Plan](/media/plan.webp)",
        image="{file: /media/haus.jpg, alt: Das Haus, credit: Max Muster}",
        attachments="[{file: /media/haus.jpg, title: Foto in Druckqualität}]",
    )

    built = newsroom.build()

    assert {"media/haus.jpg", "media/amt.png", "media/plan.webp"} <= {
        str(file.relative_to(newsroom.public)) for file in newsroom.public.rglob("*")
    }
    assert SECRET not in built.every_byte("public")
    assert SECRET not in built.every_byte("print")
    for path, data in files(newsroom.folder).items():
        assert SECRET not in says(data), path
        assert b"GPS" not in data, path


def test_an_attached_photo_has_the_checksum_of_what_is_fetched(newsroom: Newsroom, tmp_path: Path) -> None:
    import hashlib

    newsroom.write("content/media/haus.jpg", taken("JPEG"))
    newsroom.release("haus", attachments="[{file: /media/haus.jpg, title: Foto}]")
    newsroom.build()
    out = (newsroom.public / "media/haus.jpg").read_bytes()

    assert hashlib.sha256(out).hexdigest() in (newsroom.public / "2026/haus/index.html").read_text()
    assert "content_html" in json.loads((newsroom.public / "feed.json").read_text())["items"][0]
    assert struct.unpack(">H", out[:2]) == (0xFFD8,)


def test_a_page_keeps_the_place_of_its_pictures(newsroom: Newsroom) -> None:
    newsroom.write("content/media/hoch (1).jpg", taken("JPEG", 6, size=(1600, 1200)))
    newsroom.write("content/media/breit.jpg", taken("JPEG", size=(900, 300)))
    newsroom.release(
        "haus",
        body="![Ein Plan](</media/hoch (1).jpg>)",
        image="{file: /media/breit.jpg, alt: Das Haus, credit: Max Muster}",
        gallery="[{file: '/media/hoch (1).jpg', alt: Der Turm, credit: Max Muster}]",
    )
    newsroom.build()

    page = (newsroom.public / "2026/haus/index.html").read_text()
    images = re.findall(r'<img src="\.\./\.\./media/([a-z]+)[^>]*?( width[^>]*?)/?>', page)
    assert [(name, size.strip()) for name, size in images] == [
        ("breit", 'width="900" height="300"'),
        ("hoch", 'width="480" height="640" loading="lazy" alt="Ein Plan"'),
        ("hoch", 'width="480" height="640" loading="lazy"'),
    ]
