"""Which blobs are pictures of cameras, and on which day each goes. Of whose case is not told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from tipline.store.casebook.tables import still
from tipline.store.engine import scrub
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Stills:
    """The rows of pictures. Each verb raises the ``StoreError`` that fits."""

    engine: Engine

    def add(self, blob: bytes, due: date) -> None:
        """Note a blob of 16 bytes, and the day on which it goes."""
        with writing(self.engine) as connection:
            connection.execute(insert(still).values(blob=blob, due_day=due))

    def move(self, blobs: Collection[bytes], due: date) -> None:
        """Let these go on a day; where they do already, nothing is written."""
        others = still.c.blob.in_(blobs) & (still.c.due_day != due)
        with reading(self.engine) as connection:
            found = connection.execute(select(still.c.blob).where(others)).scalars().all()
        if found:
            with writing(self.engine) as connection:
                connection.execute(update(still).where(others).values(due_day=due))

    def named(self) -> frozenset[bytes]:
        """Return the blobs that are pictures."""
        with reading(self.engine) as connection:
            return frozenset(connection.execute(select(still.c.blob)).scalars())

    def end(self, day: date) -> list[bytes]:
        """Take out the rows that are due on this day or before; return their blobs."""
        due = still.c.due_day <= day
        with writing(self.engine) as connection:
            found = list(connection.execute(select(still.c.blob).where(due)).scalars())
            connection.execute(delete(still).where(due))
        if found:
            scrub(self.engine)
        return found

    def drop(self, blob: bytes) -> None:
        """Take out one."""
        with writing(self.engine) as connection:
            connection.execute(delete(still).where(still.c.blob == blob))
