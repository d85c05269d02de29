"""Making the invented world of `tipline demo --tips`: 10,000 reports, sealed in earnest.

Beside it: the ciphers alone of as many reports that share no key, on all processors, without
stretching a code that nobody is told (docs/decisions/031-invented-world.md).
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import ciphers
from bench.invented import places
from bench.result import Result
from tests.journeys.deployment import TRIAGE, establish
from tipline.cli.demo.peopling import fill
from tipline.cli.demo.world import tell
from tipline.cli.deployed import Deployed

TIPS = 10_000
MOST = 1.45  # times those ciphers, which were 41 s of a minute for 100,000


def run() -> list[Result]:
    """Measure once, with the processes' start, beside the ciphers of the same minute."""
    now = datetime.now(UTC)
    bound = TIPS / ciphers.rate(os.cpu_count() or 1, stretched=False)
    with tempfile.TemporaryDirectory() as name:
        deployed = Deployed(establish(Path(name)).settings)
        begin = time.perf_counter()
        fill(deployed, TRIAGE, now, tell(TIPS, places(), now))
        taken = time.perf_counter() - begin
        assert sum(1 for _ in deployed.shelf.envelopes()) == TIPS
    ratio = round(taken / bound, 2)
    return [
        Result(
            name=f"world: {TIPS:,} invented reports, beside their ciphers alone",
            value=round(taken, 1),
            unit="s",
            baseline=round(bound, 1),
            ratio=ratio,
            most=MOST,
        )
    ]
