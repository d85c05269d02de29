"""What a site's own role may do in a PostgreSQL inbox, beside what the site needs.

SQLite asks the authorizer, so there is nothing to look at. The rights are the same ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from tipline.store.inbox.tables import metadata
from tipline.store.transactions import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import ColumnElement, Connection, Engine, Table

    from tipline.store.authorizer import Rights


def differences(engine: Engine, rights: Rights) -> tuple[list[str], list[str]]:
    """Return what this connection's role lacks, and what it may do beyond its rights.

    Each as ``SELECT on tip``, by the table. On SQLite both are empty. Raises ``StoreError``.
    """
    if engine.dialect.name != "postgresql":
        return [], []
    with reading(engine) as connection:
        found = set(_granted(connection))
    wanted = set(_wanted(rights))
    return _told(wanted - found), _told(found - wanted)


def _told(grants: set[tuple[str, str, str]]) -> list[str]:
    """Return grants by table: a table of which one column is amiss is named once."""
    return sorted({f"{what} on {table}" for what, table, _ in grants})


def _wanted(rights: Rights) -> Iterator[tuple[str, str, str]]:
    for table in metadata.tables.values():
        for column in table.columns:
            if rights.may_read(table.name, column.name):
                yield "SELECT", table.name, column.name
        if table.name in rights.adds_to:
            yield "INSERT", table.name, ""
        if table.name in rights.deletes_from:
            yield "DELETE", table.name, ""


def _granted(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Yield what the role may: of a column, to read it; of a table, to change it."""
    for table in metadata.tables.values():
        for column in table.columns:
            if _may(connection, func.has_column_privilege, table, column.name, "SELECT"):
                yield "SELECT", table.name, column.name
        for what in ("INSERT", "DELETE", "TRUNCATE"):
            if _may(connection, func.has_table_privilege, table, what):
                yield what, table.name, ""
        if _may(connection, func.has_any_column_privilege, table, "UPDATE"):
            yield "UPDATE", table.name, ""


def _may(
    connection: Connection, asked: Callable[..., ColumnElement[bool]], table: Table, *what: str
) -> bool:
    return bool(connection.execute(select(asked(table.name, *what))).scalar_one())
