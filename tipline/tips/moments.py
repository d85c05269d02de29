"""What is measured of a tip: when each step of its way was reached first.

Source: the domain guide, 3, "Measured". A reporter is answered when the answer is entered, not when
the mailbox shows it: what is measured is the house, and that delay is there on purpose.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tipline.tips.answering import ends_clock
from tipline.tips.clocks import COUNTED, Clock
from tipline.tips.content import AgencySaid, Content
from tipline.tips.content.joining import ToAll
from tipline.tips.event import Kind
from tipline.tips.telling import Step as Taken


class Step(StrEnum):
    """A step of a tip's way, in the order in which they are usually reached."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    ACTED = "acted"
    ANSWERED = "answered"
    FINISHED = "finished"


class Channel(StrEnum):
    """How a report came in."""

    WEB = "web"
    PHONE = "phone"


REACHED: Mapping[Step, frozenset[Kind]] = {  # by the first event of such a kind
    Step.OPENED: frozenset({Kind.OPENED}),
    Step.ASSIGNED: COUNTED[Clock.ASSIGNED].ends,
    Step.ACCEPTED: frozenset({Kind.ACCEPTED}),
    Step.ACTED: COUNTED[Clock.RESPONSE].ends,  # what ends the time for a desk's first response
    Step.ANSWERED: frozenset({Kind.REPLY, Kind.QUESTION, Kind.REPLIED_ALL, Kind.ASKED_ALL}),
}
ALL = ""  # where what concerns every tip of a case stands


@dataclass(frozen=True)
class Course:
    """What was reached first in a case, by the hex ids of its tips, and when it was finished.

    It is made once for all of its tips, which may be hundreds.
    """

    firsts: Mapping[str, Mapping[Step, datetime]]
    ended: datetime | None = None

    def reached(self, tip: bytes, arrived: datetime) -> dict[Step, datetime]:
        """Return when a tip reached each step, of those that it has.

        No step comes before the tip arrived, and but for the first, none before it was opened: it
        may have joined a case that was under way.
        """
        found = {**self.firsts.get(ALL, {}), **self.firsts.get(tip.hex(), {})}
        if self.ended is not None:
            found[Step.FINISHED] = self.ended
        opened = max(found.get(Step.OPENED, arrived), arrived)
        return {step: max(found[step], opened) for step in Step if step in found}


def course(taken: Iterable[Taken]) -> Course:
    """Return the course of a case, from what its events changed, in their order.

    1. What the case refused is not among these. The first event of a kind counts; what
       an agency says, from when it said it, if it says that somebody does something.
    2. A case is finished since it was last taken up again, by whatever finishes one.
    """
    firsts: dict[str, dict[Step, datetime]] = defaultdict(dict)
    ended: datetime | None = None
    for step in taken:
        at = step.after.changed_at
        if at is None:
            continue
        counts = ends_clock(step.after, step.content)
        kind = step.content.kind
        for reached in (each for each, kinds in REACHED.items() if counts and kind in kinds):
            for tip in _tips(step.content):  # 1
                told = _told(step.content, at)
                firsts[tip][reached] = min(firsts[tip].get(reached, told), told)
        if not step.after.finished:  # 2
            ended = None
        elif not step.before.finished:
            ended = at
    return Course(firsts, ended)


def _told(content: Content, entered: datetime) -> datetime:
    """Return when what an event tells was so: what an agency says is entered afterwards."""
    return content.told_at if isinstance(content, AgencySaid) else entered


def _tips(content: Content) -> Collection[str]:
    if isinstance(content, ToAll):
        return content.tips
    tip = getattr(content, "tip", None)
    return {ALL if tip is None else tip.hex()}
