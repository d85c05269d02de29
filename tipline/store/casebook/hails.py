"""Operators who ask for a supervisor at the phone: a row for each call, gone with the call."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, delete, select, update

from tipline.errors import NotFoundError
from tipline.store.casebook.tables import call, hail
from tipline.store.transactions import insert_once, reading, writing

if TYPE_CHECKING:
    from sqlalchemy import Engine

COLUMNS = (hail.c.call_id, call.c.analyst_id, call.c.desk, hail.c.sealed, hail.c.answer)


@dataclass(frozen=True, slots=True)
class HailRow:
    """A hail as it is stored: of which call, who takes it, which desk may take it up."""

    call_id: bytes
    analyst_id: bytes
    desk: str
    sealed: bytes = field(repr=False)
    answer: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hails:
    """The hails of the casebook. Each verb raises the ``StoreError`` that fits."""

    engine: Engine

    def ask(self, call_id: bytes, sealed: bytes) -> None:
        """Keep that a supervisor is asked for, in the place of what was asked and answered."""
        row = {"call_id": call_id, "sealed": sealed, "answer": None}
        anew = update(hail).where(hail.c.call_id == call_id).values(row)
        with writing(self.engine) as connection:
            if not insert_once(connection, hail, row):
                connection.execute(anew)

    def answer(self, call_id: bytes, sealed: bytes) -> bool:
        """Keep who is coming; return whether nobody was before."""
        open_one = (hail.c.call_id == call_id) & hail.c.answer.is_(None)
        chosen = update(hail).where(open_one).values(answer=sealed)
        with writing(self.engine) as connection:
            return connection.execute(chosen).rowcount > 0

    def forget(self, call_id: bytes) -> None:
        """Delete the hail of a call, if there is one."""
        with writing(self.engine) as connection:
            connection.execute(delete(hail).where(hail.c.call_id == call_id))

    def of(self, call_id: bytes) -> HailRow:
        """Return the hail of a call. Raises NotFoundError."""
        found = self._rows(hail.c.call_id == call_id)
        if not found:
            raise NotFoundError
        return found[0]

    def waiting(self) -> list[HailRow]:
        """Return the hails that nobody has answered."""
        return self._rows(hail.c.answer.is_(None))

    def _rows(self, which: ColumnElement[bool]) -> list[HailRow]:
        question = select(*COLUMNS).join_from(hail, call).where(which).order_by(hail.c.call_id)
        with reading(self.engine) as connection:
            return [HailRow(**row) for row in connection.execute(question).mappings()]
