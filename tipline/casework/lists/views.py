"""The views of the work list: which tips each shows, how many, and in which order.

Source: docs/decisions/013. All of it is asked of the desks' indexes, so it holds for every tip.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from tipline.casework.index.indexing import WAIT_SECONDS, current
from tipline.casework.index.listing_cases import case_desks
from tipline.search.entry import Holds, Question
from tipline.search.listing import Listed, Order, Start, Wanted
from tipline.tips.second import LASTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tipline.casework.index.indexing import Current
    from tipline.casework.visit import Visit
    from tipline.search.gist import Told
    from tipline.search.listing import Facts, Marked
    from tipline.tips.second import Allowed

FEW_PAGES = 2  # of what fits: it is found by looking at all, and sorted
UNREAD_MAX = 5000  # tips with messages that nobody has read; of more, the newest


class View(StrEnum):
    """Which tips, in the order in which they are offered."""

    OPEN = "open"
    MINE = "mine"
    DESK = "desk"
    UNASSIGNED = "unassigned"
    OVERDUE = "overdue"
    WAITING = "waiting"
    NEW = "new"
    FINISHED = "finished"


# Of the cases that a desk was given, all that are open are the desk's.
VIEWS: Mapping[Holds, tuple[View, ...]] = MappingProxyType(
    {
        Holds.TIPS: tuple(View),
        Holds.CASES: tuple(view for view in View if view is not View.DESK),
    }
)


@dataclass(frozen=True)
class WorkList:
    """The analyst's desks' indexes, as far as they are up to date, and what they do not know.

    They are of tips, or of the cases that the desks were given, which then are called tips here.
    ``unread``: the tips with messages that nobody has read, the newest first; ``looked``: when the
    analyst last said to have seen what there is.
    """

    visit: Visit
    indexes: Sequence[Current] = field(repr=False)
    unread: tuple[bytes, ...]
    looked: datetime
    holds: Holds = Holds.TIPS

    @property
    def share(self) -> float:
        """How much of what there is the indexes know, from 0 to 1."""
        return min((each.share for each in self.indexes), default=1)

    def wanted(
        self, view: View, narrowed: Question | None = None, marked: Marked | None = None
    ) -> Wanted:
        """Return what a view shows, narrowed down, also by a mark in the rows.

        Work lies with a desk if it was named for it, and with all that hold it if none was named.
        """
        visit = self.visit
        unread, ours, me = frozenset(self.unread), frozenset(visit.desks), visit.member.analyst
        wanted = Wanted(now=visit.now, narrowed=narrowed or Question(), me=me, marked=marked)
        return {
            View.OPEN: wanted,
            View.MINE: replace(wanted, person=me),
            View.DESK: replace(wanted, ours=ours),
            View.UNASSIGNED: replace(wanted, ours=ours, nobody=True),
            View.OVERDUE: replace(wanted, late=True),
            View.WAITING: replace(
                wanted, waiting=True, asked_since=visit.now - LASTS, unread=unread
            ),
            View.NEW: replace(wanted, since=self.looked, unread=unread),
            View.FINISHED: replace(wanted, finished=True),
        }[view]

    def page(
        self, wanted: Wanted, order: Order, most: int, start: Start, count: int
    ) -> list[Listed]:
        """Return the first ``most`` tips that are wanted from a place, of all desks, each once.

        ``count`` are wanted in all.
        """
        backward = order is Order.OLDEST
        few = count <= FEW_PAGES * most
        found = {
            each.tip: each
            for one in self.indexes
            for each in one.index.listed(wanted, order, most, start, few=few)
        }
        rows = sorted(found.values(), reverse=backward)
        return rows[-most:] if start.back else rows[:most]

    def asked_of_finished(self, most: int) -> list[bytes]:
        """Return finished tips that wait for a second officer; of many, the newest of each desk."""
        since = self.visit.now - LASTS
        found = (one.index.asked_of_finished(since, most) for one in self.indexes)
        return list(dict.fromkeys(tip for some in found for tip in some))

    def allowed(self) -> Mapping[bytes, Allowed]:
        """Return on which tips the analyst may now do what was approved; of several, the first."""
        me, now = self.visit.member.analyst, self.visit.now
        return {tip: it for one in self.indexes for tip, it in one.index.allowed(me, now).items()}

    def allowed_of_finished(self, most: int) -> list[bytes]:
        """Return the finished ones of these; of many, the newest of each desk."""
        me, now = self.visit.member.analyst, self.visit.now
        found = (one.index.allowed_of_finished(me, now, most) for one in self.indexes)
        return list(dict.fromkeys(tip for some in found for tip in some))

    def how_many(self, wanted: Wanted) -> int:
        """Return how many tips are wanted, of all desks, each once."""
        if len(self.indexes) == 1:
            return self.indexes[0].index.how_many(wanted)
        return len(frozenset[bytes]().union(*(one.index.all_of(wanted) for one in self.indexes)))

    def counts(self) -> Mapping[View, int]:
        """Return how many tips each view has."""
        return {view: self.how_many(self.wanted(view)) for view in VIEWS[self.holds]}

    def facts(self, tips: Sequence[bytes]) -> Mapping[bytes, Facts]:
        """Return what rows show of these tips, as far as they are known."""
        return {tip: facts for one in self.indexes for tip, facts in one.index.facts(tips).items()}

    def told(self, cases: Sequence[bytes]) -> Mapping[bytes, tuple[str, Told]]:
        """Return what a list shows of these cases, each with the first desk that has it.

        Which desk has it the database says: an index that somebody else is filling at this moment
        may know one that was taken back.
        """
        found: dict[bytes, tuple[str, Told]] = {}
        for one in self.indexes:
            has = self.visit.office.changes.cases_of(one.desk, cases)
            for case, known in one.index.told(has).items():
                found.setdefault(case, (one.desk, known))
        return found

    def unknown(self, tips: Sequence[bytes]) -> set[bytes]:
        """Return those of these tips that no index knows yet."""
        return set(tips).difference(*(one.index.among(tips) for one in self.indexes))


def work_list(visit: Visit, looked: datetime) -> WorkList:
    """Bring the indexes of the analyst's desks up to date, within half a second, and return them.

    Raises StoreError.
    """
    desks = visit.desks
    return WorkList(
        visit,
        [current(visit, desk, WAIT_SECONDS / len(desks)) for desk in desks],
        tuple(visit.office.shelf.written_again(desks, limit=UNREAD_MAX)),
        looked,
    )


def case_list(visit: Visit, looked: datetime) -> WorkList:
    """Do the same with the cases that the analyst's desks were given: no reporter writes there."""
    desks, holds = case_desks(visit), Holds.CASES
    indexes = [current(visit, desk, WAIT_SECONDS / len(desks), holds) for desk in desks]
    return WorkList(visit, indexes, (), looked, holds)
