"""A still: one picture that an officer had a camera give, and what came of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Self

AGAIN = timedelta(hours=1)  # so long whoever may have one can try again, if the camera failed


@dataclass(frozen=True, kw_only=True)
class StillTaken:
    """What was done by a permit, or at once to save a life: with which event, and by whom.

    ``camera`` is its code, and ``elsewhere``: it was asked although it may not have seen the place
    of the case. ``placed`` is the number of the event by which an officer said where that is, 0 for
    a reporter's word. ``urgent``: at once; ``reviewed`` is the number of the event by which
    another officer looked at that, 0 while none has; ``pictured`` that of the event which brought
    the picture, 0 while there is none, ``until`` the day that this set, and ``goes`` the day on
    which the picture is destroyed: that of a hold, where one is later.
    """

    number: int
    author: bytes
    at: datetime
    camera: str
    elsewhere: bool = False
    placed: int = 0
    urgent: bool
    reviewed: int = 0
    pictured: int = 0
    until: date | None = None
    goes: date | None = None

    @property
    def unreviewed(self) -> bool:
        """Whether another officer has yet to look at it."""
        return self.urgent and not self.reviewed

    @property
    def again_until(self) -> datetime:
        """Until when the camera can be asked once more."""
        return self.at + AGAIN

    def held(self, until: date, on: date) -> Self:
        """Return it as a hold leaves it that was entered on a day; what is gone stays so."""
        if self.until is None or self.goes is None or self.goes <= on:
            return self
        return replace(self, goes=max(self.until, until))

    def may_try(self, author: bytes, moment: datetime) -> bool:
        """Tell whether an officer may have the camera asked, at a time."""
        return not self.pictured and self.author == author and moment <= self.again_until
