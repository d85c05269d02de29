"""Rows of the list of cases that a desk was given, as the desk's index tells them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.casework.index.listing_cases import GivenCase, given_cases
from tipline.review.rows import Row
from tipline.search.entry import Gist
from tipline.tips.outlook import state_at
from tipline.tips.state import State

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tipline.casework.lists.views import WorkList
    from tipline.casework.visit import Visit


@dataclass(frozen=True, kw_only=True)
class CaseRow(Row):
    """A case in the list: ``tip`` is its id, ``arrived`` when the desk was given it.

    ``broken``: it does not open. ``given`` is there where it was opened to be shown.
    """

    category: str = ""
    gist: Gist = field(default=Gist(), repr=False)
    broken: bool = False
    given: GivenCase | None = field(default=None, repr=False)

    @property
    def unread(self) -> bool:
        """Whether the desk has not accepted it yet."""
        return self.state is State.ASSIGNED


def listed_cases(known: WorkList, case_ids: Sequence[bytes]) -> tuple[CaseRow, ...]:
    """Return the rows of these cases, as the indexes of the member's desks know them."""
    return tuple(
        CaseRow(
            tip=case_id,
            hour=told.arrived,
            desk=desk,
            arrived=told.arrived,
            category=told.category,
            state=told.state,
            priority=told.priority,
            life=told.life,
            files=told.files,
            gist=told.gist,
            broken=told.broken,
        )
        for case_id, (desk, told) in known.told(case_ids).items()
    )


def opened_cases(visit: Visit, case_ids: Collection[bytes]) -> tuple[CaseRow, ...]:
    """Open these cases, as far as the member's desks have them and they open, in no order."""
    return tuple(
        CaseRow(
            tip=given.id,
            hour=work.given_at,
            desk=given.desk,
            arrived=work.given_at,
            state=state_at(given.case.state, work),
            files=len(given.case.state.files),
            given=given,
        )
        for given in given_cases(visit, case_ids).values()
        if given.case is not None and (work := given.work) is not None
    )
