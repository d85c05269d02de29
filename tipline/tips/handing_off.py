"""What an emergency hand-off does to a case: it stays open until the emergency desk has told.

Source: the domain guide, 5; docs/format.md, 6.
"""

from dataclasses import replace
from typing import Any, TypeAlias

from tipline.errors import (
    CaseFinishedError,
    HandOffMissingError,
    HandOffOpenError,
    RecordMalformedError,
)
from tipline.tips.content import HandedOff, HandOffStep
from tipline.tips.event import Event
from tipline.tips.handoff import REFERENCE_MAX, WRITTEN, HandOff, Step
from tipline.tips.standing import CaseState

Changes: TypeAlias = dict[str, Any]


def handed_off(case: CaseState, event: Event, _content: HandedOff) -> Changes:
    """Begin a hand-off. Raises CaseFinishedError; HandOffOpenError while another goes on."""
    if case.finished:
        raise CaseFinishedError
    check_handed_off(case)
    return {"hand_off": HandOff(number=event.number, at=event.at, author=event.author)}


def stepped(case: CaseState, event: Event, content: HandOffStep) -> Changes:
    """Tick a step off; one that is ticked again stands with its newest words.

    Raises HandOffMissingError where none goes on, RecordMalformedError for words that are missing.
    """
    found = case.hand_off
    if found is None or found.ended:
        raise HandOffMissingError
    if content.step in WRITTEN and not content.text.strip():
        raise RecordMalformedError
    if content.step is Step.REFERENCE and len(content.text) > REFERENCE_MAX:
        raise RecordMalformedError
    return {"hand_off": replace(found, steps={**found.steps, content.step: event.number})}


def check_handed_off(case: CaseState) -> None:
    """Refuse, with HandOffOpenError, what must wait until the emergency desk has told."""
    if case.hand_off is not None and not case.hand_off.ended:
        raise HandOffOpenError
