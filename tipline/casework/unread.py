"""Which tips cannot wait and nobody has read: told on every page, until somebody opens them.

Each worker of a server remembers for itself which tips are such (``alarm``): a report does not
change after it came, so each is opened once for it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework.assessing import suggestion
from tipline.errors import TiplineError
from tipline.keyring.opening import open_part
from tipline.sealing.envelope import open_identity
from tipline.tips.priority import Priority
from tipline.tips.report import Report

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.alarm import Alarms
    from tipline.casework.visit import Visit
    from tipline.store.inbox.rows import ShelfRow

EVERY = timedelta(seconds=5)  # the shelf is looked through no more often than this
LOOKED_MAX = 1000  # newest tips that wait are looked through
KNOWN_MAX = 20_000  # tips that are remembered


def cannot_wait(visit: Visit) -> tuple[tuple[bytes, datetime], ...]:
    """Return the tips of the visit's desks that are P1 by themselves and that nobody has opened.

    The one that waits longest first, each with when it came. What came within the last seconds
    may be missing; what was opened never stands in it.
    """
    alarms, desks = visit.office.alarms, frozenset(visit.desks)
    with alarms.guard:
        at, found = alarms.looked.get(desks, (None, ()))
        if at is None or not timedelta() <= visit.now - at < EVERY:
            found = tuple(_looked_through(visit, alarms))
            alarms.looked[desks] = visit.now, found
        waiting = {tip: alarms.known.get(tip) for tip in found}
    if not waiting:
        return ()
    opened = visit.office.cases.for_tips(list(waiting), visit.desks)
    left = [(tip, at) for tip, at in waiting.items() if at is not None and tip not in opened]
    return tuple(sorted(left, key=lambda each: each[1]))


def _looked_through(visit: Visit, alarms: Alarms) -> list[bytes]:
    rows = visit.office.shelf.page(visit.desks, limit=LOOKED_MAX)
    opened = visit.office.cases.for_tips([row.tip_id for row in rows], visit.desks)
    found = []
    for row in rows:
        if row.tip_id in opened:
            continue
        if row.tip_id not in alarms.known:
            alarms.known[row.tip_id] = _waits_since(visit, row)
        alarms.known.move_to_end(row.tip_id)
        if alarms.known[row.tip_id] is not None:
            found.append(row.tip_id)
    while len(alarms.known) > KNOWN_MAX:
        alarms.known.popitem(last=False)
    return found


def _waits_since(visit: Visit, row: ShelfRow) -> datetime | None:
    """Return when a tip came that cannot wait; None for one that can, or that does not open."""
    with suppress(TiplineError):
        identity = open_identity(row.envelope, [visit.member.desks[row.desk].identity])
        report = open_part(row.first_part, identity, row.tip_id)
        if isinstance(report, Report):
            asked = suggestion(visit.office.configuration, report.answers, report.arrived)
            return report.arrived if asked.priority is Priority.P1 else None
    return None
