"""The cases that a desk was given, by how soon it must do something about them.

The tips of a lane are in its work list; here are the cases of which a desk has no tip.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.casework.casefile import open_case
from tipline.errors import NotFoundError, TipKeyRefusedError
from tipline.tips.desks import Stand
from tipline.tips.powers import responds

if TYPE_CHECKING:
    from tipline.casework.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.tips.desks import DeskWork

SHOWN_MAX = 200  # of those that changed last; each is opened
OVER = frozenset({Stand.DONE})


@dataclass(frozen=True)
class GivenCase:
    """A case, and what one desk has of it."""

    case: OpenCase = field(repr=False)
    work: DeskWork


@dataclass(frozen=True)
class Given:
    """Cases, the most urgent first; with ``more``, there are some that changed longer ago."""

    cases: tuple[GivenCase, ...]
    more: bool


def given_to(visit: Visit, *, finished: bool) -> Given:
    """Return the cases that the member's desks were given, those to be worked on or the rest.

    1. Which cases are these desks' is part of the question. Lanes are left out: theirs are tips.
    2. Each is opened; one that a desk began is not one that it was given.
    3. What is not accepted comes first, then by priority, then the longest without a step.
    """
    rows = visit.office.cases.newest_of(case_desks(visit), SHOWN_MAX + 1)  # 1
    found = []
    for row in rows[:SHOWN_MAX]:
        try:
            case = open_case(visit, row)  # 2
        except (NotFoundError, TipKeyRefusedError):
            continue
        work = case.state.desks.get(row.desk)
        if work is None or not responds(case.state, row.desk):
            continue
        if finished == (work.stand in OVER or case.state.finished):
            found.append(GivenCase(case, work))
    return Given(tuple(sorted(found, key=_urgency)), len(rows) > SHOWN_MAX)  # 3


def case_desks(visit: Visit) -> list[str]:
    """Return the member's desks that are no lane of reports."""
    configuration = visit.office.configuration
    lanes = {configuration.intake, configuration.oversight}
    return [desk for desk in visit.desks if desk not in lanes]


def _urgency(given: GivenCase) -> tuple[bool, str, float]:
    priority = given.case.state.priority
    return (
        given.work.stand is not Stand.OFFERED,
        str(priority or "P9"),
        given.work.since.timestamp(),
    )
