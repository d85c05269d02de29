"""What an index knows of deeds that were approved: who may do which, on what, until when.

Few wait at a time: they are rows of their own, and cost the tips nothing that have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.search.tables import moment, seconds
from tipline.tips.second import Allowed, Deed

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from tipline.search.conditions import Condition
    from tipline.search.entry import Entry

TABLES = """
CREATE TABLE allowed (
    tip INTEGER NOT NULL, place INTEGER NOT NULL, person BLOB NOT NULL, deed TEXT NOT NULL,
    until INTEGER NOT NULL, PRIMARY KEY (tip, place)
) WITHOUT ROWID;
CREATE INDEX allowed_person ON allowed (person, until);
"""
ADD = "INSERT INTO allowed VALUES (?, ?, ?, ?, ?)"
FORGET = "DELETE FROM allowed WHERE tip = ?"
OF_PERSON = """
SELECT tip.id, allowed.deed, min(allowed.until) FROM allowed JOIN tip ON tip.number = allowed.tip
WHERE allowed.person = ? AND allowed.until > ? GROUP BY tip.id
"""
OF_FINISHED = """
SELECT DISTINCT tip.id FROM allowed JOIN tip ON tip.number = allowed.tip
WHERE allowed.person = ? AND allowed.until > ? AND tip.finished = 1 ORDER BY tip.turned LIMIT ?
"""


def put(database: sqlite3.Connection, number: int, entry: Entry) -> None:
    """Note what was approved."""
    for place, each in enumerate(entry.allowed):
        row = (number, place, each.person, each.deed, seconds(each.until))
        database.execute(ADD, row)


def take_out(database: sqlite3.Connection, number: int) -> None:
    """Forget it."""
    database.execute(FORGET, (number,))


def condition(person: bytes, now: datetime) -> Condition:
    """Return the condition that somebody may now do something on a tip."""
    mine = "number IN (SELECT tip FROM allowed WHERE person = ? AND until > ?)"
    return mine, (person, seconds(now))


def of_person(database: sqlite3.Connection, person: bytes, now: datetime) -> dict[bytes, Allowed]:
    """Return, by the tips' ids, what somebody may now do; of several, what lapses first."""
    rows = database.execute(OF_PERSON, (person, seconds(now)))
    return {
        tip: Allowed(person=person, deed=Deed(deed), until=moment(until))
        for tip, deed, until in rows
    }
