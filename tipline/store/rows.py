"""Rows added through the driver itself: the way for what a site writes most.

Through SQLAlchemy's execution the four rows of a report cost half a millisecond more, a twentieth
of all that taking it costs. The statements are SQLAlchemy's all the same, compiled once a table.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from tipline.store.failures import told_plainly
from tipline.store.folding import committed
from tipline.store.transactions import insertion
from tipline.store.turns import take_write_lock, turn

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Column, Engine, Table
    from sqlalchemy.engine import Dialect
    from sqlalchemy.engine.interfaces import DBAPICursor
    from sqlalchemy.sql.compiler import SQLCompiler


@dataclass(frozen=True, slots=True)
class Rows:
    """Where rows are added, in one transaction."""

    cursor: DBAPICursor
    dialect: Dialect

    def add_once(self, table: Table, row: Mapping[str, object]) -> bool:
        """Insert a row and return whether it is new, as ``transactions.insert_once`` does."""
        statement = compiled(table, self.dialect)
        self.cursor.execute(statement.sql, statement.values(row))
        return self.cursor.rowcount == 1


@contextmanager
def adding(engine: Engine) -> Iterator[Rows]:
    """Yield where rows are added, in a transaction as ``transactions.writing`` has it."""
    failures = cast("type[Exception]", engine.dialect.loaded_dbapi.Error)
    with turn(engine), told_plainly(failures), closing(engine.raw_connection()) as connection:
        if engine.dialect.name == "sqlite":
            take_write_lock(cast("sqlite3.Connection", connection.driver_connection))
        yield Rows(connection.cursor(), engine.dialect)
        connection.commit()
    committed(engine)


@dataclass(frozen=True, slots=True)
class Insertion:
    """An insertion as a driver takes it: its words, and how the value of each column is written."""

    sql: str
    writers: tuple[tuple[str, Callable[[Any], object]], ...]
    by_place: bool

    def values(self, row: Mapping[str, object]) -> list[object] | dict[str, object]:
        """Return a row's values, by their places or by their names; what it lacks is null."""
        if self.by_place:
            return [write(row.get(name)) for name, write in self.writers]
        return {name: write(row.get(name)) for name, write in self.writers}


@cache
def compiled(table: Table, dialect: Dialect) -> Insertion:
    """Return the insertion of a whole row into a table."""
    words: SQLCompiler = insertion(table, dialect.name).compile(dialect=dialect)
    names = words.positiontup or tuple(table.columns.keys())
    writers = tuple((name, writer(table.columns[name], dialect)) for name in names)
    return Insertion(str(words), writers, by_place=words.positiontup is not None)


def writer(column: Column[Any], dialect: Dialect) -> Callable[[Any], object]:
    """Return what turns a value into what the driver takes for this column."""
    return column.type.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)
