"""Which tips cannot wait and nobody has read: told on every page, until somebody opens them.

Each worker of a server remembers for itself which tips are such (``alarm``): a report does not
change after it came, so each is opened once for it.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework.tip.assessing import suggestion
from tipline.dispatch.posting import NOW_EVERY
from tipline.errors import TiplineError
from tipline.keyring.opening import open_part
from tipline.sealing.envelope import open_identity
from tipline.tips.priority import Priority
from tipline.tips.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    may be missing; what was opened never stands in it. While there are any, the channels ring.
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
    opened = visit.office.cases.begun(list(waiting), visit.desks)
    left = [(tip, at) for tip, at in waiting.items() if at is not None and tip not in opened]
    if left:
        _ring(visit, [tip for tip, _ in left])
    return tuple(sorted(left, key=lambda each: each[1]))


def _ring(visit: Visit, tips: list[bytes]) -> None:
    """Let the channels of the tips' desks ring. Whatever fails there: the page tells of them."""
    post, alarms, desks = visit.office.post, visit.office.alarms, frozenset(visit.desks)
    rung = alarms.rung.get(desks)
    if post is None or (rung is not None and timedelta() <= visit.now - rung < NOW_EVERY):
        return
    alarms.rung[desks] = visit.now
    with suppress(TiplineError):
        rows = visit.office.shelf.rows(tips, visit.desks)
        post.ring_now(frozenset(row.desk for row in rows), visit.now)


def _looked_through(visit: Visit, alarms: Alarms) -> list[bytes]:
    """Return the newest tips that nobody has opened and that cannot wait.

    What the desks' indexes know of one that is new here need not be opened for it.
    """
    tips = visit.office.shelf.newest(visit.desks, LOOKED_MAX)
    opened = visit.office.cases.begun(tips, visit.desks)
    unread = [tip for tip in tips if tip not in opened]
    for tip, since in _told(visit, [tip for tip in unread if tip not in alarms.known]):
        alarms.known[tip] = since
    for tip in unread:
        if tip in alarms.known:
            alarms.known.move_to_end(tip)
    while len(alarms.known) > KNOWN_MAX:
        alarms.known.popitem(last=False)
    return [tip for tip in unread if alarms.known.get(tip) is not None]


def _told(visit: Visit, tips: list[bytes]) -> Iterator[tuple[bytes, datetime | None]]:
    indexes = [visit.office.indexes.get(desk) for desk in visit.desks]
    asks = {tip: told for index in indexes if index for tip, told in index.asks(tips).items()}
    for tip, (priority, arrived) in asks.items():
        yield tip, arrived if priority == Priority.P1 else None
    rest = [tip for tip in tips if tip not in asks]
    for row in visit.office.shelf.rows(rest, visit.desks) if rest else ():
        yield row.tip_id, _waits_since(visit, row)


def _waits_since(visit: Visit, row: ShelfRow) -> datetime | None:
    """Return when a tip came that cannot wait; None for one that can, or that does not open."""
    with suppress(TiplineError):
        identity = open_identity(row.envelope, [visit.member.desks[row.desk].identity])
        report = open_part(row.first_part, identity, row.tip_id)
        if isinstance(report, Report):
            asked = suggestion(visit.office.configuration, report.answers, report.arrived)
            return report.arrived if asked.priority is Priority.P1 else None
    return None
