"""The register of cameras: a sealed copy for each desk that sees it, all of one import."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from tipline.store.casebook.tables import camera_register
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Cameras:
    """The register in the casebook. Each verb raises the ``StoreError`` that fits."""

    engine: Engine

    def replace(self, sealed: Mapping[str, bytes]) -> None:
        """Keep these copies, by the codes of their desks, in the place of all others."""
        rows = [{"desk": desk, "sealed": copy} for desk, copy in sealed.items()]
        with writing(self.engine) as connection:
            connection.execute(delete(camera_register))
            if rows:
                connection.execute(insert(camera_register), rows)

    def of(self, desks: Collection[str]) -> tuple[str, bytes] | None:
        """Return the code of one of these desks that has a copy, and that; None if none has."""
        question = (
            select(camera_register.c.desk, camera_register.c.sealed)
            .where(camera_register.c.desk.in_(desks))
            .order_by(camera_register.c.desk)
            .limit(1)
        )
        with reading(self.engine) as connection:
            row = connection.execute(question).one_or_none()
        return (row.desk, row.sealed) if row else None

    def desks(self) -> list[str]:
        """Return the codes of the desks that have a copy."""
        question = select(camera_register.c.desk).order_by(camera_register.c.desk)
        with reading(self.engine) as connection:
            return list(connection.execute(question).scalars())
