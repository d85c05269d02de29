"""What leaves the house: who may take it, what keeps it in, and what is said of it afterwards.

Source: the domain guide, 4 and 7; docs/format.md, 6.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from tipline.errors import (
    GivenAnsweredError,
    IndicationMissingError,
    LeavingTwoError,
    NotGradedError,
    NotReadyError,
    NotToLeaveError,
    OwnRequestError,
    PermitEndedError,
    ProtectedError,
    RecordMalformedError,
    SummaryChangedError,
    TimePastError,
    WindowError,
)
from tipline.tips import area, settling
from tipline.tips.assessing import Changes, check_reason
from tipline.tips.content import (
    Acknowledged,
    Dispatched,
    Downloaded,
    Exported,
    Footage,
    Leaving,
    Original,
    Reviewed,
    Sent,
    Still,
    Taking,
)
from tipline.tips.content.footage import WINDOW_MAX
from tipline.tips.event import Event
from tipline.tips.second import Deed, Opening, Permit
from tipline.tips.shape import from_json
from tipline.tips.standing import CaseState, Given
from tipline.tips.state import Outcome
from tipline.tips.still import StillTaken

T = TypeVar("T", Given, Opening, StillTaken, "Given | Opening | StillTaken")

RECORDS: dict[Deed, type[Taking]] = {
    Deed.EXPORT: Exported,
    Deed.DOWNLOAD: Downloaded,
    Deed.DISPATCH: Dispatched,
    Deed.FOOTAGE: Footage,
    Deed.ORIGINAL: Original,
    Deed.STILL: Still,
}


def left(case: CaseState, event: Event, content: Leaving) -> Changes:
    """Let a copy or a file leave, by a permit or to save a life.

    Raises what ``check_leaving`` does, LeavingTwoError, PermitEndedError.
    """
    check_leaving(case, replace(content, request=0), event.at)
    if not content.request and not case.life_saving:
        raise LeavingTwoError
    permits = case.permits
    if content.request:
        permit = used(case, event, content)
        permits = tuple(each for each in permits if each is not permit)
    given = Given(
        number=event.number,
        author=event.author,
        at=event.at,
        content=content,
        graded=case.graded,
        urgent=not content.request,
    )
    before = settling.by_sending(case.given, event, content)
    return {"given": (*before, given), "permits": permits}


def check_leaving(case: CaseState, content: Leaving, at: datetime) -> None:
    """Refuse what may not leave, whoever asks.

    Raises what ``check_may_leave``, ``check_dispatched`` and ``check_footage`` do,
    ReasonMissingError, RecordMalformedError.
    """
    check_may_leave(case)
    if content.request or not content.to.strip() or not content.purpose.strip():
        raise RecordMalformedError
    if isinstance(content, Downloaded) and content.tip.hex() not in case.tips:
        raise RecordMalformedError
    if isinstance(content, Sent):
        check_goes_yet(case, content)
        _check_sent(content, at)
    if isinstance(content, Dispatched):
        check_dispatched(case, content)
    if isinstance(content, Footage):
        check_footage(content, at)
    check_reason(content.text)


def _check_sent(content: Sent, at: datetime) -> None:
    """Refuse a time to answer that is past, and a channel that is named twice."""
    if content.reply_by is not None and content.reply_by <= at:
        raise TimePastError
    _check_once(content.channels)


def check_dispatched(case: CaseState, content: Dispatched) -> None:
    """Refuse to send anything but the newest summary, read by another officer where one must.

    To save a life it is sent unread. Raises NotReadyError, AreaRefusedError, RecordMalformedError.
    """
    written = bool(case.summary.strip())
    if case.classified is None or not (case.summary_ready or (case.life_saving and written)):
        raise NotReadyError
    _check_once(content.files)
    area.check(content.points)


def check_footage(content: Footage, at: datetime) -> None:
    """Refuse to ask a keeper for no camera, or for more than an hour.

    Raises WindowError, RecordMalformedError.
    """
    if not content.cameras or not all(content.cameras):
        raise RecordMalformedError
    _check_once(content.cameras)
    if not content.since < content.until <= content.since + WINDOW_MAX or content.since > at:
        raise WindowError(minutes=WINDOW_MAX // timedelta(minutes=1))


def check_goes_yet(case: CaseState, content: Sent) -> None:
    """Refuse what was to be sent, or was sent, once it would not be asked for any more.

    The words were written anew, or the case was closed as one that tells of protected activity.
    Raises what ``check_may_leave`` does, SummaryChangedError, ProtectedError.
    """
    check_may_leave(case)
    if isinstance(content, Dispatched) and content.summary != case.summary_by:
        raise SummaryChangedError
    if case.outcome is Outcome.PROTECTED:
        raise ProtectedError


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


def permitted(permit: Permit) -> Taking:
    """Return what may be done with a permit."""
    request = permit.request
    record = {**request.would, "text": request.text, "request": request.number}
    return from_json(RECORDS[request.deed], record)


def acknowledged(case: CaseState, event: Event, content: Acknowledged) -> Changes:
    """Note that what left has arrived. Raises GivenAnsweredError, RecordMalformedError."""
    given = one_of(case.given, content.of)
    if given.acknowledged:
        raise GivenAnsweredError
    if not content.text.strip():
        raise RecordMalformedError
    arrived = replace(given, acknowledged=event.number, acknowledged_spoken=event.number)
    return with_changed(case, arrived)


def reviewed(case: CaseState, event: Event, content: Reviewed) -> Changes:
    """Note that another officer looked at what was done at once; an objection says why.

    Raises GivenAnsweredError, OwnRequestError, ReasonMissingError.
    """
    taken = one_of(case.taken, content.of)
    if not taken.unreviewed:
        raise GivenAnsweredError
    if taken.author == event.author:
        raise OwnRequestError
    if content.objection:
        check_reason(content.text)
    return with_changed(case, replace(taken, reviewed=event.number))


def used(case: CaseState, event: Event, content: Taking) -> Permit:
    """Return the permit by which its author does this. Raises PermitEndedError."""
    for permit in case.permits:
        if permit.number == content.request and permit.holds_at(event.at):
            if permit.request.author != event.author or permitted(permit) != _asked_for(content):
                break
            return permit
    raise PermitEndedError


def _check_once(named: Sequence[str | bytes]) -> None:
    if len(set(named)) != len(named):
        raise RecordMalformedError


def _asked_for(content: Taking) -> Taking:
    """Return what is done as it was asked for: the secret of a link is drawn as it leaves."""
    return replace(content, link=b"") if isinstance(content, Dispatched) else content


def one_of(taken: Iterable[T], number: int) -> T:
    """Return what an event of this number took; GivenAnsweredError where none did."""
    found = [each for each in taken if each.number == number]
    if not found:
        raise GivenAnsweredError
    return found[0]


def with_changed(case: CaseState, changed: Given | Opening | StillTaken) -> Changes:
    """Return a case's changes where one of what was taken is another one now."""
    if isinstance(changed, Opening):
        return {"openings": _replaced(case.openings, changed)}
    if isinstance(changed, StillTaken):
        return {"stills": _replaced(case.stills, changed)}
    return {"given": _replaced(case.given, changed)}


def _replaced(taken: Iterable[T], changed: T) -> tuple[T, ...]:
    return tuple(changed if each.number == changed.number else each for each in taken)
