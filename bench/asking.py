"""Asks a site for pages and takes the time: nothing is read in them before the clock stands."""

from __future__ import annotations

import http.client
import os
import statistics
import time
import urllib.parse
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from bench.result import Result
from tests.journeys.reporter import TYPED
from tests.journeys.traces import family

MEDIAN, SLOWEST = 50.0, 200.0  # milliseconds that a page of the review site may take
PERCENT = 99
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Asked:
    """A page, how long it took until all of it was here, and the processor time; milliseconds."""

    html: str
    taken: float
    worked: float


@dataclass(frozen=True)
class Asker:
    """Somebody who has signed in to a site: its address, the cookies, and who leads its session."""

    site: str
    cookies: dict[str, str]
    leader: int

    def ask(self, path: str, fields: Sequence[tuple[str, str]] | None = None) -> Asked:
        """Ask for a page, or post a form, over a connection that is there already."""
        body = None if fields is None else urllib.parse.urlencode(fields)
        headers = {"Cookie": "; ".join(f"{name}={told}" for name, told in self.cookies.items())}
        headers |= {"Content-Type": TYPED} if body else {}
        wire = http.client.HTTPConnection(urllib.parse.urlsplit(self.site).netloc, timeout=30)
        wire.connect()
        before, start = worked(self.leader), time.perf_counter()
        wire.request("POST" if body else "GET", path, body, headers)
        answer = wire.getresponse()
        content = answer.read()
        taken = time.perf_counter() - start
        wire.close()
        assert answer.status == HTTPStatus.OK, answer.status
        return Asked(content.decode(), taken * 1000, worked(self.leader) - before)


def worked(leader: int) -> float:
    """Return the processor time of a session's processes so far, in milliseconds."""
    ticks = 0
    for process in family(leader):
        with suppress(OSError):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks * 1000 / TICKS


def rows(name: str, asked: Sequence[Asked]) -> list[Result]:
    """Return the lines of a page that was asked for again and again."""
    taken = [each.taken for each in asked]
    median, most = statistics.median(taken), statistics.quantiles(taken, n=100)[PERCENT - 1]
    return [
        limited(f"{name}, median", median, "ms", MEDIAN),
        limited(f"{name}, {PERCENT} %", most, "ms", SLOWEST),
        Result(
            name=f"{name}, processor time",
            value=round(statistics.fmean(each.worked for each in asked), 1),
            unit="ms",
        ),
    ]


def limited(name: str, value: float, unit: str, most: float) -> Result:
    """Return a line for what must not be more than a limit."""
    ratio = round(value / most, 3)
    return Result(name=name, value=round(value, 2), unit=unit, baseline=most, ratio=ratio, most=1.0)


def times(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median and the 99th percentile of some work, in milliseconds."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=100)[PERCENT - 1]
