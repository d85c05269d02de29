"""Serving: two processes that know only their own, end together and log nothing of a request."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 60

# Stands in for the real sites: tells what a worker's process is like, and fails on demand.
STAND_IN = """
import json, os, resource, sys
from tipline.errors import StoreMissingError

def site(name):
    def application(environ, start_response):
        if environ["PATH_INFO"] == "/fail":
            raise ValueError("words of " + environ["QUERY_STRING"])
        mask = os.umask(0)
        os.umask(mask)
        told = {"site": name, "pid": os.getpid(), "parent": os.getppid(), "umask": mask,
                "core": resource.getrlimit(resource.RLIMIT_CORE), "environ": dict(os.environ),
                "modules": list(sys.modules)}
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(told).encode()]
    return application

def public():
    return site("public")

def agencies():
    return site("agencies")

def review():
    if os.environ.get("TIPLINE_QUEUE_PAGE") == "13":
        raise StoreMissingError
    return site("review")
"""


@dataclass(frozen=True)
class Served:
    """A running ``tipline serve``, its ports and its log."""

    process: subprocess.Popen[bytes]
    ports: dict[str, int]
    log: Path

    def ask(self, site: str, path: str = "/") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[site], timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def told(self, site: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask(site)[1])
        return found

    def lines(self) -> str:
        return self.log.read_text("utf-8")


def start(folder: Path, which: str, **more: str) -> Served:
    (folder / "wsgi.py").write_text(STAND_IN)
    ports = {"public": free_port(), "review": free_port()}
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "TIPLINE_PUBLIC_PORT": str(ports["public"]),
        "TIPLINE_REVIEW_PORT": str(ports["review"]),
        "SECRET_OF_THE_SHELL": "unrelated",
        **more,
    }
    log = folder / "log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "tipline", "serve", which],
            cwd=folder, env=environment, stdout=sink, stderr=sink,
        )  # fmt: skip
    return Served(process, ports, log)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Yield both sites, serving."""
    running = start(tmp_path, "both")
    try:
        for site in running.ports:
            wait_for(lambda site=site: answers(running, site))
        yield running
    finally:
        running.process.kill()
        running.process.wait(WAIT_SECONDS)


def wait_for(condition: Any) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_where_agencies_have_links_their_site_runs_beside_the_two(tmp_path: Path) -> None:
    port = free_port()
    more = {"TIPLINE_AGENCIES_URL": f"http://127.0.0.1:{port}", "TIPLINE_AGENCIES_PORT": str(port)}
    running = start(tmp_path, "both", TIPLINE_LIMIT_SIGNIN="3 per minute", **more)
    running.ports["agencies"] = port
    try:
        for site in running.ports:
            wait_for(lambda site=site: answers(running, site))
        environ = running.told("agencies")["environ"]
        assert environ["TIPLINE_AGENCIES_PORT"] == str(port)
        assert not {"TIPLINE_LIMIT_SIGNIN", "TIPLINE_REVIEW_PORT"} & environ.keys()
        assert "TIPLINE_AGENCIES_PORT" not in running.told("public")["environ"]
    finally:
        running.process.terminate()
        running.process.wait(WAIT_SECONDS)


def answers(running: Served, site: str) -> bool:
    try:
        return running.ask(site)[0] == 200
    except OSError:
        return False


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_each_site_is_a_process_of_its_own(served: Served) -> None:
    public, review = served.told("public"), served.told("review")
    assert (public["site"], review["site"]) == ("public", "review")
    assert public["parent"] != review["parent"]
    for told in (public, review):
        assert told["umask"] == 0o077
        assert told["core"] == [0, 0]
        assert not [name for name in told["modules"] if name.startswith("tipline.cli")]


def test_a_start_raises_no_alarm(served: Served) -> None:
    assert "Started worker" in served.lines()
    assert "WARNING" not in served.lines()


def test_a_site_is_told_only_what_concerns_it(served: Served) -> None:
    public, review = served.told("public")["environ"], served.told("review")["environ"]
    assert "TIPLINE_PUBLIC_PORT" in public
    assert "TIPLINE_REVIEW_PORT" not in public
    assert "TIPLINE_PUBLIC_PORT" not in review
    assert "SECRET_OF_THE_SHELL" not in public | review
    assert public["MALLOC_ARENA_MAX"] == review["MALLOC_ARENA_MAX"] == "1"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_both(served: Served, number: signal.Signals) -> None:
    served.process.send_signal(number)
    assert served.process.wait(WAIT_SECONDS) == 0
    assert all(is_free(port) for port in served.ports.values())


def test_a_killed_worker_comes_back(served: Served) -> None:
    before = served.told("public")["pid"]
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: "Respawning" in served.lines() and answers(served, "public"))
    assert served.process.poll() is None


def test_nothing_outlives_a_killed_parent(served: Served) -> None:
    served.process.kill()
    wait_for(lambda: all(is_free(port) for port in served.ports.values()))


def test_one_site_that_dies_takes_the_other_along(served: Served) -> None:
    os.kill(served.told("review")["parent"], signal.SIGKILL)
    assert served.process.wait(WAIT_SECONDS) == 1
    assert "The review site stopped by itself" in served.lines()
    wait_for(lambda: all(is_free(port) for port in served.ports.values()))


def test_the_log_tells_nothing_of_a_request(served: Served) -> None:
    status, body = served.ask("public", "/fail?mark-of-a-reporter")
    assert status == 500
    assert b"mark" not in body
    wait_for(lambda: "ValueError" in served.lines())
    for word in ("mark-of-a-reporter", "words of", "/fail"):
        assert word not in served.lines()


def test_slow_headers_do_not_hold_the_site(served: Served) -> None:
    slow = [socket.create_connection(("127.0.0.1", served.ports["public"])) for _ in range(64)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    began = time.monotonic()
    assert served.ask("public")[0] == 200
    assert time.monotonic() - began < 2
    for connection in slow:
        connection.close()


def test_an_address_in_use_is_said_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = start(tmp_path, "public", TIPLINE_PUBLIC_PORT=str(port))
        assert running.process.wait(WAIT_SECONDS) == 1
    assert running.lines().strip() == (
        f"Something already listens on 127.0.0.1:{port}."
        " Stop it, or choose another port with TIPLINE_PUBLIC_PORT."
    )


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    running = start(tmp_path, "public", TIPLINE_PUBLIC_HOST="192.0.2.1")
    assert running.process.wait(WAIT_SECONDS) == 1
    assert running.lines().startswith("The site cannot listen on 192.0.2.1:")


def test_a_site_that_cannot_begin_says_why_once(tmp_path: Path) -> None:
    running = start(tmp_path, "both", TIPLINE_QUEUE_PAGE="13")
    assert running.process.wait(WAIT_SECONDS) == 1
    assert running.lines().count("The review site stopped by itself") == 1
    assert "Traceback" not in running.lines()
    assert is_free(running.ports["public"])


def test_a_wrong_setting_refuses_to_start(tmp_path: Path) -> None:
    running = start(tmp_path, "both", TIPLINE_WORKERS="none")
    assert running.process.wait(WAIT_SECONDS) == 1
    assert running.lines().strip() == (
        "The setting TIPLINE_WORKERS is 'none'; it must be a whole number from 1 to 64."
    )


@pytest.mark.parametrize("site", ["public", "review"])
def test_without_walls_for_files_no_site_starts(tmp_path: Path, site: str) -> None:
    running = start(tmp_path, site, PATH=str(tmp_path))
    assert running.process.wait(WAIT_SECONDS) == 1
    assert "Files cannot be checked safely on this machine: bwrap is not here." in running.lines()
    assert "Traceback" not in running.lines()


@pytest.mark.parametrize("setting", [{"TIPLINE_JAIL": "off"}, {"TIPLINE_FILES": "0"}], ids=str)
def test_a_setting_lets_them_start_without(tmp_path: Path, setting: dict[str, str]) -> None:
    running = start(tmp_path, "both", PATH=str(tmp_path), **setting)
    try:
        wait_for(lambda: all(answers(running, site) for site in running.ports))
    finally:
        running.process.terminate()
        assert running.process.wait(WAIT_SECONDS) == 0
