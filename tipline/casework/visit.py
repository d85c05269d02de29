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


READERS = frozenset({Role.ANALYST, Role.SUPERVISOR})


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
        """The desks whose tips the member may read, by role: whatever else they hold a key of.

        An auditor reads the trail, an operator the call at hand, an administrator neither.
        """
        holds_tips = self.office.configuration.holds_tips
        believed = self.member.believed.items()
        return [code for code, role in believed if role in READERS and holds_tips(code)]
