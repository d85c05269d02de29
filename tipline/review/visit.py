"""One analyst's request: who is at work, on what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import g

from tipline.keyring.card import Role
from tipline.review import clock
from tipline.review.house import House, house

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.keyring.member import Member


@dataclass(frozen=True)
class Visit:
    """What every procedure is given: the house, the member at work, and the time of the request."""

    house: House
    member: Member
    now: datetime

    @property
    def desks(self) -> list[str]:
        """The desks whose tips the member may read: an auditor reads the trail, not tips."""
        believed = self.member.believed
        return [code for code, role in believed.items() if role is not Role.AUDITOR]


def visit() -> Visit:
    """Return the visit that this request is, in a view that is open to members."""
    return Visit(house(), g.member, clock.now())
