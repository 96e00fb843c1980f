"""The server of VS Code's YAML extension completes and checks, with the settings and schemas in .vscode."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pressgen.cli import main
from tests.harness import PROJECT

PATIENCE = 60
"""Seconds after which the server is given up."""


class Editor:
    """What the extension does with its server: open a document, see red lines, ask what may come next."""

    def __init__(self, command: list[str], folder: Path) -> None:
        self.folder = folder
        comments = re.compile(r"^\s*//.*$", re.MULTILINE)
        self.settings = json.loads(comments.sub("", (folder / ".vscode/settings.json").read_text()))
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.watch = threading.Timer(PATIENCE, self.process.kill)
        self.watch.start()
        self.sent = self.versions = 0
        features = {"completion": {"completionItem": {}}, "publishDiagnostics": {}}
        root = {"rootUri": folder.as_uri(), "workspaceFolders": [{"uri": folder.as_uri(), "name": "pressgen"}]}
        able = {"workspace": {"configuration": True}, "textDocument": features}
        self.ask("initialize", {"processId": None, "capabilities": able, **root})
        self.tell("initialized", {})
        # It asks for the settings once; documents that are open by then would be judged twice.
        self.send(self.answer(self.until(lambda m: m.get("method") == "workspace/configuration")))

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()
        self.watch.cancel()

    def red_lines(self, path: str, text: str) -> list[str]:
        """`line: message` of each mistake."""
        with self.opened(path, text) as (_, mistakes):
            return [f"{found['range']['start']['line'] + 1}: {found['message']}" for found in mistakes]

    def offers(self, path: str, text: str) -> dict[str, str]:
        """What may be written at the end of the text, each with what it means."""
        lines = text.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        with self.opened(path, text) as (uri, _):
            found = self.ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        return {item["label"]: str(item.get("documentation", "")) for item in found["items"]}

    @contextlib.contextmanager
    def opened(self, path: str, text: str) -> Iterator[tuple[str, list[Any]]]:
        """An open document: its URI, and what the server says of it; when it closes, it says that nothing is wrong."""
        uri = self.folder.joinpath(path).as_uri()
        self.versions += 1  # the server remembers what it said of a version, even of a document that was closed
        document = {"uri": uri, "languageId": "yaml", "version": self.versions, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        yield uri, self.judged(uri)
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        assert self.judged(uri) == []

    def judged(self, uri: str) -> list[Any]:
        found = self.until(lambda m: m.get("method", "").endswith("Diagnostics") and m["params"]["uri"] == uri)
        return list(found["params"]["diagnostics"])

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        self.sent += 1
        self.send({"id": self.sent, "method": method, "params": parameters})
        return self.until(lambda m: m.get("id") == self.sent and "method" not in m)["result"]

    def tell(self, method: str, parameters: dict[str, Any]) -> None:
        self.send({"method": method, "params": parameters})

    def send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def until(self, wanted: Any) -> dict[str, Any]:
        """The first message that is wanted; what the server asks meanwhile is answered."""
        while True:
            message = self.receive()
            if wanted(message):
                return message
            if "id" in message and "method" in message:
                self.send(self.answer(message))

    def answer(self, message: dict[str, Any]) -> dict[str, Any]:
        asked = message["params"]["items"] if message["method"] == "workspace/configuration" else ()
        return {"id": message["id"], "result": [self.configuration(item["section"]) for item in asked]}

    def configuration(self, section: str) -> dict[str, Any]:
        if section != "yaml":
            return {}
        schemas = {self.folder.joinpath(name).as_uri(): of for name, of in self.settings["yaml.schemas"].items()}
        return {"schemas": schemas, "validate": True, "completion": True, "schemaStore": {"enable": False}}

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        size = 0
        while (line := self.process.stdout.readline()) != b"\r\n":
            assert line, "the server has ended"
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(self.process.stdout.read(size))
        return message


@pytest.fixture(scope="module")
def editor(judge: Any, published: Any) -> Iterator[Editor]:
    """The editor with the project of the specimen open in it."""
    server = judge("yaml-language-server/bin/yaml-language-server")
    folder = published.folder / ".vscode"
    folder.mkdir(exist_ok=True)
    for file in (PROJECT / ".vscode").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    found = Editor([judge("node", "nodejs"), server, "--stdio"], published.folder)
    yield found
    found.close()


@pytest.mark.parametrize("path", ["content/newsroom.yaml", "content/contacts.yaml"])
def test_the_office_s_own_settings_have_no_red_line(editor: Editor, path: str) -> None:
    text = (editor.folder / path).read_text()

    assert editor.red_lines(path, text) == []
    assert editor.red_lines(path, f"{text}\n5: 6\n") != [], "it has been looked at"


def test_the_editor_tells_what_is_wrong_in_german(editor: Editor) -> None:
    assert editor.red_lines("content/contacts.yaml", "erika:\n  name: Erika Muster\n  telefon: anrufen\n") == [
        "3: Das passt nicht hierher. Zum Beispiel: 089/6221-2621"
    ]
    text = (editor.folder / "content/newsroom.yaml").read_text()
    assert [line.split(": ")[1] for line in editor.red_lines("content/newsroom.yaml", f"{text}\ntehmen: [Bau]\n")] == [
        "Property tehmen is not allowed."
    ]


def test_the_editor_offers_every_field_with_its_meaning(editor: Editor) -> None:
    offers = editor.offers("content/contacts.yaml", "erika:\n  name: Erika Muster\n  ")

    assert {"telefon", "phone", "bis", "until"} <= offers.keys()
    assert "wie sie im Brief stehen soll" in offers["phone"]


def test_front_matter_by_itself_has_no_red_line(
    editor: Editor, published: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", "release", "--project", str(published.folder)]) == 0
    (editor.folder / ".vscode/release.schema.json").write_text(capsys.readouterr().out)
    line = "# yaml-language-server: $schema=.vscode/release.schema.json\n"
    releases = sorted((editor.folder / "content/releases").glob("*/*.md"))
    assert releases

    for number, file in enumerate(releases):
        text = line + file.read_text().split("---\n")[1]
        assert editor.red_lines(f"front-{number}.yaml", text) == [], file.name
    assert editor.red_lines("wrong.yaml", f"{line}titel: Neu\ndatum: 23.11.2026\nsperrfrist: bald\n") == [
        "4: Das passt nicht hierher. Zum Beispiel: 2026-11-30 10:00"
    ]


def test_markdown_taken_for_yaml_would_be_full_of_false_mistakes(editor: Editor) -> None:
    """Why .vscode/settings.json does not do it; the day that this fails, it may."""
    file = editor.folder / "content/releases/2017/2017-12-20-austausch-fluechtlingsbetreuung.md"

    assert editor.red_lines("whole.yaml", file.read_text()) != []
