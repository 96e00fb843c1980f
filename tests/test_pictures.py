"""Photos on pages: small, upright, in the colours of a screen, made once; the whole ones are for the press."""

from __future__ import annotations

import functools
import http.server
import io
import re
import shutil
import subprocess
import tempfile
import threading
import urllib.parse
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, IptcImagePlugin

from pressgen.outputs import credit, pictures
from pressgen.outputs.credit import Credit
from tests.harness import Newsroom, files
from tests.test_images import huge, picture, press
from tests.test_metadata import SECRET, says, taken
from tests.test_quiet import read


def variants(newsroom: Newsroom) -> dict[str, tuple[int, int]]:
    """Width and height of each file below public/media/ that pages show instead of a photo."""
    found = {}
    for file in sorted((newsroom.public / "media").rglob("*")):
        if re.search(r"-[0-9a-f]{8}-\d+\.", file.name):
            with Image.open(file) as image:
                found[re.sub(r"-[0-9a-f]{8}-", "-", file.name)] = image.size
    return found


def photo(newsroom: Newsroom, data: bytes, name: str = "haus.jpg") -> str:
    """The page of a release with this photo."""
    newsroom.write(f"content/media/{name}", data)
    newsroom.release("haus", image=f"{{file: /media/{name}, alt: Das Haus, credit: Max Muster}}")
    newsroom.build()
    return (newsroom.public / "2026/haus/index.html").read_text()


def test_a_page_shows_a_photo_in_the_widths_that_screens_need(newsroom: Newsroom) -> None:
    page = photo(newsroom, taken("JPEG", size=(4000, 3000)))

    assert variants(newsroom) == {
        "haus-1200.webp": (1200, 900),
        "haus-480.webp": (480, 360),
        "haus-800.jpg": (800, 600),
        "haus-800.webp": (800, 600),
    }
    assert re.search(r'<img src="\S+/media/haus-[0-9a-f]{8}-800\.jpg" alt="Das Haus" width="853" height="640">', page)
    assert 'sizes="min(100vw, 576px)"' in page
    assert "../../media/haus.jpg" not in page, "nobody gets four thousand pixels unasked"
    for address in re.findall(r"(?<=[ \"])\.\./\.\./media/haus-[^\s\"]+", page):
        assert (newsroom.public / "2026/haus" / address).is_file(), address


def test_no_variant_has_more_pixels_than_the_photo_or_more_than_are_seen(newsroom: Newsroom) -> None:
    photo(newsroom, taken("JPEG", size=(700, 500)))
    assert variants(newsroom) == {
        "haus-480.webp": (480, 343),
        "haus-700.jpg": (700, 500),
        "haus-700.webp": (700, 500),
    }

    page = photo(newsroom, taken("JPEG", size=(300, 200)))
    assert variants(newsroom) == {}
    assert re.search(r'<img src="../../media/haus.jpg" alt="Das Haus" width="300" height="200">', page)

    photo(newsroom, taken("JPEG", size=(1500, 2500)))  # 640 pixels high it is 384 wide
    assert list(variants(newsroom)) == ["haus-480.webp", "haus-800.jpg", "haus-800.webp"]


def test_a_variant_stands_upright_and_tells_nothing(newsroom: Newsroom) -> None:
    page = photo(newsroom, taken("JPEG", 6, size=(1600, 1200)))

    assert set(variants(newsroom).values()) == {(480, 640), (800, 1067), (1200, 1600)} & set(
        variants(newsroom).values()
    )
    assert variants(newsroom)["haus-480.webp"] == (480, 640)
    assert 'width="480" height="640"' in page
    for path, data in files(newsroom.folder).items():
        assert SECRET not in says(data), path
        assert b"Exif" not in data or path == "public/media/haus.jpg" or path.endswith(".zip"), (
            path
        )  # that one says which side is up
        assert b"GPS" not in data, path
    with Image.open(next(newsroom.public.glob("media/haus-*-480.webp"))) as image:
        right, left = image.convert("RGB").getpixel((470, 10)), image.convert("RGB").getpixel((10, 10))
    assert right[0] > 200 > 50 > left[0], "the golden corner is at the upper right, as it was held"  # type: ignore[index]


def test_an_unchanged_photo_is_not_drawn_again_and_a_new_one_has_a_new_name(newsroom: Newsroom) -> None:
    photo(newsroom, taken("JPEG", size=(900, 600)))
    before = sorted(path.name for path in newsroom.public.glob("media/*"))
    newsroom.release("haus", image="{file: /media/haus.jpg, alt: Ein Haus, credit: Max Muster}", headline="Neu")
    (newsroom.folder / "content/media/haus.jpg").touch()

    told = newsroom.command("build", "-v", "--at", "2026-06-01 12:00")
    assert "public/2026/haus/index.html" in told.out + told.err
    assert ".webp" not in told.out + told.err
    assert sorted(path.name for path in newsroom.public.glob("media/*")) == before

    photo(newsroom, taken("JPEG", size=(900, 601)))
    after = sorted(path.name for path in newsroom.public.glob("media/*"))
    assert set(before) & set(after) == {"haus.jpg"}, "a browser that kept the old ones asks for the new ones"


def test_images_in_a_text_and_of_a_standing_page_are_small_as_well(newsroom: Newsroom) -> None:
    newsroom.write("content/media/mit blank, und (1).png", picture("PNG", size=(1300, 700)))
    newsroom.write("content/pages/anfahrt.md", "---\nheadline: Weg\n---\n\n![Plan](</media/mit blank, und (1).png>)\n")
    newsroom.release("plan", body="Text.\n\n![Der <Plan>](</media/mit blank, und (1).png> 'Titel')")

    newsroom.build()

    for path, root in (("anfahrt", ".."), ("2026/plan", "../..")):
        page = (newsroom.public / path / "index.html").read_text()
        image = re.search(r"<picture>.*?</picture>", page)
        assert image, path
        addresses = re.findall(rf"{root}/(media/\S+?)(?=[ \"])", image[0])
        assert len(addresses) == 4
        for address in addresses:
            assert (newsroom.public / urllib.parse.unquote(address)).is_file()
        assert 'width="1189" height="640" loading="lazy"' in image[0]
    assert "Der &lt;Plan&gt;" in page
    assert 'title="Titel"' in page


def test_a_drawing_stays_sharp_and_transparent(newsroom: Newsroom) -> None:
    drawing = Image.new("RGBA", (600, 400))
    drawing.paste("navy", (10, 10, 11, 390))
    data = io.BytesIO()
    drawing.save(data, "PNG")

    photo(newsroom, data.getvalue(), "plan.png")

    for name in ("plan-*-600.webp", "plan-*-600.png"):
        with Image.open(next(newsroom.public.glob(f"media/{name}"))) as image:
            assert image.convert("RGBA").tobytes() == drawing.tobytes(), name


def test_colours_for_print_and_of_16_bits_are_those_of_a_screen(newsroom: Newsroom) -> None:
    plate = Image.new("CMYK", (600, 400), (255, 0, 0, 0))
    data = io.BytesIO()
    plate.save(data, "JPEG", quality=100, icc_profile=press())
    photo(newsroom, data.getvalue())
    with Image.open(next(newsroom.public.glob("media/*-600.jpg"))) as image:
        assert image.mode == "RGB"
        assert "icc_profile" not in image.info
        red, green, _ = image.getpixel((300, 200))  # type: ignore[misc]
    assert red > 180 > 60 > green, "the magenta that the press prints"

    data = io.BytesIO()
    Image.new("I;16", (600, 400), 0x8080).save(data, "PNG")
    photo(newsroom, data.getvalue(), "grau.png")
    with Image.open(next(newsroom.public.glob("media/grau-*-600.png"))) as image:
        assert image.mode == "L"
        assert image.getpixel((300, 200)) == 128


@pytest.mark.parametrize(
    ("name", "made", "told"),
    [
        ("haus.png", huge, "hat mehr als 89 Millionen Bildpunkte."),
        ("haus.jpg", lambda: taken("JPEG", size=(900, 600))[:-300], "ist beschädigt oder"),
        ("haus.jpg", lambda: picture("JPEG", "CMYK", (900, 600)), "ohne Farbprofil"),
    ],
)
def test_what_nobody_could_see_is_refused_once(
    newsroom: Newsroom, name: str, made: Callable[[], bytes], told: str
) -> None:
    newsroom.write(f"content/media/{name}", made())
    newsroom.release("haus", image=f"{{file: /media/{name}, alt: Das Haus, credit: Max Muster}}")

    said = newsroom.refused()

    assert said.startswith("content/releases/2026/2026-01-15-haus.md:4:")
    assert told in said
    assert said.endswith("\n1 Problem; es wurde nichts veröffentlicht.\n")


@pytest.mark.parametrize(
    ("size", "density", "fetched"),
    [((1600, 1200), 1, "800"), ((1600, 1200), 2, "1200"), ((1500, 2500), 1, "480")],
)
def test_a_browser_fetches_the_one_that_it_needs(
    newsroom: Newsroom, judge: Callable[..., str], size: tuple[int, int], density: int, fetched: str
) -> None:
    photo(newsroom, taken("JPEG", size=size))
    asked = []

    class Server(http.server.SimpleHTTPRequestHandler):
        def log_message(self, _: str, *arguments: object) -> None:
            asked.append(str(arguments[0]))

    handler = functools.partial(Server, directory=str(newsroom.public))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, tempfile.TemporaryDirectory() as profile:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        subprocess.run(
            [judge("chromium", "chromium"), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             "--window-size=1280,900", f"--force-device-scale-factor={density}", "--virtual-time-budget=3000",
             f"--screenshot={Path(profile) / 'page.png'}", f"http://127.0.0.1:{server.server_port}/2026/haus/"],
            capture_output=True, check=True, timeout=60,
        )  # fmt: skip
        server.shutdown()

    photos = [line.split()[1] for line in asked if "/media/" in line]
    assert len(photos) == 1
    assert re.fullmatch(rf"/media/haus-[0-9a-f]{{8}}-{fetched}\.webp", photos[0])


def test_the_press_gets_the_photos_in_print_quality_with_their_credits(newsroom: Newsroom) -> None:
    newsroom.write("content/media/haus.jpg", taken("JPEG", 6, size=(900, 600)))
    newsroom.write("content/media/plan.png", taken("PNG"))
    newsroom.release(
        "haus",
        headline="Haus & Hof",
        usage="Abdruck honorarfrei",
        image="{file: /media/haus.jpg, alt: Ein Haus, caption: 'Das <Haus> am Fluß', credit: Muster / Müller}",
        gallery="[{file: /media/plan.png, alt: Ein Plan, credit: Amt}]",
    )
    built = newsroom.build()
    path = newsroom.public / "2026/haus/2026-01-15-haus-fotos.zip"
    first = path.read_bytes()

    page = built.text("public/2026/haus/index.html")
    assert '<a href="2026-01-15-haus-fotos.zip" type="application/zip">' in page
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["fotos.txt", "01-haus.jpg", "02-plan.png"]
        photo, plan = archive.read("01-haus.jpg"), archive.read("02-plan.png")
        assert archive.read("fotos.txt").decode() == (
            "Fotos zur Pressemitteilung: Haus & Hof\nLandratsamt Musterland, 15.01.2026\n"
            "https://www.example.org/presse/2026/haus/\nAbdruck honorarfrei\n"
            "\n01-haus.jpg\n  Bildunterschrift: Das <Haus> am Fluß\n"
            "  Bildnachweis: Muster / Müller\n  Zu sehen: Ein Haus\n"
            "\n02-plan.png\n  Bildnachweis: Amt\n  Zu sehen: Ein Plan\n"
        )
    for data in (photo, plan):
        assert SECRET not in says(data)
        assert b"GPS" not in data
    with Image.open(io.BytesIO(photo)) as image:
        assert image.size == (900, 600)
        assert image.getexif()[0x0112] == 6, "which side is up is not lost"
        said = IptcImagePlugin.getiptcinfo(image)
        image.load()
    assert said is not None
    assert said[2, 110] == "Muster / Müller".encode()
    assert said[2, 120] == "Das <Haus> am Fluß".encode()
    for data in (photo, plan):
        packet = re.search(rb"<x:xmpmeta.*</x:xmpmeta>", data, re.DOTALL)
        assert packet
        words = [element.text for element in ElementTree.fromstring(packet[0]).iter() if (element.text or "").strip()]
        assert words[:2] == (["Das <Haus> am Fluß", "Muster / Müller"] if data is photo else ["Amt", "Amt"])
        Image.open(io.BytesIO(data)).load()

    newsroom.command("build", "--at", "2026-06-01 12:00")
    path.unlink()
    newsroom.build()
    assert path.read_bytes() == first

    newsroom.release(
        "haus",
        withdrawn="{date: 2026-05-01 10:00, reason: Falsch}",
        image="{file: /media/haus.jpg, alt: Ein Haus, credit: Amt}",
    )
    newsroom.build()
    assert not path.exists()


@pytest.mark.parametrize("exif", [True, False])
def test_a_photo_as_webp_is_signed_where_it_has_a_place_for_that(exif: bool) -> None:
    data = pictures.bare(taken("WEBP", 6 if exif else 1), "a.webp")
    inside = Credit(caption="", credit="Müller", source="Amt", alt="Haus")

    after = credit.signed(data, "WEBP", inside)

    with Image.open(io.BytesIO(data)) as old, Image.open(io.BytesIO(after)) as new:
        assert old.tobytes() == new.tobytes()
        assert ("Müller".encode() in new.info.get("xmp", b"")) == (data[12:16] == b"VP8X")


def test_photos_of_a_year_that_is_not_read_stay(newsroom: Newsroom) -> None:
    """What was noted of the year says which of its files are shown, and which only handed out."""
    newsroom.newsroom("language: de", "language: de\nletters: nein")
    for number in range(104):  # as many as lists show
        newsroom.release(f"nummer-{number}", date=f"2026-{number // 26 + 1:02}-{number % 26 + 1:02}")
    for year in range(2018, 2027):
        newsroom.write(f"content/media/{year}.jpg", taken("JPEG", size=(600, year - 1600)))
        newsroom.write(f"content/media/{year}-anlage.jpg", taken("JPEG", size=(700, year - 1600)))
        newsroom.release(
            "haus",
            date=f"{year}-01-15",
            image=f"{{file: /media/{year}.jpg, alt: Haus, credit: Amt}}",
            attachments=f"[{{file: /media/{year}-anlage.jpg, title: Foto}}]",
        )
    assert newsroom.command("build").status == 0
    assert len(variants(newsroom)) == 9 * 3
    assert {2020, 2021} & read(newsroom) == set(), "they are not read"
    newsroom.release("neu", date="2026-05-20", body="![Haus](/media/2019.jpg)")
    assert newsroom.command("build").status == 0
    now = files(newsroom.folder)

    (newsroom.folder / ".pressgen/state.db").unlink()
    shutil.rmtree(newsroom.public)
    assert newsroom.command("build").status == 0

    assert files(newsroom.folder) == now
