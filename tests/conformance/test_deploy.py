"""The configurations of docs/deploy, in the real servers: what an administrator copies does what it promises."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pressgen.cli import main
from tests.conformance.conftest import DEPLOY

SAFE = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

NAME = "www.example.org"

RELEASE = "/presse/2019/wuermbruecke-eroeffnet/"


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


class Site(NamedTuple):
    """A started web server, by the name www.example.org."""

    port: int
    plain: int
    """The port that leads on to the other one, which is encrypted."""

    def asked(self, path: str, method: str = "GET", **headers: str) -> Answer:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", self.port), 10) as line:
            connection = http.client.HTTPSConnection(NAME)
            connection.sock = context.wrap_socket(line, server_hostname=NAME)
            return _answer(connection, path, method, headers)

    def asked_in_the_clear(self, path: str) -> Answer:
        return _answer(http.client.HTTPConnection("127.0.0.1", self.plain, timeout=10), path, "GET", {})


def _answer(connection: http.client.HTTPConnection, path: str, method: str, headers: dict[str, str]) -> Answer:
    with contextlib.closing(connection):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Host": NAME, **named})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())


@pytest.fixture(scope="module")
def www(published: Any, judge: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the web servers, with what `pressgen upload` brings."""
    judge("rsync", "rsync")
    folder: Path = tmp_path_factory.mktemp("www")
    folder.chmod(0o755)
    for above in folder.parents:  # Apache, started by root, gives up its rights, and has to come here
        with contextlib.suppress(PermissionError):
            above.chmod(above.stat().st_mode | 0o011)
    (folder / "presse").mkdir(mode=0o755)
    assert main(["upload", str(folder / "presse"), "--project", str(published.folder), "--quiet"]) == 0
    (folder / "presse/.well-known").mkdir(exist_ok=True)
    (folder / "presse/.well-known/security.txt").write_text("Contact: mailto:it@example.org\n")
    return folder


@pytest.fixture(scope="module")
def keys(judge: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that nobody signed."""
    folder: Path = tmp_path_factory.mktemp("keys")
    command = [judge("openssl", "openssl"), "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt"]
    command += ["ec_paramgen_curve:prime256v1", "-subj", "/CN=www.example.org"]
    command += ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def nginx(
    www: Path, keys: Path, place: Path, judge: Callable[..., str], archive: str = "/presse"
) -> tuple[list[str], Site]:
    site = Site(free(), free())
    own = adapted("nginx.conf", www, keys, archive)
    own = re.sub(r"listen \[::\]:.*\n", "", own)
    own = own.replace("listen 80;", f"listen 127.0.0.1:{site.plain};")
    own = own.replace("listen 443 ", f"listen 127.0.0.1:{site.port} ")
    folders = "".join(f"{name}_temp_path {place};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (place / "nginx.conf").write_text(
        f"{'user root; ' if os.geteuid() == 0 else ''}daemon off; pid {place}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; include /etc/nginx/mime.types; {folders}\n{own}\n}}"
    )
    return [judge("nginx", "nginx-light"), "-p", str(place), "-c", str(place / "nginx.conf")], site


def apache(
    www: Path, keys: Path, place: Path, judge: Callable[..., str], archive: str = "/presse"
) -> tuple[list[str], Site]:
    site = Site(free(), free())
    own = adapted("apache.conf", www, keys, archive)
    own = own.replace("*:80>", f"127.0.0.1:{site.plain}>").replace("*:443>", f"127.0.0.1:{site.port}>")
    modules = ["mpm_event", "authz_core", "dir", "mime", "alias", "rewrite", "headers", "filter", "deflate", "ssl"]
    modules += ["socache_shmcb", "http2"]
    loaded = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules)
    (place / "apache.conf").write_text(
        f"ServerName localhost\nServerRoot {place}\nPidFile {place}/pid\nErrorLog {place}/log\nTypesConfig /dev/null\n"
        f"{loaded}User www-data\nGroup www-data\nListen 127.0.0.1:{site.port}\nListen 127.0.0.1:{site.plain}\n"
        f"DefaultRuntimeDir {place}\n<Directory />\nRequire all denied\n</Directory>\n{own}"
    )
    return [judge("apache2", "apache2-bin"), "-D", "FOREGROUND", "-f", str(place / "apache.conf")], site


def caddy(
    www: Path, keys: Path, place: Path, judge: Callable[..., str], archive: str = "/presse"
) -> tuple[list[str], Site]:
    site = Site(free(), free())
    # A certificate of our own: nobody gives one for this name.
    own = adapted("Caddyfile", www, keys, archive).replace(
        f"{NAME} {{\n", f"{NAME} {{\n\ttls {keys}/fullchain.pem {keys}/privkey.pem\n", 1
    )
    ports = f"http_port {site.plain}\n\thttps_port {site.port}\n\tdefault_bind 127.0.0.1"
    (place / "Caddyfile").write_text(f"{{\n\tadmin off\n\tstorage file_system {place}\n\t{ports}\n}}\n{own}")
    return [judge("caddy", "caddy"), "run", "--config", str(place / "Caddyfile")], site


def adapted(name: str, www: Path, keys: Path, archive: str) -> str:
    """A configuration as it is shipped, in other places; `archive` is where it is below the root of its host."""
    text = (DEPLOY / name).read_text("utf-8").replace("/presse", archive)
    return text.replace("/var/www", str(www)).replace("/etc/ssl/www.example.org", str(keys))


SERVERS = [nginx, apache, caddy]
NAMES = ["nginx", "Apache", "Caddy"]


@pytest.fixture(scope="module", params=SERVERS, ids=NAMES)
def site(
    request: pytest.FixtureRequest,
    www: Path,
    keys: Path,
    judge: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    place: Path = tmp_path_factory.mktemp("etc")
    with started(*request.param(www, keys, place, judge), place) as site:
        yield site


@contextlib.contextmanager
def started(command: list[str], site: Site, place: Path) -> Iterator[Site]:
    with (place / "said").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env={"HOME": str(place), "PATH": "/usr/bin:/bin"})
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", site.port), 1):
                break
            assert process.poll() is None, (place / "said").read_text()
            time.sleep(0.05)
        yield site
    finally:
        process.terminate()
        process.wait(10)


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/presse/", "text/html; charset=utf-8"),
        (RELEASE, "text/html; charset=utf-8"),
        ("/presse/style.css", "text/css; charset=utf-8"),
        ("/presse/search.js", "text/javascript; charset=utf-8"),
        ("/presse/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/presse/themen/mobilitaet/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/presse/feed.json", "application/feed+json"),
        ("/presse/2019/feed.xml", "application/rss+xml; charset=utf-8"),
        ("/presse/suche/2019.json", "application/json"),
        ("/presse/sitemap.xml", "application/xml; charset=utf-8"),
        ("/presse/site.webmanifest", "application/manifest+json"),
        ("/presse/assets/favicon.svg", "image/svg+xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
    ],
)
def test_every_file_says_what_it_is(site: Site, path: str, kind: str) -> None:
    for accepted in ("identity", "gzip"):
        answer = site.asked(path, Accept_Encoding=accepted)

        assert answer.status == 200
        assert answer.headers["Content-Type"].replace("; charset=utf-8", "") == kind.replace("; charset=utf-8", "")
        if kind.startswith("text/"):
            assert answer.headers["Content-Type"].endswith("utf-8"), "or umlauts may be garbled"


def test_texts_come_compressed_to_who_understands_it(site: Site, www: Path) -> None:
    whole = (www / "presse/2019/wuermbruecke-eroeffnet/index.html").read_bytes()

    plain, packed = site.asked(RELEASE, Accept_Encoding="identity"), site.asked(RELEASE, Accept_Encoding="gzip")

    assert plain.body == whole
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == whole
    assert packed.body == (www / "presse/2019/wuermbruecke-eroeffnet/index.html.gz").read_bytes(), "compressed anew"
    assert "accept-encoding" in ", ".join(packed.headers.get_all("Vary", [])).lower()


def test_a_correction_is_seen_at_once_and_nothing_is_sent_twice(site: Site, www: Path) -> None:
    for path in (RELEASE, "/presse/feed.xml", "/presse/style.css"):
        first = site.asked(path)
        again = site.asked(path, If_None_Match=first.headers["ETag"])

        assert first.headers["Cache-Control"] == "no-cache"
        assert (again.status, again.body) == (304, b"")
    photo = next(str(file.relative_to(www)) for file in (www / "presse/media").rglob("*.webp"))
    assert "immutable" in site.asked(f"/{photo}").headers["Cache-Control"]
    assert site.asked("/presse/assets/favicon.svg").headers["Cache-Control"] == "public, max-age=86400"


def test_a_letter_comes_as_pdf_and_in_pieces(site: Site, www: Path) -> None:
    letter = next((www / "presse/2019/wuermbruecke-eroeffnet").glob("*.pdf"))
    path = RELEASE + letter.name

    assert site.asked(path).headers["Content-Type"] == "application/pdf"
    piece = site.asked(path, Range="bytes=0-7")
    assert (piece.status, piece.body) == (206, letter.read_bytes()[:8])
    assert site.asked(path, method="HEAD").headers["Content-Length"] == str(letter.stat().st_size)


def test_what_is_not_there_gets_the_page_for_that(site: Site) -> None:
    answer = site.asked("/presse/2019/gibt-es-nicht/", Accept_Encoding="identity")

    assert answer.status == 404
    assert "<h1" in answer.body.decode()
    assert 'href="/presse/style.css"' in answer.body.decode()


def test_what_is_nobodys_business_is_not_there(site: Site) -> None:
    assert site.asked("/presse/.pressgen-uploaded").status == 404
    assert site.asked("/presse/.well-known/security.txt").status == 200
    assert site.asked("/presse/assets/").status in (403, 404), "no list of files"


def test_an_address_without_its_slash_and_a_former_one_lead_on(site: Site) -> None:
    moved = site.asked(RELEASE.rstrip("/"))

    assert moved.status in (301, 308)
    assert moved.headers["Location"].endswith(RELEASE)
    former = site.asked("/presse/alt/meldung-4711.html", Accept_Encoding="identity")
    assert former.status == 200
    assert 'http-equiv="refresh"' in former.body.decode()


def test_every_answer_carries_the_headers_that_protect_readers(site: Site) -> None:
    for path in (RELEASE, "/presse/feed.xml", "/presse/style.css", "/presse/gibt-es-nicht", "/robots.txt"):
        headers = site.asked(path).headers

        assert headers["Content-Security-Policy"] == SAFE, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Strict-Transport-Security"] == "max-age=31536000", path
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()", path
        assert len(headers.get_all("Cache-Control", [])) == 1, path


def test_http_leads_to_https(site: Site) -> None:
    answer = site.asked_in_the_clear(RELEASE)

    assert answer.status in (301, 308)
    assert answer.headers["Location"] == f"https://{NAME}{RELEASE}"


@pytest.mark.parametrize("server", SERVERS, ids=NAMES)
def test_an_archive_may_be_at_the_root_of_its_host(
    server: Callable[..., tuple[list[str], Site]], www: Path, keys: Path, tmp_path: Path, judge: Callable[..., str]
) -> None:
    archive = www / "presse"
    tmp_path.chmod(0o755)
    with started(*server(archive, keys, tmp_path, judge, archive=""), tmp_path) as site:
        for path, file in (("/", "index.html"), ("/2019/", "2019/index.html"), ("/robots.txt", "robots.txt")):
            answer = site.asked(path, Accept_Encoding="identity")
            assert (answer.status, answer.body) == (200, (archive / file).read_bytes()), path
        packed = site.asked(RELEASE.removeprefix("/presse"), Accept_Encoding="gzip")
        assert packed.headers["Content-Encoding"] == "gzip"
        assert site.asked("/feed.xml").headers["Content-Type"] == "application/rss+xml; charset=utf-8"
        assert site.asked("/.well-known/security.txt").status == 200
        assert site.asked("/.pressgen-uploaded").status == 404
        missing = site.asked("/gibt-es-nicht/", Accept_Encoding="identity")
        assert (missing.status, missing.body) == (404, (archive / "404.html").read_bytes())
        assert missing.headers["Content-Security-Policy"] == SAFE


def test_the_servers_themselves_find_no_mistake(
    www: Path, keys: Path, tmp_path: Path, judge: Callable[..., str]
) -> None:
    place = tmp_path
    for make, check in ((nginx, ["-t"]), (apache, ["-t"])):
        command, _ = make(www, keys, place, judge)
        done = subprocess.run([*command, *check], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "warn" not in done.stderr
    shutil.copy(DEPLOY / "Caddyfile", place / "Caddyfile")
    checked = [judge("caddy", "caddy"), "adapt", "--validate", "--config", str(place / "Caddyfile")]
    done = subprocess.run(checked, capture_output=True, text=True, env={"HOME": str(place)})
    assert done.returncode == 0, done.stderr
    assert '"level":"warn"' not in done.stderr, "not formatted as `caddy fmt` does"
