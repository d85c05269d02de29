"""Ending the original: what the reporters wrote goes before the case, which its summary speaks for.

It is kept longer for a reason, destroyed by two officers, or by the schedule on its day.
Source: the domain guide, 7, "Default schedule"; docs/format.md, 6.
"""

from datetime import datetime, timedelta
from typing import Any

from tipline.errors import (
    HeldError,
    OriginalGoneError,
    OriginalInUseError,
    RecordMalformedError,
    ShredTwoError,
    TimePastError,
)
from tipline.tips.assessing import Changes, check_reason
from tipline.tips.content import OriginalEnded, OriginalGone, OriginalKept
from tipline.tips.event import Event
from tipline.tips.original import closed_after
from tipline.tips.retention import LIMIT_MAX, ORIGINAL_LEAST
from tipline.tips.standing import CaseState, GoneOriginal


def after(before: CaseState, now: CaseState, event: Event) -> dict[str, Any]:
    """Return what an event does to the original: it closes, or opens, which undoes all of this."""
    if not closed_after(before, now):
        return {
            "original_closed": False,
            "original_since": None,
            "original_until": None,
            "original_ended": False,
        }
    since = before.original_since if before.original_closed else event.at.date()
    return {"original_closed": True, "original_since": since}


def kept(case: CaseState, event: Event, content: OriginalKept) -> Changes:
    """Keep the original until a day.

    Raises OriginalInUseError, OriginalGoneError, ReasonMissingError, TimePastError.
    """
    _check_there(case)
    check_reason(content.text)
    today = event.at.date()
    if content.until <= today:
        raise TimePastError
    if content.until > today + LIMIT_MAX:
        raise RecordMalformedError
    return {"original_until": content.until}


def check_shred(case: CaseState, _content: OriginalEnded, at: datetime) -> None:
    """Refuse to destroy what is not closed, gone, or held by order.

    Raises OriginalInUseError, OriginalGoneError, HeldError.
    """
    _check_there(case)
    if case.held_until is not None and case.held_until > at.date():
        raise HeldError


def ended(case: CaseState, event: Event, content: OriginalEnded) -> Changes:
    """End the original by the schedule: no sooner than any schedule may.

    Raises what ``check_shred`` does, ShredTwoError.
    """
    check_shred(case, content, event.at)
    today, since = event.at.date(), case.original_since or event.at.date()
    wanted = case.original_until is not None and case.original_until > today
    if wanted or today - since < timedelta(ORIGINAL_LEAST):
        raise ShredTwoError
    return shred(case, event, content)


def shred(_case: CaseState, event: Event, _content: OriginalEnded) -> Changes:
    """Return what ending it does: from now on the tips' parts go, one after the other."""
    return {"original_ended": True, "original_over": event.number}


def gone(case: CaseState, event: Event, content: OriginalGone) -> Changes:
    """Put what a tip begins anew with in the place of all that was seen of it.

    Raises RecordMalformedError for what nobody decided.
    """
    names = {each.tip.hex() for each in content.tips}
    if not content.tips or len(names) != len(content.tips) or not names <= set(case.tips):
        raise RecordMalformedError
    if not case.original_over or content.of != case.original_over:
        raise RecordMalformedError
    parts = {each.tip.hex(): {each.part.hex(): each.digest.hex()} for each in content.tips}
    new = {
        each.tip.hex(): GoneOriginal(number=event.number, of=content.of, told=each)
        for each in content.tips
    }
    return {"seen": {**case.seen, **parts}, "gone": {**case.gone, **new}}


def _check_there(case: CaseState) -> None:
    if not case.original_closed:
        raise OriginalInUseError
    if case.original_ended:
        raise OriginalGoneError
