"""nginx as the how-tos have it: silent clients stop nobody, and no file gets a word."""

from __future__ import annotations

import contextlib
import getpass
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.agencies.conftest import established, sent_to
from tests.files import MULTI, Posted, body
from tests.journeys.deployment import establish
from tests.journeys.servers import (
    ROOT,
    addresses,
    answers,
    environment,
    free_port,
    serving,
    stop,
    wait_until_up,
)
from tests.journeys.traces import family
from tipline.agencies import create_app

PAGES = ROOT / "docs" / "how-to"
SILENT = 24  # more than the threads of a site: two workers of four
WORDS = b"a-word-that-must-reach-no-file "
RATE = 5
UPLOADS = 2  # at a time, for each of two workers
MEGABYTE = 1_000_000
SOON_SECONDS = 5  # less than the proxy waits for a silent client
CIRCUIT = "PROXY TCP6 fc00:dead:beef:4dad::{} ::1 65535 80\r\n"


@dataclass(frozen=True)
class Proxied:
    """The proxy's two ports, its process, and the folder of its temporary files."""

    web: int
    onion: int
    process: subprocess.Popen[bytes]
    temporary: Path

    def files(self) -> list[str]:
        """Return the temporary files that are open now: they have no name any more."""
        open_now = [
            str(each.readlink())
            for pid in family(self.process.pid)
            for each in Path(f"/proc/{pid}/fd").iterdir()
        ]
        return [file for file in open_now if file.startswith(str(self.temporary))]


def block(page: str, mark: str = "nginx") -> str:
    """Return the one server that a page has, without TLS, which needs a certificate."""
    text = (PAGES / page).read_text("utf-8")
    (found,) = re.findall(rf"```{mark}\n(.*?)```", text, re.DOTALL)
    return re.sub(r"^ *ssl_.*\n", "", found, flags=re.MULTILINE)


def configuration(folder: Path, servers: str) -> str:
    """Return these servers with what stands around them; what they log lies in the folder."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder / 'buffers'};\n" for kind in kinds)
    log = f"access_log {folder / 'access.log'};\n"
    return (
        f"user {getpass.getuser()}; daemon off; pid {folder / 'pid'};\n"
        f"error_log {folder / 'error.log'} info; worker_processes 1;\n"
        f"events {{}}\nhttp {{\n{log}{paths}{servers}\n}}\n"
    )


@contextlib.contextmanager
def proxy(folder: Path, servers: str, up: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run nginx until ``up`` answers, and on."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    assert nginx, "nginx is missing; `make test` installs it"
    (folder / "buffers").mkdir()
    (folder / "buffers").chmod(0o777)
    (folder / "nginx.conf").write_text(configuration(folder, servers))
    process = subprocess.Popen(
        [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")], start_new_session=True
    )
    try:
        wait_until_up(up, process)
        yield process
    finally:
        stop(process)


@contextlib.contextmanager
def run(folder: Path, **own: str) -> Iterator[Proxied]:
    """Run the public site and the proxy before it."""
    env = establish(folder, TIPLINE_TRUSTED_PROXIES="1", **own).env
    site, web, onion = addresses(env)["public"], free_port(), free_port()
    public = block("proxy.md").replace("listen 443 ssl http2", f"listen 127.0.0.1:{web}")
    hidden = block("proxy.md", "nginx onion").replace("127.0.0.1:8080", f"127.0.0.1:{onion}")
    servers = f"{public}\n{hidden}".replace("http://127.0.0.1:8000", site)
    up = f"http://127.0.0.1:{web}/ar/"
    with serving(folder, "public", env), proxy(folder, servers, up) as process:
        yield Proxied(web, onion, process, folder / "buffers")


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    own = {"TIPLINE_LIMIT_REPORT": f"{RATE} per minute", "TIPLINE_UPLOADS": str(UPLOADS)}
    with run(tmp_path_factory.mktemp("proxied"), **own) as found:
        yield found


@contextlib.contextmanager
def begun(port: int, head: str = "", body: bytes = b"page=report") -> Iterator[socket.socket]:
    """Begin to post a form of 1.9 MB, and say no more than ``body``."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(f"{head}POST /en/ HTTP/1.1\r\nHost: tips.example.org\r\n".encode())
        wire.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n")
        wire.sendall(b"Content-Length: 1900000\r\n\r\n" + body)
        yield wire


def test_clients_that_begin_and_say_nothing_stop_nobody(proxied: Proxied) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(SILENT):
            stack.enter_context(begun(proxied.web))
        time.sleep(0.2)
        assert answers(f"http://127.0.0.1:{proxied.web}/ar/")


def test_a_long_form_lies_in_no_file_while_it_comes(proxied: Proxied) -> None:
    for port, head in ((proxied.web, ""), (proxied.onion, CIRCUIT.format("1:1"))):
        with begun(port, head, WORDS * 61_000):
            time.sleep(0.5)
            assert proxied.files() == []


@contextlib.contextmanager
def bringing(port: int, head: str, content: bytes) -> Iterator[socket.socket]:
    """Begin to post a form with a file of 100 MB, and say no more of it than ``content``."""
    fields = [Posted("step", b"files"), Posted("file", content, "video.mp4")]
    begin = body(fields).rpartition(b"\r\n--")[0]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(f"{head}POST /en/ HTTP/1.1\r\nHost: tips.example.org\r\n".encode())
        wire.sendall(f"Content-Type: {MULTI}\r\nContent-Length: {100 * MEGABYTE}\r\n\r\n".encode())
        wire.sendall(begin)
        yield wire


def test_a_file_lies_in_no_file_of_the_proxy_while_it_comes(proxied: Proxied) -> None:
    for port, head in ((proxied.web, ""), (proxied.onion, CIRCUIT.format("3:1"))):
        with bringing(port, head, b"x" * 20 * MEGABYTE):  # more than all buffers on its way
            time.sleep(0.5)
            assert proxied.files() == []


def test_files_that_come_slowly_stop_no_page_and_no_form(proxied: Proxied) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(SILENT):
            head = CIRCUIT.format(f"4:{number}")
            stack.enter_context(bringing(proxied.onion, head, b"x"))
        time.sleep(0.5)
        assert answers(f"http://127.0.0.1:{proxied.web}/ar/?not-from-memory")
        assert status(proxied.onion, "5:1") == 400


def test_who_is_turned_away_hears_it_through_the_proxy(tmp_path: Path) -> None:
    with contextlib.ExitStack() as stack:
        one = {"TIPLINE_WORKERS": "1", "TIPLINE_UPLOADS": "1"}
        crowded = stack.enter_context(run(tmp_path, **one))
        stack.enter_context(bringing(crowded.web, "", b"x"))
        time.sleep(0.2)
        wire = stack.enter_context(bringing(crowded.web, "", b"x" * 5 * MEGABYTE))
        answer = stack.enter_context(wire.makefile("rb"))
        start = time.monotonic()
        assert answer.readline().split()[1] == b"400"  # there was no draft to keep
        assert b'name="draft"' in answer.read()
        assert time.monotonic() - start < SOON_SECONDS


def status(port: int, circuit: str) -> int:
    """Post an empty page of the report over one circuit; return the status of the answer."""
    body = b"step=danger"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(CIRCUIT.format(circuit).encode())
        wire.sendall(b"POST /en/ HTTP/1.1\r\nHost: tips.example.org\r\nConnection: close\r\n")
        wire.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n")
        wire.sendall(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        return int(wire.makefile("rb").readline().split()[1])


def test_one_circuit_of_tor_uses_up_its_own_rate_only(proxied: Proxied) -> None:
    seen = [status(proxied.onion, "2:1") for _ in range(3 * RATE)]
    assert 429 in seen  # two workers count for themselves
    assert 429 not in [status(proxied.onion, f"2:{number}") for number in range(2, 8)]


def test_what_an_agency_says_lies_in_no_file_of_its_proxy(tmp_path: Path) -> None:
    world = established(tmp_path, trusted_proxies=1)
    agency = sent_to(world, create_app(world.settings))
    settings, port = world.settings, free_port()
    more = {
        "TIPLINE_DEMO": "0",
        "TIPLINE_VAR": str(settings.var),
        "TIPLINE_KEYS": str(settings.keys),
        "TIPLINE_CONFIG": str(settings.config),
        "TIPLINE_TRUSTED_PROXIES": "1",
    }
    env = environment(tmp_path, **more)
    server = block("dispatch.md").replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    site = addresses(env, "agencies")["agencies"]
    server = server.replace("http://127.0.0.1:8002", site)
    page = f"http://127.0.0.1:{port}/en/{agency.token}"
    with serving(tmp_path, "agencies", env) as behind, proxy(tmp_path, server, page) as process:
        proxied = Proxied(port, 0, process, tmp_path / "buffers")
        with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
            wire.sendall(f"POST /en/{agency.token} HTTP/1.1\r\nHost: a.example\r\n".encode())
            wire.sendall(b"Content-Type: application/x-www-form-urlencoded\r\n")
            wire.sendall(b"Content-Length: 100000\r\n\r\nsaid=done&who=CG&text=" + WORDS * 3000)
            time.sleep(0.5)
            assert proxied.files() == []
        with urllib.request.urlopen(page, timeout=30) as answer:
            assert answer.status == 200
        stop(behind)
        with pytest.raises(urllib.error.HTTPError, match="502"):
            urllib.request.urlopen(page, timeout=30)
    for name in ("access.log", "error.log", "server.log"):
        assert agency.token not in (tmp_path / name).read_text("utf-8"), name
    world.house.viewer.close()
