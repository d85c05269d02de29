"""What is open at a desk, and what of it is due: each open tip as far as its clocks need it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.casework.assessing import suggestion
from tipline.casework.casefile import CaseHead
from tipline.errors import TiplineError, TipUnreadableError
from tipline.keyring.opening import open_part
from tipline.sealing.envelope import open_identity
from tipline.tips.clocks import Moments, Running, looks, running
from tipline.tips.report import Now, Report
from tipline.tips.state import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from tipline.casework.visit import Visit
    from tipline.store.casebook.cases import CaseRow
    from tipline.store.inbox.rows import ShelfRow
    from tipline.tips.clocks import Ladder, Rung
    from tipline.tips.priority import Priority
    from tipline.tips.report import Answers

PAGE = 100  # rows of the shelf at a time
WATCHED_MAX = 2000  # tips that are looked at; beyond, the newest


@dataclass(frozen=True, kw_only=True)
class Watched:
    """An open tip: what its clocks say. ``priority`` is the official one, else the suggested."""

    tip: bytes
    desk: str
    arrived: datetime
    category: str
    priority: Priority
    official: bool
    pressing: bool  # its reporter said that it is happening now
    moments: Moments
    clocks: tuple[Running, ...]

    @property
    def unread(self) -> bool:
        """Whether nobody has opened it."""
        return self.moments.state is State.NEW

    def worst(self, now: datetime) -> Running | None:
        """Return the clock that has used most of its time, if any has passed its target."""
        late = [each for each in self.clocks if each.late(now)]
        return max(late, key=lambda each: each.used(now), default=None)

    def late_since(self, now: datetime) -> datetime | None:
        """Return since when something of it is late: a clock, a task, a date."""
        dues = (self.moments.task, self.moments.until, *(each.target for each in self.clocks))
        return min((due for due in dues if due is not None and due <= now), default=None)

    def rung(self, now: datetime, ladder: Ladder) -> Rung | None:
        """Return who looks at it by now."""
        return looks(max((each.used(now) for each in self.clocks), default=0), ladder)


def rung_of(
    visit: Visit, moments: Moments, arrived: datetime, answers: Answers, official: Priority | None
) -> Rung | None:
    """Return who looks at a tip by now, of its clocks; None: nobody needs to yet."""
    priority = official or suggestion(visit.office.configuration, answers, arrived).priority
    clocks = running(moments, arrived=arrived, priority=priority, limits=visit.office.limits)
    used = max((each.used(visit.now) for each in clocks), default=0)
    return looks(used, visit.office.configuration.level(priority).escalation)


def watched(visit: Visit, desks: Collection[str], most: int = WATCHED_MAX) -> tuple[Watched, ...]:
    """Return the open tips of some of the visit's desks; one that does not open is passed over.

    They are opened one after the other, so the time that it takes grows with their number.
    """
    found: list[Watched] = []
    cursor = None
    mine = [desk for desk in desks if desk in visit.desks]
    while len(found) < most:
        rows = visit.office.shelf.page(mine, before=cursor, limit=PAGE)
        if not rows:
            break
        cases = visit.office.cases.for_tips([row.tip_id for row in rows], mine)
        found += _each(visit, rows, cases)
        cursor = rows[-1].cursor
    return tuple(found[:most])


def _each(visit: Visit, rows: list[ShelfRow], cases: dict[bytes, CaseRow]) -> Iterator[Watched]:
    for row in rows:
        with suppress(TiplineError):
            yield _one(visit, row, cases.get(row.tip_id))


def _one(visit: Visit, row: ShelfRow, case: CaseRow | None) -> Watched:
    identity = open_identity(row.envelope, [visit.member.desks[row.desk].identity])
    report = open_part(row.first_part, identity, row.tip_id)
    if not isinstance(report, Report):
        raise TipUnreadableError
    head = None
    if case is not None:
        key = open_identity(case.envelope, [visit.member.desks[case.desk].identity])
        head = CaseHead.open(case.head, key)
    suggested = suggestion(visit.office.configuration, report.answers, report.arrived)
    official = head.priority if head else None
    priority = official or suggested.priority
    moments = head.moments if head else Moments()
    return Watched(
        tip=row.tip_id,
        desk=row.desk,
        arrived=report.arrived,
        category=report.answers.subcategory or report.answers.category,
        priority=priority,
        official=official is not None,
        pressing=report.answers.now is Now.YES,
        moments=moments,
        clocks=running(
            moments, arrived=report.arrived, priority=priority, limits=visit.office.limits
        ),
    )
