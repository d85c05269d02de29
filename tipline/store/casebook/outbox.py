"""What leaves the house: sealed items on their way, and which processes are delivering.

Times are whole hours: how soon a deliverer tries again is in its memory alone. An item is one
deliverer's as long as that one shows that it is alive (``LEASE``). A deliverer that dies in the
middle leaves its item to another, so that each is delivered at least once, always under its id.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Engine, and_, delete, func, or_, select, update

from tipline.store.casebook.tables import deliverer, outbox
from tipline.store.engine import scrub
from tipline.store.transactions import insert_once, reading, writing

LEASE = timedelta(seconds=60)
KEPT = timedelta(days=2)  # so long the id of what was delivered is known, and not taken again
SILENT = timedelta(minutes=5)  # after which a deliverer that shows nothing is said not to run
FORGOTTEN = timedelta(days=1)  # after which a deliverer's row goes, but for the last one


class State(StrEnum):
    """What has become of an item: dead is one that is not tried again by itself."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxRow:
    """An item of the outbox. ``attempts`` count that which is being made."""

    id: bytes
    channel: str
    attempts: int
    until: datetime
    trouble: str
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeadRow:
    """A dead item of a desk, by its channel; ``origin`` is sealed to the desk."""

    desk: str
    channel: str
    origin: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Whose:
    """The desk that sends an item, and of what it is, sealed to that desk."""

    desk: str
    origin: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many items wait and are dead, and when a deliverer last showed that it runs."""

    waiting: int
    dead: int
    beat: datetime | None

    def is_silent(self, now: datetime) -> bool:
        """Tell whether no deliverer runs: none has shown that it does for some minutes, or ever."""
        return self.beat is None or now - self.beat > SILENT


ROW = (
    outbox.c.id,
    outbox.c.channel,
    outbox.c.attempts,
    outbox.c.until,
    outbox.c.trouble,
    outbox.c.sealed,
)
WAITS = outbox.c.state == State.WAITING


@dataclass(frozen=True, slots=True)
class Outbox:
    """The outbox of the casebook. Safe to share between threads and processes.

    Each verb raises the ``StoreError`` that fits.
    """

    engine: Engine

    def put(  # noqa: PLR0913 (a row)
        self,
        item_id: bytes,
        channel: str,
        sealed: bytes,
        *,
        now: datetime,
        until: datetime,
        whose: Whose | None = None,
    ) -> bool:
        """Store an item and return whether it is new; it is tried until that hour is over.

        ``item_id``: 16 bytes, the same for the same thing: it is the idempotency key.
        """
        row = {"id": item_id, "channel": channel, "state": State.WAITING, "hour": now,
               "until": until, "attempts": 0, "trouble": "", "holder": None,
               "sealed": sealed, "desk": whose and whose.desk,
               "origin": whose and whose.origin}  # fmt: skip
        with writing(self.engine) as connection:
            return insert_once(connection, outbox, row)

    def waits(self, channel: str) -> int:
        """Return how many items of a channel wait."""
        question = select(func.count()).where(WAITS, outbox.c.channel == channel)
        with reading(self.engine) as connection:
            return connection.execute(question).scalar() or 0

    def beat(self, holder: bytes, now: datetime) -> None:
        """Note that a deliverer, of 16 random bytes, runs: what it has stays its own."""
        with writing(self.engine) as connection:
            if not insert_once(connection, deliverer, {"id": holder, "beat": now}):
                mine = update(deliverer).where(deliverer.c.id == holder)
                connection.execute(mine.values(beat=now))

    def claim(self, holder: bytes, channel: str, now: datetime) -> OutboxRow | None:
        """Return an item of a channel whose hour has come, now the holder's; None if there is none.

        Those tried least come first. One that another living deliverer has is passed over.
        """
        alive = select(deliverer.c.id).where(deliverer.c.beat > now - LEASE)
        free = or_(
            outbox.c.holder.is_(None), outbox.c.holder == holder, outbox.c.holder.not_in(alive)
        )
        question = (
            select(*ROW)
            .where(WAITS, outbox.c.channel == channel, outbox.c.hour <= now, free)
            .where(outbox.c.until > now)
            .order_by(outbox.c.attempts, outbox.c.hour, outbox.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        with writing(self.engine) as connection:
            row = connection.execute(question).mappings().one_or_none()
            if row is None:
                return None
            attempts = row["attempts"] + 1
            taken = update(outbox).where(outbox.c.id == row["id"])
            connection.execute(taken.values(holder=holder, attempts=attempts))
            return OutboxRow(**{**row, "attempts": attempts})

    def delivered(self, item_id: bytes, now: datetime) -> None:
        """Note that an item arrived: its id is kept for a while, and nothing else of it."""
        arrived = {"state": State.DELIVERED, "until": now + KEPT, "trouble": "", "sealed": b""}
        self._change(outbox.c.id == item_id, holder=None, desk=None, origin=None, **arrived)
        scrub(self.engine)

    def put_back(self, item_id: bytes, hour: datetime, trouble: str) -> None:
        """Let an item wait until an hour; ``trouble`` is a word for how the attempt failed."""
        self._change(and_(WAITS, outbox.c.id == item_id), holder=None, hour=hour, trouble=trouble)

    def bury(self, item_id: bytes, trouble: str) -> None:
        """Note that an item is dead: nobody tries it again before somebody says so."""
        these = and_(WAITS, outbox.c.id == item_id)
        self._change(these, state=State.DEAD, holder=None, trouble=trouble)

    def expire(self, now: datetime) -> list[OutboxRow]:
        """Bury what was tried for as long as it may be; return it."""
        over = and_(WAITS, outbox.c.until <= now)
        found = self._rows(over)
        if found:
            these = and_(over, outbox.c.id.in_([row.id for row in found]))
            self._change(these, state=State.DEAD, holder=None)
        return found

    def states(self, item_ids: Collection[bytes]) -> dict[bytes, State]:
        """Return what has become of items, as far as they are known."""
        question = select(outbox.c.id, outbox.c.state).where(outbox.c.id.in_(item_ids))
        with reading(self.engine) as connection:
            return {row[0]: State(row[1]) for row in connection.execute(question)}

    def dead(self) -> list[OutboxRow]:
        """Return the dead items."""
        return self._rows(outbox.c.state == State.DEAD)

    def dead_of(self, desks: Collection[str]) -> list[DeadRow]:
        """Return the dead items that these desks sent, those of one channel together."""
        question = (
            select(outbox.c.desk, outbox.c.channel, outbox.c.origin)
            .where(outbox.c.state == State.DEAD, outbox.c.desk.in_(desks))
            .where(outbox.c.origin.is_not(None))
            .order_by(outbox.c.channel, outbox.c.until, outbox.c.id)
        )
        with reading(self.engine) as connection:
            return [DeadRow(**row) for row in connection.execute(question).mappings()]

    def revive(self, item_ids: Collection[bytes], *, now: datetime, until: datetime) -> int:
        """Try dead items again, until an hour; return how many there were."""
        these = and_(outbox.c.state == State.DEAD, outbox.c.id.in_(item_ids))
        return self._change(these, state=State.WAITING, hour=now, until=until, attempts=0)

    def drop(self, item_ids: Collection[bytes]) -> int:
        """Delete dead items, so that their bytes are in no file; return how many there were."""
        these = and_(outbox.c.state == State.DEAD, outbox.c.id.in_(item_ids))
        with writing(self.engine) as connection:
            found = connection.execute(delete(outbox).where(these)).rowcount
        scrub(self.engine)
        return found

    def standing(self) -> Standing:
        """Return how things stand."""
        counted = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        unsettled = counted.where(outbox.c.state.in_([State.WAITING, State.DEAD]))
        with reading(self.engine) as connection:
            counts = {row[0]: row[1] for row in connection.execute(unsettled)}
            beat = connection.execute(select(func.max(deliverer.c.beat))).scalar()
        return Standing(counts.get(State.WAITING, 0), counts.get(State.DEAD, 0), beat)

    def sweep(self, now: datetime) -> int:
        """Delete what was delivered some days ago; return how many. Old deliverers go with it."""
        over = and_(outbox.c.state == State.DELIVERED, outbox.c.until <= now)
        last = select(func.max(deliverer.c.beat)).scalar_subquery()
        gone = and_(deliverer.c.beat <= now - FORGOTTEN, deliverer.c.beat < last)
        with writing(self.engine) as connection:
            connection.execute(delete(deliverer).where(gone))
            return connection.execute(delete(outbox).where(over)).rowcount

    def _rows(self, which: ColumnElement[bool]) -> list[OutboxRow]:
        question = select(*ROW).where(which).order_by(outbox.c.channel, outbox.c.until, outbox.c.id)
        with reading(self.engine) as connection:
            return [OutboxRow(**row) for row in connection.execute(question).mappings()]

    def _change(self, which: ColumnElement[bool], **values: object) -> int:
        with writing(self.engine) as connection:
            return connection.execute(update(outbox).where(which).values(**values)).rowcount
