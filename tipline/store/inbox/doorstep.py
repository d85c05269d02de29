"""What the agencies' site does with the inbox: find a link, and leave what was said by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import false, insert, literal, select

from tipline.errors import LinkEndedError, LinkFullError
from tipline.store.inbox.tables import agency_link, agency_said
from tipline.store.transactions import insert_once, reading, writing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

WAITING_MAX = 50  # that one link may have waiting for its desk


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link that holds: whom is sealed to (1,216 bytes), and what its page shows, sealed."""

    id: bytes
    recipient: bytes = field(repr=False)
    shown: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Doorstep:
    """The inbox through the agencies' connection. Each verb raises the ``StoreError`` that fits."""

    engine: Engine

    def link(self, row_id: bytes, now: datetime) -> LinkRow:
        """Return a link by the key of its row; LinkEndedError for one that does not hold."""
        question = select(agency_link.c.id, agency_link.c.recipient, agency_link.c.shown).where(
            agency_link.c.id == row_id, agency_link.c.until > now
        )
        with reading(self.engine) as connection:
            row = connection.execute(question).one_or_none()
        if row is None:
            raise LinkEndedError
        return LinkRow(*row)

    def require(self) -> None:
        """Return if links can be found and what is said can be kept; nothing is changed."""
        nothing = select(literal(bytes(32)), literal(bytes(16)), literal(b"")).where(false())
        with reading(self.engine) as connection:
            connection.execute(select(agency_link.c.id).where(agency_link.c.until.is_(None)))
            connection.execute(select(agency_said.c.id).where(agency_said.c.link.is_(None)))
        with writing(self.engine) as connection:
            columns = [each.name for each in agency_said.columns]
            connection.execute(insert(agency_said).from_select(columns, nothing))

    def leave(self, row_id: bytes, said_id: bytes, sealed: bytes) -> None:
        """Keep what was said; it is on disk on return. Twice the same id (16 bytes) is once.

        Raises LinkFullError where as much waits as may.
        """
        mine = agency_said.c.link == row_id
        waiting = select(agency_said.c.id).where(mine).limit(WAITING_MAX)
        with writing(self.engine) as connection:
            there = set(connection.execute(waiting).scalars())
            if said_id in there:
                return
            if len(there) == WAITING_MAX:
                raise LinkFullError
            row = {"link": row_id, "id": said_id, "sealed": sealed}
            insert_once(connection, agency_said, row)
