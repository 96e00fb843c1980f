"""`pressgen check --external` asks whether what releases link to is still there, of real servers, and politely."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pressgen import external
from tests.harness import Newsroom
from tests.test_commands import hear_interrupts


class Website(ThreadingHTTPServer):
    """Another website, which notes who asks it for what."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[tuple[float, str, str, str]] = []
        """When, with which method, for what, by which name."""
        self.elsewhere = ""
        self.headers: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def requests(self, path: str) -> list[str]:
        return [method for _, method, asked, _ in self.asked if asked == path]


class _Answers(BaseHTTPRequestHandler):
    server: Website

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        before = len(self.server.requests(self.path))
        self.server.asked.append((time.monotonic(), self.command, self.path, self.headers["Host"]))
        self.server.headers.append({name.lower(): value for name, value in self.headers.items()})
        status, headers, body = 200, {}, b""
        match self.path:
            case "/robots.txt":
                body = b"User-agent: *\nDisallow: /intern/\n"
            case "/weg":
                status = 404
            case path if path.startswith("/dorthin"):
                status, headers = 302, {"Location": f"{self.server.elsewhere}/neu/"}
            case "/umgezogen":
                status, headers = 301, {"Location": "/neu/"}
            case "/heute-anderswo":
                status, headers = 302, {"Location": "/neu/"}
            case "/umgezogen-und-weg":
                status, headers = 308, {"Location": "/weg"}
            case "/kreis":
                status, headers = 301, {"Location": "/kreis"}
            case "/zu-skript":
                status, headers = 301, {"Location": "javascript:alert(1)"}
            case "/kein-head" if self.command == "HEAD":
                status = 405
            case "/voll" if not before:
                status, headers = 429, {"Retry-After": "1"}
            case "/haengt":
                time.sleep(5)
            case "/stockt" if self.command == "HEAD":
                self.close_connection = True
                return
            case "/kaputt":
                status = 500
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def website(monkeypatch: pytest.MonkeyPatch) -> Iterator[Website]:
    monkeypatch.setattr(external, "PAUSE", 0.02)
    with Website() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_link_that_leads_to_nothing_is_told_with_its_line(newsroom: Newsroom, website: Website) -> None:
    newsroom.release("bruecke", body=f"Es gibt [Pläne]({website.url}/weg).\n\nUnd [Bilder]({website.url}/da).")

    answer = newsroom.command("check", "--external")

    assert answer.status == 1
    assert f"2026-01-15-bruecke.md:6:17: Der Verweis '{website.url}/weg' führt ins Leere (404 Not Found)." in answer.err
    assert "1 Verweis führt ins Leere." in answer.err
    assert f"{website.url}/da" not in answer.err + answer.out


def test_what_has_moved_for_good_is_told_with_its_new_address(newsroom: Newsroom, website: Website) -> None:
    newsroom.release("a", body=f"[Alt]({website.url}/umgezogen)\n\n[Heute dort]({website.url}/heute-anderswo)")

    answer = newsroom.command("check", "--external")

    assert answer.status == 0
    assert f"'{website.url}/umgezogen' ist umgezogen: {website.url}/neu/" in answer.out
    assert "heute-anderswo" not in answer.out


def test_what_nobody_knows_is_no_mistake(newsroom: Newsroom, website: Website) -> None:
    kinds = ("kaputt", "kreis", "zu-skript", "intern/plan", "stockt")
    links = " ".join(f"[{kind}]({website.url}/{kind})" for kind in kinds)
    newsroom.release("a", body=f"{links} [niemand](http://127.0.0.1:1/) [kein Name](http://gibt.es.nicht.invalid/)")

    answer = newsroom.command("check", "--external")

    assert answer.status == 0
    assert answer.out.count("war nicht zu erfahren") == 7
    assert "(500 Internal Server Error)" in answer.out
    assert "(robots.txt)" in answer.out
    assert not website.requests("/intern/plan")


def test_a_moved_address_that_leads_to_nothing_is_dead(newsroom: Newsroom, website: Website) -> None:
    newsroom.release("a", body=f"[Alt]({website.url}/umgezogen-und-weg)")

    assert newsroom.command("check", "--external").status == 1


def test_each_address_is_asked_once_and_politely(newsroom: Newsroom, website: Website) -> None:
    for number in range(3):
        newsroom.release(f"nr-{number}", body=f"[Da]({website.url}/da#teil-{number}), [alt]({website.url}/kein-head)")
    newsroom.release("voll", body=f"[Voll]({website.url}/voll) [Übung]({website.url}/Übung%20a?q=ö)")

    assert newsroom.command("check", "--external").status == 0

    assert website.requests("/robots.txt") == ["GET"]
    assert website.requests("/da") == ["HEAD"]
    assert website.requests("/kein-head") == ["HEAD", "GET"]
    assert website.requests("/voll") == ["HEAD", "HEAD"]
    assert website.requests("/%C3%9Cbung%20a?q=%C3%B6") == ["HEAD"]
    times = [moment for moment, *_ in website.asked]
    assert min(later - sooner for sooner, later in itertools.pairwise(times)) >= 0.02
    assert {headers["user-agent"][:9] for headers in website.headers} == {"pressgen "}
    assert not any({"cookie", "referer"} & headers.keys() for headers in website.headers)


def test_a_website_that_is_led_to_is_asked_no_faster(newsroom: Newsroom, website: Website) -> None:
    """Also if it has another name, and is asked for other things at the same time."""
    other = website.url.replace("127.0.0.1", "localhost")
    website.elsewhere = website.url
    links = " ".join(f"[x]({other}/dorthin-{number}) [y]({website.url}/da-{number})" for number in range(4))
    newsroom.release("a", body=links)

    assert newsroom.command("check", "--external").status == 0

    times = [moment for moment, _, _, host in website.asked if host.startswith("127.0.0.1")]
    assert len(times) > 8
    assert min(later - sooner for sooner, later in itertools.pairwise(times)) >= 0.02


def test_an_interruption_waits_for_no_server(newsroom: Newsroom, website: Website) -> None:
    newsroom.release("a", body=f"[Hängt]({website.url}/haengt) [Da]({website.url}/da)")
    command = [sys.executable, "-m", "pressgen", "check", "--external", "--project", str(newsroom.folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=hear_interrupts) as process:
        while not website.requests("/haengt"):
            time.sleep(0.05)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)

    assert time.monotonic() - began < 1
    assert process.returncode == 130
    assert said == "Abgebrochen.\n"


def test_no_other_website_hears_of_what_is_not_public_yet(newsroom: Newsroom, website: Website) -> None:
    newsroom.release("gesperrt", date="2099-01-01", body=f"[Geheim]({website.url}/geheim)")
    newsroom.release("entwurf", draft="yes", body=f"[Entwurf]({website.url}/entwurf)")

    assert newsroom.command("check", "--external").status == 0
    assert website.asked == []


@pytest.mark.parametrize("command", [["build"], ["check"], ["check", "--public"], ["plan"]])
def test_nothing_else_ever_asks_the_network(newsroom: Newsroom, website: Website, command: list[str]) -> None:
    newsroom.release("a", body=f"[Da]({website.url}/da)")
    newsroom.command("build")

    newsroom.command(*command)

    assert website.asked == []
