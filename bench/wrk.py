"""Loads one address of this machine with Debian's ``wrk``, bounded in time."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SECONDS = 4
SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Load:
    """What a load gave: requests a second, and times in milliseconds."""

    rate: float
    median: float
    p99: float
    failed: int


def load(
    address: str, connections: int, bodies: Path | None = None, seconds: int = SECONDS
) -> Load:
    """Ask ``address`` over ``connections`` at once for ``seconds``; POST the lines of ``bodies``.

    A body is sent once only, and when they are used up the loader sends nothing more; but a single
    one is sent again and again.
    """
    if urlsplit(address).hostname != "127.0.0.1":
        message = "a load goes to this machine only"
        raise ValueError(message)
    wrk = shutil.which("wrk")
    if wrk is None:
        message = "wrk is missing: apt-get install wrk"
        raise RuntimeError(message)
    command = [
        wrk,
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout",
        "30s",
        "-s",
        str(SCRIPT),
        address,
    ]
    if bodies is not None:
        command += ["--", str(bodies)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 30)
    line = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    return Load(**json.loads(line))
