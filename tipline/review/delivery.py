"""What a case says to its reporter and to the sweeper: the inbox's side of each change.

The case is written first and decides. What is written here follows from its events alone, so that
a change cut short between the two databases is made good by the next change or look.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.age import HybridRecipient
from tipline.errors import (
    EventConflictError,
    MailboxEndedError,
    NotFoundError,
    RecordMalformedError,
    TransitionRefusedError,
)
from tipline.review import schedule
from tipline.review.casefile import CaseHead
from tipline.sealing.answer import seal_answer, seal_head
from tipline.tips.content import Answering, Question, Telling, content_of
from tipline.tips.event import Kind
from tipline.tips.fold import CaseState, fold, follow
from tipline.tips.mailbox import Answer, Head
from tipline.tips.state import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tipline.review.casefile import OpenCase
    from tipline.review.house import House
    from tipline.store.inbox.rows import TipRow
    from tipline.tips.event import Event
    from tipline.tips.report import Report

ENDS = frozenset({Kind.CLOSED, Kind.SET_ASIDE})


def deliver(house: House, row: TipRow, report: Report, events: Sequence[Event]) -> None:
    """Bring the mailbox's word and the days on which tip and mailbox are due in line with a case.

    A mailbox that has ended is gone for good, and nothing is put in its place.
    """
    days = due_after(events)
    head = mailbox_head(row, report, events)
    recipient = HybridRecipient.from_public(report.mailbox_recipient)
    house.shelf.set_due(row.tip_id, days.tip)
    with suppress(NotFoundError):
        house.shelf.set_head(report.mailbox, seal_head(head, recipient))
        house.shelf.set_mailbox_due(report.mailbox, days.mailbox)


def due_after(events: Sequence[Event]) -> schedule.Due:
    """Return the days on which a tip and its mailbox are due after these events."""
    state = fold(events)
    ends = [event for event in events if event.kind in ENDS and event.number not in state.refused]
    if not state.finished or not ends:
        return schedule.Due()
    return schedule.due(ends[-1].at.date(), state.outcome)


def put_answers(house: House, report: Report, case: OpenCase) -> OpenCase:
    """Put the answers that a case owes to this report into its mailbox, then note that.

    What it owes to other tips stays owed until they are opened: their mailboxes are not known here.
    If another event was entered meanwhile, its author has done the same or will at the next look:
    an answer that is put twice is there once. Raises MailboxEndedError where there is no mailbox
    any more; then nothing is owed to it either.
    """
    answers = answers_owed(case, report.tip)
    if not answers:
        return case
    recipient = HybridRecipient.from_public(report.mailbox_recipient)
    ended = False
    for answer in answers.values():
        try:
            house.shelf.add_answer(report.mailbox, answer.id, seal_answer(answer, recipient))
        except NotFoundError:
            ended = True
    owed = tuple(number for number in case.owed if number not in answers)
    head = CaseHead.of(case.signed, owed).seal(case.identity)
    with suppress(EventConflictError):
        house.cases.set_head(case.id, case.number, head)
    if ended:
        raise MailboxEndedError
    return replace(case, owed=owed)


def answers_owed(case: OpenCase, tip: bytes) -> Mapping[int, Answer]:
    """Return the answers that a case owes to a tip, by number; a refused event owes none."""
    owed = frozenset(case.owed) - frozenset(case.state.refused)
    said = {event.number: content_of(event) for event in case.events if event.number in owed}
    return {
        number: answer_of(content)
        for number, content in said.items()
        if isinstance(content, Answering) and content.tip == tip
    }


def answer_of(content: Answering) -> Answer:
    """Return the answer of a reply or a question; it bears the day on which it is first shown."""
    return Answer(
        id=content.answer,
        written=content.shown_from.date(),
        text=content.text,
        shown_from=content.shown_from,
        question=isinstance(content, Question),
    )


def mailbox_head(row: TipRow, report: Report, events: Iterable[Event]) -> Head:
    """Return the head of a mailbox as the events of the case have it.

    Each event that changed this tip's word says from when the new one is shown.
    """
    head = Head(
        tip=row.tip_id,
        tip_recipient=row.recipient,
        language=report.language,
        words=((Word.RECEIVED, report.arrived),),
    )
    state, tip = CaseState(), row.tip_id.hex()
    for event in events:
        try:
            state, content = follow(state, event), content_of(event)
        except (TransitionRefusedError, RecordMalformedError):
            continue  # as the fold does: one event that asks for too much changes nothing
        if tip in state.words and isinstance(content, Telling | Answering) and content.shown_from:
            head = head.with_word(state.words[tip], content.shown_from)
    return replace(head, hidden=state.hidden)
