"""What a case owes to the mailboxes of its tips: written down with the event, done bit by bit.

One event may concern hundreds of mailboxes. Its head names those that are not yet known to tell of
it; whoever comes to the case next goes on where it was left.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.age import HybridRecipient
from tipline.casework.adding import TRIES, reopened
from tipline.casework.casefile import CaseHead
from tipline.casework.delivery import UNOPENED, deliver, report_of
from tipline.errors import EventConflictError, NotFoundError
from tipline.sealing.answer import seal_answer
from tipline.tips.content import ToAll, content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tipline.casework.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.store.inbox.rows import TipRow
    from tipline.tips.mailbox import Answer
    from tipline.tips.report import Report

AT_ONCE = 20  # mailboxes between two notes of how far it is
LOOK_SECONDS = 0.3  # that a look at a tip spends on the others' mailboxes
PRESS_SECONDS = 4  # that somebody waits who asked for it


def settle(visit: Visit, row: TipRow, report: Report, case: OpenCase) -> OpenCase:
    """Bring the mailbox of one tip in line with what the case owes it, and note that."""
    if case.trouble is not None or row.tip_id.hex() not in case.owing:
        return case
    _put(visit, row, report, case)
    return _noted(visit, case, {row.tip_id.hex(): case.owing[row.tip_id.hex()]})


def go_on(visit: Visit, case: OpenCase, seconds: float = LOOK_SECONDS) -> OpenCase:
    """Do the same for the other tips of a case, as far as some seconds' work goes.

    A tip that does not open for this analyst waits for somebody for whom it does.
    """
    end, done = time.monotonic() + seconds, dict[str, tuple[int, ...]]()
    for tip, row in _rows(visit, case):
        with suppress(*UNOPENED):
            _put(visit, row, report_of(visit, row, case), case)
            done[tip] = case.owing[tip]
        if time.monotonic() > end:
            break
    return _noted(visit, case, done)


def _rows(visit: Visit, case: OpenCase) -> Iterator[tuple[str, TipRow]]:
    if case.trouble is not None:
        return
    tips = list(case.owing)
    for start in range(0, len(tips), AT_ONCE):
        chosen = tips[start : start + AT_ONCE]
        rows = visit.office.shelf.tips([bytes.fromhex(tip) for tip in chosen], visit.desks)
        yield from ((row.tip_id.hex(), row) for row in rows.values())


def _put(visit: Visit, row: TipRow, report: Report, case: OpenCase) -> None:
    """Put the answers into the mailbox, then the words; one that has ended is left alone."""
    recipient = HybridRecipient.from_public(report.mailbox_recipient)
    for answer in _answers(case, row.tip_id):
        with suppress(NotFoundError):
            visit.office.shelf.add_answer(report.mailbox, answer.id, seal_answer(answer, recipient))
    deliver(visit, row, report, case)


def _answers(case: OpenCase, tip: bytes) -> Iterator[Answer]:
    numbers = frozenset(case.owing[tip.hex()]) - frozenset(case.state.refused)
    for event in case.events:
        if event.number in numbers:
            content = content_of(event)
            answer = content.answer(tip) if isinstance(content, ToAll) else None
            if answer is not None:
                yield answer


def _noted(visit: Visit, case: OpenCase, done: Mapping[str, tuple[int, ...]]) -> OpenCase:
    """Return the case without what was done among what it owes, as its head then says.

    What others add meanwhile stays; the reporter may delete an answer, and it would come back.
    """
    for _ in range(TRIES):
        owing = _left(case, done)
        if owing == case.owing or case.trouble is not None:
            break
        head = CaseHead.of(case.signed, case.owed, owing).seal(case.identity)
        try:
            visit.office.cases.set_head(case.id, case.head, head)
        except EventConflictError:
            case = reopened(visit, case)
        else:
            return replace(case, head=head, owing=owing)
    return case


def _left(case: OpenCase, done: Mapping[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    left = {
        tip: tuple(number for number in numbers if number not in done.get(tip, ()))
        for tip, numbers in case.owing.items()
    }
    return {tip: numbers for tip, numbers in left.items() if numbers}
