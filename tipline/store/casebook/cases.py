"""Cases: who may open them, and their sealed events.

Which desks the analyst belongs to is part of each question, never a filter on the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine, and_, delete, insert, select, tuple_, update

from tipline.errors import CaseExistsError, EventConflictError, NotFoundError
from tipline.store.casebook.case_keys import NewKeys as NewKeys
from tipline.store.casebook.case_keys import set_keys
from tipline.store.casebook.changes import changed, touch
from tipline.store.casebook.events import FIRST, add_event, appended, if_still, last
from tipline.store.casebook.tables import case_envelope, case_tip, casefile, event
from tipline.store.transactions import insert_once, reading, writing

ENVELOPES_AT_ONCE = 200  # read in one transaction: no reader holds the journal long


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case: one envelope that the asking desks open, and its head, which sums up its events."""

    id: bytes
    recipient: bytes
    desk: str
    envelope: bytes = field(repr=False)
    head: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseEnvelopeRow:
    """The key envelope of a case as it is stored."""

    case_id: bytes
    desk: str
    sealed: bytes = field(repr=False)


CASE_ROW = (
    casefile.c.id,
    casefile.c.recipient,
    case_envelope.c.desk,
    case_envelope.c.sealed,
    casefile.c.head,
)


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of the casebook. Safe to share between threads.

    Each verb raises the ``StoreError`` that fits.
    """

    engine: Engine

    def for_tips(self, tip_ids: Collection[bytes], desks: Collection[str]) -> dict[bytes, CaseRow]:
        """Return, by tip, the cases that one of these desks has an envelope of."""
        question = (
            select(case_tip.c.tip_id, *CASE_ROW)
            .join_from(case_tip, casefile, casefile.c.id == case_tip.c.case_id)
            .join(case_envelope, case_envelope.c.case_id == casefile.c.id)
            .where(case_tip.c.tip_id.in_(tip_ids), case_envelope.c.desk.in_(desks))
            .order_by(case_envelope.c.desk.desc())
        )
        with reading(self.engine) as connection:
            # Of several envelopes of a case, the first desk's comes last and stays.
            return {row[0]: CaseRow(*row[1:]) for row in connection.execute(question)}

    def begun(self, tip_ids: Collection[bytes], desks: Collection[str]) -> set[bytes]:
        """Return those of these tips that have a case of which one of these desks has an envelope.

        As ``for_tips``, but for the cases themselves.
        """
        question = (
            select(case_tip.c.tip_id)
            .join_from(case_tip, case_envelope, case_envelope.c.case_id == case_tip.c.case_id)
            .where(case_tip.c.tip_id.in_(tip_ids), case_envelope.c.desk.in_(desks))
        )
        with reading(self.engine) as connection:
            return set(connection.execute(question).scalars())

    def case(self, case_id: bytes, desks: Collection[str]) -> CaseRow:
        """Return a case that one of these desks has an envelope of, or raise NotFoundError."""
        question = (
            select(*CASE_ROW)
            .join_from(casefile, case_envelope, case_envelope.c.case_id == casefile.c.id)
            .where(casefile.c.id == case_id, case_envelope.c.desk.in_(desks))
            .order_by(case_envelope.c.desk)
            .limit(1)
        )
        with reading(self.engine) as connection:
            row = connection.execute(question).one_or_none()
        if row is None:
            raise NotFoundError
        return CaseRow(*row)

    def begin(  # noqa: PLR0913, PLR0917 (six things come together or not at all)
        self,
        case_id: bytes,
        recipient: bytes,
        tip_id: bytes,
        envelopes: Mapping[str, bytes],
        event: bytes,
        head: bytes,
    ) -> None:
        """Open the case of a tip, with its envelopes by desk and its event number 1.

        Raises CaseExistsError where the tip has a case, or the id is taken.
        """
        given = [
            {"case_id": case_id, "desk": desk, "sealed": envelopes[desk]} for desk in envelopes
        ]
        row: dict[str, object] = {"id": case_id, "recipient": recipient, "head": head}
        with writing(self.engine) as connection:
            row["revision"] = changed(connection)
            if not insert_once(connection, casefile, row):
                raise CaseExistsError
            if not insert_once(connection, case_tip, {"tip_id": tip_id, "case_id": case_id}):
                raise CaseExistsError
            connection.execute(insert(case_envelope), given)
            add_event(connection, case_id, FIRST, event)

    def tips(self, case_id: bytes) -> list[bytes]:
        """Return the ids of the tips that a case concerns."""
        question = select(case_tip.c.tip_id).where(case_tip.c.case_id == case_id)
        with reading(self.engine) as connection:
            return list(connection.execute(question).scalars())

    def tips_of(self, case_ids: Collection[bytes]) -> dict[bytes, list[bytes]]:
        """Return the ids of the tips that these cases concern, by the cases' ids."""
        question = select(case_tip.c.case_id, case_tip.c.tip_id)
        found: dict[bytes, list[bytes]] = {}
        with reading(self.engine) as connection:
            for case_id, tip in connection.execute(
                question.where(case_tip.c.case_id.in_(case_ids))
            ):
                found.setdefault(case_id, []).append(tip)
        return found

    def having(self, case_id: bytes, desks: Collection[str]) -> list[str]:
        """Return those of these desks that have a case, by code."""
        question = (
            select(case_envelope.c.desk)
            .where(case_envelope.c.case_id == case_id, case_envelope.c.desk.in_(desks))
            .order_by(case_envelope.c.desk)
        )
        with reading(self.engine) as connection:
            return list(connection.execute(question).scalars())

    def events(self, case_id: bytes) -> list[bytes]:
        """Return the sealed events of a case, from number 1."""
        question = select(event.c.sealed).where(event.c.case_id == case_id).order_by(event.c.number)
        with reading(self.engine) as connection:
            return list(connection.execute(question).scalars())

    def of_desk(self, case_ids: Collection[bytes], desk: str) -> dict[bytes, CaseRow]:
        """Return those of these cases that a desk has an envelope of, by their ids."""
        question = (
            select(*CASE_ROW)
            .join_from(casefile, case_envelope, case_envelope.c.case_id == casefile.c.id)
            .where(casefile.c.id.in_(case_ids), case_envelope.c.desk == desk)
        )
        with reading(self.engine) as connection:
            return {row[0]: CaseRow(*row) for row in connection.execute(question)}

    def events_of(self, case_ids: Collection[bytes]) -> dict[bytes, list[bytes]]:
        """Return the sealed events of these cases, by the cases' ids, each from number 1."""
        question = (
            select(event.c.case_id, event.c.sealed)
            .where(event.c.case_id.in_(case_ids))
            .order_by(event.c.case_id, event.c.number)
        )
        found: dict[bytes, list[bytes]] = {}
        with reading(self.engine) as connection:
            for case_id, sealed in connection.execute(question):
                found.setdefault(case_id, []).append(sealed)
        return found

    def newest(self, case_id: bytes) -> int:
        """Return the number of a case's newest event; 0 if there is no such case."""
        with reading(self.engine) as connection:
            return connection.execute(last(case_id)).scalar() or 0

    def append(  # noqa: PLR0913 (what comes together or not at all)
        self,
        case_id: bytes,
        number: int,
        sealed: bytes,
        head: bytes,
        *,
        was: bytes | None = None,
        keys: NewKeys | None = None,
    ) -> None:
        """Add the event of this number, which must be the next, and replace the head.

        ``was`` is the head that the new one was made of, ``keys`` what the event changes of the
        case's keys. Raises EventConflictError where another event or head was there first, and
        NotFoundError.
        """
        with writing(self.engine) as connection:
            appended(connection, case_id, number, sealed, head, was)
            if keys is not None:
                set_keys(connection, case_id, keys)

    def set_head(self, case_id: bytes, was: bytes, head: bytes) -> None:
        """Replace the head ``was`` that was read: no event and no other head has come since.

        Raises EventConflictError where another is there by now, or none.
        """
        chosen = update(casefile).where(casefile.c.id == case_id).values(head=head)
        with writing(self.engine) as connection:
            if not connection.execute(if_still(chosen, was)).rowcount:
                raise EventConflictError

    def envelopes(self) -> Iterator[CaseEnvelopeRow]:
        """Yield every envelope, by case and desk; meanwhile others may write."""
        key = (case_envelope.c.case_id, case_envelope.c.desk)
        question = select(*key, case_envelope.c.sealed).order_by(*key).limit(ENVELOPES_AT_ONCE)
        after: tuple[bytes, str] = (b"", "")
        while True:
            with reading(self.engine) as connection:
                rows = connection.execute(question.where(tuple_(*key) > tuple_(*after))).all()
            yield from (CaseEnvelopeRow(*row) for row in rows)
            if len(rows) < ENVELOPES_AT_ONCE:
                return
            after = (rows[-1].case_id, rows[-1].desk)

    def add_envelope(self, case_id: bytes, desk: str, sealed: bytes) -> None:
        """Give a desk the key of a case, in place of what it had. Raises NotFoundError."""
        same = and_(case_envelope.c.case_id == case_id, case_envelope.c.desk == desk)
        known = select(casefile.c.id).where(casefile.c.id == case_id)
        row = {"case_id": case_id, "desk": desk, "sealed": sealed}
        with writing(self.engine) as connection:
            if connection.execute(known).scalar() is None:
                raise NotFoundError
            connection.execute(delete(case_envelope).where(same))
            connection.execute(insert(case_envelope).values(row))
            touch(connection, case_id)
