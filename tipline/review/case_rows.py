"""Rows of the list of cases that a desk was given: each case, opened for its summary."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.casework.listing_cases import GivenCase, given_cases
from tipline.review.rows import Row
from tipline.tips.desks import Stand
from tipline.tips.outlook import state_at

if TYPE_CHECKING:
    from collections.abc import Collection

    from tipline.casework.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.tips.desks import DeskWork


@dataclass(frozen=True, kw_only=True)
class CaseRow(Row):
    """A case in the list: ``tip`` is its id, ``arrived`` when the desk was given it."""

    given: GivenCase = field(repr=False)

    @property
    def unread(self) -> bool:
        """Whether the desk has not accepted it yet."""
        return self.given.work is not None and self.given.work.stand is Stand.OFFERED


def case_rows(visit: Visit, case_ids: Collection[bytes]) -> tuple[CaseRow, ...]:
    """Open these cases, as far as the member's desks have them, in no order."""
    return tuple(_row(visit, given) for given in given_cases(visit, case_ids).values())


def _row(visit: Visit, given: GivenCase) -> CaseRow:
    if given.case is None or given.work is None:
        now = visit.now
        return CaseRow(tip=given.id, hour=now, desk=given.desk, arrived=now, given=given)
    return _sound(given, given.case, given.work)


def _sound(given: GivenCase, case: OpenCase, work: DeskWork) -> CaseRow:
    state = case.state
    return CaseRow(
        tip=given.id,
        hour=work.given_at,
        desk=given.desk,
        arrived=work.given_at,
        state=state_at(state, work),
        priority=state.priority,
        life=state.classified is not None and state.classified.life,
        files=len(state.files),
        given=given,
    )
