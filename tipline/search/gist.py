"""What a list of cases shows of each that a desk was given, so that none is opened for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tipline.search.entry import Gist
from tipline.search.tables import moment
from tipline.tips.priority import Priority
from tipline.tips.state import State

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from tipline.search.entry import Entry

TABLES = """
CREATE TABLE gist (
    tip INTEGER PRIMARY KEY, said TEXT NOT NULL, leads INTEGER NOT NULL, doubtful INTEGER NOT NULL
);
"""
ADD = "INSERT INTO gist VALUES (?, ?, ?, ?)"
FORGET = "DELETE FROM gist WHERE tip = ?"
ABOUT = """
SELECT arrived, category, state, priority, life, files, broken, said, leads, doubtful
FROM tip LEFT JOIN gist ON gist.tip = number WHERE id = ?
"""


@dataclass(frozen=True, slots=True)
class Told:
    """A case in a list: ``arrived`` is when the desk was given it."""

    arrived: datetime
    category: str
    state: State
    priority: Priority | None
    life: bool
    files: int
    broken: bool
    gist: Gist = field(repr=False)


def put(database: sqlite3.Connection, number: int, entry: Entry) -> None:
    """Note what is shown of a case; of a tip, nothing."""
    if entry.gist is not None:
        told = entry.gist
        database.execute(ADD, (number, told.said, told.leads, told.doubtful))


def take_out(database: sqlite3.Connection, number: int) -> None:
    """Forget it."""
    database.execute(FORGET, (number,))


def told(database: sqlite3.Connection, cases: Iterable[bytes]) -> dict[bytes, Told]:
    """Return what is shown of these cases, as far as they are in an index of cases."""
    found = {}
    for case in cases:
        for arrived, category, state, priority, life, files, broken, *gist in database.execute(
            ABOUT, (case,)
        ):
            said, leads, doubtful = gist
            found[case] = Told(
                moment(arrived),
                category,
                State(state),
                Priority(priority) if priority else None,
                bool(life),
                files,
                bool(broken),
                Gist(said or "", bool(leads), bool(doubtful)),
            )
    return found
