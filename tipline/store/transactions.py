"""One transaction, for reading or for writing: all that the store does happens in one of them."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from tipline.store.failures import told_plainly
from tipline.store.turns import line_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Engine, Executable, Table

WAIT_SECONDS = 5  # for a turn, a lock, a free connection, before a person is told to come back
WRITES = "tipline_writes"  # the execution option that makes SQLite take the write lock at once


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that sees one state of the database.

    Raises a ``StoreError`` of the kind that fits, without the statement's parameters.
    """
    with told_plainly(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that is on disk when the block has ended.

    SQLite takes the write lock at the beginning, since a transaction that began by reading is
    refused at once when another wrote meanwhile. There is a wait for it of at most 5 s among the
    threads of this process, and of 5 s among processes. Raises as ``reading``.
    """
    one_at_a_time = engine.dialect.name == "sqlite"
    turn = line_of(engine).turn(WAIT_SECONDS) if one_at_a_time else nullcontext()
    with turn, told_plainly(), engine.connect() as plain:
        connection = plain.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


def insert_once(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row and return whether it is new; one whose key is there stays as it is.

    No conflict target is named: PostgreSQL would ask for the right to read its columns, which the
    public site does not have.
    """
    return connection.execute(_insertion(table, connection.dialect.name), row).rowcount == 1


@cache
def _insertion(table: Table, dialect_name: str) -> Executable:
    """Return the statement; making it anew for each row costs more than running it."""
    dialect = sqlite if dialect_name == "sqlite" else postgresql
    insertion = dialect.insert(table).on_conflict_do_nothing()
    # An insertion's count is kept only when asked for; SQLite's stays at hand by chance.
    counted: Executable = insertion.execution_options(preserve_rowcount=True)
    return counted
