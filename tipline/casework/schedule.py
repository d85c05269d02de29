"""When a finished tip is due: one table.

Source: the domain guide, 7, "Default schedule", where the shortest limit wins. The day is that of
deletion; it alone stands in the clear, and nothing beside it says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from tipline.tips.mailbox import CLOSED_DAYS
from tipline.tips.state import Outcome

YEAR_DAYS = 365
ACTED_ON_DAYS = 5 * YEAR_DAYS  # ARREST, SEIZED, SAFE and their like: 5 years
SPAM_DAYS = 30


@dataclass(frozen=True)
class Keeping:
    """How long a tip that was closed so is kept, in days, and what closing it so asks for."""

    days: int
    note: bool = False  # the officer says why


KEPT: Mapping[Outcome, Keeping] = MappingProxyType(
    {
        Outcome.PREVENTED: Keeping(ACTED_ON_DAYS),
        Outcome.ARREST: Keeping(ACTED_ON_DAYS),
        Outcome.SEIZED: Keeping(ACTED_ON_DAYS),
        Outcome.SAFE: Keeping(ACTED_ON_DAYS),
        Outcome.HAZARD: Keeping(ACTED_ON_DAYS),
        Outcome.ADVICE: Keeping(ACTED_ON_DAYS),
        Outcome.REFERRED: Keeping(ACTED_ON_DAYS, note=True),
        Outcome.INTEL: Keeping(2 * YEAR_DAYS),
        Outcome.NOTRACE: Keeping(90),
        Outcome.INSUFF: Keeping(90),
        Outcome.UNFOUNDED: Keeping(90, note=True),
        Outcome.SCOPE: Keeping(90, note=True),
        Outcome.DUP: Keeping(90, note=True),
        Outcome.PROTECTED: Keeping(30, note=True),
        Outcome.MALICIOUS: Keeping(YEAR_DAYS, note=True),
        Outcome.TEST: Keeping(SPAM_DAYS),
    }
)


@dataclass(frozen=True)
class Due:
    """The days on which a tip and its mailbox are deleted; None while the tip is open."""

    tip: date | None = None
    mailbox: date | None = None


def due(finished: date, outcome: Outcome | None, held_until: date | None = None) -> Due:
    """Return the days for a tip that was closed with ``outcome``, or set aside (None), that day.

    A hold keeps the tip, and not its mailbox: what was written there stands in the case too.
    """
    days = SPAM_DAYS if outcome is None else KEPT[outcome].days
    tip = finished + timedelta(days)
    held = tip if held_until is None else max(tip, held_until)
    return Due(held, min(tip, finished + timedelta(CLOSED_DAYS)))
