"""What may be decided of a case that has ended, and what that does to it.

Source: the domain guide, 7; docs/format.md, 6.
"""

from datetime import datetime
from typing import Any, TypeAlias

from tipline.errors import (
    DestroyTwoError,
    HeldError,
    NotEndedError,
    RecordMalformedError,
    TimePastError,
)
from tipline.tips import state as states
from tipline.tips.assessing import check_reason
from tipline.tips.content import Destroyed, Kept
from tipline.tips.event import Event
from tipline.tips.retention import LIMIT_MAX
from tipline.tips.standing import CaseState
from tipline.tips.state import State

Changes: TypeAlias = dict[str, Any]
KEPT_IN = frozenset({State.CLOSED, State.DUP})


def kept(case: CaseState, event: Event, content: Kept) -> Changes:
    """Keep the case until a day. Raises NotEndedError, ReasonMissingError, TimePastError."""
    if case.state not in KEPT_IN:
        raise NotEndedError
    check_reason(content.text)
    today = event.at.date()
    if content.until <= today:
        raise TimePastError
    if content.until > today + LIMIT_MAX:
        raise RecordMalformedError
    return {"kept_until": content.until}


def destroyed(_case: CaseState, _event: Event, _content: Destroyed) -> Changes:
    """Refuse it: nobody destroys a case alone."""
    raise DestroyTwoError


def check_destroy(case: CaseState, _content: Destroyed, at: datetime) -> None:
    """Refuse to destroy what has not ended, or is held by order.

    Raises TransitionRefusedError, HeldError.
    """
    if case.held_until is not None and case.held_until > at.date():
        raise HeldError
    states.check(case.state, State.PURGED)


def destroy(_case: CaseState, _event: Event, _content: Destroyed) -> Changes:
    """Return what destroying does: nothing follows, and its code is answered like no code."""
    return {"state": State.PURGED}
