"""A legal hold: nothing of a case is deleted until a day, whatever the schedule says.

Source: the domain guide, 7; docs/format.md, 6.
"""

from datetime import datetime, timedelta

from tipline.errors import HoldDayError, RecordMalformedError
from tipline.tips.assessing import Changes
from tipline.tips.content import Hold
from tipline.tips.event import Event
from tipline.tips.standing import CaseState

HOLD_DAYS = 180  # at most; it is renewed by another


def check_hold(_case: CaseState, content: Hold, at: datetime) -> None:
    """Refuse, with HoldDayError, a day that is past or too far; RecordMalformedError: no order."""
    today = at.date()
    if not today < content.until <= today + timedelta(HOLD_DAYS):
        raise HoldDayError(most=HOLD_DAYS)
    if not content.order.strip():
        raise RecordMalformedError


def hold(case: CaseState, event: Event, content: Hold) -> Changes:
    """Hold the case until the day, and its pictures with it, in place of any hold before."""
    stills = tuple(each.held(content.until, event.at.date()) for each in case.stills)
    return {"held_until": content.until, "stills": stills}
