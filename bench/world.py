"""Making the invented world of `tipline demo --tips`: 10,000 reports, sealed in earnest.

The bound is the ciphers of as many reports alone, on all processors, without stretching a code that
nobody is told (docs/decisions/031-invented-world.md).
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import ciphers
from bench.result import Result
from tests.journeys.deployment import TRIAGE, establish
from tipline.cli.demo.peopling import fill
from tipline.cli.demo.world import tell
from tipline.cli.deployed import Deployed
from tipline.places.reading import read

TIPS = 10_000
MOST = 2.5  # times what the ciphers alone take: telling, packing and storing, and a start
CONFIG = Path(__file__).parents[1] / "config"


def run() -> list[Result]:
    """Measure once, with the processes' start, beside the ciphers of the same minute."""
    places, now = read(CONFIG, ("ar", "en")).gazetteer.places, datetime.now(UTC)
    bound = TIPS / ciphers.rate(os.cpu_count() or 1, stretched=False)
    with tempfile.TemporaryDirectory() as name:
        deployed = Deployed(establish(Path(name)).settings)
        begin = time.perf_counter()
        fill(deployed, TRIAGE, now, tell(TIPS, places, now))
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
