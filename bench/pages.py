"""Pages a second, beside a bare Flask route that answers as many bytes from the same server."""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench import invented
from bench.result import Result
from bench.wrk import load
from tests.journeys.reporter import Visitor, walk
from tests.journeys.servers import ROOT, environment, free_port, running, stop, wait_until_up
from tipline.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 3
AT_ONCE = 8
HOME = "/ar/"
STILL = {"home": HOME, "advice": "/ar/help"}
STILL_WANTED, STEP_WANTED = 0.5, 0.25


@dataclass(frozen=True)
class Asked:
    """What is asked for: where, the file of the form that is posted, the answer's size in bytes."""

    address: str
    body: Path | None
    size: int
    wanted: float


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


def compare(name: str, page: Asked, base: str) -> Result:
    """Load the page and the bare route in turn; return medians and the median of the ratios."""
    rounds = range(ROUNDS)
    loads = [(load(page.address, AT_ONCE, page.body), load(base, AT_ONCE)) for _ in rounds]
    assert not any(each.failed for pair in loads for each in pair), "a page was refused"
    pairs = [(ours.rate, theirs.rate) for ours, theirs in loads]
    return Result(
        name=f"page: {name}",
        value=round(statistics.median(ours for ours, _ in pairs)),
        unit="requests/s",
        baseline=round(statistics.median(theirs for _, theirs in pairs)),
        ratio=round(statistics.median(ours / theirs for ours, theirs in pairs), 2),
        least=page.wanted,
    )


def pages(site: str, folder: Path) -> Iterator[tuple[str, Asked]]:
    """Yield the pages that ask nothing, the report's first page, and an answered step of it."""
    with Visitor(site) as visitor:
        for name, path in STILL.items():
            size = len(visitor.get(path).html.encode())
            yield name, Asked(site + path, None, size, STILL_WANTED)
        begin = [("page", "report")]
        yield "form, begun", asked(visitor, site, folder / "begun", begin)
        typed = invented.pages()
        page = walk(visitor, typed, until="where")
        form = page.form("draft", "step")
        answered = form.filled(dict(typed["where"]), ("go", "continue"))
        yield "form, a step", asked(visitor, site, folder / "step", answered)


def asked(visitor: Visitor, site: str, body: Path, fields: list[tuple[str, str]]) -> Asked:
    """Return a posted form as the loader sends it."""
    body.write_text(urllib.parse.urlencode(fields) + "\n")
    return Asked(site + HOME, body, len(visitor.post(HOME, fields).html.encode()), STEP_WANTED)


def run() -> list[Result]:
    """Measure the pages that ask nothing, and steps of the form."""
    rows = []
    with tempfile.TemporaryDirectory() as name, running(Path(name), "public") as sites:
        for page, one in pages(sites.public, Path(name)):
            with bare(Path(name), one.size) as base:
                rows.append(compare(page, one, base))
    return rows
