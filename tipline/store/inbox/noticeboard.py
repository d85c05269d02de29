"""Figures for everybody, as the public site reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from tipline.store.inbox.tables import published
from tipline.store.transactions import reading

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Noticeboard:
    """The figures that are shown, through either site's connection. Raises StoreError."""

    engine: Engine

    def shown(self) -> list[bytes]:
        """Return the figures that everybody may read, the newest months first."""
        question = (
            select(published.c.figures)
            .where(published.c.shown.is_(True))
            .order_by(published.c.first.desc())
        )
        with reading(self.engine) as connection:
            return list(connection.execute(question).scalars())
