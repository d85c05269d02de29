"""When an analyst last looked at the work list: what came since is new to them.

It is kept signed and sealed by the analyst. No address changes it: only a button that is pressed,
with the moment at which the page with it was made, so that what came meanwhile stays new.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tipline.errors import AgeError, RecordMalformedError
from tipline.keyring.own import open_own_record, seal_own_record
from tipline.search.entry import Holds
from tipline.tips.shape import from_json, to_json

if TYPE_CHECKING:
    from tipline.casework.visit import Visit

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Look:
    """A look at the work list; ``cases``: the last one at that of the cases that a desk was given.

    Each is NEVER before the first.
    """

    at: datetime
    cases: datetime | None = None

    def of(self, holds: Holds) -> datetime:
        """Return the last look at one of the two."""
        return self.at if holds is Holds.TIPS else self.cases or NEVER


def last_look(visit: Visit, holds: Holds = Holds.TIPS) -> datetime:
    """Return when the analyst last looked, in the past; NEVER for one that does not open."""
    return min(_look(visit).of(holds), visit.now)


def have_looked(visit: Visit, at: datetime, holds: Holds = Holds.TIPS) -> None:
    """Note that the analyst has seen what there was at a time. Raises StoreError.

    A time to come counts as now, one before the last look as that.
    """
    looked = max(min(at, visit.now), last_look(visit, holds))
    name = "at" if holds is Holds.TIPS else "cases"
    record = to_json(replace(_look(visit), **{name: looked}))
    sealed = seal_own_record(record, visit.member.identity)
    visit.office.keeping.set_look(visit.member.analyst, sealed)


def _look(visit: Visit) -> Look:
    sealed = visit.office.keeping.look(visit.member.analyst)
    if sealed is None:
        return Look(at=NEVER)
    try:
        return from_json(Look, open_own_record(sealed, visit.member.identity))
    except (AgeError, RecordMalformedError):
        return Look(at=NEVER)
