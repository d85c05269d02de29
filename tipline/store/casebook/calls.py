"""Calls that are being written down: a row each, which each save replaces, gone once it is sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Engine, delete, func, insert, or_, select, update

from tipline.errors import CallElsewhereError, CallsOpenError, NotFoundError
from tipline.store.casebook.tables import call
from tipline.store.engine import scrub
from tipline.store.transactions import reading, writing

OPEN_MAX = 8  # calls that one analyst has not finished: the rows stay few


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """A call as it was saved last: whose it is, which desk may open it, how often it was saved."""

    id: bytes
    analyst_id: bytes
    desk: str
    revision: int
    sealed: bytes = field(repr=False)


COLUMNS = (call.c.id, call.c.analyst_id, call.c.desk, call.c.revision, call.c.sealed)


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of the casebook. Safe to share between threads.

    Whose they are is part of each question. Each verb raises the ``StoreError`` that fits.
    """

    engine: Engine

    def begin(self, row: CallRow) -> None:
        """Store a new call; CallsOpenError if its analyst has too many that are not finished."""
        mine = select(func.count()).where(call.c.analyst_id == row.analyst_id)
        with writing(self.engine) as connection:
            if (connection.execute(mine).scalar() or 0) >= OPEN_MAX:
                raise CallsOpenError
            connection.execute(insert(call).values(_values(row)))

    def save(self, row: CallRow, before: CallRow) -> None:
        """Put a later save in the place of the one before.

        Where it is another desk's now, what the desk before could open is in no file any more.
        CallElsewhereError where somebody saved it meanwhile, or it is gone.
        """
        own = (call.c.id == before.id) & (call.c.analyst_id == before.analyst_id)
        same = own & (call.c.revision == before.revision)
        with writing(self.engine) as connection:
            if not connection.execute(update(call).where(same).values(_values(row))).rowcount:
                raise CallElsewhereError
        if row.desk != before.desk:
            scrub(self.engine)

    def one(self, call_id: bytes, analyst: bytes, desks: Collection[str]) -> CallRow:
        """Return a call that is the analyst's or of one of these desks, or raise NotFoundError."""
        found = self._rows((call.c.id == call_id) & _theirs(analyst, desks))
        if not found:
            raise NotFoundError
        return found[0]

    def of(self, analyst: bytes) -> list[CallRow]:
        """Return the calls that an analyst has not finished."""
        return self._rows(call.c.analyst_id == analyst)

    def at(self, desks: Collection[str]) -> list[CallRow]:
        """Return the calls that these desks may open, whoever took them."""
        return self._rows(call.c.desk.in_(desks))

    def end(self, call_id: bytes, analyst: bytes, desks: Collection[str]) -> bool:
        """Delete a call, so that its bytes are in no file; return whether it was there."""
        chosen = (call.c.id == call_id) & _theirs(analyst, desks)
        with writing(self.engine) as connection:
            found = connection.execute(delete(call).where(chosen)).rowcount > 0
        scrub(self.engine)
        return found

    def _rows(self, which: ColumnElement[bool]) -> list[CallRow]:
        question = select(*COLUMNS).where(which).order_by(call.c.id)
        with reading(self.engine) as connection:
            return [CallRow(**row) for row in connection.execute(question).mappings()]


def _theirs(analyst: bytes, desks: Collection[str]) -> ColumnElement[bool]:
    return or_(call.c.analyst_id == analyst, call.c.desk.in_(desks))


def _values(row: CallRow) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in COLUMNS}
