"""A page of the work list: the tips of a view, in their order, and what stands above them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from tipline.casework.lists.looking import last_look
from tipline.casework.lists.views import View, case_list, work_list
from tipline.review.case_rows import listed_cases
from tipline.review.rows import by_urgency, open_rows, returned, shelf_page
from tipline.search.entry import Holds
from tipline.search.listing import Order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tipline.casework.lists.views import WorkList
    from tipline.casework.visit import Visit
    from tipline.review.asked import Asked, Query
    from tipline.review.rows import Row
    from tipline.search.listing import Listed


Opened: TypeAlias = Callable[["Sequence[bytes]"], "Sequence[Row]"]


@dataclass(frozen=True, kw_only=True)
class Page:
    """Rows in their order; the queries of the pages beside, if there are any.

    ``lifted``: tips with messages that nobody has read, which may be happening now; ``returned``:
    finished, but their reporter wrote again; ``second``: finished, but they wait for a second
    officer; ``unknown``: the newest that no index knows yet.
    ``counts``: how many tips each view has, as far as the indexes know; ``count``: how many this
    one has, narrowed down; ``share``: how much the indexes know, from 0 to 1; ``looked``: when the
    analyst last said to have seen what there is.
    """

    asked: Asked
    rows: tuple[Row, ...]
    before: Query | None = None
    after: Query | None = None
    lifted: tuple[Row, ...] = ()
    returned: tuple[Row, ...] = ()
    second: tuple[Row, ...] = ()
    unknown: tuple[Row, ...] = ()
    counts: Mapping[View, int]
    count: int
    share: float
    looked: datetime

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """Every row that the page shows."""
        return (*self.lifted, *self.returned, *self.second, *self.unknown, *self.rows)

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
    """
    known = work_list(visit, last_look(visit))  # 1
    page = _begun(asked, known)
    if not page.whole and asked.plain:  # 2
        page = _of_shelf(visit, page)
    else:
        page = _of_indexes(visit, page, known, partial(_tips, visit))  # 3
    if not asked.first_page or asked.view is View.FINISHED:
        return page
    if not page.whole and not asked.plain:
        page = replace(page, unknown=_unknown(visit, known))  # 2
    if asked.view is View.OPEN and not asked.narrowed:  # 4
        page = replace(page, returned=returned(visit), lifted=_lifted(visit, known, page))
    if asked.view in {View.OPEN, View.WAITING} and not asked.narrowed:
        page = replace(page, second=_second(visit, known, page))
    return page


def open_case_page(visit: Visit, asked: Asked) -> Page:
    """Return a page of the list of the cases that the analyst's desks were given.

    The desks' indexes of cases are brought up to date, as far as half a second does, and say which
    cases, in which order, and what is shown of them: as far as they know. Raises StoreError.
    """
    known = case_list(visit, last_look(visit, Holds.CASES))
    return _of_indexes(visit, _begun(asked, known), known, partial(listed_cases, known))


def _begun(asked: Asked, known: WorkList) -> Page:
    counts = known.counts()
    wanted = known.wanted(asked.view, asked.question)
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
    wanted = known.wanted(asked.view, asked.question)
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


def _tips(visit: Visit, tips: Sequence[bytes]) -> Sequence[Row]:
    return open_rows(visit, visit.office.shelf.rows(tips, visit.desks))


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


def _unknown(visit: Visit, known: WorkList) -> tuple[Row, ...]:
    most = visit.office.settings.queue_page
    newest = visit.office.shelf.page(visit.desks, limit=most)
    unknown = known.unknown([row.tip_id for row in newest])
    return by_urgency(open_rows(visit, [row for row in newest if row.tip_id in unknown]))


def _second(visit: Visit, known: WorkList, page: Page) -> tuple[Row, ...]:
    """Return finished tips that wait for a second officer, and do not stand above already."""
    there = {row.tip for row in page.all_rows}
    asked = known.asked_of_finished(visit.office.settings.queue_page)
    rows = _tips(visit, [tip for tip in asked if tip not in there])
    return tuple(row for row in rows if row.second and row.finished)


def _lifted(visit: Visit, known: WorkList, page: Page) -> tuple[Row, ...]:
    """Return open tips whose new message says that it is happening now: the index does not."""
    there = {row.tip for row in page.rows}
    unread = [tip for tip in known.unread if tip not in there]
    unread = unread[: visit.office.settings.queue_page]
    if not unread:
        return ()
    rows = open_rows(visit, visit.office.shelf.rows(unread, visit.desks))
    return tuple(row for row in rows if row.pressing and not row.finished)
