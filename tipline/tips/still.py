"""A still: one picture that an officer had a camera give, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

AGAIN = timedelta(hours=1)  # so long whoever may have one can try again, if the camera failed


@dataclass(frozen=True, kw_only=True)
class StillTaken:
    """What was done by a permit, or at once to save a life: with which event, and by whom.

    ``camera`` is its code. ``urgent``: at once; ``reviewed`` is the number of the event by which
    another officer looked at that, 0 while none has; ``pictured`` that of the event which brought
    the picture, 0 while there is none, and ``until`` the day on which that is destroyed.
    """

    number: int
    author: bytes
    at: datetime
    camera: str
    urgent: bool
    reviewed: int = 0
    pictured: int = 0
    until: date | None = None

    @property
    def unreviewed(self) -> bool:
        """Whether another officer has yet to look at it."""
        return self.urgent and not self.reviewed

    @property
    def again_until(self) -> datetime:
        """Until when the camera can be asked once more."""
        return self.at + AGAIN

    def may_try(self, author: bytes, moment: datetime) -> bool:
        """Tell whether an officer may have the camera asked, at a time."""
        return not self.pictured and self.author == author and moment <= self.again_until
