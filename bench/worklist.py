"""A page of the work list at 100, 10,000 and 100,000 tips, from an index that is whole.

A hundred tips are sealed in earnest, half of them the newest and half in the middle of the rest,
which are copies under random ids in other hours. The pages that are measured show those hundred, so
each row is found, opened and drawn as it always is. The index knows all of them; how long it takes
to make one is measured with the search. The three sizes are asked in turn.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from random import Random

from bench.result import Result
from bench.tips import copies, sealed, store
from tests.journeys.analyst import Analyst, hire, sign_in, tips
from tests.journeys.deployment import TRIAGE, Deployment, establish
from tests.journeys.reporter import Visitor
from tests.journeys.servers import addresses, serving
from tipline.keyring.names import lookup
from tipline.keyring.own import seal_own
from tipline.review.asked import Place
from tipline.sealing import token
from tipline.sealing.deployment import read_review_secret
from tipline.sealing.derivation import derive
from tipline.sealing.tip import PackedTip, hour_of
from tipline.search.entry import Entry, Mark
from tipline.search.index import Index
from tipline.search.listing import Order
from tipline.store.casebook.index_files import IndexFiles
from tipline.store.casebook.staff import Staff
from tipline.store.engine import open_casebook, open_inbox, scrub
from tipline.tips.urgency import UNASSESSED

SIZES = (100, 10_000, 100_000)
ROUNDS = 25
PAGE = 50
HOURS = 24 * 365
MEDIAN, SLOWEST = 50.0, 200.0  # milliseconds
LAST_ID = b"\xff" * 16


def fill(deployment: Deployment, size: int, now: datetime) -> None:
    """Store ``size`` tips: PAGE newest, PAGE in the middle hour, the others around that.

    And an index that knows them all, sealed to its desk.
    """
    inbox = open_inbox(deployment.settings.inbox_database, public=False)
    shown = [*sealed(deployment, PAGE, now), *sealed(deployment, PAGE, middle(now))]
    chance = Random(size)  # noqa: S311 (hours, not secrets)
    ages = (chance.randrange(1, HOURS) for _ in range(size - len(shown)))
    hours = [now - timedelta(hours=age + (age == HOURS // 2)) for age in ages]
    others = list(copies(shown, hours))
    store(inbox, iter(shown))
    store(inbox, iter(others))
    desk = deployment.desks[TRIAGE]
    IndexFiles.of(deployment.settings.var).write(
        TRIAGE, seal_own(indexed([*shown, *others], now), desk)
    )
    scrub(inbox)
    inbox.dispose()


def indexed(tips: Sequence[PackedTip], now: datetime) -> bytes:
    """Return the image of an index of these tips, none of which anybody has opened."""
    index = Index()
    for each in tips:
        index.add(
            Entry(
                tip=each.tip_id, case=None, arrived=each.hour, category="BORD", rank=UNASSESSED,
                language="ar",
            )
        )  # fmt: skip
    index.set_mark(Mark(hour=now))
    return index.image()


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
def working(deployment: Deployment, noora: Analyst) -> Iterator[Visitor]:
    """Serve a review site; give the analyst, who has signed in."""
    visitor = Visitor(addresses(deployment.env)["review"], looks=False)
    with serving(deployment.folder, "review", deployment.env), visitor:
        sign_in(visitor, noora)
        yield visitor


def milliseconds(visitor: Visitor, path: str) -> float:
    """Ask for a page of the work list once; the time until all of it is here."""
    start = time.perf_counter()
    page = visitor.get(path)
    taken = time.perf_counter() - start
    assert page.status == HTTPStatus.OK
    assert len(tips(page)) == PAGE
    return taken * 1000


def measured(name: str, paths: Mapping[int, str], sites: Mapping[int, Visitor]) -> list[Result]:
    """Return the median and the slowest of each size, asked in the same rounds."""
    for size, visitor in sites.items():
        milliseconds(visitor, paths[size])
    rounds = [
        {size: milliseconds(visitor, paths[size]) for size, visitor in sites.items()}
        for _ in range(ROUNDS)
    ]
    found = []
    for size in sites:
        times = [each[size] for each in rounds]
        limits = {"median": (statistics.median(times), MEDIAN), "slowest": (max(times), SLOWEST)}
        found += [
            Result(
                name=f"work list: {name}, {size:,} tips, {which}",
                value=round(value, 1), unit="ms", baseline=limit, ratio=round(value / limit, 3),
                most=1.0,
            )
            for which, (value, limit) in limits.items()
        ]  # fmt: skip
    return found


def in_the_middle(deployment: Deployment, noora: Analyst, now: datetime) -> str:
    """Return the address of the page that begins with the middle hour."""
    secret = read_review_secret(deployment.settings.keys)
    casebook = open_casebook(deployment.settings.casebook_database)
    row = Staff(casebook).by_lookup(lookup(secret, noora.name))
    casebook.dispose()
    assert row is not None
    before = -int(middle(now).timestamp()) - 1
    place = Place(first=UNASSESSED * 2 + 1, second=before, tip=LAST_ID)
    key = derive(secret, "work list place")
    return f"/en/queue?after={token.seal(place, key, row.id + Order.URGENT.encode())}"


def run() -> list[Result]:
    """Measure the first page, and one in the middle."""
    now = hour_of(datetime.now(UTC))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ready = {size: made(folder / str(size), size, now) for size in SIZES}
        sites = {size: stack.enter_context(working(*one)) for size, one in ready.items()}
        first = measured("first page", dict.fromkeys(SIZES, "/en/queue"), sites)
        paths = {size: in_the_middle(*one, now) for size, one in ready.items()}
        return first + measured("page in the middle", paths, sites)
