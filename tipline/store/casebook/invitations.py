"""Invitations: sealed to a key that only the invitation's code gives; each is taken once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, insert, select

from tipline.errors import NotFoundError
from tipline.store.casebook.tables import invitation
from tipline.store.transactions import reading, writing


@dataclass(frozen=True, slots=True)
class Invitations:
    """The invitations of the casebook. Safe to share between threads.

    Each verb raises the ``StoreError`` that fits. An id is derived from the code, at most 32 bytes.
    """

    engine: Engine

    def add(self, invitation_id: bytes, expires: datetime, sealed: bytes) -> None:
        """Store an invitation."""
        row = {"id": invitation_id, "expires": expires, "sealed": sealed}
        with writing(self.engine) as connection:
            connection.execute(insert(invitation).values(row))

    def look(self, invitation_id: bytes, now: datetime) -> bytes:
        """Return what is sealed in an invitation and leave it, or raise NotFoundError."""
        valid = (invitation.c.id == invitation_id) & (invitation.c.expires > now)
        with reading(self.engine) as connection:
            sealed = connection.execute(select(invitation.c.sealed).where(valid)).scalar()
        if sealed is None:
            raise NotFoundError
        return sealed

    def take(self, invitation_id: bytes, now: datetime) -> bytes:
        """Delete an invitation and return what is sealed in it: one asker of many gets it.

        Raises NotFoundError.
        """
        valid = (invitation.c.id == invitation_id) & (invitation.c.expires > now)
        with writing(self.engine) as connection:
            taken = delete(invitation).where(valid).returning(invitation.c.sealed)
            sealed = connection.execute(taken).scalar()
        if sealed is None:
            raise NotFoundError
        return sealed

    def sweep(self, now: datetime) -> int:
        """Delete the invitations that have expired; return how many."""
        over = delete(invitation).where(invitation.c.expires <= now)
        with writing(self.engine) as connection:
            return connection.execute(over).rowcount
