"""What a case says to its reporter and to the sweeper: the inbox's side of each change.

The case is written first and decides. What is written here follows from its newest events alone, so
that a change cut short between the two databases is made good by the next change or look, and who
is slower overwrites nothing that is newer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tipline.age import HybridRecipient
from tipline.casework.case.adding import TRIES, newer, reopened
from tipline.casework.case.head import CaseHead
from tipline.casework.case.letterbox import answers_owed, box_of, due_of, letterbox
from tipline.casework.case.pictures import settle as settle_pictures
from tipline.errors import (
    AgeError,
    EventConflictError,
    MailboxEndedError,
    NotFoundError,
    RecordMalformedError,
    TipKeyRefusedError,
)
from tipline.keyring.opening import digest, open_key, open_part
from tipline.sealing.answer import seal_answer
from tipline.store.inbox.letterboxes import write_all
from tipline.tips.content import Box, Opened, content_of
from tipline.tips.event import Kind
from tipline.tips.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.office import Office
    from tipline.casework.visit import Visit
    from tipline.store.inbox.rows import TipRow

NOTHING: Mapping[str, Collection[int]] = MappingProxyType({})
UNOPENED = (NotFoundError, TipKeyRefusedError, AgeError, RecordMalformedError)


def deliver(visit: Visit, row: TipRow, report: Report, case: OpenCase) -> None:
    """Bring the mailbox's word and the days on which tip and mailbox are due in line with a case.

    Raises StoreError.
    """
    deliver_as(visit, row.tip_id, box_of(row, report), case)


def deliver_as(visit: Visit, tip_id: bytes, box: Box, case: OpenCase) -> None:
    """Do so where only it is known where the reporter is told: no key of the tip is needed.

    1. Write what the events come to. A mailbox that has ended is gone for good, and nothing is put
       in its place. The tip's day comes last: where it fits the case, the rest is written.
    2. If another event was entered meanwhile, its author may have written before this did: begin
       again with the newest, until there is none. Nothing follows from a case that is broken, nor
       from one that this desk has no more: whoever was faster has it.
    """
    met: OpenCase | None = case
    while met is not None:
        _write(visit.office, tip_id, box, met)  # 1
        met = newer(visit, met)  # 2


def deliver_to_others(visit: Visit, tip_id: bytes, case: OpenCase) -> None:
    """Do the same for the other tips of a case, once it has changed what they are told.

    Where a mailbox is, the case says; of a tip that joined before cases did so, only its report
    does: it is opened, and shown to nobody. A tip that does not open for this analyst waits for the
    next look at it, at which its day does not fit the case. The mailboxes of guests do not follow
    the case; their tips are due when it is.
    """
    others = [tip for tip in map(bytes.fromhex, case.state.tips) if tip != tip_id]
    guests = [tip for tip in others if tip.hex() in case.state.guests]
    for other in set(others) - set(guests):
        with suppress(*UNOPENED):
            deliver_as(visit, other, _box(visit, other, case), case)
    if guests:
        _make_due(visit, guests, case)


def deliver_to_all(visit: Visit, case: OpenCase) -> None:
    """Do so for all tips of a case."""
    deliver_to_others(visit, b"", case)


def _make_due(visit: Visit, tips: Collection[bytes], case: OpenCase) -> None:
    """Note the day on which tips are due, all at once; begin again as ``deliver`` does."""
    met = case if case.trouble is None else None
    while met is not None:
        set_days(visit, tips, met)
        met = newer(visit, met)


def set_days(visit: Visit, tips: Iterable[bytes], case: OpenCase) -> None:
    """Note the days on which tips and their originals are due, those with the same at once."""
    by_days: dict[tuple[date | None, date | None], list[bytes]] = {}
    for tip in tips:
        by_days.setdefault(due_of(case, tip), []).append(tip)
    for days, those in by_days.items():
        visit.office.shelf.set_due_of(those, *days)


def _box(visit: Visit, tip_id: bytes, case: OpenCase) -> Box:
    """Return what the event by which a tip joined says, or what its report does.

    The key is the one that the tip has had since its original was destroyed, if that was.
    """
    gone = case.state.gone.get(tip_id.hex())
    for event in case.events:
        if event.kind is Kind.OPENED and event.number not in case.state.refused:
            content = content_of(event)
            if isinstance(content, Opened) and content.tip == tip_id and content.box:
                box = content.box
                return replace(box, recipient=gone.told.recipient) if gone else box
    row = visit.office.shelf.tip(tip_id, visit.desks)
    return box_of(row, report_of(visit, row, case))


def report_of(visit: Visit, row: TipRow, case: OpenCase) -> Report:
    """Return the report of a tip as the case's events saw it; RecordMalformedError for another."""
    first = row.parts[0]
    if case.state.seen[row.tip_id.hex()].get(first.id.hex()) != digest(first.sealed):
        raise RecordMalformedError
    report = open_part(first.sealed, open_key(row, visit.member.desks), row.tip_id)
    if not isinstance(report, Report):
        raise RecordMalformedError
    return report


def _write(office: Office, tip_id: bytes, box: Box, case: OpenCase) -> None:
    write_all(office.shelf.engine, [letterbox(tip_id, box, case)])
    settle_pictures(office, case)
    office.shelf.set_due(tip_id, *due_of(case, tip_id))


def put_answers(visit: Visit, report: Report, case: OpenCase) -> OpenCase:
    """Put the answers that a case owes to this report into its mailbox, then note that.

    What it owes to other tips stays owed until they are opened: their mailboxes are not known here.
    Raises MailboxEndedError where there is no mailbox any more; then nothing is owed to it either.
    """
    answers = answers_owed(case, report.tip)
    if not answers:
        return case
    recipient = HybridRecipient.from_public(report.mailbox_recipient)
    ended = False
    for answer in answers.values():
        try:
            visit.office.shelf.add_answer(report.mailbox, answer.id, seal_answer(answer, recipient))
        except NotFoundError:
            ended = True
    case = not_owed(visit, case, answers=answers)
    if ended:
        raise MailboxEndedError
    return case


def not_owed(
    visit: Visit,
    case: OpenCase,
    *,
    answers: Collection[int] = (),
    done: Mapping[str, Collection[int]] = NOTHING,
) -> OpenCase:
    """Return the case without what was done among what it owes, as its head then says.

    ``answers`` are numbers of ``owed``; ``done`` those of ``owing``, by tips. Whoever enters
    something in that moment carries them over. So this is tried again: the reporter may delete an
    answer, and what stays owed would come back.
    """
    for _ in range(TRIES):
        owed = tuple(number for number in case.owed if number not in answers)
        owing = _left(case, done)
        if (owed, owing) == (case.owed, case.owing) or case.trouble is not None:
            break
        head = CaseHead.of(case.signed, owed, owing, state=case.state).seal(case.identity)
        try:
            visit.office.cases.set_head(case.id, case.head, head)
        except EventConflictError:
            case = reopened(visit, case)
        else:
            return replace(case, head=head, owed=owed, owing=owing)
    return case


def _left(case: OpenCase, done: Mapping[str, Collection[int]]) -> dict[str, tuple[int, ...]]:
    left = {
        tip: tuple(number for number in numbers if number not in done.get(tip, ()))
        for tip, numbers in case.owing.items()
    }
    return {tip: numbers for tip, numbers in left.items() if numbers}
