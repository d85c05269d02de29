"""Opening a tip whose case has 50 events, on the review site as an operator starts it."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from bench.result import Result
from bench.tips import sealed, store
from tests.journeys.analyst import hire, sign_in, tips, write
from tests.journeys.deployment import establish
from tests.journeys.drafts import WORDS
from tests.journeys.reporter import Visitor
from tests.journeys.servers import addresses, serving
from tipline.store.engine import open_inbox

EVENTS = 50
ROUNDS = 30
WANTED = 100.0


def opening(visitor: Visitor, address: str) -> float:
    """Open the tip once; the milliseconds until all of its page is here."""
    start = time.perf_counter()
    page = visitor.get(address)
    taken = time.perf_counter() - start
    assert page.status == HTTPStatus.OK
    assert page.html.count(WORDS.strip()) >= EVENTS
    return taken * 1000


def run() -> list[Result]:
    """Measure; the events are the opening and one note after another."""
    with tempfile.TemporaryDirectory() as name:
        deployment = establish(Path(name))
        inbox = open_inbox(deployment.settings.inbox_database, public=False)
        store(inbox, iter(sealed(deployment, 1, datetime.now(UTC))))
        inbox.dispose()
        noora = hire(deployment, "Noora", "seven quiet herons cross the bay")
        site = addresses(deployment.env)["review"]
        with serving(Path(name), "review", deployment.env), Visitor(site) as visitor:
            (address,) = tips(sign_in(visitor, noora))
            page = visitor.get(address)
            for _ in range(EVENTS - 1):
                page = write(visitor, page, "note", WORDS)
            times = [opening(visitor, address) for _ in range(ROUNDS)]
    median = statistics.median(times)
    return [
        Result(
            name=f"case: opening a tip with {EVENTS} events, median",
            value=round(median, 1),
            unit="ms",
            baseline=WANTED,
            ratio=round(median / WANTED, 2),
            most=1.0,
        )
    ]
