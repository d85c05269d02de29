"""What a case comes to for one mailbox: its head, the answers in it, and the days that end it.

It follows from the events of the case alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.age import HybridRecipient
from tipline.casework.case import schedule
from tipline.sealing.answer import seal_answer, seal_head
from tipline.store.inbox.letterboxes import Letterbox
from tipline.tips import telling
from tipline.tips.content import Answering, Box, Question, content_of
from tipline.tips.fold import CaseState
from tipline.tips.mailbox import Answer, Head
from tipline.tips.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tipline.casework.case.casefile import OpenCase
    from tipline.store.inbox.rows import TipRow


def box_of(row: TipRow, report: Report) -> Box:
    """Return where a tip's reporter is told of its case."""
    return Box(
        recipient=row.recipient,
        mailbox=report.mailbox,
        mailbox_recipient=report.mailbox_recipient,
        language=report.language,
        arrived=report.arrived,
    )


def told(case: CaseState) -> tuple[object, ...]:
    """Return what of a case reaches its reporters and the sweeper."""
    original = (case.original_since, case.original_until, case.original_over)
    return case.state, case.words, case.held_until, case.kept_until, original


def letterbox(tip_id: bytes, box: Box, case: OpenCase, answers: Iterable[Answer] = ()) -> Letterbox:
    """Return what a case comes to for one mailbox, sealed to it, with answers that are put there.

    That of a guest ends on a day of its own.
    """
    said = telling.told(case.steps, tip_id, box.arrived)
    recipient = HybridRecipient.from_public(box.mailbox_recipient)
    return Letterbox(
        mailbox_id=box.mailbox,
        head=seal_head(_head(tip_id, box, said), recipient),
        due=said.ends or due_after(case).mailbox,
        answers={answer.id: seal_answer(answer, recipient) for answer in answers},
    )


def due_after(case: OpenCase) -> schedule.Due:
    """Return the days on which a case's tips and their mailboxes are due after its events."""
    ended = ended_on(case)
    return schedule.Due() if ended is None else schedule.due(case.retention, ended, case.state)


def due_of(case: OpenCase, tip: bytes) -> tuple[date | None, date | None]:
    """Return the days on which one of a case's tips, and its original, are due."""
    due = due_after(case)
    gone = case.state.original_ended and case.state.lost_original(tip.hex())
    return due.tip, None if gone else due.original


def ended_on(case: OpenCase) -> date | None:
    """Return the day on which a case ended; None for one that goes on."""
    by = case.state.ended_by
    return next((event.at.date() for event in case.events if event.number == by), None)


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


def mailbox_head(row: TipRow, report: Report, case: OpenCase) -> Head:
    """Return the head of a mailbox as the events of the case have it.

    Each event that changed this tip's word says from when the new one is shown.
    """
    box = box_of(row, report)
    return _head(row.tip_id, box, telling.told(case.steps, row.tip_id, box.arrived))


def _head(tip_id: bytes, box: Box, said: telling.Told) -> Head:
    return Head(
        tip=tip_id,
        tip_recipient=box.recipient,
        language=box.language,
        words=said.words,
        hidden=said.hidden,
    )
