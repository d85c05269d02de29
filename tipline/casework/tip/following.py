"""What is to come of a case: its clocks, and the names of those whose tasks there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.case.vouching import cards
from tipline.casework.tip.assessing import suggested
from tipline.tips.clocks import Moments, running

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.tips.clocks import Ladder, Running
    from tipline.tips.event import SignedEvent
    from tipline.tips.priority import Priority


def priority_of(visit: Visit, tip: OpenTip) -> Priority:
    """Return the priority whose times hold: the official one, else the suggested."""
    return tip.case.state.priority or suggested(visit, tip).priority


def clocks(visit: Visit, tip: OpenTip) -> tuple[Running, ...]:
    """Return the clocks of a tip's case that run, the one that ends first before the others."""
    return running(
        Moments.of(tip.case.state),
        arrived=tip.report.arrived,
        priority=priority_of(visit, tip),
        limits=visit.office.limits,
    )


def ladder(visit: Visit, priority: Priority) -> Ladder:
    """Return who looks, and from when, at a case of this priority."""
    return visit.office.configuration.level(priority).escalation


def names(visit: Visit, desk: str, signed: Sequence[SignedEvent] = ()) -> Mapping[bytes, str]:
    """Return the names of all who have or had a place at a desk, by their ids.

    And of all whose cards these events bring.
    """
    return {card.analyst: card.name for card in cards(visit, desk, signed)}
