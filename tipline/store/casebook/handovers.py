"""What a desk's shifts leave to each other: entries sealed to the desk, kept for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from tipline.store.casebook.tables import handover
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class HandOvers:
    """The hand-overs of the casebook. Each verb raises the ``StoreError`` that fits."""

    engine: Engine

    def add(self, row_id: bytes, desk: str, until: date, sealed: bytes) -> None:
        """Keep an entry of a desk until a day; ``row_id`` is 16 random bytes."""
        values = {"id": row_id, "desk": desk, "due_day": until, "sealed": sealed}
        with writing(self.engine) as connection:
            connection.execute(insert(handover).values(values))

    def of(self, desk: str) -> list[bytes]:
        """Return a desk's entries, in no order: when each was made is sealed."""
        question = select(handover.c.sealed).where(handover.c.desk == desk)
        with reading(self.engine) as connection:
            return list(connection.execute(question).scalars())

    def sweep(self, day: date) -> int:
        """Delete the entries whose day has come; return how many."""
        over = delete(handover).where(handover.c.due_day <= day)
        with writing(self.engine) as connection:
            return connection.execute(over).rowcount
