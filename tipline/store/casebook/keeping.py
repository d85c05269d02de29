"""What analysts keep for themselves and for their desks: searches, and when they last looked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, or_, select

from tipline.errors import KeptFullError, NotFoundError
from tipline.store.casebook.tables import last_look, saved_search
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Engine

SEARCHES_MAX = 50  # of one analyst, and of one desk


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A saved search: an analyst's own, or with a ``desk`` that of all its members."""

    id: bytes
    analyst: bytes | None
    desk: str | None
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keeping:
    """The casebook, for what is kept. Each verb raises the ``StoreError`` that fits.

    Whose it is, is part of each question: an analyst's id (16 bytes), and the desks' codes.
    """

    engine: Engine

    def searches(self, analyst: bytes, desks: Collection[str]) -> list[SearchRow]:
        """Return the searches of an analyst and of these desks, in no order."""
        question = select(saved_search).where(_whose(analyst, desks))
        with reading(self.engine) as connection:
            return [SearchRow(*row) for row in connection.execute(question)]

    def add_search(self, row: SearchRow) -> None:
        """Keep a search. Raises KeptFullError where its owner has as many as may be."""
        mine, theirs = saved_search.c.analyst_id == row.analyst, saved_search.c.desk == row.desk
        same = mine if row.desk is None else theirs
        held = select(func.count()).select_from(saved_search).where(same)
        values = {"id": row.id, "analyst_id": row.analyst, "desk": row.desk, "sealed": row.sealed}
        with writing(self.engine) as connection:
            if connection.execute(held).scalar_one() >= SEARCHES_MAX:
                raise KeptFullError(most=SEARCHES_MAX)
            connection.execute(insert(saved_search).values(values))

    def remove_search(self, search_id: bytes, analyst: bytes, desks: Collection[str]) -> None:
        """Remove a search of an analyst or of one of these desks. Raises NotFoundError."""
        this = delete(saved_search).where(saved_search.c.id == search_id, _whose(analyst, desks))
        with writing(self.engine) as connection:
            if not connection.execute(this).rowcount:
                raise NotFoundError

    def look(self, analyst: bytes) -> bytes | None:
        """Return when an analyst last looked at the work list, sealed; None: never."""
        question = select(last_look.c.sealed).where(last_look.c.analyst_id == analyst)
        with reading(self.engine) as connection:
            return connection.execute(question).scalar()

    def set_look(self, analyst: bytes, sealed: bytes) -> None:
        """Put when an analyst looked in place of what was there."""
        with writing(self.engine) as connection:
            connection.execute(delete(last_look).where(last_look.c.analyst_id == analyst))
            connection.execute(insert(last_look).values(analyst_id=analyst, sealed=sealed))


def _whose(analyst: bytes, desks: Collection[str]) -> ColumnElement[bool]:
    return or_(saved_search.c.analyst_id == analyst, saved_search.c.desk.in_(desks))
