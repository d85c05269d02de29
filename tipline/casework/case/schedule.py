"""When a finished tip is due, by the deployment's schedule.

Source: the domain guide, 7, "Default schedule", where the shortest limit wins. The day is that of
deletion; it alone stands in the clear, and nothing beside it says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tipline.tips.mailbox import CLOSED_DAYS
from tipline.tips.state import State

if TYPE_CHECKING:
    from tipline.tips.retention import Retention
    from tipline.tips.standing import CaseState


@dataclass(frozen=True)
class Due:
    """The days on which a tip and its mailbox are deleted; None while the tip is open.

    ``original``: that on which what its reporter wrote is destroyed, if that goes before.
    """

    tip: date | None = None
    mailbox: date | None = None
    original: date | None = None


def due(retention: Retention, ended: date, case: CaseState) -> Due:
    """Return the days for a tip whose case ended that day; of one that is destroyed, that day.

    A hold keeps the tip, and not its mailbox: what was written there stands in the case too.
    """
    if case.state is State.PURGED:
        return Due(ended, ended)
    category = case.classified.category if case.classified else ""
    tip = retention.due(ended, case.outcome, category, case.kept_until)
    held = tip if case.held_until is None else max(tip, case.held_until)
    original = _original(retention, case)
    goes_before = original if original is not None and original < held else None
    return Due(held, min(tip, ended + timedelta(CLOSED_DAYS)), goes_before)


def _original(retention: Retention, case: CaseState) -> date | None:
    """Return the day of the original; where it was decided that it goes, that it closed on."""
    if case.original_since is None or case.original_ended:
        return case.original_since
    day = retention.original_due(case.original_since, case.original_until)
    return day if case.held_until is None else max(day, case.held_until)
