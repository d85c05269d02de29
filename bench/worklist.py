"""A page of the work list, and of a search, at 100, 10,000 and 100,000 tips, over HTTP.

A hundred tips are sealed in earnest, half of them the newest and half in the middle of the rest,
which are copies under random ids in other hours. The pages that are measured show those hundred, so
each row is found, opened and drawn as it always is; some were opened by an analyst and have a case.
The index knows all of them; how long it takes to make one is measured with the search. The three
sizes are asked in turn.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

from bench import invented
from bench.asking import Asked, Asker, rows
from bench.invented import SOUGHT
from bench.many import Words, entry
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
from tipline.search.words import tokens
from tipline.store.casebook.index_files import IndexFiles
from tipline.store.casebook.staff import Staff
from tipline.store.engine import open_casebook, open_inbox, scrub
from tipline.tips.report import Answers
from tipline.tips.urgency import UNASSESSED

SIZES = (100, 10_000, 100_000)
ROUNDS = 100
PAGE, RESULTS, OPENED = 50, 20, 25
HOURS = 24 * 365
LAST_ID = b"\xff" * 16


def fill(deployment: Deployment, size: int, now: datetime) -> None:
    """Store ``size`` tips: PAGE newest, PAGE in the middle hour, the others around that.

    And an index that knows them all, sealed to its desk.
    """
    inbox = open_inbox(deployment.settings.inbox_database, public=False)
    shown = [*sealed(deployment, PAGE, now), *sealed(deployment, PAGE, middle(now))]
    said = [*islice(invented.answers(), PAGE)] * 2
    chance = Random(size)  # noqa: S311 (hours, not secrets)
    ages = (chance.randrange(1, HOURS) for _ in range(size - len(shown)))
    hours = [now - timedelta(hours=age + (age == HOURS // 2)) for age in ages]
    others = list(copies(shown, hours))
    store(inbox, iter(shown))
    store(inbox, iter(others))
    image = indexed(zip(shown, said, strict=True), others, now)
    IndexFiles.of(deployment.settings.var).write(TRIAGE, seal_own(image, deployment.desks[TRIAGE]))
    scrub(inbox)
    inbox.dispose()


def indexed(
    shown: Iterable[tuple[PackedTip, Answers]], others: Sequence[PackedTip], now: datetime
) -> bytes:
    """Return the image of an index of these tips. Those ``shown`` were opened by nobody.

    One in ten of the others fits what is searched for.
    """
    index, words, sought = Index(), Words(), tokens([SOUGHT])
    for each, said in shown:
        index.add(
            Entry(
                tip=each.tip_id, case=None, arrived=each.hour, category=said.category,
                rank=UNASSESSED, language="ar", words=frozenset(tokens([said.what])),
            )
        )  # fmt: skip
    for at, each in enumerate(others):
        index.add(entry(words, at, each.tip_id, each.hour, *(sought if at % 10 == 0 else ())))
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
def working(deployment: Deployment, noora: Analyst) -> Iterator[Asker]:
    """Serve a review site; give the analyst, who has signed in and opened some of the newest."""
    site = addresses(deployment.env)["review"]
    with (
        serving(deployment.folder, "review", deployment.env) as process,
        Visitor(site, looks=False) as visitor,
    ):
        for address in tips(sign_in(visitor, noora))[:OPENED]:
            visitor.get(address)
        yield Asker(site, visitor.cookies, process.pid)


def measured(name: str, asked: Mapping[int, Callable[[], Asked]]) -> list[Result]:
    """Return the lines of each size, asked in the same rounds."""
    for ask in asked.values():
        ask()
    rounds = [{size: ask() for size, ask in asked.items()} for _ in range(ROUNDS)]
    return [
        line
        for size in asked
        for line in rows(f"{name}, {size:,} tips", [each[size] for each in rounds])
    ]


def page(asker: Asker, path: str) -> Asked:
    """Ask for a page of the work list."""
    found = asker.ask(path)
    assert found.html.count('class="report-cell"') == PAGE
    return found


def searching(asker: Asker) -> Callable[[], Asked]:
    """Return what asks for two words with a filter, as the form does."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', asker.ask("/en/search").html)
    assert token is not None
    fields = [("csrf_token", token[1]), ("words", SOUGHT), ("state", "open")]

    def ask() -> Asked:
        found = asker.ask("/en/search", fields)
        assert found.html.count("/en/tips/") >= RESULTS
        return found

    return ask


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
    """Measure the first page, one in the middle, and a page of what is found."""
    now = hour_of(datetime.now(UTC))
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ready = {size: made(folder / str(size), size, now) for size in SIZES}
        sites = {size: stack.enter_context(working(*one)) for size, one in ready.items()}
        found = measured(
            "work list: first page",
            {size: partial(page, site, "/en/queue") for size, site in sites.items()},
        )
        paths = {size: in_the_middle(*one, now) for size, one in ready.items()}
        found += measured(
            "work list: page in the middle",
            {size: partial(page, site, paths[size]) for size, site in sites.items()},
        )
        return found + measured(
            "search: page of two words and a filter",
            {size: searching(site) for size, site in sites.items()},
        )
