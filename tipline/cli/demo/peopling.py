"""Many invented reports: sealed as the public site seals them, by as many processes as fit."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from tipline import configuration
from tipline.cli.demo.world import tell
from tipline.cli.deployed import Deployed, now
from tipline.places.reading import read
from tipline.sealing.deployment import read_pepper
from tipline.sealing.draft import DraftBox
from tipline.sealing.tip import pack
from tipline.store.engine import open_inbox
from tipline.store.inbox.drop import Drop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tipline.cli.demo.world import Told
    from tipline.sealing.tip import PackedTip
    from tipline.settings import Settings

BATCH = 250  # reports that one process seals, and one transaction stores


def people(deployed: Deployed, number: int) -> None:
    """Send so many reports, each batch stored in one transaction."""
    settings = deployed.settings
    lane = configuration.load(settings.config, settings.languages).intake
    places = read(settings.config, settings.languages).gazetteer.places
    batches = list(_batches(tell(number, places)))
    drop = Drop(open_inbox(settings.inbox_database, public=True), deployed.reserve)
    work = partial(seal, settings, lane)
    if len(batches) == 1:
        _store(drop, map(work, batches))
        return
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        _store(drop, pool.map(work, batches))


def _store(drop: Drop, sealed: Iterable[Sequence[PackedTip]]) -> None:
    for tips in sealed:
        drop.put_all(tips)


def seal(settings: Settings, lane: str, batch: Sequence[Told]) -> list[PackedTip]:
    """Return sealed tips."""
    pepper, deployment = read_pepper(settings.keys), Deployed(settings).public
    box, ended = DraftBox(pepper), now()
    drafts = (replace(box.begin(told.language), answers=told.answers) for told in batch)
    return [
        pack(draft, ended - timedelta(minutes=told.minutes), deployment, pepper, lane)
        for draft, told in zip(drafts, batch, strict=True)
    ]


def _batches(told: Iterator[Told]) -> Iterator[list[Told]]:
    while batch := list(islice(told, BATCH)):
        yield batch
