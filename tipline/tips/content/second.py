"""What two officers decide together: one asks, another answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tipline.tips.content.base import Content, Telling
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.second import Deed
from tipline.tips.shape import hidden, required

ORDER_MAX = 200  # code points


@dataclass(frozen=True, kw_only=True, repr=False)  # what it would do may hold a reason
class Asked(Content):
    """A deed that takes two officers is asked for: what it would do, and why."""

    kind = Kind.ASKED
    deed: Deed
    would: Mapping[str, Any]
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Hold(Content):
    """What a hold asks for: nothing of the case is deleted ``until`` a day, by a named order.

    It stands in a request alone; no event is of this kind.
    """

    order: str = required(ORDER_MAX)
    until: date
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Answered(Content):
    """A second officer answered: ``request`` is the number of the event that asked."""

    request: int
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Approved(Answered, Telling):
    """What was asked for is done."""

    kind = Kind.APPROVED


class Declined(Answered):
    """What was asked for is not done."""

    kind = Kind.DECLINED
