"""What is measured of a tip: when each step of its way was reached first.

Source: the domain guide, 3, "Measured". A reporter is answered when the answer is entered, not when
the mailbox shows it: what is measured is the house, and that delay is there on purpose.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from tipline.tips.event import Event, Kind
from tipline.tips.standing import CaseState


class Step(StrEnum):
    """A step of a tip's way, in the order in which they are usually reached."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    FINISHED = "finished"


class Channel(StrEnum):
    """How a report came in."""

    WEB = "web"
    PHONE = "phone"


REACHED: Mapping[Kind, Step] = {  # by the first event of such a kind
    Kind.OPENED: Step.OPENED,
    Kind.REPLY: Step.ANSWERED,
    Kind.QUESTION: Step.ANSWERED,
}
FINISHING = frozenset({Kind.CLOSED, Kind.SET_ASIDE})  # the last such event, while it is finished
ABOUT = "tip"  # what an event that concerns one tip of its case names


def reached(
    tip: bytes, arrived: datetime, events: Iterable[Event], case: CaseState
) -> dict[Step, datetime]:
    """Return when a tip reached each step, of those that it has; ``events`` are in their order.

    1. What the case refused changed nothing, and what concerns another tip is not this one's.
    2. The first event of a kind counts; of those that finish, the last.
    3. No step comes before the tip arrived, and but for the first, none before it was opened: it
       may have joined a case that was under way.
    """
    found: dict[Step, datetime] = {}
    for event in events:
        if event.number in case.refused or not _concerns(event, tip):  # 1
            continue
        if event.kind in REACHED:
            found.setdefault(REACHED[event.kind], event.at)  # 2
        elif event.kind in FINISHING and case.finished:
            found[Step.FINISHED] = event.at
    opened = max(found.get(Step.OPENED, arrived), arrived)  # 3
    return {step: max(found[step], opened) for step in Step if step in found}


def _concerns(event: Event, tip: bytes) -> bool:
    return event.content.get(ABOUT) in {None, tip.hex()}
