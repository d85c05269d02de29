"""Opening a tip whose case has 50 events, on the review site as an operator starts it."""

from __future__ import annotations

import html
import statistics
import tempfile
import time
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.invented import whats
from bench.result import Result
from bench.tips import sealed, store
from tests.journeys.analyst import hire, sign_in, tips, write
from tests.journeys.deployment import establish
from tests.journeys.reporter import Visitor
from tests.journeys.servers import addresses, serving
from tipline.store.engine import open_inbox

if TYPE_CHECKING:
    from collections.abc import Sequence

EVENTS = 50
ROUNDS = 30
WANTED = 100.0


def opening(visitor: Visitor, address: str, notes: Sequence[str]) -> float:
    """Open the tip once; the milliseconds until all of its page is here."""
    start = time.perf_counter()
    page = visitor.get(address)
    taken = time.perf_counter() - start
    assert page.status == HTTPStatus.OK
    assert all(html.escape(note) in page.html for note in notes)
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
        with serving(Path(name), "review", deployment.env), Visitor(site, looks=False) as visitor:
            (address,) = tips(sign_in(visitor, noora))
            page = visitor.get(address)
            notes = list(islice(whats(), EVENTS - 1))
            for note in notes:
                page = write(visitor, page, "note", note)
            times = [opening(visitor, address, notes) for _ in range(ROUNDS)]
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
