"""Catching up with the cases that a desk was given: it opens them, and none of their tips."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tipline.casework.index.case_entries import case_entry, spoilt
from tipline.casework.index.catching_up import ALMOST, Work
from tipline.search.entry import Holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.search.entry import Entry


class CaseWork(Work):
    """Some seconds' work on the index of a desk's cases: which these are, the database says."""

    holds: ClassVar[Holds] = Holds.CASES

    def add_new(self) -> bool:
        """Have nothing to add: what a desk is given is a change of the case."""
        return True

    def share(self) -> float:
        """Return how much it knows of all changes, below 1."""
        changes = self.visit.office.changes.tally().changes
        return min(self.index.mark.changes / changes if changes else 1, ALMOST)

    def entries(self, case_ids: Sequence[bytes]) -> tuple[dict[bytes, list[Entry]], set[bytes]]:
        """Return what the index learns of these cases; it learns anew of each that changed."""
        cases = self.opened(case_ids)
        found = {
            each: case_entry(self.visit, cases[each]) if each in cases else spoilt(self.visit, each)
            for each in case_ids
        }
        return {case_id: [entry] for case_id, entry in found.items() if entry}, set()

    def _there(self) -> set[bytes]:
        return self.visit.office.changes.cases_of(self.desk)
