"""What an emergency hand-off does to a case: it stays open until the emergency desk has told.

Source: the domain guide, 5; docs/format.md, 6.
"""

from dataclasses import replace
from typing import Any, TypeAlias

from tipline.errors import (
    CaseFinishedError,
    HandOffMissingError,
    HandOffOpenError,
    NotThisDeskError,
    RecordMalformedError,
)
from tipline.tips.content import Assigned, HandedOff, HandOffStep
from tipline.tips.desks import Stand
from tipline.tips.event import Event
from tipline.tips.handoff import REFERENCE_MAX, WRITTEN, HandOff, Step
from tipline.tips.powers import responds
from tipline.tips.standing import CaseState

Changes: TypeAlias = dict[str, Any]


def gives(case: CaseState, desk: str) -> Assigned | None:
    """Return what gives the emergency desk the case; None where it has it, or must not have it.

    It leads, unless another desk that is at work does. What it is given rests on the summary that
    stands, if one does.
    """
    if case.stopped or desk in case.conflicts:
        return None
    at_it = [work for work in case.desks.values() if work.has_it and work.stand is not Stand.DONE]
    if any(work.desk == desk for work in at_it):
        return None
    lead = not any(work.lead for work in at_it)
    return Assigned(desk=desk, lead=lead, rests_on=case.summary_by)


def handed_off(case: CaseState, event: Event, content: HandedOff) -> Changes:
    """Begin a hand-off. Raises CaseFinishedError; HandOffOpenError while another goes on."""
    if case.finished:
        raise CaseFinishedError
    check_handed_off(case)
    begun = HandOff(number=event.number, at=event.at, author=event.author, desk=content.desk)
    return {"hand_off": begun}


def stepped(case: CaseState, event: Event, content: HandOffStep) -> Changes:
    """Tick a step off; one that is ticked again stands with its newest words.

    Of the desks that were given the case, the emergency desk alone does that: NotThisDeskError.
    Raises HandOffMissingError where none goes on, RecordMalformedError for words that are missing.
    """
    found = case.hand_off
    if found is None or found.ended:
        raise HandOffMissingError
    if not may_step(case, event.desk):
        raise NotThisDeskError
    if content.step in WRITTEN and not content.text.strip():
        raise RecordMalformedError
    if content.step is Step.REFERENCE and len(content.text) > REFERENCE_MAX:
        raise RecordMalformedError
    return {"hand_off": replace(found, steps={**found.steps, content.step: event.number})}


def may_step(case: CaseState, desk: str) -> bool:
    """Tell whether a desk ticks off the steps of the hand-off that goes on."""
    going = case.hand_off
    return (
        going is not None and not going.ended and (desk == going.desk or not responds(case, desk))
    )


def check_handed_off(case: CaseState) -> None:
    """Refuse, with HandOffOpenError, what must wait until the emergency desk has told."""
    if case.hand_off is not None and not case.hand_off.ended:
        raise HandOffOpenError
