"""What the public site's own connection to an SQLite inbox may do: add, read a mailbox and figures.

SQLite asks this function while it compiles a statement, before a row is touched
(sqlite.org/c3ref/set_authorizer.html). On PostgreSQL the same is granted to a role; see
docs/decisions/004-store.md, which also says what an authorizer cannot see.
"""

from __future__ import annotations

import sqlite3

ADDS_TO = frozenset({"tip", "envelope", "part", "evidence", "mailbox"})
READS = frozenset({"mailbox", "answer", "published"})
DELETES_FROM = frozenset({"answer"})
ONCE = frozenset(
    f"{table}_once" for table in ADDS_TO
)  # the triggers that keep a row from replacement
PATIENCE = "busy_timeout"  # how long to wait for a lock
CHECKPOINT = "wal_checkpoint"  # folds the journal: it reads and changes no row
FOLDINGS = frozenset({"PASSIVE", "RESTART", "TRUNCATE"})


def authorize(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    """Return SQLITE_OK for what the public site may do and SQLITE_DENY for all else.

    ``first`` and ``second`` are what the action names (a table, a column); ``trigger`` is the
    trigger of the schema, if any, on whose behalf SQLite asks.
    """
    allowed = database in (None, "main") and _may(action, first, second, trigger)
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _may(action: int, first: str | None, second: str | None, trigger: str | None) -> bool:
    match action:
        case sqlite3.SQLITE_TRANSACTION | sqlite3.SQLITE_SELECT:
            may = True  # a SELECT reads nothing before each of its columns has been asked for
        case sqlite3.SQLITE_INSERT:
            may = first in ADDS_TO
        case sqlite3.SQLITE_READ:
            may = first in READS or trigger in ONCE
        case sqlite3.SQLITE_DELETE:
            may = first in DELETES_FROM
        case sqlite3.SQLITE_PRAGMA:
            may = first == PATIENCE or (first == CHECKPOINT and second in FOLDINGS)
        case _:
            may = False
    return may
