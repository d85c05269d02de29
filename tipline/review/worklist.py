"""A page of the work list: the tips of a view, in their order, and what stands above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from tipline.casework.lists.looking import last_look
from tipline.casework.lists.views import View, case_list, work_list
from tipline.review.above import with_above, with_marks
from tipline.review.case_rows import listed_cases
from tipline.review.rows import rows_of, shelf_page
from tipline.search.entry import Holds
from tipline.search.listing import Order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tipline.casework.lists.views import WorkList
    from tipline.casework.visit import Visit
    from tipline.review.asked import Asked, Query
    from tipline.review.rows import Row
    from tipline.search.listing import Listed, Marked


Opened: TypeAlias = Callable[["Sequence[bytes]"], "Sequence[Row]"]


@dataclass(frozen=True, kw_only=True)
class Page:
    """Rows in their order; the queries of the pages beside, if there are any.

    ``lifted``: tips with messages that nobody has read, which may be happening now; ``returned``:
    finished, but their reporter wrote again; ``second``: finished, but they wait for a second
    officer; ``approved``: finished, but something was approved that the analyst may do;
    ``unknown``: the newest that no index knows yet.
    ``counts``: how many tips each view has, as far as the indexes know; ``count``: how many this
    one has, narrowed down; ``marked``: how many open ones have a mark; ``share``: how much the
    indexes know, from 0 to 1; ``looked``: when the analyst last said to have seen what there is.
    """

    asked: Asked
    rows: tuple[Row, ...]
    before: Query | None = None
    after: Query | None = None
    lifted: tuple[Row, ...] = ()
    returned: tuple[Row, ...] = ()
    second: tuple[Row, ...] = ()
    approved: tuple[Row, ...] = ()
    unknown: tuple[Row, ...] = ()
    counts: Mapping[View, int]
    count: int
    marked: Mapping[Marked, int] = field(default_factory=dict)
    share: float
    looked: datetime

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """Every row that the page shows."""
        above = (*self.lifted, *self.returned, *self.second, *self.approved, *self.unknown)
        return (*above, *self.rows)

    @property
    def whole(self) -> bool:
        """Whether the indexes know all that there is."""
        return self.share >= 1

    @property
    def percent(self) -> int:
        """How much the indexes know, in whole per cent."""
        return int(self.share * 100)

    @property
    def pressing(self) -> tuple[Row, ...]:
        """The rows that somebody has to read and that are happening now, then perhaps are."""
        if self.asked.order is not Order.URGENT:
            return ()
        pressing = [row for row in (*self.lifted, *self.rows) if row.pressing and not row.finished]
        return tuple(sorted(pressing, key=lambda row: (row.perhaps, -row.arrived.timestamp())))

    @property
    def others(self) -> tuple[Row, ...]:
        """The rows of the list that are not ``pressing``."""
        pressing = {row.tip for row in self.pressing}
        return tuple(row for row in self.rows if row.tip not in pressing)


def open_page(visit: Visit, asked: Asked) -> Page:
    """Return a page of the work list. Raises StoreError.

    1. The desks' indexes are brought up to date, as far as half a second does.
    2. Where one is not whole, the shelf's own order stands for the list of all open or finished
       tips; above any other list stand the newest tips that the indexes do not know.
    3. Else the indexes say which tips, and in which order.
    4. Above the first page stands what must not be overlooked.
    5. The rows are marked with what waits for the desk, or for the analyst alone.
    """
    known = work_list(visit, last_look(visit))  # 1
    page = _begun(asked, known)
    if not page.whole and asked.plain:  # 2
        page = _of_shelf(visit, page)
    else:
        page = _of_indexes(visit, page, known, partial(rows_of, visit))  # 3
    return with_marks(known, with_above(visit, page, known))  # 5


def open_case_page(visit: Visit, asked: Asked) -> Page:
    """Return a page of the list of the cases that the analyst's desks were given.

    The desks' indexes of cases are brought up to date, as far as half a second does, and say which
    cases, in which order, and what is shown of them: as far as they know. Raises StoreError.
    """
    known = case_list(visit, last_look(visit, Holds.CASES))
    return _of_indexes(visit, _begun(asked, known), known, partial(listed_cases, known))


def _begun(asked: Asked, known: WorkList) -> Page:
    counts = known.counts()
    wanted = known.wanted(asked.view, asked.question, asked.marked)
    count = known.how_many(wanted) if asked.narrowed else counts[asked.view]
    return Page(asked=asked, rows=(), counts=counts, count=count,
                share=known.share, looked=known.looked)  # fmt: skip


def _of_shelf(visit: Visit, page: Page) -> Page:
    asked = page.asked
    finished = asked.view is View.FINISHED
    found = shelf_page(visit, older=asked.older, newer=asked.newer, finished=finished)
    return replace(
        page,
        rows=found.rows,
        before=asked.address(newer=found.newer) if found.newer else None,
        after=asked.address(older=found.older) if found.older else None,
    )


def _of_indexes(visit: Visit, page: Page, known: WorkList, opened: Opened) -> Page:
    asked, me, most = page.asked, visit.member.analyst, visit.office.settings.queue_page
    start = asked.start(me)
    wanted = known.wanted(asked.view, asked.question, asked.marked)
    found = known.page(wanted, asked.order, most + 1, start, page.count)
    more = len(found) > most
    found = found[-most:] if start.back else found[:most]
    if not found:
        return page
    earlier = more if start.back else start.place is not None
    later = True if start.back else more
    return replace(
        page,
        rows=_rows(known, found, asked.order, opened([each.tip for each in found])),
        before=asked.address(before=asked.place(found[0], me)) if earlier else None,
        after=asked.address(after=asked.place(found[-1], me)) if later else None,
    )


def _rows(
    known: WorkList, found: Sequence[Listed], order: Order, opened: Sequence[Row]
) -> tuple[Row, ...]:
    """Return a page's rows: in the list's order and, within a minute, by their sealed times."""
    facts = known.facts([each.tip for each in found])
    rows = {row.tip: replace(row, facts=facts.get(row.tip)) for row in opened}
    way = -1 if order is Order.OLDEST else 1

    def place(each: Listed) -> tuple[float, ...]:
        arrived = rows[each.tip].arrived.timestamp()
        return (way * each.first, way * each.second, -way * arrived)

    return tuple(rows[each.tip] for each in sorted((one for one in found if one.tip in rows),
                                                   key=place))  # fmt: skip
