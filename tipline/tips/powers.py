"""Which desk may enter what: the one that a case began at, and those that it was given to.

Source: docs/format.md, 6, "Desks".
"""

from tipline.errors import NotThisDeskError
from tipline.tips.event import Event, Kind
from tipline.tips.standing import CaseState

# What a desk that was given a case does with it.
STEPS = frozenset(
    {
        Kind.ACCEPTED,
        Kind.TURNED_DOWN,
        Kind.STARTED,
        Kind.REFERRED,
        Kind.CAME_BACK,
        Kind.DESK_DONE,
        Kind.GAVE_BACK,
        Kind.WISHED,
    }
)
# What it may enter beside: what it saw, wrote and took, who of it has the case, and what is to come
# of its part, within its own bounds (``following``, ``handing_off``). All other kinds are the home
# desk's alone: that of triage, which the case began at.
OF_EVERY_DESK = STEPS | {
    Kind.VIEWED,
    Kind.NOTE,
    Kind.PERSON,
    Kind.DOWNLOADED,
    Kind.TASK,
    Kind.TASK_DONE,
    Kind.TASK_MOVED,
    Kind.TASK_DROPPED,
    Kind.WAITING,
    Kind.RESUMED,
    Kind.HAND_OFF_STEP,
}
LEAVES = frozenset({Kind.TURNED_DOWN, Kind.GAVE_BACK, Kind.TAKEN_BACK})


def responds(case: CaseState, desk: str) -> bool:
    """Tell whether a desk was given the case, and is not the one that it began at."""
    return desk in case.desks and desk != case.home


def lost(case: CaseState, desk: str) -> bool:
    """Tell whether a desk must not open the case any more: it has lost it, or it is about it."""
    work = case.desks.get(desk)
    gone = desk != case.home and work is not None and not work.has_it
    return gone or desk in case.conflicts


def check_desk(case: CaseState, event: Event) -> None:
    """Refuse, with NotThisDeskError, what the author's desk may not enter.

    1. A desk that was never given the case is at home: it opened the case, or took it over. One
       that the case is about never is.
    2. One that was given it enters what is every desk's, and nothing once it has it no more.
    """
    work = case.desks.get(event.desk)
    if lost(case, event.desk):
        raise NotThisDeskError
    if event.kind in STEPS and (work is None or not work.has_it):
        raise NotThisDeskError
    if responds(case, event.desk) and event.kind not in OF_EVERY_DESK:
        raise NotThisDeskError
