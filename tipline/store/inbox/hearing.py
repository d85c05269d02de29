"""What the review site does with the links of outside agencies, and with what they said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import LargeBinary, cast, delete, func, select, update

from tipline.store.engine import scrub
from tipline.store.inbox.tables import agency_link, agency_said
from tipline.store.transactions import insert_once, reading, writing

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Engine

SAID_ID, SEALED = (cast(each, LargeBinary) for each in (agency_said.c.id, agency_said.c.sealed))
KEPT = timedelta(days=90)  # what nobody took in waits so long after its link has ended


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLink:
    """A link as it is stored. ``origin``: of which tip it is, sealed to the desk."""

    id: bytes
    until: datetime
    recipient: bytes = field(repr=False)
    shown: str = field(repr=False)
    desk: str
    origin: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What was said by a link (32 bytes), sealed; its id has 16 bytes."""

    link: bytes
    id: bytes
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A link by which something was said that waits, for the desk that opens ``origin``."""

    desk: str
    origin: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hearing:
    """The inbox through the review site's connection. Each verb raises a ``StoreError``."""

    engine: Engine

    def open_link(self, link: NewLink) -> None:
        """Store a link, or let one that is there hold until another hour."""
        row = {
            "id": link.id,
            "until": link.until,
            "recipient": link.recipient,
            "shown": link.shown,
            "desk": link.desk,
            "origin": link.origin,
        }
        with writing(self.engine) as connection:
            if not insert_once(connection, agency_link, row):
                mine = update(agency_link).where(agency_link.c.id == link.id)
                connection.execute(mine.values(until=link.until))

    def links(self, ids: Collection[bytes]) -> dict[bytes, datetime]:
        """Return the hours until which links hold, of those that are there."""
        question = select(agency_link.c.id, agency_link.c.until).where(agency_link.c.id.in_(ids))
        with reading(self.engine) as connection:
            return {row[0]: row[1] for row in connection.execute(question)}

    def end_links(self, ids: Collection[bytes], now: datetime) -> None:
        """Let links take nothing more; what was said by them waits on."""
        these = agency_link.c.id.in_(ids) & (agency_link.c.until > now)
        with writing(self.engine) as connection:
            connection.execute(update(agency_link).where(these).values(until=now))

    def said(self, ids: Collection[bytes]) -> list[SaidRow]:
        """Return what was said by links, in no order.

        In SQLite a text or a number may stand there. It is read as bytes, which do not open.
        """
        columns = (agency_said.c.link, SAID_ID, SEALED)
        question = select(*columns).where(agency_said.c.link.in_(ids))
        with reading(self.engine) as connection:
            return [SaidRow(*row) for row in connection.execute(question)]

    def take_out(self, rows: Collection[SaidRow]) -> None:
        """Delete what was said, so that its bytes are in no file of the database."""
        with writing(self.engine) as connection:
            for row in rows:
                this = (agency_said.c.link == row.link) & SAID_ID.in_([row.id])
                connection.execute(delete(agency_said).where(this))
        scrub(self.engine)

    def waiting(self, desks: Collection[str]) -> list[Waiting]:
        """Return the links of these desks by which something was said that waits."""
        something = select(agency_said.c.id).where(agency_said.c.link == agency_link.c.id).exists()
        question = (
            select(agency_link.c.desk, agency_link.c.origin)
            .where(agency_link.c.desk.in_(desks), something)
            .order_by(agency_link.c.until, agency_link.c.id)
        )
        with reading(self.engine) as connection:
            return [Waiting(*row) for row in connection.execute(question)]

    def how_many(self, desk: str, now: datetime) -> int:
        """Return by how many links of a desk something was said that waits, while they hold.

        No key is asked for: of a link that has ended it is not known whether its tip is there.
        """
        something = select(agency_said.c.id).where(agency_said.c.link == agency_link.c.id).exists()
        held = (agency_link.c.desk == desk) & (agency_link.c.until > now)
        question = select(func.count()).select_from(agency_link).where(held, something)
        with reading(self.engine) as connection:
            return int(connection.execute(question).scalar_one())

    def sweep(self, now: datetime) -> int:
        """Delete links that have ended, and how many; what waits stays for some months more."""
        nothing = ~select(agency_said.c.id).where(agency_said.c.link == agency_link.c.id).exists()
        over = (agency_link.c.until <= now) & nothing | (agency_link.c.until <= now - KEPT)
        stray = ~select(agency_link.c.id).where(agency_link.c.id == agency_said.c.link).exists()
        with writing(self.engine) as connection:
            count = connection.execute(delete(agency_link).where(over)).rowcount
            connection.execute(delete(agency_said).where(stray))
        scrub(self.engine)
        return count
