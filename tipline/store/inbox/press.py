"""Figures for everybody, as the review site keeps them: each month once, and never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from tipline.errors import MonthsPublishedError, NotFoundError
from tipline.store.inbox.tables import destroyed, published
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine, Select


@dataclass(frozen=True, slots=True)
class PressRow:
    """What was published of some months: their first days, whether it is shown, the figures."""

    first: date
    last: date
    shown: bool
    figures: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Press:
    """All that was ever published, through the review site's connection. Raises StoreError."""

    engine: Engine

    def all(self) -> list[PressRow]:
        """Return what was published, withdrawn or not, the newest months first."""
        question = select(published).order_by(published.c.first.desc())
        with reading(self.engine) as connection:
            return [PressRow(*row) for row in connection.execute(question)]

    def taken(self, first: date, last: date) -> bool:
        """Tell whether one of these months was ever published."""
        with reading(self.engine) as connection:
            return connection.execute(_meeting(first, last)).first() is not None

    def destroyed(self, first: date, last: date) -> int:
        """Return how many tips were destroyed in some months, given by their first days."""
        question = select(func.sum(destroyed.c.tips)).where(
            destroyed.c.month >= first, destroyed.c.month <= last
        )
        with reading(self.engine) as connection:
            return connection.execute(question).scalar() or 0

    def put(self, first: date, last: date, figures: bytes) -> None:
        """Publish some months; raises MonthsPublishedError where one of them was before."""
        row = {"first": first, "last": last, "shown": True, "figures": figures}
        with writing(self.engine) as connection:
            if connection.execute(_meeting(first, last)).first() is not None:
                raise MonthsPublishedError
            connection.execute(insert(published).values(row))

    def show(self, first: date, *, shown: bool) -> None:
        """Withdraw what begins with a month, or show it again. Raises NotFoundError."""
        chosen = update(published).where(published.c.first == first).values(shown=shown)
        with writing(self.engine) as connection:
            if not connection.execute(chosen).rowcount:
                raise NotFoundError


def _meeting(first: date, last: date) -> Select[date]:
    return select(published.c.first).where(published.c.first <= last, published.c.last >= first)
