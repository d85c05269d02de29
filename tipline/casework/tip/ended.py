"""What has ended and is soon deleted: seen before its day, kept for a reason, or destroyed.

So is what its reporters wrote, which goes before the case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework.case.head import CaseHead
from tipline.casework.case.letterbox import ended_on
from tipline.casework.tip import actions
from tipline.errors import TiplineError
from tipline.tips.content import Destroyed, OriginalEnded
from tipline.tips.second import Deed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.store.casebook.cases import CaseRow
    from tipline.tips.content import Kept, OriginalKept
    from tipline.tips.state import Outcome, State

LISTED_MAX = 500


@dataclass(frozen=True)
class Ending:
    """A finished tip whose day nears. Without ``state`` its case does not open."""

    tip: bytes
    desk: str
    day: date
    state: State | None = None
    outcome: Outcome | None = None


def nearing(visit: Visit) -> tuple[Ending, ...]:
    """Return the finished tips that are deleted within the setting's days, the soonest first."""
    return _listed(visit, visit.office.shelf.due_by(visit.desks, _until(visit), limit=LISTED_MAX))


def originals_nearing(visit: Visit) -> tuple[Ending, ...]:
    """Return the tips whose original is destroyed within those days, while their case stays."""
    rows = visit.office.shelf.originals_by(visit.desks, _until(visit), limit=LISTED_MAX)
    return _listed(visit, rows)


def _until(visit: Visit) -> date:
    return visit.now.date() + timedelta(days=visit.office.settings.review_days)


def _listed(visit: Visit, rows: Sequence[tuple[bytes, str, date]]) -> tuple[Ending, ...]:
    cases = visit.office.cases.for_tips([tip for tip, _, _ in rows], visit.desks)
    return tuple(_ending(visit, Ending(*row), cases.get(row[0])) for row in rows)


def latest(visit: Visit, tip: OpenTip) -> date | None:
    """Return the last day until which a case may be kept; None for one that goes on."""
    state, ended = tip.case.state, ended_on(tip.case)
    if ended is None:
        return None
    category = state.classified.category if state.classified else ""
    return visit.office.configuration.retention.latest(ended, state.outcome, category)


def latest_original(visit: Visit, tip: OpenTip) -> date | None:
    """Return the last day until which an original may be kept; None for one that is open."""
    since, case = tip.case.state.original_since, latest(visit, tip)
    if since is None or case is None:
        return None
    return min(visit.office.configuration.retention.original_latest(since), case)


def keep(visit: Visit, tip: OpenTip, content: Kept | OriginalKept, seen: int) -> OpenTip:
    """Keep a case that has ended, or its original, until a day. Raises what ``append`` does."""
    return actions.enter(visit, tip, content, seen)


def ask_to_destroy(visit: Visit, tip: OpenTip, why: str, seen: int) -> OpenTip:
    """Ask a second officer to destroy a case before its day. Raises what ``append`` does."""
    return actions.ask(visit, tip, Deed.DESTROY, Destroyed(), seen, why=why)


def ask_to_shred(visit: Visit, tip: OpenTip, why: str, seen: int) -> OpenTip:
    """Ask a second officer to destroy what the reporters wrote. Raises what ``append`` does."""
    return actions.ask(visit, tip, Deed.DESTROY_ORIGINAL, OriginalEnded(), seen, why=why)


def _ending(visit: Visit, known: Ending, case: CaseRow | None) -> Ending:
    if case is None:
        return known
    try:
        head = CaseHead.of_row(case, visit.member.desks)
    except TiplineError:
        return known
    return replace(known, state=head.state, outcome=head.outcome)
