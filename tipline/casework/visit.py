"""One analyst at work: who, on what, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.keyring.card import Role

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.office import Office
    from tipline.keyring.card import Vouched
    from tipline.keyring.member import Member


@dataclass(frozen=True)
class Visit:
    """What every procedure is given: the office, the member at work, and the time.

    ``cards`` are those that were read in it before, by the desk that reads and those that issued.
    """

    office: Office
    member: Member
    now: datetime
    cards: dict[tuple[str, frozenset[str]], tuple[Vouched, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def desks(self) -> list[str]:
        """The desks whose tips the member may read: an auditor reads the trail, not tips."""
        believed = self.member.believed
        return [code for code, role in believed.items() if role is not Role.AUDITOR]
