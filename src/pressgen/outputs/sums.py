"""SHA256SUMS: is what the print office has what was made? `sha256sum -c SHA256SUMS` tells, and many other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from pressgen.artifact import Artifact, Made
from pressgen.site import Edition

SUMS = "SHA256SUMS"


class Sums(msgspec.Struct, frozen=True):
    """What is in a folder."""

    checksums: Mapping[str, str]
    """SHA-256 in hexadecimal digits, by name of the file."""


def artifacts(edition: Edition, made: Mapping[str, Made], _: Sequence[int]) -> Iterator[Artifact]:
    """The checksums of all that was made for an edition's folder; files of others are theirs."""
    folder = f"{edition.audience}/"
    begin = len(folder)
    checksums = {path[begin:]: known.checksum.hex() for path, known in made.items() if path.startswith(folder)}
    yield Artifact(folder + SUMS, sums, (Sums(checksums),))


def sums(found: Sums) -> bytes:
    """The list, sorted by name, in the form of GNU coreutils: checksum, two blanks, name."""
    return "".join(f"{checksum}  {name}\n" for name, checksum in sorted(found.checksums.items())).encode()
