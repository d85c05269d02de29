"""What classifying, grading and the word of a second officer do to a case, and what they may not.

Source: the domain guide, 3 and 4; docs/format.md, 6.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from tipline.errors import (
    CaseFinishedError,
    LoweringTwoError,
    ReasonMissingError,
    RecordMalformedError,
)
from tipline.tips.content import Answered, Asked, Classified, Content, Graded
from tipline.tips.event import REASON_MIN, Event
from tipline.tips.grade import DEFAULT, Handling
from tipline.tips.priority import Priority
from tipline.tips.second import Deed, Request, answered, left, overtaken
from tipline.tips.shape import from_json
from tipline.tips.standing import CaseState

Changes: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """What a deed takes for its record, when it may be asked for, and what it does."""

    content: type[Content]
    check: Callable[[CaseState, Any], None]
    change: Callable[[CaseState, Event, Any], Changes]


def classified(case: CaseState, event: Event, content: Classified) -> Changes:
    """Classify the case: a P1 stays one until two officers lower it, a P2 until a reason is given.

    Raises CaseFinishedError, LoweringTwoError, ReasonMissingError, RecordMalformedError.
    """
    check_classified(case, content)
    if lowered(case.priority, content.priority) is Priority.P1:
        raise LoweringTwoError
    return _classify(case, event, content)


def check_classified(case: CaseState, content: Classified) -> None:
    """Refuse what no officer may set: of a finished case, of no category, lowered without why."""
    _check_open(case)
    within = content.subcategory.startswith(f"{content.category}.")
    if not content.category or (content.subcategory and not within):
        raise RecordMalformedError
    if lowered(case.priority, content.priority) is not None:
        check_reason(content.text)


def lowered(before: Priority | None, after: Priority) -> Priority | None:
    """Return P1 or P2, if it is that which would be lowered, and None for everything else."""
    guarded = before in {Priority.P1, Priority.P2}
    return before if before is not None and guarded and after.below(before) else None


def graded(case: CaseState, event: Event, content: Graded) -> Changes:
    """Grade the information. Raises what ``check_graded`` does."""
    check_graded(case, content)
    return {"graded": content, "graded_by": event.number}


def check_graded(case: CaseState, content: Graded) -> None:
    """Refuse what may not stand, with CaseFinishedError, ReasonMissingError, RecordMalformedError.

    Conditions stand in order, none twice, and none where handling is permitted without; a grade
    other than that of intake has a reason.
    """
    _check_open(case)
    conditions = content.conditions
    if tuple(sorted(set(conditions))) != conditions or "" in conditions:
        raise RecordMalformedError
    if conditions and content.handling is not Handling.CONDITIONAL:
        raise RecordMalformedError
    if content.grade != DEFAULT:
        check_reason(content.text)


def asked(case: CaseState, event: Event, content: Asked) -> Changes:
    """Let a deed wait for a second officer, if it would be allowed now."""
    check_reason(content.text)
    request = Request(
        number=event.number,
        author=event.author,
        at=event.at,
        deed=content.deed,
        would=content.would,
        text=content.text,
    )
    DEEDS[request.deed].check(case, wanted(request))
    return {"requests": (*case.requests, request)}


def approved(case: CaseState, event: Event, content: Answered) -> Changes:
    """Do what was asked for. Raises what ``second.answered`` and the deed's own check do."""
    request = answered(case.requests, content.request, event)
    rule, record = DEEDS[request.deed], wanted(request)
    rule.check(case, record)
    rest = replace(case, requests=left(case.requests, request))
    return {"requests": rest.requests, **rule.change(rest, event, record)}


def declined(case: CaseState, event: Event, content: Answered) -> Changes:
    """Take a request from those that wait."""
    request = answered(case.requests, content.request, event)
    return {"requests": left(case.requests, request)}


def wanted(request: Asked | Request) -> Content:
    """Return what a request would enter. Its reason is the request's, written once.

    Raises RecordMalformedError where that is not the record of the deed.
    """
    if "text" in request.would:
        raise RecordMalformedError
    return from_json(DEEDS[request.deed].content, {**request.would, "text": request.text})


def _classify(case: CaseState, event: Event, content: Classified) -> Changes:
    """Set the classification; what was asked for of the one before is overtaken."""
    waiting = overtaken(case.requests, frozenset({Deed.LOWER}))
    changes = {"classified": content, "classified_by": event.number, "requests": waiting}
    if case.priority is not None and case.priority.below(content.priority):
        return {**changes, "raised": event.at}
    return changes


def _check_lower(case: CaseState, content: Classified) -> None:
    check_classified(case, content)
    if lowered(case.priority, content.priority) is not Priority.P1:
        raise RecordMalformedError


def _check_open(case: CaseState) -> None:
    if case.finished:
        raise CaseFinishedError


def check_reason(text: str) -> None:
    """Refuse, with ReasonMissingError, what is too short to be a reason."""
    if len(text.strip()) < REASON_MIN:
        raise ReasonMissingError(least=REASON_MIN)


DEEDS: Mapping[Deed, Rule] = {Deed.LOWER: Rule(Classified, _check_lower, _classify)}
