"""Reports accepted a second, beside what the ciphers of as many alone take.

The server is the public site as an operator starts it, with two workers; the loader sends reports
that were walked through the form up to its last page, over keep-alive connections. What counts is
what lies in the inbox afterwards. The bound runs in as many processes as workers can be busy.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, func, select

from bench import ciphers, invented
from bench.result import Result
from bench.wrk import SECONDS, Load, load
from tests.journeys.deployment import establish
from tests.journeys.drafts import Ready, ready
from tests.journeys.servers import addresses, serving
from tipline.store.engine import open_inbox
from tipline.store.inbox.tables import tip
from tipline.store.transactions import reading

AT_ONCE = (1, 8, 32)
WORKERS = 2
ROUNDS = 3
WANTED = 0.6
BODIES = 600 * SECONDS  # more than two cores take in a load


def stored(inbox: Engine) -> int:
    """Return how many tips lie in the inbox."""
    with reading(inbox) as connection:
        return int(connection.execute(select(func.count()).select_from(tip)).scalar_one())


def loaded(site: str, connections: int, supply: Iterator[Ready], file: Path, inbox: Engine) -> Load:
    """Load the site once; the rate is that of the tips that were stored."""
    file.write_text("".join(one.body + "\n" for one in islice(supply, BODIES)))
    before = stored(inbox)
    seen = load(f"{site}/ar/", connections, file)
    rate = (stored(inbox) - before) / SECONDS
    assert not seen.failed, f"{seen.failed} reports were refused"
    assert abs(rate - seen.rate) <= seen.rate / 20 + connections, "what was sent was not stored"
    return Load(rate, seen.median, seen.p99, seen.failed)


def rows(connections: int, seen: list[Load], bounds: list[float]) -> list[Result]:
    """Return the rows of one number of connections: medians of the rounds."""
    name = f"reports, {connections} at once"
    ratio = statistics.median(one.rate / bound for one, bound in zip(seen, bounds, strict=True))
    rate = Result(
        name=name,
        value=round(statistics.median(one.rate for one in seen)),
        unit="reports/s",
        baseline=round(statistics.median(bounds)),
        ratio=round(ratio, 2),
        least=WANTED,
    )
    times = [
        Result(
            name=f"{name}, {word}",
            value=round(statistics.median(getattr(one, field) for one in seen), 1),
            unit="ms",
        )
        for word, field in (("median", "median"), ("99th percentile", "p99"))
    ]
    return [rate, *times]


def run() -> list[Result]:
    """Measure at 1, 8 and 32 connections, each beside the bound of the same minute."""
    measured = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deployment = establish(folder, TIPLINE_WORKERS=str(WORKERS))
        site = addresses(deployment.env)["public"]
        inbox = open_inbox(deployment.settings.inbox_database, public=False)
        with serving(folder, "public", deployment.env):
            supply = ready(site, deployment.pepper, invented.pages(), invented.answers())
            for connections in AT_ONCE:
                seen, bounds = [], []
                for _ in range(ROUNDS):
                    bounds.append(ciphers.rate(min(connections, WORKERS)))
                    seen.append(loaded(site, connections, supply, folder / "bodies", inbox))
                measured += rows(connections, seen, bounds)
        inbox.dispose()
    return measured
