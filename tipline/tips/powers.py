"""Which desk may enter what: the one that a case began at, and those that it was given to.

Source: docs/format.md, 6, "Desks".
"""

from tipline.errors import NotThisDeskError
from tipline.tips.event import Event, Kind
from tipline.tips.standing import CaseState

# What a desk that was given a case may enter in it; whoever gives it away may enter anything else.
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
# What is the home desk's alone: that of triage, which the case began at.
OF_HOME = frozenset(
    {
        Kind.OPENED,
        Kind.SEEN,
        Kind.SUMMARY,
        Kind.REPLY,
        Kind.QUESTION,
        Kind.SET_ASIDE,
        Kind.CLOSED,
        Kind.REOPENED,
        Kind.EXPORTED,
        Kind.CLASSIFIED,
        Kind.GRADED,
        Kind.ASKED,
        Kind.APPROVED,
        Kind.DECLINED,
        Kind.ASSIGNED,
        Kind.SENT_BACK,
        Kind.TAKEN_BACK,
        Kind.GRANTED,
        Kind.GIVEN,
        Kind.WISH_DECLINED,
        Kind.CONFLICT,
    }
)
LEAVES = frozenset({Kind.TURNED_DOWN, Kind.GAVE_BACK, Kind.TAKEN_BACK})


def responds(case: CaseState, desk: str) -> bool:
    """Tell whether a desk was given the case, and is not the one that it began at."""
    return desk in case.desks and desk != case.home


def check_desk(case: CaseState, event: Event) -> None:
    """Refuse, with NotThisDeskError, what the author's desk may not enter.

    1. A desk that was never given the case is at home: it opened the case, or took it over.
    2. One that was given it enters what is a desk's own, and nothing once it has it no more.
    """
    work = case.desks.get(event.desk)
    if event.kind in STEPS and (work is None or not work.has_it):
        raise NotThisDeskError
    if responds(case, event.desk) and (event.kind in OF_HOME or (work and not work.has_it)):
        raise NotThisDeskError
