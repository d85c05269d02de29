"""Who has a case, and what is to come of it: what the work list is sorted and cut by.

Source: the domain guide, 3 and 5. Each answer comes from the folded state alone.
"""

from datetime import UTC, datetime

from tipline.tips.standing import CaseState

NEVER_LAPSES = datetime(9998, 12, 31, tzinfo=UTC)


def person_of(_state: CaseState) -> bytes | None:
    """Return the analyst (16 bytes) to whom the case is assigned within the desk; None: nobody."""
    return None


def desks_of(_state: CaseState) -> tuple[str, ...]:
    """Return the codes of the desks that work on the case, the lead first; none named: empty."""
    return ()


def asked_of(state: CaseState) -> datetime | None:
    """Return when a second officer was asked last; what does not lapse, as if it were at the end.

    None where nobody waits for one.
    """
    if state.to_look_at:
        return NEVER_LAPSES
    return max((request.at for request in state.requests), default=None)


def due_of(_state: CaseState) -> datetime | None:
    """Return when the next of its clocks or tasks is due; None where nothing is."""
    return None


def until_of(_state: CaseState) -> datetime | None:
    """Return the moment until which it was put off; None where it was not."""
    return None
