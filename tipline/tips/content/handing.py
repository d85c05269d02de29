"""What is said of a report that goes to the emergency desk."""

from dataclasses import dataclass

from tipline.tips.content.base import Content
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.handoff import Step
from tipline.tips.shape import bounded, hidden


@dataclass(frozen=True, kw_only=True)
class HandedOff(Content):
    """The report goes to the emergency desk: ``desk`` is its code; empty, it is only telephoned."""

    kind = Kind.HANDED_OFF
    desk: str = bounded(16)


@dataclass(frozen=True, kw_only=True)
class HandOffStep(Content):
    """A step of the hand-off was done: what was said to whom, the number that was given back."""

    kind = Kind.HAND_OFF_STEP
    step: Step
    text: str = hidden(REASON_MAX)
