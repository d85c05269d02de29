"""When an analyst last looked at the work list: what came since is new to them.

It is kept signed and sealed by the analyst. No address changes it: only a button that is pressed,
with the moment at which the page with it was made, so that what came meanwhile stays new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tipline.errors import AgeError, RecordMalformedError
from tipline.keyring.own import open_own_record, seal_own_record
from tipline.tips.shape import from_json, to_json

if TYPE_CHECKING:
    from tipline.casework.visit import Visit

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Look:
    """A look at the work list."""

    at: datetime


def last_look(visit: Visit) -> datetime:
    """Return when the analyst last looked, in the past; NEVER for one that does not open."""
    sealed = visit.office.keeping.look(visit.member.analyst)
    if sealed is None:
        return NEVER
    try:
        at = from_json(Look, open_own_record(sealed, visit.member.identity)).at
    except (AgeError, RecordMalformedError):
        return NEVER
    return min(at, visit.now)


def have_looked(visit: Visit, at: datetime) -> None:
    """Note that the analyst has seen what there was at a time. Raises StoreError.

    A time to come counts as now, one before the last look as that.
    """
    looked = max(min(at, visit.now), last_look(visit))
    sealed = seal_own_record(to_json(Look(at=looked)), visit.member.identity)
    visit.office.keeping.set_look(visit.member.analyst, sealed)
