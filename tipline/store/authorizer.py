"""What a site's own connection to an SQLite inbox may do, where it may not do everything.

The public site adds, reads a mailbox and figures; the agencies' adds what an agency says, and reads
links. SQLite asks this function while it compiles a statement, before a row is touched
(sqlite.org/c3ref/set_authorizer.html). On PostgreSQL the same is granted to roles; see
docs/decisions/004-store.md, which also says what an authorizer cannot see.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

Authorizer: TypeAlias = Callable[[int, str | None, str | None, str | None, str | None], int]
PATIENCE = "busy_timeout"  # how long to wait for a lock
CHECKPOINT = "wal_checkpoint"  # folds the journal: it reads and changes no row
FOLDINGS = frozenset({"PASSIVE", "RESTART", "TRUNCATE"})


@dataclass(frozen=True)
class Rights:
    """What may be done: tables to add to, to delete from and to read; of some, columns alone."""

    adds_to: frozenset[str]
    reads: frozenset[str]
    columns: Mapping[str, frozenset[str]]
    deletes_from: frozenset[str] = frozenset()

    @property
    def triggers(self) -> frozenset[str]:
        """Those that keep a row from replacement, and what is of another kind out of a column."""
        return frozenset(f"{table}_{what}" for table in self.adds_to for what in ("once", "kinds"))

    def may_read(self, table: str | None, column: str | None) -> bool:
        """Tell whether a column may be read."""
        return table in self.reads or column in self.columns.get(table or "", ())


PUBLIC = Rights(
    adds_to=frozenset({"tip", "envelope", "part", "evidence", "mailbox"}),
    reads=frozenset({"mailbox", "answer", "published"}),
    columns={},
    deletes_from=frozenset({"answer"}),
)
AGENCIES = Rights(
    adds_to=frozenset({"agency_said"}),
    reads=frozenset(),
    columns={
        "agency_link": frozenset({"id", "until", "recipient", "shown"}),
        "agency_said": frozenset({"link", "id"}),
    },
)


def authorizer(rights: Rights) -> Authorizer:
    """Return the function that SQLite asks: SQLITE_OK for what may be done, else SQLITE_DENY."""
    return partial(_authorize, rights)


def _authorize(  # noqa: PLR0913, PLR0917 (what SQLite calls it with)
    rights: Rights,
    action: int,
    first: str | None,
    second: str | None,
    database: str | None,
    trigger: str | None,
) -> int:
    """Answer what SQLite asks.

    ``first`` and ``second`` are what the action names (a table, a column); ``trigger`` is the
    trigger of the schema, if any, on whose behalf it asks.
    """
    allowed = database in (None, "main") and _may(rights, action, first, second, trigger)
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _may(
    rights: Rights, action: int, first: str | None, second: str | None, trigger: str | None
) -> bool:
    match action:
        case sqlite3.SQLITE_TRANSACTION | sqlite3.SQLITE_SELECT:
            may = True  # a SELECT reads nothing before each of its columns has been asked for
        case sqlite3.SQLITE_INSERT:
            may = first in rights.adds_to
        case sqlite3.SQLITE_READ:
            may = rights.may_read(first, second) or trigger in rights.triggers
        case sqlite3.SQLITE_FUNCTION:
            may = trigger in rights.triggers
        case sqlite3.SQLITE_DELETE:
            may = first in rights.deletes_from
        case sqlite3.SQLITE_PRAGMA:
            may = first == PATIENCE or (first == CHECKPOINT and second in FOLDINGS)
        case _:
            may = False
    return may
