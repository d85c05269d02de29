"""What a case says to its reporter and to the sweeper: the inbox's side of each change.

The case is written first and decides. What is written here follows from its events alone, so that
a change cut short between the two databases is made good by the next change or look.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tipline.age import HybridRecipient
from tipline.errors import NotFoundError, RecordMalformedError, TransitionRefusedError
from tipline.review import schedule
from tipline.sealing.answer import seal_answer, seal_head
from tipline.tips.event import Kind
from tipline.tips.fold import CaseState, fold, follow
from tipline.tips.mailbox import Answer, Head
from tipline.tips.shape import read_time
from tipline.tips.state import Word, word_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
    recipient = HybridRecipient.parse(report.mailbox_recipient)
    house.shelf.set_due(row.tip_id, days.tip)
    with suppress(NotFoundError):
        house.shelf.set_head(report.mailbox, seal_head(head, recipient))
        house.shelf.set_mailbox_due(report.mailbox, days.mailbox)


def due_after(events: Sequence[Event]) -> schedule.Due:
    """Return the days on which a tip and its mailbox are due after these events."""
    state = fold(events)
    ends = [event for event in events if event.kind in ENDS]
    if not state.finished or not ends:
        return schedule.Due()
    return schedule.due(ends[-1].at.date(), state.outcome)


def put_answer(house: House, report: Report, answer: Answer) -> None:
    """Put an answer into the reporter's mailbox; NotFoundError if that has ended."""
    recipient = HybridRecipient.parse(report.mailbox_recipient)
    house.shelf.add_answer(report.mailbox, answer.id, seal_answer(answer, recipient))


def new_answer(text: str, shown_from: datetime, *, question: bool) -> Answer:
    """Return an answer under a new random id; it bears the day on which it is first shown."""
    return Answer(
        id=secrets.token_bytes(16),
        written=shown_from.date(),
        text=text,
        shown_from=shown_from,
        question=question,
    )


def mailbox_head(row: TipRow, report: Report, events: Iterable[Event]) -> Head:
    """Return the head of a mailbox as the events of the case have it.

    Each event that changed the reporter's word says from when the new one is shown.
    """
    head = Head(
        tip=row.tip_id,
        tip_recipient=row.recipient.decode("ascii"),
        language=report.language,
        words=((Word.RECEIVED, report.arrived),),
    )
    state = CaseState()
    for event in events:
        try:
            state = follow(state, event)
            if "shown_from" in event.content:
                shown_from = read_time(event.content["shown_from"])
                head = head.with_word(word_of(state.state), shown_from)
        except (TransitionRefusedError, RecordMalformedError, ValueError):
            continue  # as the fold does: one event that asks for too much changes nothing
    return replace(head, hidden=state.hidden)
