"""Rates that all workers count together, in a real Redis."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.deployment import establish
from tests.journeys.reporter import Visitor
from tests.journeys.servers import addresses, free_port, serving, stop

AT_MOST = 5  # an hour, by the setting
TRIES = 16  # over as many connections: both workers get some
START_SECONDS = 10


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A Redis that keeps nothing on a disk: its address, and its process."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("redis-server is missing. `make test` installs it where apt is at hand.")
    port = free_port()
    command = [
        program,
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}", process
    finally:
        stop(process)


def wait_for(port: int) -> None:
    """Wait until Redis answers."""
    ping = ["redis-cli", "-p", str(port), "ping"]
    end = time.monotonic() + START_SECONDS
    while subprocess.run(ping, capture_output=True, check=False).stdout != b"PONG\n":
        assert time.monotonic() < end, "Redis does not start"
        time.sleep(0.05)


def tried(site: str) -> int:
    """Type a wrong code, as a visitor of its own; return the answer's status."""
    with Visitor(site) as visitor:
        return visitor.post("/en/", [("page", "mailbox"), ("code", "1"), ("go", "look")]).status


def test_workers_count_together_and_a_lost_store_limits_nobody(
    tmp_path: Path, redis: tuple[str, subprocess.Popen[bytes]]
) -> None:
    storage, process = redis
    more = {"TIPLINE_LIMIT_MAILBOX": f"{AT_MOST} per hour", "TIPLINE_WORKERS": "2"}
    deployment = establish(tmp_path, TIPLINE_LIMITER_STORAGE=storage, **more)
    site = addresses(deployment.env)["public"]
    with serving(tmp_path, "public", deployment.env):
        seen = [tried(site) for _ in range(TRIES)]
        assert seen == [200] * AT_MOST + [429] * (TRIES - AT_MOST)
        stop(process)
        assert [tried(site) for _ in range(4)] == [200] * 4
