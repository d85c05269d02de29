"""A report on its way to the emergency desk, as a value: what was done of it, and when.

Source: the domain guide, 5, "Emergency hand-off"; docs/format.md, 6.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

REFERENCE_MAX = 100  # code points of the number that the emergency desk gives back


class Step(StrEnum):
    """What is ticked off, in the order in which it is done."""

    REACHED = "reached"
    TOLD = "told"
    REFERENCE = "reference"
    DECIDED = "decided"
    RETURNED = "returned"


WRITTEN = frozenset({Step.REACHED, Step.TOLD, Step.REFERENCE, Step.RETURNED})  # need words


@dataclass(frozen=True, kw_only=True)
class HandOff:
    """A hand-off: the event that began it, and for each step that was ticked its event's number.

    ``desk``: the emergency desk; empty where that is only telephoned.
    """

    number: int
    at: datetime
    author: bytes
    desk: str = ""
    steps: Mapping[Step, int] = field(default_factory=dict)

    @property
    def decided(self) -> bool:
        """Whether the emergency desk has said whether it sends somebody."""
        return Step.DECIDED in self.steps or Step.RETURNED in self.steps

    @property
    def ended(self) -> bool:
        """Whether the emergency desk has told how it came out."""
        return Step.RETURNED in self.steps
