"""The cases that a desk was given: whose they are, and opening some of them for a list.

The tips of a lane are in its work list; here are the cases of which a desk has no tip.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.casework.case.casefile import open_case
from tipline.errors import NotFoundError, TipKeyRefusedError

if TYPE_CHECKING:
    from collections.abc import Collection

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.tips.desks import DeskWork


@dataclass(frozen=True)
class GivenCase:
    """A case and the desk that has it; without ``case``, its envelope does not open."""

    id: bytes
    desk: str
    case: OpenCase | None = field(default=None, repr=False)

    @property
    def work(self) -> DeskWork | None:
        """What the desk has of it; None where no sound event says so."""
        return self.case.state.desks.get(self.desk) if self.case else None


def given_cases(
    visit: Visit, case_ids: Collection[bytes], desks: Collection[str] | None = None
) -> dict[bytes, GivenCase]:
    """Return those of these cases that one of the member's desks has, by their ids.

    Which they are is part of the question to the database. One that several of the desks have is
    the first one's. ``desks``: only for these of the member's desks.
    """
    found: dict[bytes, GivenCase] = {}
    for desk in case_desks(visit):
        if desks is not None and desk not in desks:
            continue
        asked = [each for each in case_ids if each not in found]
        rows = visit.office.cases.of_desk(asked, desk)
        events = visit.office.cases.events_of(list(rows))
        for case_id, row in rows.items():
            found[case_id] = GivenCase(case_id, desk)
            with suppress(NotFoundError, TipKeyRefusedError):
                case = open_case(visit, row, events.get(case_id, ()))
                found[case_id] = GivenCase(case_id, desk, case)
    return found


def case_desks(visit: Visit) -> list[str]:
    """Return the member's desks that are no lane of reports."""
    configuration = visit.office.configuration
    lanes = {configuration.intake, configuration.oversight}
    return [desk for desk in visit.desks if desk not in lanes]
