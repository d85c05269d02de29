"""What is measured of a tip: when each step of its way was reached first.

Source: the domain guide, 3, "Measured". A reporter is answered when the answer is entered, not when
the mailbox shows it: what is measured is the house, and that delay is there on purpose.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from tipline.tips.event import TO_REPORTERS, Event, Kind
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
    Kind.REPLIED_ALL: Step.ANSWERED,
    Kind.ASKED_ALL: Step.ANSWERED,
}
ABOUT = "tip"  # what an event that concerns one tip of its case names


def reached(
    tip: bytes, arrived: datetime, events: Iterable[Event], case: CaseState
) -> dict[Step, datetime]:
    """Return when a tip reached each step, of those that it has; ``events`` are in their order.

    1. What the case refused changed nothing, and what concerns another tip is not this one's.
    2. The first event of a kind counts; a case is finished since it was last taken up again.
    3. No step comes before the tip arrived, and but for the first, none before it was opened: it
       may have joined a case that was under way.
    """
    found: dict[Step, datetime] = {}
    all_of_them = tuple(events)
    for event in all_of_them:
        if event.number in case.refused or not _concerns(event, tip):  # 1
            continue
        if event.kind in REACHED:
            found.setdefault(REACHED[event.kind], event.at)  # 2
    ended = [event.at for event in all_of_them if event.number == case.ended_by]
    if ended:
        found[Step.FINISHED] = ended[0]
    opened = max(found.get(Step.OPENED, arrived), arrived)  # 3
    return {step: max(found[step], opened) for step in Step if step in found}


def _concerns(event: Event, tip: bytes) -> bool:
    if event.kind in TO_REPORTERS:
        return any(each[ABOUT] == tip.hex() for each in event.content["to"])
    return event.content.get(ABOUT) in {None, tip.hex()}
