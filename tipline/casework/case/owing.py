"""What a case owes to the mailboxes of its tips: written down with the event, done bit by bit.

One event may concern hundreds of mailboxes. Its head names those that are not yet known to tell of
it; whoever comes to the case next goes on where it was left.
"""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tipline.casework.case.adding import reopened
from tipline.casework.case.delivery import UNOPENED, not_owed, report_of, set_days
from tipline.casework.case.letterbox import box_of, due_of, letterbox
from tipline.store.inbox.letterboxes import write_all
from tipline.tips.content import ToAll

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.store.inbox.rows import TipRow
    from tipline.tips.mailbox import Answer
    from tipline.tips.report import Report

AT_ONCE = 25  # mailboxes between two notes of how far it is
LOOK_SECONDS = 0.3  # that a look at a tip spends on the others' mailboxes
PRESS_SECONDS = 4  # that somebody waits who asked for it


def settle(visit: Visit, row: TipRow, report: Report, case: OpenCase) -> OpenCase:
    """Bring the mailbox of one tip in line with what the case owes it, and note that."""
    tip = row.tip_id.hex()
    if case.trouble is not None or tip not in case.owing:
        return case
    return _put(visit, {tip: row}, {tip: report}, case)


def go_on(visit: Visit, case: OpenCase, seconds: float = LOOK_SECONDS) -> OpenCase:
    """Do the same for the other tips of a case, as far as some seconds' work goes.

    A tip that does not open for this analyst waits for somebody for whom it does.
    """
    end, waiting = time.monotonic() + seconds, list(case.owing)
    while waiting and case.trouble is None:
        chosen, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        ids = [bytes.fromhex(tip) for tip in chosen if tip in case.owing]
        rows = visit.office.shelf.tips(ids, visit.desks).values()
        reports = _reports(visit, rows, case)
        case = _put(visit, {row.tip_id.hex(): row for row in rows}, reports, case)
        if time.monotonic() > end:
            break
    return case


def _reports(visit: Visit, rows: Iterable[TipRow], case: OpenCase) -> dict[str, Report]:
    found: dict[str, Report] = {}
    for row in rows:
        with suppress(*UNOPENED):
            found[row.tip_id.hex()] = report_of(visit, row, case)
    return found


def _put(
    visit: Visit, rows: Mapping[str, TipRow], reports: Mapping[str, Report], case: OpenCase
) -> OpenCase:
    """Write to some mailboxes, then note that it was done.

    1. One transaction for all of them. A mailbox that has ended is left alone.
    2. The tips' days follow.
    3. If another event was entered meanwhile, it is done again with the newest.
    """
    while case.trouble is None:
        owed = {tip: report for tip, report in reports.items() if tip in case.owing}
        boxes = [
            letterbox(row.tip_id, box_of(row, owed[tip]), case, _answers(case, tip))
            for tip, row in rows.items()
            if tip in owed
        ]
        if not boxes:
            break
        write_all(visit.office.shelf.engine, boxes)  # 1
        set_days(visit, [row.tip_id for row in _late(rows, owed, case)], case)  # 2
        if visit.office.cases.newest(case.id) == case.number:  # 3
            return not_owed(visit, case, done={tip: case.owing[tip] for tip in owed})
        case = reopened(visit, case)
    return case


def _late(rows: Mapping[str, TipRow], tips: Iterable[str], case: OpenCase) -> Iterator[TipRow]:
    """Yield the tips that are not due when the case says."""
    for tip in tips:
        if (rows[tip].due, rows[tip].original) != due_of(case, rows[tip].tip_id):
            yield rows[tip]


def _answers(case: OpenCase, tip: str) -> Iterator[Answer]:
    """Yield what a case owes to a tip, in the order in which it was written."""
    numbers = frozenset(case.owing[tip])
    for step in case.steps:
        if step.after.number in numbers and isinstance(step.content, ToAll):
            answer = step.content.answer(bytes.fromhex(tip))
            if answer is not None:
                yield answer
