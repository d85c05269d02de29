"""What every event's record is, and the two sorts that concern a reporter."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tipline.tips.event import Kind
from tipline.tips.mailbox import ANSWER_MAX
from tipline.tips.shape import octets, required

ID_BYTES = 16  # of a tip, of an answer


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an event of one kind says."""

    kind: ClassVar[Kind]


@dataclass(frozen=True, kw_only=True)
class Telling(Content):
    """What may change a reporter's word: the time from which the new one is shown, if it does."""

    shown_from: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Answering(Content):
    """What is written to the reporter of one tip: ``answer`` is its id in that tip's mailbox.

    ``wish`` is the number of the event by which a desk wished it; 0 where none did.
    """

    tip: bytes = octets(ID_BYTES)
    answer: bytes = octets(ID_BYTES)
    text: str = required(ANSWER_MAX)
    shown_from: datetime
    wish: int = 0
