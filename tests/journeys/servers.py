"""Starts the two sites as an operator does, in a folder of the test's own, and stops them."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.journeys.traces import family

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
LOOK_SECONDS = 0.02
STOP_SECONDS = 30
PREPARE_SECONDS = 120
PORTS = range(20_000, 32_768)  # Linux gives 32,768 to 60,999 (ip_local_port_range)
_given: set[int] = set()


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody listens on, and never the same twice.

    It lies below those that the system gives to whoever asks for any: a server that is down for a
    moment, because a test killed it, finds its port free again.
    """
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in _given:
                _given.add(port)
                return port


@dataclass(frozen=True)
class Sites:
    """Two running sites: their addresses, their folder, and how to sign in."""

    public: str
    review: str
    var: Path
    temporary: Path
    log: Path
    process: subprocess.Popen[bytes]
    demo: Mapping[str, object] = field(repr=False)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a deployment that lives wholly in ``folder``."""
    for name in ("tmp", "home"):
        (folder / name).mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return kept | {
        "TIPLINE_SETTINGS": "",
        "TIPLINE_VAR": str(folder / "var"),
        "TIPLINE_KEYS": str(folder / "var" / "keys"),
        "TIPLINE_DEMO": "1",
        "TIPLINE_PUBLIC_PORT": str(free_port()),
        "TIPLINE_REVIEW_PORT": str(free_port()),
        "TIPLINE_AGENCIES_PORT": str(free_port()),
        "TIPLINE_AGENCIES_URL": "",  # most tests need no third site beside the two
        "TIPLINE_STATUS_DELAY_MINUTES": "0,0",
        "TIPLINE_IDLE_MINUTES": "240",  # one sign-in lasts for all tests, on a slow machine too
        "TIPLINE_LIMIT_REPORT": "100000 per minute",
        "TIPLINE_LIMIT_MAILBOX": "100000 per minute",
        "TIPLINE_LIMIT_PAGES": "10000000 per minute",
        "TIPLINE_LIMIT_SIGNIN": "100000 per minute",
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "PYTHONPATH": str(ROOT),
        **more,
    }


def clock_ahead(env: Mapping[str, str], by: timedelta) -> dict[str, str]:
    """Return the environment of a deployment whose clock is ahead, from its next start on.

    Of other variables, a site's process is given none.
    """
    (Path(env["HOME"]) / "clock-ahead").write_text(str(by.total_seconds()))
    clock = str(Path(__file__).parent / "clock")
    return {**env, "PYTHONPATH": os.pathsep.join([clock, str(ROOT)])}


def prepare(folder: Path, env: Mapping[str, str], tips: int = 0) -> Mapping[str, object]:
    """Make the demo deployment without serving it; return how to sign in.

    ``tips``: reports of the invented world beside those that every demonstration has.
    """
    subprocess.run(
        [sys.executable, "-m", "tipline", "demo", "--no-serve", "--tips", str(tips)],
        cwd=ROOT,
        env=dict(env),
        check=True,
        capture_output=True,
        timeout=PREPARE_SECONDS,
    )
    found: Mapping[str, object] = json.loads((folder / "var" / "demo.json").read_text())
    return found


def start(which: str, env: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start a site (public, review) or both, in a session of their own; add to a log."""
    with log.open("ab") as sink:
        return subprocess.Popen(
            [sys.executable, "-m", "tipline", "serve", which],
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
        )


def answers(address: str) -> bool:
    """Tell whether an address of this machine answers HTTP."""
    place = urllib.parse.urlsplit(address)
    assert place.hostname == "127.0.0.1"
    wire = http.client.HTTPConnection(place.hostname, place.port, timeout=5)
    try:
        wire.request("GET", place.path or "/")
        wire.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        wire.close()
    return True


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when ``address`` answers; raise when the process has ended or time is up."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            message = f"the server ended with {process.returncode}"
            raise RuntimeError(message)
        if answers(address):
            return
        time.sleep(LOOK_SECONDS)
    message = f"{address} did not answer within {START_SECONDS} s"
    raise RuntimeError(message)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a server as Ctrl-C does; kill its session when it does not go."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a server and all of its processes at once, as a power cut would."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(5)
    while family(process.pid):  # until the last has let go of its port
        time.sleep(LOOK_SECONDS)


def addresses(env: Mapping[str, str], which: str = "both") -> dict[str, str]:
    """Return the addresses of the sites that ``which`` names."""
    sites = ("public", "review") if which == "both" else (which,)
    return {site: f"http://127.0.0.1:{env[f'TIPLINE_{site.upper()}_PORT']}" for site in sites}


@contextlib.contextmanager
def serving(folder: Path, which: str, env: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run sites that are prepared already."""
    process = start(which, env, folder / "server.log")
    try:
        for address in addresses(env, which).values():
            wait_until_up(address + "/ar/", process)
        yield process
    finally:
        stop(process)


@contextlib.contextmanager
def running(folder: Path, which: str = "both", tips: int = 0, **more: str) -> Iterator[Sites]:
    """Run ``which`` of the sites (public, review, both) from ``folder``, prepared as a demo."""
    env = environment(folder, **more)
    demo = prepare(folder, env, tips)
    own = addresses(env)
    with serving(folder, which, env) as process:
        yield Sites(
            own["public"],
            own["review"],
            folder / "var",
            folder / "tmp",
            folder / "server.log",
            process,
            demo,
        )
