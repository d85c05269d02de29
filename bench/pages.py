"""Pages a second, beside a bare Flask route that answers as many bytes from the same server."""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.wrk import load
from tests.journeys.reporter import Visitor
from tests.journeys.servers import ROOT, environment, free_port, running, stop, wait_until_up
from tipline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 3
AT_ONCE = 8
PAGES = {"home": ("/ar/", 0.5), "advice": ("/ar/advice", 0.5), "form step": ("/ar/report", 0.25)}


@contextlib.contextmanager
def bare(folder: Path, size: int) -> Iterator[str]:
    """Serve the bare route with the server, workers and threads that the sites use by default."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"]
    command += ["--factory", "bench.bare:application", "--workers", str(Settings().workers)]
    command += ["--blocking-threads", str(Settings().threads), "--port", str(port)]
    env = environment(folder, BARE_BYTES=str(size))
    with Path(folder, "bare.log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_until_up(address, process)
        yield address
    finally:
        stop(process)


def compare(name: str, page: str, base: str, wanted: float) -> dict[str, object]:
    """Load the page and the bare route in turn; return medians and the median of the ratios."""
    loads = [(load(page, AT_ONCE), load(base, AT_ONCE)) for _ in range(ROUNDS)]
    assert not any(each.failed for pair in loads for each in pair), "a page was refused"
    pairs = [(ours.rate, theirs.rate) for ours, theirs in loads]
    return {
        "name": f"page: {name}",
        "value": round(statistics.median(ours for ours, _ in pairs)),
        "unit": "requests/s",
        "baseline": round(statistics.median(theirs for _, theirs in pairs)),
        "ratio": round(statistics.median(ours / theirs for ours, theirs in pairs), 2),
        "wanted": f">= {wanted}",
    }


def run() -> list[dict[str, object]]:
    """Measure the pages that ask nothing, and a step of the form."""
    rows = []
    with tempfile.TemporaryDirectory() as name, running(Path(name), "public") as sites:
        for page, (path, wanted) in PAGES.items():
            with Visitor(sites.public) as visitor:
                size = len(visitor.get(path).html.encode())
            with bare(Path(name), size) as base:
                rows.append(compare(page, sites.public + path, base, wanted))
    return rows
