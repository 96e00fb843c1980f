"""Do links to other websites still lead somewhere? The only module that asks the network, and only when told to.

Politely: each address once, however many releases link to it; one request at a time to a host, with a pause after it;
what a host's robots.txt keeps from robots is not asked for. First HEAD, which asks for no content, and GET where a
server does not like that. Nothing is sent but the request: no cookie, no referrer. Redirects are followed as a browser
does, to http and https alone.
"""

from __future__ import annotations

import contextlib
import email.utils
import http.client
import itertools
import queue
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import urllib.robotparser
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from pressgen.problems import Problem
from pressgen.site import Edition

AT_ONCE = 8
"""Hosts."""

PAUSE = 1.0
"""Seconds between two requests to one host."""

TIMEOUT = 15
"""Seconds for an answer."""

PATIENCE = 60
"""Seconds that a busy server may ask us to wait (RFC 9110, 10.2.3); if it asks for more, it is left alone."""

HOPS = 8
"""Redirects in a row, at most."""

GONE = (404, 410)
"""Answers by which a server says for certain that there is nothing (RFC 9110, 15.5)."""

MOVED = (301, 308)
"""Answers by which it says that something has moved for good."""


class Answer(NamedTuple):
    """What became of an address."""

    address: str
    status: int = 0
    """Of HTTP; 0 if there was no answer, or nobody was asked."""
    reason: str = ""
    """Why there is none, in the words of the system."""
    dead: bool = False
    """Is it certain that it leads nowhere?"""
    moved: str = ""
    """Where it is for good now; empty if it has not moved."""


class Looked(NamedTuple):
    """What a look at all links found."""

    addresses: int
    problems: tuple[Problem, ...]
    """Links that lead nowhere."""
    remarks: tuple[Problem, ...]
    """Links that have moved, or of which nobody knows."""


def look(edition: Edition, asking: Callable[[str, int, int], object]) -> Looked:
    """Ask all web addresses that the texts of a public edition link to; not those of a release that waits, whose
    subject they would give away. `asking` is told each one that was asked, how many were, and how many there are.
    """
    places: dict[str, list[tuple[str, str]]] = {}
    for text in edition.texts:
        for written in dict.fromkeys(text.body.outside):
            if (address := _address(written)) and not address.startswith(edition.newsroom.base_url):
                places.setdefault(address, []).append((text.source, written))
    problems: list[Problem] = []
    remarks: list[Problem] = []
    agent = f"pressgen (checks the links of {edition.newsroom.base_url})"
    for number, answer in enumerate(asked([*places], agent)):
        asking(answer.address, number, len(places))
        code = "external-dead" if answer.dead else "external-moved" if answer.moved else "external-unsure"
        if answer.dead or answer.moved or not 200 <= answer.status < 300:
            reason = answer.reason or f"{answer.status} {http.client.responses.get(answer.status, '')}".strip()
            for source, written in places[answer.address]:
                values = {"address": written, "reason": reason, "moved": answer.moved}
                (problems if answer.dead else remarks).append(
                    Problem(path=source, code=code, values=values, text=written)
                )
    return Looked(len(places), tuple(problems), tuple(remarks))


def asked(addresses: Sequence[str], agent: str) -> Iterator[Answer]:
    """What becomes of each address, as soon as it is known. Whoever is no longer interested ends it at once."""
    asker = _Asker(agent)
    answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()

    def ask(group: Sequence[str]) -> None:
        try:
            for address in group:
                if not asker.over:
                    answers.put(asker.answer(address))
        finally:
            answers.put(None)

    threads = ThreadPoolExecutor(AT_ONCE)
    try:
        by_host = itertools.groupby(sorted(addresses, key=_host), key=_host)
        hosts = [threads.submit(ask, list(group)) for _, group in by_host]
        left = len(hosts)
        while left:
            if answer := answers.get():
                yield answer
            else:
                left -= 1
        for host in hosts:
            host.result()
    finally:
        asker.over = True
        threads.shutdown(wait=False, cancel_futures=True)  # not as `with` does, which waits for the slowest server


def _address(written: str) -> str:
    """What a browser asks for: no fragment, and no character that cannot be sent. Empty if it is no web address."""
    parts = urllib.parse.urlsplit(written)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return ""
    try:
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except UnicodeError:
        host = parts.netloc
    path, query = (urllib.parse.quote(part, safe="/%:@!$&'()*+,;=~?-._") for part in (parts.path or "/", parts.query))
    return urllib.parse.urlunsplit((parts.scheme.lower(), host, path, query, ""))


def _host(address: str) -> str:
    return urllib.parse.urlsplit(address).netloc


class _Once(urllib.request.HTTPRedirectHandler):
    """Does not follow."""

    def redirect_request(self, *_: object) -> None:
        return None


class _Asker:
    """Asks hosts side by side, each one thing after the other, also where another's redirect leads to it."""

    def __init__(self, agent: str) -> None:
        self.over = False
        """Is nobody interested any more?"""
        self._agent = agent
        self._opener = urllib.request.build_opener(_Once)
        self._following = urllib.request.build_opener()
        self._turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._rules: dict[str, urllib.robotparser.RobotFileParser] = {}

    def answer(self, address: str) -> Answer:
        """What becomes of it."""
        place, moved, lasting = address, "", True
        for _ in range(HOPS):
            try:
                if not self._allowed(place):
                    return Answer(address, reason="robots.txt")
                status, where = self._patiently(place)
            except _Nobody as nobody:
                return Answer(address, reason=str(nobody))
            if not (300 <= status < 400 and where):
                return Answer(address, status, dead=status in GONE, moved=moved if 200 <= status < 300 else "")
            lasting &= status in MOVED
            place = _address(urllib.parse.urljoin(place, where))
            if not place:
                return Answer(address, status, reason=where)
            moved = place if lasting else moved
        return Answer(address, reason=f"{HOPS} redirects")

    def _patiently(self, address: str) -> tuple[int, str]:
        """Status and, of a redirect, where it leads. A busy server is asked once more when it said."""
        status, where, wait = self._both(address)
        if status in (429, 503) and 0 < wait <= PATIENCE:
            time.sleep(wait)
            status, where, _ = self._both(address)
        return status, where

    def _both(self, address: str) -> tuple[int, str, float]:
        answer = self._ask("HEAD", address)
        # Some servers know no HEAD, and say whatever comes to their mind.
        return answer if answer[0] < 400 or answer[0] in (429, 503) else self._ask("GET", address)

    def _ask(self, method: str, address: str) -> tuple[int, str, float]:
        with self._turn(address), self._opened(self._opener, method, address) as response:
            headers = response.headers
            return response.status or 0, headers.get("Location", ""), _seconds(headers.get("Retry-After", ""))

    @contextlib.contextmanager
    def _turn(self, address: str) -> Iterator[None]:
        """While nobody else asks that host, nor for a while after."""
        with self._turns[_host(address)]:
            try:
                yield
            finally:
                time.sleep(PAUSE)

    @contextlib.contextmanager
    def _opened(
        self, opener: urllib.request.OpenerDirector, method: str, address: str
    ) -> Iterator[http.client.HTTPResponse | urllib.error.HTTPError]:
        """An answer, whatever its status. Raises _Nobody, also while it is read."""
        request = urllib.request.Request(address, method=method, headers={"User-Agent": self._agent, "Accept": "*/*"})
        try:
            try:
                response = opener.open(request, timeout=TIMEOUT)
            except urllib.error.HTTPError as error:
                response = error
            with contextlib.closing(response):
                yield response
        except urllib.error.URLError as error:
            raise _Nobody(_words(error.reason)) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _Nobody(_words(error)) from None

    def _allowed(self, address: str) -> bool:
        """As the host's robots.txt says, wherever that has moved to (RFC 9309); if it has none, everything is."""
        parts = urllib.parse.urlsplit(address)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._rules:
            rules = urllib.robotparser.RobotFileParser()
            lines: list[str] = []
            place = f"{root}/robots.txt"
            with (
                contextlib.suppress(_Nobody),
                self._turn(root),
                self._opened(self._following, "GET", place) as response,
            ):
                if response.status == 200:
                    lines = response.read(MUCH).decode("utf-8", "replace").splitlines()
            rules.parse(lines)
            self._rules[root] = rules
        return self._rules[root].can_fetch("pressgen", address)


MUCH = 500_000
"""Bytes of a robots.txt that are read (RFC 9309, 2.5)."""


class _Nobody(Exception):
    """There was no answer: the name is not known, nobody listens, the certificate is wrong, or our own line is down."""


def _words(cause: object) -> str:
    said = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return str(said).strip().rstrip(".")


def _seconds(text: str) -> float:
    """How long `Retry-After` asks to wait; 0 if it does not."""
    if text.strip().isdigit():
        return float(text)
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    return 0.0
