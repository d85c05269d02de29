"""Taking a report that happens now to the emergency desk: one press, in any status."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.casework.adding import append
from tipline.casework.delivery import deliver, deliver_to_others, told
from tipline.configuration.model import DeskKind
from tipline.errors import NotFoundError
from tipline.tips.content import Classified, HandedOff, Reopened
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from tipline.casework.casefile import OpenCase
    from tipline.casework.opening import OpenTip
    from tipline.casework.visit import Visit


def hand_off(visit: Visit, tip: OpenTip, seen: int) -> OpenTip:
    """Hand a tip off to the emergency desk, at top priority, an event each.

    1. A case that is finished is taken up again.
    2. What is no P1 becomes one, and somebody's life is threatened by an officer's word. Its
       category stays; before there is one, it is what the reporter chose.
    3. The hand-off begins, unless one goes on: its clock runs until the desk has decided.
    Who is told between these that others were there first presses once more, and only what is
    missing follows. The reporter is told of 1 after the usual wait, as of any reopening.

    Raises what ``append`` does.
    """
    case = append(visit, tip.case, _reopening, seen=seen)  # 1
    case = append(visit, case, lambda case: _raising(tip, case), seen=case.number)  # 2
    case = append(visit, case, lambda case: _beginning(visit, case), seen=case.number)  # 3
    if told(case.state) != told(tip.case.state):
        deliver(visit, tip.row, tip.report, case)
        deliver_to_others(visit, tip.id, case)
    return replace(tip, case=case)


def emergency_desk(visit: Visit) -> str:
    """Return the code of the operations room. NotFoundError where the deployment has none."""
    for desk in visit.office.configuration.desks:
        if desk.kind is DeskKind.OPERATIONS:
            return desk.code
    raise NotFoundError


def _reopening(case: OpenCase) -> Reopened | None:
    return Reopened() if case.state.finished else None


def _raising(tip: OpenTip, case: OpenCase) -> Classified | None:
    standing = case.state.classified
    if standing is not None and standing.priority is Priority.P1:
        return None
    if standing is not None:
        return replace(standing, priority=Priority.P1, life=True, text="")
    answers = tip.newest.answers
    return Classified(
        category=answers.category or "OTHR",
        subcategory=answers.subcategory,
        priority=Priority.P1,
        life=True,
    )


def _beginning(visit: Visit, case: OpenCase) -> HandedOff | None:
    going = case.state.hand_off
    if going is not None and not going.ended:
        return None
    return HandedOff(desk=emergency_desk(visit))
