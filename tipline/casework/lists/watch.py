"""What of a desk's tips and cases is late, and by which clock: asked of the desk's indexes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.casework.case.head import CaseHead
from tipline.casework.index.indexing import WAIT_SECONDS, current
from tipline.casework.index.listing_cases import case_desks, given_cases
from tipline.casework.tip.assessing import suggestion
from tipline.errors import TiplineError
from tipline.search import standing
from tipline.search.entry import Holds
from tipline.search.listing import Wanted
from tipline.tips.clocks import Moments, Running, looks, running
from tipline.tips.outlook import clocks_at, moments_at

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from tipline.casework.visit import Visit
    from tipline.search.standing import Open
    from tipline.tips.clocks import Ladder, Rung
    from tipline.tips.priority import Priority
    from tipline.tips.report import Answers

LATE_MAX = 200  # that are told, the longest late


@dataclass(frozen=True, kw_only=True)
class Watched:
    """An open tip, or a case that the desk was given: what its clocks say.

    ``known`` is what the index knows of it; ``priority`` the official one, else the suggested.
    """

    known: Open
    desk: str
    of_case: bool
    priority: Priority
    moments: Moments
    clocks: tuple[Running, ...]

    @property
    def id(self) -> bytes:
        """The id of the tip, or of the case."""
        return self.known.id

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


@dataclass(frozen=True)
class Overdue:
    """What is late, as far as it is told: ``count`` are all; ``share`` the indexes know."""

    watched: tuple[Watched, ...]
    count: int
    share: float


def overdue(visit: Visit, desks: Collection[str]) -> Overdue:
    """Return what is late at some of the visit's desks, each once; no tip is opened for it.

    1. The indexes of tips and of cases are brought up to date, and say what is late longest.
    2. The clocks of a tip are read from the head of its case; those of a given case from its
       events. What does not open is passed over.
    Raises StoreError.
    """
    found: dict[bytes, Watched] = {}
    count, share = 0, 1.0
    asked = [(desk, each) for desk in desks if desk in visit.desks for each in held(visit, desk)]
    for desk, holds in asked:
        known = current(visit, desk, WAIT_SECONDS / len(asked), holds)  # 1
        count += known.index.how_many(Wanted(now=visit.now, late=True))
        share = min(share, known.share)
        rows = standing.late(known.index, visit.now, LATE_MAX)
        read = _cases if holds is Holds.CASES else _tips
        found |= {each.id: each for each in read(visit, desk, rows)}  # 2
    return Overdue(tuple(found.values()), count, share)


def held(visit: Visit, desk: str) -> Sequence[Holds]:
    """Return which indexes one of the visit's desks has."""
    return tuple(Holds) if desk in case_desks(visit) else (Holds.TIPS,)


def heads(visit: Visit, desk: str, tips: Collection[bytes]) -> Mapping[bytes, CaseHead]:
    """Return the heads of the cases of these tips, as far as there are any and they open."""
    found = {}
    for tip, row in visit.office.cases.for_tips(tips, [desk]).items():
        with suppress(TiplineError):
            found[tip] = CaseHead.of_row(row, visit.member.desks)
    return found


def rung_of(
    visit: Visit, moments: Moments, arrived: datetime, answers: Answers, official: Priority | None
) -> Rung | None:
    """Return who looks at a tip by now, of its clocks; None: nobody needs to yet."""
    priority = official or suggestion(visit.office.configuration, answers, arrived).priority
    clocks = running(moments, arrived=arrived, priority=priority, limits=visit.office.limits)
    used = max((each.used(visit.now) for each in clocks), default=0)
    return looks(used, visit.office.configuration.level(priority).escalation)


def _tips(visit: Visit, desk: str, rows: Sequence[Open]) -> Iterator[Watched]:
    opened = heads(visit, desk, [row.id for row in rows])
    for row in rows:
        moments, priority = Moments(), row.priority
        if row.id in opened:
            moments = opened[row.id].moments
        if priority is not None:
            limits = visit.office.limits
            clocks = running(moments, arrived=row.arrived, priority=priority, limits=limits)
            yield Watched(known=row, desk=desk, of_case=False, priority=priority, moments=moments,
                          clocks=clocks)  # fmt: skip


def _cases(visit: Visit, desk: str, rows: Sequence[Open]) -> Iterator[Watched]:
    given = given_cases(visit, [row.id for row in rows], [desk])
    for row in rows:
        one, priority = given.get(row.id), row.priority
        if priority is not None and one and one.case and one.work:
            state = one.case.state
            clocks = clocks_at(state, one.work, visit.office.limits)
            yield Watched(known=row, desk=desk, of_case=True, priority=priority,
                          moments=moments_at(state, one.work), clocks=clocks)  # fmt: skip
