"""Deeds that take two officers: one asks, another approves or declines within a day.

Source: the domain guide, 3 and 7; docs/format.md, 6. All three are events. What was asked for is
done by the approving event, whatever happened in between that still allows it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from tipline.errors import OwnRequestError, RequestEndedError
from tipline.tips.event import Event

WAITING_MAX = 20  # requests in one case at a time
LASTS = timedelta(days=1)  # by the events' own times


class Deed(StrEnum):
    """What takes two officers. A later version adds deeds; it never changes one."""

    LOWER = "lower-priority"
    CLOSE = "close"
    SET_ASIDE = "set-aside"
    DESTROY = "destroy"
    EXPORT = "export"
    DOWNLOAD = "download"
    HOLD = "hold"
    INDICATE = "indicate"
    ORIGINAL = "original"
    DISPATCH = "dispatch"
    DESTROY_ORIGINAL = "destroy-original"
    FOOTAGE = "footage"
    STILL = "still"


ENDING = frozenset({Deed.CLOSE, Deed.SET_ASIDE})  # overtaken by whatever changes what was read
OF_OPEN = ENDING | {Deed.LOWER, Deed.INDICATE, Deed.STILL}  # overtaken by the end of the case
# Overtaken where the original is open to all, and where it is destroyed.
OF_CLOSED = frozenset({Deed.ORIGINAL, Deed.DESTROY_ORIGINAL})


@dataclass(frozen=True, kw_only=True)
class Request:
    """What somebody asked for and nobody has answered: ``would`` is the record of what it does."""

    number: int
    author: bytes
    at: datetime
    deed: Deed
    would: Mapping[str, Any] = field(repr=False)
    text: str = field(repr=False)

    def waits_at(self, moment: datetime) -> bool:
        """Tell whether it may still be answered at a time."""
        return waits(self.at, moment)


@dataclass(frozen=True, kw_only=True)
class Permit:
    """A request that was approved, and that its author may use once within a day of that."""

    request: Request
    at: datetime

    @property
    def number(self) -> int:
        """The number of the event that asked."""
        return self.request.number

    def holds_at(self, moment: datetime) -> bool:
        """Tell whether it may still be used at a time."""
        return waits(self.at, moment)


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """What an officer (16 bytes) may do now that another one has approved it, ``until`` a time."""

    person: bytes
    deed: Deed
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Opening:
    """The original, open to one officer ``until`` a time: with which event, and by whom.

    ``urgent``: at once, to save a life; ``reviewed`` is the number of the event by which another
    officer looked at that, 0 while none has.
    """

    number: int
    author: bytes
    at: datetime
    until: datetime
    urgent: bool
    reviewed: int = 0

    @property
    def unreviewed(self) -> bool:
        """Whether another officer has yet to look at it."""
        return self.urgent and not self.reviewed


def waits(asked: datetime, moment: datetime) -> bool:
    """Tell whether what was asked for at one time may be answered at another."""
    return moment - asked <= LASTS


def answered(requests: Iterable[Request], number: int, event: Event) -> Request:
    """Return the request that an event answers.

    Raises RequestEndedError for one that was answered, overtaken or never made, or that is over a
    day old; OwnRequestError where the author is the one who asked.
    """
    found = [request for request in requests if request.number == number]
    if not found or not found[0].waits_at(event.at):
        raise RequestEndedError
    if found[0].author == event.author:
        raise OwnRequestError
    return found[0]


def left(requests: Iterable[Request], gone: Request) -> tuple[Request, ...]:
    """Return the requests without one."""
    return tuple(request for request in requests if request is not gone)


def overtaken(requests: Iterable[Request], deeds: frozenset[Deed]) -> tuple[Request, ...]:
    """Return the requests without those for deeds that something else has made pointless."""
    return tuple(request for request in requests if request.deed not in deeds)
