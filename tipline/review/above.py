"""What stands above the work list's first page, and what marks its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.casework.lists.views import View
from tipline.review.rows import by_urgency, open_rows, returned, rows_of
from tipline.search.listing import Marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.casework.lists.views import WorkList
    from tipline.casework.visit import Visit
    from tipline.review.rows import Row
    from tipline.review.worklist import Page


def with_above(visit: Visit, page: Page, known: WorkList) -> Page:
    """Return a page with what stands above it: steps 2 and 4 of ``worklist.open_page``."""
    asked = page.asked
    if not asked.first_page or asked.view is View.FINISHED:
        return page
    if not page.whole and not asked.plain:
        page = replace(page, unknown=_unknown(visit, known))  # 2
    if asked.view is View.OPEN and not asked.narrowed:  # 4
        page = replace(page, returned=returned(visit), lifted=_lifted(visit, known, page))
    if asked.view in {View.OPEN, View.WAITING} and not asked.narrowed:
        page = replace(page, second=_second(visit, known, page))
        page = replace(page, approved=_approved(visit, known, page))
    return page


def _unknown(visit: Visit, known: WorkList) -> tuple[Row, ...]:
    most = visit.office.settings.queue_page
    newest = visit.office.shelf.page(visit.desks, limit=most)
    unknown = known.unknown([row.tip_id for row in newest])
    return by_urgency(open_rows(visit, [row for row in newest if row.tip_id in unknown]))


def _second(visit: Visit, known: WorkList, page: Page) -> tuple[Row, ...]:
    """Return finished tips that wait for a second officer, and do not stand above already."""
    there = {row.tip for row in page.all_rows}
    asked = known.asked_of_finished(visit.office.settings.queue_page)
    rows = rows_of(visit, [tip for tip in asked if tip not in there])
    return tuple(row for row in rows if row.second and row.finished)


def _approved(visit: Visit, known: WorkList, page: Page) -> tuple[Row, ...]:
    """Return finished tips on which the analyst may do something that was approved, as above."""
    there = {row.tip for row in page.all_rows}
    allowed = known.allowed_of_finished(visit.office.settings.queue_page)
    rows = rows_of(visit, [tip for tip in allowed if tip not in there])
    return tuple(row for row in rows if row.finished)


def _lifted(visit: Visit, known: WorkList, page: Page) -> tuple[Row, ...]:
    """Return open tips whose new message says that it is happening now: the index does not."""
    there = {row.tip for row in page.rows}
    unread = [tip for tip in known.unread if tip not in there]
    unread = unread[: visit.office.settings.queue_page]
    if not unread:
        return ()
    rows = open_rows(visit, visit.office.shelf.rows(unread, visit.desks))
    return tuple(row for row in rows if row.pressing and not row.finished)


def with_marks(known: WorkList, page: Page) -> Page:
    """Return a page whose rows are marked; what no index knows yet has nothing that waits."""
    others = known.facts([row.tip for row in page.all_rows if row.facts is None])
    mine = known.allowed()
    counts = {each: known.how_many(known.wanted(View.OPEN, marked=each)) for each in Marked}

    def marked(rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(map(of_row, rows))

    def of_row(row: Row) -> Row:
        facts = row.facts or others.get(row.tip)
        waits = facts.unsettled if facts else frozenset()
        return replace(row, unsettled=waits, allowed=mine.get(row.tip))

    return replace(
        page,
        marked=counts,
        rows=marked(page.rows),
        lifted=marked(page.lifted),
        returned=marked(page.returned),
        second=marked(page.second),
        approved=marked(page.approved),
    )
