"""Many invented reports: sealed as the public site seals them, by as many processes as fit."""

from __future__ import annotations

import os
import secrets
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from tipline.age import HybridIdentity
from tipline.cli.demo.haste import hasten
from tipline.cli.deployed import Deployed
from tipline.sealing.deployment import read_pepper
from tipline.sealing.draft import ID_BYTES, DraftBox
from tipline.sealing.mailbox import MailboxKey
from tipline.sealing.tip import pack
from tipline.store.engine import open_inbox
from tipline.store.inbox.drop import Drop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from tipline.cli.demo.world import Told
    from tipline.sealing.tip import PackedTip
    from tipline.settings import Settings

    Work = Callable[[Sequence[Told]], Sequence[PackedTip]]

BATCH = 500  # reports that one process seals, and one transaction stores
AHEAD = 2  # batches for each process: one at work, one that waits


def fill(deployed: Deployed, lane: str, ended: datetime, told: Iterable[Told]) -> None:
    """Send reports that were told up to ``ended``, each batch stored in one transaction."""
    work = partial(seal, deployed.settings, lane, ended)
    engine = hasten(open_inbox(deployed.settings.inbox_database, public=False))
    drop, batches = Drop(engine, deployed.reserve), _batches(iter(told))
    first, second = next(batches, []), next(batches, [])
    for tips in _sealed(work, chain([first, second], batches)) if second else [work(first)]:
        drop.put_all(tips)
    engine.dispose()


def _sealed(work: Work, batches: Iterable[Sequence[Told]]) -> Iterator[Sequence[PackedTip]]:
    """Yield batches as they were told, sealed by as many processes as there are processors."""
    processes = os.cpu_count() or 1
    begun: deque[Future[Sequence[PackedTip]]] = deque()
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        for batch in batches:
            begun.append(pool.submit(work, batch))
            if len(begun) > AHEAD * processes:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()


def seal(
    settings: Settings, lane: str, ended: datetime, batch: Sequence[Told]
) -> Sequence[PackedTip]:
    """Return sealed tips, in the order in which they are stored fastest.

    Their receipt codes are told to nobody. So none is stretched to a mailbox, which is three
    quarters of the work of a report: an id is drawn, and one key that is forgotten at once serves
    the mailboxes of a batch. All that is stored has the form of any other tip's.
    """
    pepper, deployment = read_pepper(settings.keys), Deployed(settings).public
    box, mailboxes = DraftBox(pepper), HybridIdentity.generate()
    tips = [
        pack(
            replace(box.begin(told.language), answers=told.answers),
            ended - timedelta(minutes=told.minutes),
            deployment,
            pepper,
            lane,
            own=MailboxKey(secrets.token_bytes(ID_BYTES), mailboxes),
        )
        for told in batch
    ]
    return sorted(tips, key=lambda tip: (tip.hour, tip.tip_id))


def _batches(told: Iterator[Told]) -> Iterator[list[Told]]:
    while batch := list(islice(told, BATCH)):
        yield batch
