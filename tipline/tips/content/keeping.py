"""What is decided of a case that has ended: to keep it longer, or to destroy it now."""

from dataclasses import dataclass
from datetime import date

from tipline.tips.content.base import Content, Telling
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.shape import required


@dataclass(frozen=True, kw_only=True)
class Kept(Content):
    """The case is kept until a day, for a reason; never beyond what the deployment allows."""

    kind = Kind.KEPT
    until: date
    text: str = required(REASON_MAX)


class Destroyed(Telling):
    """The case and its tips are destroyed before their day. Two officers do that."""

    kind = Kind.DESTROYED
