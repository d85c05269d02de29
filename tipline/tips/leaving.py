"""What leaves the house: who may take it, what keeps it in, and what is said of it afterwards.

Source: the domain guide, 4 and 7; docs/format.md, 6.
"""

from dataclasses import replace
from datetime import datetime

from tipline.errors import (
    GivenAnsweredError,
    IndicationMissingError,
    LeavingTwoError,
    NotGradedError,
    NotToLeaveError,
    OwnRequestError,
    PermitEndedError,
    RecordMalformedError,
)
from tipline.tips.assessing import Changes, check_reason
from tipline.tips.content import Acknowledged, Downloaded, Exported, Leaving, Reviewed
from tipline.tips.event import Event
from tipline.tips.second import Deed, Permit
from tipline.tips.shape import from_json
from tipline.tips.standing import CaseState, Given

RECORDS: dict[Deed, type[Leaving]] = {Deed.EXPORT: Exported, Deed.DOWNLOAD: Downloaded}


def left(case: CaseState, event: Event, content: Leaving) -> Changes:
    """Let a copy or a file leave, by a permit or to save a life.

    Raises what ``check_leaving`` does, LeavingTwoError, PermitEndedError.
    """
    check_leaving(case, replace(content, request=0), event.at)
    if not content.request and not case.life_saving:
        raise LeavingTwoError
    permits = case.permits
    if content.request:
        permit = _permit(case, event, content)
        permits = tuple(each for each in permits if each is not permit)
    given = Given(
        number=event.number,
        author=event.author,
        at=event.at,
        content=content,
        graded=case.graded,
        urgent=not content.request,
    )
    return {"given": (*case.given, given), "permits": permits}


def check_leaving(case: CaseState, content: Leaving, _at: datetime) -> None:
    """Refuse what may not leave, whoever asks.

    Raises what ``check_may_leave`` does, ReasonMissingError, RecordMalformedError.
    """
    check_may_leave(case)
    if content.request or not content.to.strip() or not content.purpose.strip():
        raise RecordMalformedError
    if isinstance(content, Downloaded) and content.tip.hex() not in case.tips:
        raise RecordMalformedError
    check_reason(content.text)


def check_may_leave(case: CaseState) -> None:
    """Refuse to let go of anything of a case that may be false, or that nobody graded.

    So it is with one that rests on who somebody is rather than on what they do, until two officers
    have stated what was done. Raises NotToLeaveError, NotGradedError, IndicationMissingError.
    """
    if case.stopped:
        raise NotToLeaveError
    if case.graded is None and not case.life_saving:
        raise NotGradedError
    if not case.may_pass_on:
        raise IndicationMissingError


def permitted(permit: Permit) -> Leaving:
    """Return what may be taken with a permit."""
    request = permit.request
    record = {**request.would, "text": request.text, "request": request.number}
    return from_json(RECORDS[request.deed], record)


def acknowledged(case: CaseState, event: Event, content: Acknowledged) -> Changes:
    """Note that what left has arrived. Raises GivenAnsweredError, RecordMalformedError."""
    given = _given(case, content.of)
    if given.acknowledged:
        raise GivenAnsweredError
    if not content.text.strip():
        raise RecordMalformedError
    return _with(case, replace(given, acknowledged=event.number))


def reviewed(case: CaseState, event: Event, content: Reviewed) -> Changes:
    """Note that another officer looked at what left at once; an objection says why.

    Raises GivenAnsweredError, OwnRequestError, ReasonMissingError.
    """
    given = _given(case, content.of)
    if not given.unreviewed:
        raise GivenAnsweredError
    if given.author == event.author:
        raise OwnRequestError
    if content.objection:
        check_reason(content.text)
    return _with(case, replace(given, reviewed=event.number))


def _permit(case: CaseState, event: Event, content: Leaving) -> Permit:
    for permit in case.permits:
        if permit.number == content.request and permit.holds_at(event.at):
            if permit.request.author != event.author or permitted(permit) != content:
                break
            return permit
    raise PermitEndedError


def _given(case: CaseState, number: int) -> Given:
    found = [each for each in case.given if each.number == number]
    if not found:
        raise GivenAnsweredError
    return found[0]


def _with(case: CaseState, changed: Given) -> Changes:
    given = (changed if each.number == changed.number else each for each in case.given)
    return {"given": tuple(given)}
