"""Tips for the benches of the review site: sealed in earnest, or copied from those."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from random import Random

from sqlalchemy import Engine, insert

from tests.journeys.deployment import TRIAGE, Deployment
from tests.journeys.drafts import WORDS, another
from tipline.sealing.deployment import Deployment as Recipients
from tipline.sealing.draft import DraftBox
from tipline.sealing.tip import PackedTip, pack
from tipline.store.inbox import drop
from tipline.store.inbox.tables import envelope, part, tip
from tipline.store.transactions import writing
from tipline.tips.report import Answers, Knows, Place

AT_ONCE = 5_000  # rows in one transaction


def sealed(deployment: Deployment, count: int, arrived: datetime) -> list[PackedTip]:
    """Return tips that arrived in one hour, sealed as the public site seals them."""
    recipients = Recipients.read(deployment.settings.keys)
    place = Place(landmark="قرب الميناء القديم", block="436")
    answers = Answers(what=WORDS * 2, category="BORD", place=place, knows=Knows.SAW)
    draft = replace(DraftBox(deployment.pepper).begin("ar"), answers=answers)
    return [
        pack(another(draft), arrived, recipients, deployment.pepper, TRIAGE) for _ in range(count)
    ]


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
