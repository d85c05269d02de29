"""One transaction, for reading or for writing: all that the store does happens in one of them."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

from tipline.store.failures import told_plainly
from tipline.store.turns import turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Engine, Insert, Table

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
    with turn(engine), told_plainly(), engine.connect() as plain:
        connection = plain.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


def insert_once(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row and return whether it is new; one whose key is there stays as it is.

    No conflict target is named: PostgreSQL would ask for the right to read its columns, which the
    public site does not have.
    """
    return connection.execute(insertion(table, connection.dialect.name), row).rowcount == 1


@cache
def insertion(table: Table, dialect_name: str) -> Insert:
    """Return the statement of ``insert_once``: making it anew costs more than running it."""
    dialect = sqlite if dialect_name == "sqlite" else postgresql
    statement: Insert = dialect.insert(table).on_conflict_do_nothing()
    # An insertion's count is kept only when asked for; SQLite's stays at hand by chance.
    return statement.execution_options(preserve_rowcount=True)
