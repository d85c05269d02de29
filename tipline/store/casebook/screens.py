"""Screens that show a desk's wall: what was last put on each, sealed to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select, update

from tipline.store.casebook.tables import screen
from tipline.store.transactions import reading, writing

LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ScreenRow:
    """A screen as stored: ``recipient`` is its public key, ``sealed`` the wall, or nothing yet."""

    id: bytes = field(repr=False)
    desk: str
    recipient: bytes = field(repr=False)
    made: datetime
    posted: datetime | None
    sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Screens:
    """The screens of the casebook; one ends after LIFE. Raises StoreError."""

    engine: Engine

    def add(self, screen_id: bytes, desk: str, recipient: bytes, now: datetime) -> None:
        """Store a new screen."""
        row = {"id": screen_id, "desk": desk, "recipient": recipient, "made": now}
        with writing(self.engine) as connection:
            connection.execute(insert(screen).values(row))

    def find(self, screen_id: bytes, now: datetime) -> ScreenRow | None:
        """Return a screen that has not ended."""
        chosen = (screen.c.id == screen_id) & (screen.c.made > now - LIFE)
        with reading(self.engine) as connection:
            row = connection.execute(select(screen).where(chosen)).one_or_none()
        return None if row is None else ScreenRow(*row)

    def of(self, desk: str, now: datetime) -> list[ScreenRow]:
        """Return the screens of a desk."""
        chosen = (screen.c.desk == desk) & (screen.c.made > now - LIFE)
        with reading(self.engine) as connection:
            return [ScreenRow(*row) for row in connection.execute(select(screen).where(chosen))]

    def post(self, screen_id: bytes, sealed: bytes, now: datetime) -> None:
        """Put what a screen shows in place of what it showed."""
        chosen = update(screen).where(screen.c.id == screen_id)
        with writing(self.engine) as connection:
            connection.execute(chosen.values(sealed=sealed, posted=now))

    def end(self, desk: str) -> int:
        """Shut out all screens of a desk; return how many."""
        with writing(self.engine) as connection:
            return connection.execute(delete(screen).where(screen.c.desk == desk)).rowcount

    def sweep(self, now: datetime) -> int:
        """Delete the screens that have ended; return how many."""
        with writing(self.engine) as connection:
            return connection.execute(delete(screen).where(screen.c.made <= now - LIFE)).rowcount
