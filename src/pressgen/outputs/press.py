"""The photos of a release in full resolution, for the press: a ZIP with a text of their captions and credits."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from pressgen.artifact import Artifact, Made
from pressgen.model import IMAGE_KINDS, Image, Release
from pressgen.outputs import credit, pictures
from pressgen.outputs.credit import Credit
from pressgen.site import Edition

WORDS = {
    "de": ("fotos", "Fotos zur Pressemitteilung", "Bildunterschrift", "Bildnachweis", "Zu sehen"),
    "en": ("photos", "Photos of the press release", "Caption", "Credit", "Shows"),
}
"""The name of the text; its headline; and before caption, credit and alternative text."""


def artifacts(edition: Edition, _: Mapping[str, Made], wanted: Sequence[int]) -> Iterator[Artifact]:
    """A ZIP for each wanted release that has photos in its front matter: only these have a credit."""
    for release in (edition.releases[index] for index in wanted):
        photos = {image.link.target: image for image in release.images if image.link.target in edition.media}
        if photos:
            yield Artifact(
                f"{edition.audience}/{address(release)}",
                photos_zip,
                (
                    tuple((image, edition.media[target]) for target, image in photos.items()),
                    release.headline,
                    release.day,
                    release.language,
                    release.usage,
                    edition.newsroom.office.name,
                    edition.newsroom.base_url + release.address,
                ),
                release=release.address,
            )


def address(release: Release) -> str:
    """The path of the ZIP below the site's root."""
    return f"{posixpath.splitext(release.letter_address)[0]}-{WORDS[release.language][0]}.zip"


def photos_zip(
    photos: tuple[tuple[Image, bytes], ...],
    headline: str,
    day: dt.date,
    language: str,
    usage: str,
    office: str,
    url: str,
) -> bytes:
    """The text first, then the photos in the order of the release. All times in it are the release's day.

    Photos say nothing but caption and credit; they are not packed, since that gains nothing.
    """
    name, title, *before = WORDS[language]
    lines = [f"{title}: {headline}", f"{office}, {day:%d.%m.%Y}" if language == "de" else f"{office}, {day}", url]
    if usage:
        lines.append(usage)
    files = []
    for number, (image, data) in enumerate(photos, 1):
        file = posixpath.basename(image.link.target)
        kind = IMAGE_KINDS[posixpath.splitext(file)[1].lower()]
        inside = Credit(caption=image.caption, credit=image.credit, source=office, alt=image.alt)
        files.append((f"{number:02}-{file}", credit.signed(pictures.bare(data, file), kind, inside)))
        lines += ["", files[-1][0]]
        said = zip(before, (image.caption, image.credit, image.alt), strict=True)
        lines += [f"  {label}: {words}" for label, words in said if words]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in ((f"{name}.txt", "\n".join([*lines, ""]).encode()), *files):
            entry = zipfile.ZipInfo(path, (max(1980, day.year), day.month, day.day, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # the same bytes on every system
            archive.writestr(entry, content)
    return target.getvalue()
