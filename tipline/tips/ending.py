"""How a case ends: closed with an outcome, or set aside; and when one officer may not do that.

Source: the domain guide, 5 and 7; docs/format.md, 6.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from tipline.errors import EndingTwoError
from tipline.tips import state as states
from tipline.tips.assessing import NO_INDICATION, Changes
from tipline.tips.content import Closed, SetAside
from tipline.tips.event import Event
from tipline.tips.following import check_no_task
from tipline.tips.handing_off import check_handed_off
from tipline.tips.second import Deed
from tipline.tips.standing import CaseState
from tipline.tips.state import Outcome, State

BY_TWO = frozenset({Outcome.MALICIOUS})  # whatever the case is
NOTED = frozenset({  # an officer says why, wherever one of these is chosen
    Outcome.REFERRED, Outcome.UNFOUNDED, Outcome.SCOPE, Outcome.DUP, Outcome.PROTECTED,
    Outcome.MALICIOUS,
})  # fmt: skip
# After these the people of a report are found by no name any more, at once.
NAMELESS = frozenset({Outcome.UNFOUNDED, Outcome.PROTECTED, Outcome.SCOPE, Outcome.MALICIOUS})
DEED_OF: Mapping[type[Closed | SetAside], Deed] = MappingProxyType(
    {Closed: Deed.CLOSE, SetAside: Deed.SET_ASIDE}
)


def closed(case: CaseState, event: Event, content: Closed) -> Changes:
    """Close the case. Raises TransitionRefusedError, EndingTwoError."""
    check_close(case, content, event.at)
    _check_alone(case, event, content)
    return close(case, event, content)


def set_aside(case: CaseState, event: Event, content: SetAside) -> Changes:
    """Set the case aside. Raises TransitionRefusedError, EndingTwoError."""
    check_set_aside(case, content, event.at)
    _check_alone(case, event, content)
    return put_aside(case, event, content)


def takes_two(case: CaseState, content: Closed | SetAside | None, author: bytes) -> bool:
    """Tell whether an officer may end the case like that only together with another one.

    So it is where the case is grave, where this officer alone has made it one that is not, and
    where its reporter is said to have lied. None asks of any end.
    """
    lied = isinstance(content, Closed) and content.outcome in BY_TWO
    return lied or case.grave or author == case.calmed_by


def check_close(case: CaseState, _content: Closed, _at: datetime) -> None:
    """Refuse to close from where that cannot be, or with an open task.

    Raises TransitionRefusedError, TasksOpenError, HandOffOpenError.
    """
    states.check(case.state, State.CLOSED)
    check_no_task(case)
    check_handed_off(case)


def check_set_aside(case: CaseState, _content: SetAside, _at: datetime) -> None:
    """Refuse to set aside what cannot be: TransitionRefusedError, TasksOpenError and others."""
    states.check(case.state, State.SPAM)
    check_no_task(case)
    check_handed_off(case)


def close(_case: CaseState, _event: Event, content: Closed) -> Changes:
    """Return what closing does, once it may be done."""
    nameless = NO_INDICATION if content.outcome in NAMELESS else {}
    return {"state": State.CLOSED, "outcome": content.outcome, **nameless}


def put_aside(_case: CaseState, _event: Event, _content: SetAside) -> Changes:
    """Return what setting aside does, once it may be done."""
    return {"state": State.SPAM, **NO_INDICATION}


def _check_alone(case: CaseState, event: Event, content: Closed | SetAside) -> None:
    if takes_two(case, content, event.author):
        raise EndingTwoError
