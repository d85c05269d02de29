"""What an index knows of what is open: what is late, and what a shift must tell the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tipline.search import tables
from tipline.search.figures import PRIORITY
from tipline.tips.priority import Priority
from tipline.tips.state import State

if TYPE_CHECKING:
    from tipline.search.index import Index

COLUMNS = f"""
SELECT tip.id, tip.arrived, tip.category, tip.state, {PRIORITY}, tip.official, tip.due, tip.until,
  tip.unsettled
FROM tip JOIN moment ON moment.tip = tip.number
"""  # noqa: S608 (our own words)
ORDER = "ORDER BY soonest, turned, id LIMIT ?"
LATE = f"{COLUMNS} WHERE tip.finished = 0 AND soonest <= ? {ORDER}"
LEFT = f"""
{COLUMNS} WHERE tip.finished = 0 AND NOT broken
AND (soonest <= ? OR until IS NOT NULL OR unsettled > 0 OR state = ?
OR {PRIORITY} IN ('P1', 'P2')) {ORDER}
"""


@dataclass(frozen=True, slots=True)
class Open:
    """An open tip, or a case that a desk was given.

    ``priority`` is the ``official`` one, else what the tip suggests by itself; None: there is none.
    ``unsettled``: a body outside asks or declines, and nobody has dealt with that.
    """

    id: bytes
    arrived: datetime
    category: str
    state: State
    priority: Priority | None
    official: bool
    due: datetime | None
    until: datetime | None
    unsettled: bool


def late(index: Index, now: datetime, most: int) -> list[Open]:
    """Return what is late, the longest late first."""
    return _found(index, LATE, (tables.seconds(now), most))


def left(index: Index, due: datetime, most: int) -> list[Open]:
    """Return what is due before a time, waits for a date, is P1 or P2, or nobody has taken up.

    So it is with what waits for our answer. What is due first stands first.
    """
    return _found(index, LEFT, (tables.seconds(due), tables.FRESH[index.holds], most))


def _found(index: Index, question: str, values: Sequence[object]) -> list[Open]:
    return [
        Open(tip, tables.moment(arrived), category, State(state),
             Priority(priority) if priority else None, bool(official),
             tables.moment_or_none(due), tables.moment_or_none(until), bool(unsettled))
        for tip, arrived, category, state, priority, official, due, until, unsettled
        in index.ask(question, values)
    ]  # fmt: skip
