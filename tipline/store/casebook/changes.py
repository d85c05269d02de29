"""What changed since: what a desk's index has not seen yet, and whether something has gone.

Every change of a case takes the next number, and the case bears that of its last one. Where changes
come at once, they take their numbers one after the other: whoever has seen a number has seen all
before it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from tipline.store.casebook.tables import case_envelope, case_tip, casefile, likeness, tally
from tipline.store.transactions import insert_once, reading, writing

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Connection, Engine, Row
    from sqlalchemy.sql.dml import ReturningUpdate

REMOVALS_DRAWN = 2**30
ONE = tally.c.id == 1  # it has one row


def changed(connection: Connection) -> int:
    """Return the next number, in a transaction that changes a case: others wait for its end."""
    next_one = update(tally).where(ONE).values(changes=tally.c.changes + 1)
    number: int = _of_the_row(connection, next_one.returning(tally.c.changes)).changes
    return number


def touch(connection: Connection, case_id: bytes) -> None:
    """Give a case the next number: something about it changed."""
    this = update(casefile).where(casefile.c.id == case_id)
    connection.execute(this.values(revision=changed(connection)))


def removed(connection: Connection) -> None:
    """Note that a tip or a case has gone, or is a desk's no more."""
    one_more = {"removals": tally.c.removals + 1, "removed": datetime.now(UTC).date()}
    _of_the_row(connection, update(tally).where(ONE).values(**one_more).returning(tally.c.id))


def _of_the_row(connection: Connection, statement: ReturningUpdate[Any]) -> Row[Any]:
    """Return what a change of the tally's row gives.

    Where the row is missing, it begins anew behind every number that a case bears. The count of
    removals is drawn, so that no index takes it for the one that it knows.
    """
    row = connection.execute(statement).one_or_none()
    if row is None:
        highest = connection.execute(select(func.max(casefile.c.revision))).scalar() or 0
        begun = {"id": 1, "changes": highest, "removals": secrets.randbelow(REMOVALS_DRAWN),
                 "removed": datetime.now(UTC).date()}  # fmt: skip
        insert_once(connection, tally, begun)
        row = connection.execute(statement).one()
    return row


@dataclass(frozen=True, slots=True)
class Tally:
    """How many changes and removals there were in all, and the day (UTC) of the last removal."""

    changes: int
    removals: int
    removed: date | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """The casebook, for the desks' indexes. Each verb raises the ``StoreError`` that fits."""

    engine: Engine

    def tally(self) -> Tally:
        """Return how many changes and removals there were."""
        with reading(self.engine) as connection:
            row = connection.execute(select(tally).where(ONE)).one_or_none()
        if row is None:  # lost: whatever an index knows is asked for again
            self.note_removal()
            return self.tally()
        return Tally(row.changes, row.removals, row.removed)

    def note_removal(self) -> None:
        """Count one more removal, once what was destroyed is in the inbox no more either.

        An index that was brought up to date between the two still knows it.
        """
        with writing(self.engine) as connection:
            removed(connection)

    def since(self, number: int, desk: str, limit: int) -> list[tuple[int, bytes]]:
        """Return the first ``limit`` cases of a desk that changed after ``number``, in order.

        Each with the number of its last change.
        """
        question = (
            select(casefile.c.revision, casefile.c.id)
            .join_from(casefile, case_envelope, case_envelope.c.case_id == casefile.c.id)
            .where(casefile.c.revision > number, case_envelope.c.desk == desk)
            .order_by(casefile.c.revision)
            .limit(limit)
        )
        with reading(self.engine) as connection:
            return [(revision, case_id) for revision, case_id in connection.execute(question)]

    def cases_of(self, desk: str, among: Collection[bytes] | None = None) -> set[bytes]:
        """Return the ids of the cases that a desk has: all, or those ``among`` some."""
        question = select(case_envelope.c.case_id).where(case_envelope.c.desk == desk)
        if among is not None:
            question = question.where(case_envelope.c.case_id.in_(among))
        with reading(self.engine) as connection:
            return set(connection.execute(question).scalars())

    def likenesses(self, tip_ids: Collection[bytes]) -> dict[bytes, bytes]:
        """Return what the pictures of these tips look like, sealed, by tip; some have nothing."""
        question = select(likeness).where(likeness.c.tip_id.in_(tip_ids))
        with reading(self.engine) as connection:
            return {row.tip_id: row.sealed for row in connection.execute(question)}

    def forget_likeness(self, tip_id: bytes) -> None:
        """Destroy what a tip's pictures look like, and note that something has gone."""
        with writing(self.engine) as connection:
            connection.execute(delete(likeness).where(likeness.c.tip_id == tip_id))
            removed(connection)

    def set_likeness(self, tip_id: bytes, sealed: bytes) -> None:
        """Put what a tip's pictures look like in place of what was there; its case has changed."""
        cases = select(case_tip.c.case_id).where(case_tip.c.tip_id == tip_id)
        with writing(self.engine) as connection:
            case_id = connection.execute(cases).scalar()
            if case_id is None:  # destroyed in this moment: nothing of it may come back
                return
            touch(connection, case_id)
            connection.execute(delete(likeness).where(likeness.c.tip_id == tip_id))
            connection.execute(insert(likeness).values(tip_id=tip_id, sealed=sealed))
