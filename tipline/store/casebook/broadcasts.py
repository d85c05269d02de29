"""Messages to all desks, and who has seen them: sealed, and kept for some days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from tipline.store.casebook.tables import broadcast, broadcast_seen
from tipline.store.transactions import insert_once, reading, writing

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class BroadcastRow:
    """A message as it is stored."""

    id: bytes
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Broadcasts:
    """The broadcasts of the casebook. Each verb raises the ``StoreError`` that fits."""

    engine: Engine

    def add(self, row_id: bytes, until: date, sealed: bytes) -> None:
        """Keep a message until a day; ``row_id`` is 16 random bytes."""
        values = {"id": row_id, "due_day": until, "sealed": sealed}
        with writing(self.engine) as connection:
            connection.execute(insert(broadcast).values(values))

    def all(self) -> list[BroadcastRow]:
        """Return all messages, in no order: when each was written is sealed."""
        with reading(self.engine) as connection:
            found = connection.execute(select(broadcast.c.id, broadcast.c.sealed)).mappings()
            return [BroadcastRow(**row) for row in found]

    def note_seen(self, row_id: bytes, broadcast_id: bytes, sealed: bytes) -> None:
        """Keep that somebody has seen a message; ``row_id``: 16 bytes, once for each of them."""
        row = {"id": row_id, "broadcast_id": broadcast_id, "sealed": sealed}
        with writing(self.engine) as connection:
            insert_once(connection, broadcast_seen, row)

    def has_seen(self, row_id: bytes) -> bool:
        """Tell whether the row of that key is there."""
        question = select(broadcast_seen.c.id).where(broadcast_seen.c.id == row_id)
        with reading(self.engine) as connection:
            return connection.execute(question).scalar() is not None

    def seen(self, broadcast_id: bytes) -> list[bytes]:
        """Return who has seen a message, in no order."""
        question = select(broadcast_seen.c.sealed).where(
            broadcast_seen.c.broadcast_id == broadcast_id
        )
        with reading(self.engine) as connection:
            return list(connection.execute(question).scalars())

    def sweep(self, day: date) -> int:
        """Delete the messages whose day has come, with who saw them; return how many."""
        over = select(broadcast.c.id).where(broadcast.c.due_day <= day)
        with writing(self.engine) as connection:
            theirs = delete(broadcast_seen).where(broadcast_seen.c.broadcast_id.in_(over))
            connection.execute(theirs)
            return connection.execute(delete(broadcast).where(broadcast.c.due_day <= day)).rowcount
