"""Taking a report that happens now to the emergency desk: one press, in any status."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tipline.casework.given.giving import may_have
from tipline.casework.tip.actions import enter_all
from tipline.configuration import NOT_SURE
from tipline.tips.content import Assigned, Classified, HandedOff, Reopened, Summary
from tipline.tips.handing_off import gives
from tipline.tips.pointing import FEW
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit


def hand_off(visit: Visit, tip: OpenTip, text: str, seen: int) -> OpenTip:
    """Hand a tip off to the emergency desk, and give that the case, at top priority.

    1. A case that is finished is taken up again.
    2. What is no P1 becomes one, and somebody's life is threatened by an officer's word. Its
       category stays; before there is one, it is what the reporter chose.
    3. Where no summary stands, ``text`` is it: what the desk is told. Where few know that, another
       officer reads it afterwards: life comes first.
    4. The emergency desk is given the case, not evaluated if it is not ready. It is not where it
       must not have it, or has no keys: then it is only telephoned.
    5. The hand-off begins, unless one goes on: its clock runs until the desk has decided.
    What of this is there already is not entered again; the rest is stored at once, or nothing of
    it. The reporter is told of 1 and 4 after the usual wait, as of any reopening and giving.

    Raises what ``actions.enter_all`` does.
    """
    desk = visit.office.configuration.routing.emergencies
    steps = (
        _reopening,  # 1
        partial(_raising, tip),  # 2
        partial(_summing_up, tip, text),  # 3
        partial(_giving, visit, desk),  # 4
        partial(_beginning, desk),  # 5
    )
    return enter_all(visit, tip, steps, seen)


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
        category=answers.category or NOT_SURE,
        subcategory=answers.subcategory,
        priority=Priority.P1,
        life=True,
    )


def _summing_up(tip: OpenTip, text: str, case: OpenCase) -> Summary | None:
    if case.state.summary_by or not text.strip():
        return None
    return Summary(text=text, few=tip.newest.answers.circle in FEW)


def _giving(visit: Visit, desk: str, case: OpenCase) -> Assigned | None:
    return gives(case.state, desk) if may_have(visit, case, desk) else None


def _beginning(desk: str, case: OpenCase) -> HandedOff | None:
    going = case.state.hand_off
    if going is not None and not going.ended:
        return None
    return HandedOff(desk=desk if desk in case.state.holders else "")
