"""What the review site does with the inbox: find tips, answer their reporters, destroy them.

Which desks the analyst belongs to is part of each question, never a filter on the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, insert, select, tuple_, update

from tipline.errors import NotFoundError
from tipline.store.engine import scrub
from tipline.store.inbox import paging
from tipline.store.inbox.letterboxes import write
from tipline.store.inbox.naming import take_out
from tipline.store.inbox.rows import Cursor as Cursor
from tipline.store.inbox.rows import EnvelopeRow as EnvelopeRow
from tipline.store.inbox.rows import NewTip as NewTip
from tipline.store.inbox.rows import PartRow as PartRow
from tipline.store.inbox.rows import ShelfRow as ShelfRow
from tipline.store.inbox.rows import TipRow as TipRow
from tipline.store.inbox.tables import answer, destroyed, envelope, evidence, mailbox, part, tip
from tipline.store.kinds import hours_since_1970
from tipline.store.transactions import insert_once, reading, writing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import date, datetime

    from sqlalchemy import Connection, Engine, Row, Update

    from tipline.store.inbox.letterboxes import Letterbox

ENVELOPES_AT_ONCE = 200  # read in one transaction: no reader holds the journal long
PLACES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Shelf:
    """The inbox through the review site's connection. Safe to share between threads.

    Each verb raises the ``StoreError`` that fits.
    """

    engine: Engine

    def page(
        self,
        desks: Collection[str],
        *,
        before: Cursor | None = None,
        after: Cursor | None = None,
        limit: int = 50,
        finished: bool = False,
    ) -> list[ShelfRow]:
        """Return the next ``limit`` tips of these desks, newest hour first.

        ``before`` is the cursor of the last row that was shown, ``after`` that of the first, to go
        back; ``finished`` turns from the tips that wait to those that have a day on which they are
        due. The time it takes depends on the limit alone, however many tips there are.
        """
        with reading(self.engine) as connection:
            found = [
                row
                for desk in sorted(set(desks))
                for row in connection.execute(
                    paging.page(desk, before, after, limit, finished=finished)
                )
            ]
        rows = _once(found)
        return rows[-limit:] if after else rows[:limit]

    def due_by(
        self, desks: Collection[str], day: date, *, limit: int = 50
    ) -> list[tuple[bytes, str, date]]:
        """Return the finished tips of these desks that are due by a day, the soonest first.

        Each is its id, a desk that has it, and its day.
        """
        with reading(self.engine) as connection:
            rows = connection.execute(paging.due_by(desks, day, limit))
            return [(tip_id, desk, due) for tip_id, desk, due in rows if due is not None]

    def originals_by(
        self, desks: Collection[str], day: date, *, limit: int = 50
    ) -> list[tuple[bytes, str, date]]:
        """Return the tips of these desks whose original is due by a day, as ``due_by`` does."""
        with reading(self.engine) as connection:
            rows = connection.execute(paging.originals_by(desks, day, limit))
            return [(tip_id, desk, due) for tip_id, desk, due in rows if due is not None]

    def originals_past(self, day: date) -> dict[str, int]:
        """Return how many originals were due before a day and are still there, by their desk."""
        with reading(self.engine) as connection:
            rows = connection.execute(paging.originals_past(day)).all()
        return dict(rows)

    def returned(self, desks: Collection[str], *, limit: int = 50) -> list[ShelfRow]:
        """Return the finished tips of these desks with a message that nobody has read.

        At most ``limit``, those with the newest messages; of them, the newest tip first.
        """
        with reading(self.engine) as connection:
            tip_ids = connection.execute(paging.returned(desks, limit)).scalars().all()
            found = connection.execute(paging.rows_of(tip_ids, desks)).all()
        return _once(found)

    def unread(self, tip_ids: Collection[bytes], most: int) -> dict[bytes, list[bytes]]:
        """Return the sealed parts that nobody has read, by tip: the newest so many.

        The tips are ones that a page gave: whose they are was asked there.
        """
        found: dict[bytes, list[bytes]] = {}
        with reading(self.engine) as connection:
            for tip_id, sealed in connection.execute(paging.unread_of(tip_ids, most)):
                found.setdefault(tip_id, []).append(sealed)
        return found

    def tip(self, tip_id: bytes, desks: Collection[str]) -> TipRow:
        """Return a tip that one of these desks has an envelope of, or raise NotFoundError."""
        found = self.tips([tip_id], desks)
        if tip_id not in found:
            raise NotFoundError
        return found[tip_id]

    def tips(self, tip_ids: Collection[bytes], desks: Collection[str]) -> dict[bytes, TipRow]:
        """Return those of these tips that one of these desks has an envelope of, by their ids.

        Of several envelopes, that of the first desk by its code.
        """
        parts: dict[bytes, list[PartRow]] = {}
        with reading(self.engine) as connection:
            rows = connection.execute(paging.tips(tip_ids, desks)).all()
            for tip_id, part_id, hour, sealed in connection.execute(
                paging.parts_of([row.id for row in rows])
            ):
                parts.setdefault(tip_id, []).append(PartRow(part_id, hour, sealed))
        return {
            row.id: TipRow(
                row.id,
                row.hour,
                row.recipient,
                row.desk,
                row.sealed,
                _first_first(parts.get(row.id, []), row.first_part),
                row.due_day,
                row.original_day,
            )
            for row in rows
        }

    def arrived(self, desk: str, since: datetime) -> Iterator[tuple[datetime, list[bytes]]]:
        """Yield a desk's tips that wait, and came in this hour or after, by their hours in order.

        Those of which a day is known on which they are due were opened. They are read as they are
        asked for: whoever has time for a few does not wait for all.
        """
        for hour, places in groupby(self._places(desk, since), itemgetter(0)):
            yield hour, [tip_id for _, tip_id in places]

    def _places(self, desk: str, since: datetime) -> Iterator[tuple[datetime, bytes]]:
        after = (hours_since_1970(since), b"")
        while True:
            with reading(self.engine) as connection:
                rows = connection.execute(paging.arrived(desk, after, PLACES_AT_ONCE)).all()
            yield from ((hour, tip_id) for _, hour, tip_id in rows)
            if len(rows) < PLACES_AT_ONCE:
                return
            stored, _, tip_id = rows[-1]
            after = (stored, tip_id)

    def newest(self, desks: Collection[str], limit: int) -> list[bytes]:
        """Return the newest tips of these desks that wait, by their hours; nothing of them else."""
        with reading(self.engine) as connection:
            found = {
                (hour, tip_id)
                for desk in desks
                for hour, tip_id in connection.execute(paging.newest(desk, limit))
            }
        return [tip_id for _, tip_id in sorted(found, reverse=True)][:limit]

    def tips_of(self, desk: str) -> set[bytes]:
        """Return the ids of all tips of a desk."""
        question = select(envelope.c.tip_id).where(envelope.c.desk == desk)
        with reading(self.engine) as connection:
            return set(connection.execute(question).scalars())

    def count(self, desk: str) -> int:
        """Return how many tips a desk has."""
        with reading(self.engine) as connection:
            return sum(connection.execute(each).scalar_one() for each in paging.counts(desk))

    def written_again(self, desks: Collection[str], *, limit: int) -> list[bytes]:
        """Return the tips of these desks with a message that nobody has read, the newest first."""
        with reading(self.engine) as connection:
            return list(connection.execute(paging.written_again(desks, limit)).scalars())

    def rows(self, tip_ids: Collection[bytes], desks: Collection[str]) -> list[ShelfRow]:
        """Return those of these tips that one of these desks has an envelope of, newest first."""
        with reading(self.engine) as connection:
            return _once(connection.execute(paging.rows_of(tip_ids, desks)).all())

    def envelopes(self) -> Iterator[EnvelopeRow]:
        """Yield every envelope, by tip and desk; meanwhile others may write."""
        key = tuple_(envelope.c.tip_id, envelope.c.desk)
        question = (
            select(envelope.c.tip_id, envelope.c.desk, envelope.c.sealed)
            .order_by(envelope.c.tip_id, envelope.c.desk)
            .limit(ENVELOPES_AT_ONCE)
        )
        after: tuple[bytes, str] = (b"", "")
        while True:
            with reading(self.engine) as connection:
                rows = connection.execute(question.where(key > tuple_(*after))).all()
            yield from (EnvelopeRow(*row) for row in rows)
            if len(rows) < ENVELOPES_AT_ONCE:
                return
            after = (rows[-1].tip_id, rows[-1].desk)

    def add_envelope(self, tip_id: bytes, desk: str, sealed: bytes) -> None:
        """Give a desk the key of a tip, in place of what it had. Raises NotFoundError."""
        same = and_(envelope.c.tip_id == tip_id, envelope.c.desk == desk)
        days = select(envelope.c.due_day, envelope.c.original_day)
        other = days.where(envelope.c.tip_id == tip_id).limit(1)
        with writing(self.engine) as connection:
            hour = connection.execute(select(tip.c.hour).where(tip.c.id == tip_id)).scalar()
            if hour is None:
                raise NotFoundError
            due, original = connection.execute(other).one_or_none() or (None, None)
            connection.execute(delete(envelope).where(same))
            row = {"tip_id": tip_id, "desk": desk, "hour": hour, "due_day": due, "sealed": sealed,
                   "original_day": original}  # fmt: skip
            connection.execute(insert(envelope).values(row))

    def desks_of(self, tip_id: bytes) -> frozenset[str]:
        """Return the codes of the desks that have an envelope of a tip."""
        question = select(envelope.c.desk).where(envelope.c.tip_id == tip_id)
        with reading(self.engine) as connection:
            return frozenset(connection.execute(question).scalars())

    def remove_envelope(self, tip_id: bytes, desk: str) -> None:
        """Take the key of a tip from a desk; twice is once."""
        same = and_(envelope.c.tip_id == tip_id, envelope.c.desk == desk)
        with writing(self.engine) as connection:
            connection.execute(delete(envelope).where(same))

    def set_due(self, tip_id: bytes, day: date | None, original: date | None = None) -> None:
        """Note the day on which a finished tip is due, or None: it waits again.

        And that on which its original is, if that goes before.
        """
        chosen = update(envelope).where(envelope.c.tip_id == tip_id)
        self._change(chosen.values(due_day=day, original_day=original))

    def set_due_of(
        self, tip_ids: Collection[bytes], day: date | None, original: date | None = None
    ) -> None:
        """Note these days for several tips; one that is not there any more is passed over."""
        chosen = update(envelope).where(envelope.c.tip_id.in_(tip_ids))
        with writing(self.engine) as connection:
            connection.execute(chosen.values(due_day=day, original_day=original))

    def shred(self, new: NewTip, of: Collection[bytes], box: Letterbox) -> list[bytes] | None:
        """Destroy all that a tip has, and let it go on with what is ``new``; on disk on return.

        ``of`` are the ids of the parts that it may have; with any other one nothing is done, and
        None is returned. ``box``: its mailbox, which learns of the new key in the same moment.
        Returns the blobs that are nobody's now, as ``destroy``. Raises NotFoundError.
        """
        here = part.c.tip_id == new.tip_id
        with writing(self.engine) as connection:
            hour = connection.execute(select(tip.c.hour).where(tip.c.id == new.tip_id)).scalar()
            if hour is None:
                raise NotFoundError
            if set(connection.execute(select(part.c.id).where(here)).scalars()) - set(of):
                return None
            connection.execute(delete(part).where(here))
            blobs = take_out(connection, evidence.c.tip_id == new.tip_id)
            _begin_anew(connection, new, hour)
            write(connection, box)
        scrub(self.engine)
        return blobs

    def set_read(self, tip_id: bytes, part_ids: Collection[bytes]) -> None:
        """Note that somebody has read these parts of a tip."""
        these = (part.c.tip_id == tip_id) & part.c.id.in_(part_ids) & part.c.unread
        with writing(self.engine) as connection:
            connection.execute(update(part).where(these).values(unread=False))

    def add_answer(self, mailbox_id: bytes, answer_id: bytes, sealed: bytes) -> None:
        """Put an answer into a mailbox; twice the same is once. Raises NotFoundError."""
        row = {"mailbox_id": mailbox_id, "id": answer_id, "sealed": sealed}
        known = select(mailbox.c.id).where(mailbox.c.id == mailbox_id)
        with writing(self.engine) as connection:
            if connection.execute(known).scalar() is None:
                raise NotFoundError
            insert_once(connection, answer, row)

    def destroy(self, tip_id: bytes) -> list[bytes]:
        """Destroy a tip, so that its bytes are in no file of the database; twice is once.

        Return the ids of the blobs that are nobody's now, for ``Blobs.remove``; those that are not
        removed, the sweeper finds. Its mailbox is not known here; see ``Sweeper.end_mailboxes``.
        Where others read in that moment, the journal keeps the bytes until the sweeper comes by.
        """
        with writing(self.engine) as connection:
            for table in (envelope, part):
                connection.execute(delete(table).where(table.c.tip_id == tip_id))
            blobs = take_out(connection, evidence.c.tip_id == tip_id)
            if connection.execute(delete(tip).where(tip.c.id == tip_id)).rowcount:
                _count(connection)
        scrub(self.engine)
        return blobs

    def _change(self, statement: Update) -> None:
        with writing(self.engine) as connection:
            if not connection.execute(statement).rowcount:
                raise NotFoundError


def _count(connection: Connection) -> None:
    """Count one more tip that was destroyed in this month (UTC)."""
    month = datetime.now(UTC).date().replace(day=1)
    insert_once(connection, destroyed, {"month": month, "tips": 0})
    one_more = update(destroyed).where(destroyed.c.month == month)
    connection.execute(one_more.values(tips=destroyed.c.tips + 1))


def _begin_anew(connection: Connection, new: NewTip, hour: datetime) -> None:
    changed = {"recipient": new.recipient, "first_part": new.part_id}
    connection.execute(update(tip).where(tip.c.id == new.tip_id).values(**changed))
    connection.execute(
        insert(part).values(
            hour=hour, tip_id=new.tip_id, id=new.part_id, unread=False, sealed=new.part
        )
    )
    theirs = envelope.c.tip_id == new.tip_id
    connection.execute(delete(envelope).where(theirs, envelope.c.desk.not_in(new.envelopes)))
    for desk, sealed in new.envelopes.items():
        chosen = update(envelope).where(theirs, envelope.c.desk == desk)
        connection.execute(chosen.values(sealed=sealed, original_day=None))


def _first_first(parts: list[PartRow], first: bytes) -> tuple[PartRow, ...]:
    """Return a tip's parts, its first part before the others, those by their hours."""
    return tuple(sorted(parts, key=lambda each: (each.id != first, each.hour, each.id)))


def _once(found: Iterable[Row[bytes, datetime, str, bytes, bytes, int]]) -> list[ShelfRow]:
    """Return each tip once, newest first, though several desks may have found it."""
    rows = {row[0]: ShelfRow(*row) for row in found}
    return sorted(rows.values(), key=lambda row: row.cursor, reverse=True)
