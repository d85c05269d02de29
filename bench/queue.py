"""A page of the queue at 100, 10,000 and 100,000 tips: it must not matter how many there are.

A hundred tips are sealed in earnest, half of them the newest and half in the middle of the rest,
which are copies under random ids in other hours. The pages that are measured show those hundred, so
each row is found, opened and drawn as it always is. The three sizes are asked in turn.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from random import Random

from bench.result import Result
from bench.tips import copies, sealed, store
from tests.journeys.analyst import Analyst, hire, sign_in, tips
from tests.journeys.deployment import Deployment, establish
from tests.journeys.reporter import Visitor
from tests.journeys.servers import addresses, serving
from tipline.review.rows import write_cursor
from tipline.sealing.tip import hour_of
from tipline.store.engine import open_inbox, scrub
from tipline.store.inbox.rows import Cursor

SIZES = (100, 10_000, 100_000)
ROUNDS = 15
PAGE = 50
HOURS = 24 * 365
WANTED = 1.5
LAST_ID = b"\xff" * 16


def fill(deployment: Deployment, size: int, now: datetime) -> None:
    """Store ``size`` tips: PAGE newest, PAGE in the middle hour, the others around that."""
    inbox = open_inbox(deployment.settings.inbox_database, public=False)
    shown = [*sealed(deployment, PAGE, now), *sealed(deployment, PAGE, middle(now))]
    chance = Random(size)  # noqa: S311 (hours, not secrets)
    ages = (chance.randrange(1, HOURS) for _ in range(size - len(shown)))
    hours = [now - timedelta(hours=age + (age == HOURS // 2)) for age in ages]
    store(inbox, iter(shown))
    store(inbox, copies(shown, hours))
    scrub(inbox)
    inbox.dispose()


def middle(now: datetime) -> datetime:
    """Return the hour that half of the others are older than."""
    return now - timedelta(hours=HOURS // 2)


def made(folder: Path, size: int, now: datetime) -> tuple[Deployment, Analyst]:
    """Make a deployment with so many tips and an analyst."""
    folder.mkdir()
    small = {"TIPLINE_RESERVE_MIB": "1", "TIPLINE_MIN_FREE_MIB": "1", "TIPLINE_WORKERS": "1"}
    deployment = establish(folder, TIPLINE_QUEUE_PAGE=str(PAGE), **small)
    fill(deployment, size, now)
    return deployment, hire(deployment, "Noora", "seven quiet herons cross the bay")


@contextlib.contextmanager
def queue(deployment: Deployment, noora: Analyst) -> Iterator[Visitor]:
    """Serve a review site; give the analyst, who has signed in."""
    visitor = Visitor(addresses(deployment.env)["review"], looks=False)
    with serving(deployment.folder, "review", deployment.env), visitor:
        sign_in(visitor, noora)
        yield visitor


def milliseconds(visitor: Visitor, path: str) -> float:
    """Ask for a page of the queue once; the time until all of it is here."""
    start = time.perf_counter()
    page = visitor.get(path)
    taken = time.perf_counter() - start
    assert page.status == HTTPStatus.OK
    assert len(tips(page)) == PAGE
    return taken * 1000


def measured(name: str, path: str, queues: Mapping[int, Visitor]) -> list[Result]:
    """Return a row for each size; its baseline is the smallest, asked in the same round."""
    for visitor in queues.values():
        milliseconds(visitor, path)
    rounds = [
        {size: milliseconds(visitor, path) for size, visitor in queues.items()}
        for _ in range(ROUNDS)
    ]
    least = min(queues)
    return [
        Result(
            name=f"queue: {name}, {size:,} tips",
            value=round(statistics.median(times[size] for times in rounds), 1),
            unit="ms",
            baseline=round(statistics.median(times[least] for times in rounds), 1),
            ratio=round(statistics.median(times[size] / times[least] for times in rounds), 2),
            most=WANTED,
        )
        for size in queues
    ]


def run() -> list[Result]:
    """Measure the first page, and one in the middle."""
    now = hour_of(datetime.now(UTC))
    cursor = write_cursor(Cursor(middle(now), LAST_ID))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ready = {size: made(folder / str(size), size, now) for size in SIZES}
        queues = {size: stack.enter_context(queue(*one)) for size, one in ready.items()}
        first = measured("first page", "/en/queue", queues)
        return first + measured("page in the middle", f"/en/queue?older={cursor}", queues)
