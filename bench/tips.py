"""Tips for the benches of the review site: sealed in earnest, or copied from those."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from random import Random

from sqlalchemy import Engine, insert

from bench import invented
from tests.journeys.deployment import TRIAGE, Deployment
from tipline.sealing.deployment import Deployment as Recipients
from tipline.sealing.draft import DraftBox
from tipline.sealing.tip import PackedTip, pack
from tipline.store.inbox import drop
from tipline.store.inbox.tables import envelope, part, tip
from tipline.store.transactions import writing

AT_ONCE = 5_000  # rows in one transaction


def sealed(deployment: Deployment, count: int, arrived: datetime) -> list[PackedTip]:
    """Return tips that arrived in one hour, sealed as the public site seals them.

    What they tell are the answers of ``invented``, in their order.
    """
    recipients = Recipients.read(deployment.settings.keys)
    begin = partial(DraftBox(deployment.pepper).begin, "ar")
    drafts = (replace(begin(), answers=each) for each in islice(invented.answers(), count))
    return [pack(draft, arrived, recipients, deployment.pepper, TRIAGE) for draft in drafts]


def copies(originals: Sequence[PackedTip], hours: Sequence[datetime]) -> Iterator[PackedTip]:
    """Yield a copy under random ids for each of these hours: sealed bytes that nobody will open."""
    chance = Random(0)  # noqa: S311 (which is copied matters to nobody)
    for hour in hours:
        tip_id, part_id = secrets.token_bytes(16), secrets.token_bytes(16)
        yield replace(chance.choice(originals), tip_id=tip_id, part_id=part_id, hour=hour)


def store(inbox: Engine, tips: Iterator[PackedTip]) -> None:
    """Write tips, without their mailboxes, in few transactions."""
    while some := sorted(islice(tips, AT_ONCE), key=lambda each: (each.hour, each.tip_id)):
        with writing(inbox) as connection:
            connection.execute(insert(tip), [drop._tip(each) for each in some])  # noqa: SLF001 (the bench fills tables as the room itself does)
            connection.execute(insert(envelope), [drop._envelope(each) for each in some])  # noqa: SLF001 (the bench fills tables as the room itself does)
            connection.execute(insert(part), [drop._part(each, unread=False) for each in some])  # noqa: SLF001 (the bench fills tables as the room itself does)
