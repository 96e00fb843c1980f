"""A newsroom to tell stories with: write a release, build at a moment, look at what came out.

Everything is real: the project's own layouts, the command line, the files on disk. The clock is an argument.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from pressgen.cli import main

PROJECT = Path(__file__).parent.parent

NEWSROOM = """\
office: Landratsamt Musterland
address: [Landratsamt, Musterland, Am Markt 1, 12345 Musterstadt]
title: Pressemitteilungen des Landkreises Musterland
description: Was der Landkreis Musterland mitteilt.
base_url: https://www.example.org/presse/
timezone: Europe/Berlin
language: de
feed_authority: example.org,2026
legal_links: [impressum]
defaults: {place: Musterstadt, contact: erika-muster, letterhead: landkreis-aktuell}
"""

CONTACTS = """\
erika-muster:
  role: Pressesprecherin
  name: Erika Muster
  phone: 089/1234-5
  email: presse@example.org
"""

IMPRESSUM = "---\nheadline: Impressum\n---\n\nLandratsamt Musterland\n"


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415478da6370e9760100022a01140b103be3"
    "0000000049454e44ae426082"
)
"""A PNG of one green pixel."""


class Answer(NamedTuple):
    """What a command answered."""

    status: int
    out: str
    err: str


class Newsroom:
    """A project in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.public = folder / "public"
        self.print = folder / "print"
        # A copy: a test may change the layouts.
        shutil.copytree(PROJECT / "layouts", folder / "layouts")
        self.write("content/newsroom.yaml", NEWSROOM)
        self.write("content/contacts.yaml", CONTACTS)
        self.write("content/pages/impressum.md", IMPRESSUM)

    def write(self, path: str, text: str | bytes) -> Path:
        """A file of the project, replaced or new."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def release(
        self, slug: str, *, date: str = "2026-01-15", body: str = "Der Text der Meldung.", **fields: str
    ) -> Path:
        """A release with these fields of its front matter."""
        fields = {"headline": f"Überschrift von {slug}", "date": date} | fields
        head = "".join(f"{key}: {value}\n" for key, value in fields.items())
        return self.write(f"content/releases/{date[:4]}/{date}-{slug}.md", f"---\n{head}---\n\n{body}\n")

    def newsroom(self, old: str, new: str) -> None:
        """Change a line of newsroom.yaml."""
        text = (self.folder / "content/newsroom.yaml").read_text()
        assert old in text
        self.write("content/newsroom.yaml", text.replace(old, new))

    def command(self, name: str, *arguments: str) -> Answer:
        """Run `pressgen NAME …` on this project."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([name, "--project", str(self.folder), *arguments])
        return Answer(status, out.getvalue(), err.getvalue())

    def build(self, at: str = "2026-06-01 12:00") -> Built:
        """A build that is expected to succeed."""
        answer = self.command("build", "--at", at)
        assert answer.status == 0, answer.err
        return Built(self.folder, answer.out)

    def refused(self, at: str = "2026-06-01 12:00") -> str:
        """What a build says that is expected to find problems; it must publish nothing."""
        before = files(self.folder)
        answer = self.command("build", "--at", at)
        assert answer.status == 1, answer.out
        assert files(self.folder) == before, "something was published in spite of problems"
        assert "Traceback" not in answer.err
        return answer.err


class Built:
    """What a build left in public/ and print/."""

    def __init__(self, folder: Path, said: str = "") -> None:
        self.folder = folder
        self.public = folder / "public"
        self.print = folder / "print"
        self.said = said

    def has(self, path: str) -> bool:
        """Is there this file? `public/…` or `print/…`."""
        return (self.folder / path).is_file()

    def text(self, path: str) -> str:
        """The words of a file; of a PDF, those that can be read in it."""
        file = self.folder / path
        return pdf_text(file) if path.endswith(".pdf") else file.read_text()

    def every_byte(self, root: str = "public") -> str:
        """All that can be found out from a folder: names, contents, and what PDFs say in text, metadata and streams."""
        everything = []
        for path, data in files(self.folder).items():
            if path.startswith(root):
                everything += [path, data.decode("utf-8", "replace")]
                if path.endswith(".pdf"):
                    file = self.folder / path
                    everything += [pdf_text(file), tool("pdfinfo", file), tool("pdfinfo", "-meta", file)]
                    everything.append(tool("qpdf", "--qdf", "--object-streams=disable", file, "-"))
        return "\n".join(everything)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below public/ and print/, by path."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for root in ("public", "print")
        for file in sorted((folder / root).rglob("*"))
        if file.is_file()
    }


def pdf_text(file: Path) -> str:
    """The text of a PDF in reading order."""
    return tool("pdftotext", file, "-")


def tool(*command: object) -> str:
    """What a program prints."""
    return subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, errors="replace", check=True
    ).stdout
