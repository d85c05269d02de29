"""Many invented reports: sealed as the public site seals them, by as many processes as fit."""

from __future__ import annotations

import os
import secrets
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import islice
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
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tipline.cli.demo.world import Told
    from tipline.sealing.tip import PackedTip
    from tipline.settings import Settings

BATCH = 500  # reports that one process seals, and one transaction stores
AHEAD = 2  # batches for each process: one at work, one that waits


def fill(deployed: Deployed, lane: str, ended: datetime, told: Iterable[Told]) -> None:
    """Send reports that were told up to ``ended``, each batch stored in one transaction."""
    work = partial(seal, deployed.settings, lane, ended)
    engine = hasten(open_inbox(deployed.settings.inbox_database, public=False))
    drop = Drop(engine, deployed.reserve)
    batches = _batches(iter(told))
    first, second = next(batches, []), next(batches, [])
    if not second:
        drop.put_all(work(first))
        return
    processes = os.cpu_count() or 1
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        sealed = deque(pool.submit(work, batch) for batch in (first, second))
        for batch in batches:
            sealed.append(pool.submit(work, batch))
            if len(sealed) > AHEAD * processes:
                drop.put_all(sealed.popleft().result())
        for each in sealed:
            drop.put_all(each.result())
    engine.dispose()


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
