"""Who is signed in: a hash of the cookie's id, and an identity sealed under the cookie's key."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, and_, delete, func, insert, or_, select, update

from tipline.store.casebook.tables import analyst, session
from tipline.store.transactions import reading, writing

SEEN_EVERY = timedelta(seconds=30)  # a session that is used is written no more often than this


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as stored: ``id`` SHA-256 of what the cookie holds, ``sealed`` under its key."""

    id: bytes = field(repr=False)
    analyst_id: bytes
    sealed: bytes = field(repr=False)
    started: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of the casebook, with their limits. Safe to share between threads.

    A session that was idle longer than ``idle``, or is older than ``absolute``, is as if it were
    not. Each verb raises the ``StoreError`` that fits.
    """

    engine: Engine
    idle: timedelta
    absolute: timedelta

    def start(self, session_id: bytes, analyst_id: bytes, sealed: bytes, now: datetime) -> None:
        """Store a new session."""
        row = {"id": session_id, "analyst_id": analyst_id, "sealed": sealed}
        with writing(self.engine) as connection:
            connection.execute(insert(session).values(row | {"started": now, "seen": now}))

    def find(self, session_id: bytes, now: datetime) -> SessionRow | None:
        """Return a session that is within its limits and whose analyst is not disabled."""
        question = (
            select(session)
            .join_from(session, analyst, analyst.c.id == session.c.analyst_id)
            .where(session.c.id == session_id, analyst.c.disabled.is_(False), self._alive(now))
        )
        with reading(self.engine) as connection:
            row = connection.execute(question).one_or_none()
        return None if row is None else SessionRow(*row)

    def touch(self, row: SessionRow, now: datetime) -> None:
        """Note that a session is in use, if that was not noted within the last half minute."""
        if now - row.seen < SEEN_EVERY:
            return
        chosen = update(session).where(session.c.id == row.id).values(seen=now)
        with writing(self.engine) as connection:
            connection.execute(chosen)

    def of(self, analyst_id: bytes, now: datetime) -> list[SessionRow]:
        """Return an analyst's sessions that are within their limits, the newest first."""
        question = (
            select(session)
            .where(session.c.analyst_id == analyst_id, self._alive(now))
            .order_by(session.c.started.desc(), session.c.id)
        )
        with reading(self.engine) as connection:
            return [SessionRow(*row) for row in connection.execute(question)]

    def present(self, now: datetime) -> set[bytes]:
        """Return the ids of all analysts with a session that is within its limits."""
        question = select(session.c.analyst_id).where(self._alive(now)).distinct()
        with reading(self.engine) as connection:
            return set(connection.execute(question).scalars())

    def counts(self, now: datetime) -> dict[bytes, int]:
        """Return how many sessions within their limits each analyst has, who has one."""
        question = (
            select(session.c.analyst_id, func.count())
            .where(self._alive(now))
            .group_by(session.c.analyst_id)
        )
        with reading(self.engine) as connection:
            rows = connection.execute(question).all()
        return {row[0]: row[1] for row in rows}

    def end(self, session_id: bytes, analyst_id: bytes) -> None:
        """End one session of an analyst; another's is as if it were not there."""
        own = (session.c.id == session_id) & (session.c.analyst_id == analyst_id)
        with writing(self.engine) as connection:
            connection.execute(delete(session).where(own))

    def end_all(self, analyst_id: bytes) -> None:
        """Sign an analyst out everywhere."""
        with writing(self.engine) as connection:
            connection.execute(delete(session).where(session.c.analyst_id == analyst_id))

    def sweep(self, now: datetime) -> int:
        """Delete the sessions that are over their limits; return how many."""
        over = or_(session.c.seen <= now - self.idle, session.c.started <= now - self.absolute)
        with writing(self.engine) as connection:
            return connection.execute(delete(session).where(over)).rowcount

    def _alive(self, now: datetime) -> ColumnElement[bool]:
        return and_(session.c.seen > now - self.idle, session.c.started > now - self.absolute)
