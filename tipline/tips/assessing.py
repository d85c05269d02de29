"""What classifying and grading do to a case, and what they may not.

Source: the domain guide, 3 and 4; docs/format.md, 6.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, TypeAlias

from tipline.errors import (
    CaseFinishedError,
    CorroborationMissingError,
    LoweringTwoError,
    ReasonMissingError,
    RecordMalformedError,
)
from tipline.tips.content import Classified, Graded, Placed
from tipline.tips.content.assessing import FACTS_MAX
from tipline.tips.event import REASON_MIN, Event
from tipline.tips.grade import DEFAULT, Handling, Information
from tipline.tips.priority import GRAVE, Priority
from tipline.tips.second import Deed, overtaken
from tipline.tips.standing import CaseState

Changes: TypeAlias = dict[str, Any]
NO_INDICATION: Mapping[str, Any] = MappingProxyType({"indication": None, "indicated_by": 0})


def classified(case: CaseState, event: Event, content: Classified) -> Changes:
    """Classify the case: a P1 stays one until two officers lower it, a P2 until a reason is given.

    Raises CaseFinishedError, LoweringTwoError, ReasonMissingError, RecordMalformedError.
    """
    check_classified(case, content)
    if lowered(case.priority, content.priority) is Priority.P1:
        raise LoweringTwoError
    return _classify(case, content, event.number, _calmed(case, event, content))


def lower(case: CaseState, event: Event, content: Classified) -> Changes:
    """Classify the case as two officers agreed."""
    return _classify(case, content, event.number, b"")


def check_lower(case: CaseState, content: Classified, _at: datetime) -> None:
    """Refuse, with what ``check_classified`` raises, what does not make a P1 less urgent."""
    check_classified(case, content)
    if lowered(case.priority, content.priority) is not Priority.P1:
        raise RecordMalformedError


def check_classified(case: CaseState, content: Classified) -> None:
    """Refuse what no officer may set: of a finished case, of no category, lowered without why."""
    check_open(case)
    within = content.subcategory.startswith(f"{content.category}.")
    if not content.category or (content.subcategory and not within):
        raise RecordMalformedError
    if not 0 <= content.facts <= FACTS_MAX:
        raise RecordMalformedError
    if lowered(case.priority, content.priority) is not None:
        check_reason(content.text)


def lowered(before: Priority | None, after: Priority) -> Priority | None:
    """Return P1 or P2, if it is that which would be lowered, and None for everything else."""
    guarded = before is not None and before in GRAVE
    return before if before is not None and guarded and after.below(before) else None


def graded(case: CaseState, event: Event, content: Graded) -> Changes:
    """Grade the information. Raises what ``check_graded`` does."""
    check_graded(case, content)
    return {"graded": content, "graded_by": event.number}


def check_graded(case: CaseState, content: Graded) -> None:
    """Refuse what may not stand, with CaseFinishedError, ReasonMissingError, RecordMalformedError.

    CorroborationMissingError.

    Information that is called corroborated names a tip of another case, and no other does.
    Conditions stand in order, none twice, and none where handling is permitted without; a grade
    other than that of intake has a reason.
    """
    check_open(case)
    conditions = content.conditions
    if tuple(sorted(set(conditions))) != conditions or "" in conditions:
        raise RecordMalformedError
    if conditions and content.handling is not Handling.CONDITIONAL:
        raise RecordMalformedError
    corroborated = content.information is Information.CORROBORATED
    if corroborated is not bool(content.beside) or content.beside.hex() in case.tips:
        raise CorroborationMissingError
    if content.grade != DEFAULT:
        check_reason(content.text)


def placed(case: CaseState, event: Event, content: Placed) -> Changes:
    """Say where it happens, or that this is not known after all; CaseFinishedError."""
    check_open(case)
    stands = content if content.point or content.text else None
    return {"placed": stands, "placed_by": event.number if stands else 0}


def _classify(case: CaseState, content: Classified, number: int, calmed_by: bytes) -> Changes:
    """Set the classification; what was asked for, or stated, of the one before is overtaken."""
    changes: Changes = {
        "classified": content,
        "classified_by": number,
        "calmed_by": calmed_by,
        "requests": overtaken(case.requests, frozenset({Deed.LOWER})),
    }
    if case.classified is None or case.classified.category == content.category:
        return changes
    requests = overtaken(changes["requests"], frozenset({Deed.INDICATE}))
    return {**changes, "requests": requests, **NO_INDICATION}


def _calmed(case: CaseState, event: Event, content: Classified) -> bytes:
    if content.grave:
        return b""
    return event.author if case.grave or case.calmed_by == event.author else b""


def check_open(case: CaseState) -> None:
    """Refuse, with CaseFinishedError, what is for open cases."""
    if case.finished:
        raise CaseFinishedError


def check_reason(text: str) -> None:
    """Refuse, with ReasonMissingError, what is too short to be a reason."""
    if len(text.strip()) < REASON_MIN:
        raise ReasonMissingError(least=REASON_MIN)
