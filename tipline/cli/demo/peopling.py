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
from tipline.sealing.body import seal_body
from tipline.sealing.deployment import read_pepper
from tipline.sealing.draft import ID_BYTES, DraftBox
from tipline.sealing.tip import hour_of, pack
from tipline.store.engine import open_inbox
from tipline.store.inbox.drop import Drop
from tipline.tips.report import Channel, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from tipline.age import HybridRecipient
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

    Each report is sealed by itself, to a key that the batch has in common: so their envelopes are
    one, and the heads of their mailboxes too, which nobody opens, since nobody is told the receipt
    codes. Drawing and sealing those is four fifths of what a report costs. All that is stored has
    the form of any other tip's, and opens on the review site as any other's.
    """
    pepper, deployment = read_pepper(settings.keys), Deployed(settings).public
    draft, mailbox = (
        DraftBox(pepper).begin(settings.languages[0]),
        HybridIdentity.generate().recipient,
    )
    mould, recipient = pack(draft, ended, deployment, pepper, lane), draft.identity.recipient
    tips = [_cast(mould, recipient, mailbox.public, ended, told) for told in batch]
    return sorted(tips, key=lambda tip: (tip.hour, tip.tip_id))


def _cast(
    mould: PackedTip, recipient: HybridRecipient, mailbox: bytes, ended: datetime, told: Told
) -> PackedTip:
    tip_id, part_id, mailbox_id = (secrets.token_bytes(ID_BYTES) for _ in range(3))
    report = Report(
        tip=tip_id,
        arrived=ended - timedelta(minutes=told.minutes),
        language=told.language,
        channel=Channel.WEB,
        lane=mould.desk,
        mailbox=mailbox_id,
        mailbox_recipient=mailbox,
        answers=told.answers,
    )
    return replace(
        mould,
        tip_id=tip_id,
        hour=hour_of(report.arrived),
        part_id=part_id,
        part=seal_body(report.to_json(), [recipient]),
        mailbox_id=mailbox_id,
    )


def _batches(told: Iterator[Told]) -> Iterator[list[Told]]:
    while batch := list(islice(told, BATCH)):
        yield batch
