"""Starts the two sites as an operator does, in a folder of the test's own, and stops them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Sites:
    """Two running sites: their addresses, their folder, and how to sign in."""

    public: str
    review: str
    var: Path
    temporary: Path
    log: Path
    process: subprocess.Popen[bytes]
    demo: Mapping[str, object]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a deployment that lives wholly in ``folder``."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "TIPLINE_VAR": str(folder / "var"),
        "TIPLINE_KEYS": str(folder / "var" / "keys"),
        "TIPLINE_DEMO": "1",
        "TIPLINE_PUBLIC_PORT": str(free_port()),
        "TIPLINE_REVIEW_PORT": str(free_port()),
        "TIPLINE_STATUS_DELAY_MINUTES": "0,0",
        "TIPLINE_LIMIT_REPORT": "100000 per minute",
        "TIPLINE_LIMIT_MAILBOX": "100000 per minute",
        "TIPLINE_LIMIT_PAGES": "100000 per minute",
        "TIPLINE_LIMIT_SIGNIN": "100000 per minute",
        "TMPDIR": str(temporary),
        "PYTHONPATH": str(ROOT),
        **more,
    }


def prepare(folder: Path, env: Mapping[str, str]) -> Mapping[str, object]:
    """Make the demo deployment without serving it; return how to sign in."""
    subprocess.run(
        [sys.executable, "-m", "tipline", "demo", "--no-serve"],
        cwd=ROOT, env=dict(env), check=True, capture_output=True, timeout=120,
    )
    found: Mapping[str, object] = json.loads((folder / "var" / "demo.json").read_text())
    return found


def wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when ``address`` answers; raise when the process has ended or time is up."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            message = f"the server ended with {process.returncode}"
            raise RuntimeError(message)
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = f"{address} did not answer within {START_SECONDS} s"
    raise RuntimeError(message)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a server as Ctrl-C does; kill its group when it does not go."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(5)


@contextlib.contextmanager
def running(folder: Path, which: str = "both", **more: str) -> Iterator[Sites]:
    """Run ``which`` of the sites (public, review, both) from ``folder``, prepared as a demo."""
    env = environment(folder, **more)
    demo = prepare(folder, env)
    log = folder / "server.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "tipline", "serve", which],
            cwd=ROOT, env=env, stdout=sink, stderr=sink, start_new_session=True,
        )
    public = f"http://127.0.0.1:{env['TIPLINE_PUBLIC_PORT']}"
    review = f"http://127.0.0.1:{env['TIPLINE_REVIEW_PORT']}"
    try:
        if which in ("both", "public"):
            wait_until_up(public + "/ar/", process)
        if which in ("both", "review"):
            wait_until_up(review + "/ar/", process)
        yield Sites(public, review, folder / "var", folder / "tmp", log, process, demo)
    finally:
        stop(process)
