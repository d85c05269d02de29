"""Analysts and the desks they belong to. Names, secrets and desk identities are sealed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from sqlalchemy import ColumnElement, Engine, delete, insert, select, true, update

from tipline.errors import AnalystExistsError, NotFoundError, TotpSpentError
from tipline.store.casebook.tables import analyst, membership, session
from tipline.store.transactions import insert_once, reading, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalystRow:
    """An analyst as stored: ids and keys in the clear, all else sealed.

    ``id`` 16 bytes; ``lookup`` 32 bytes, a keyed hash of the sign-in name; ``recipient`` UTF-8
    text; ``verifier`` 32 bytes; ``identity`` sealed with the passphrase; ``totp`` and ``profile``
    sealed to the recipient; ``totp_used`` the last counter that was accepted.
    """

    id: bytes
    lookup: bytes = field(repr=False)
    recipient: bytes
    verifier: bytes
    identity: bytes = field(repr=False)
    totp: bytes = field(repr=False)
    profile: bytes = field(repr=False)
    disabled: bool = False
    failures: int = 0
    wait_until: datetime | None = None
    totp_used: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRow:
    """An analyst's seat at a desk: the desk's identity sealed to them, their card sealed to it."""

    analyst_id: bytes
    desk: str
    role: str
    sealed: bytes = field(repr=False)
    card: bytes = field(repr=False)
    ended: date | None = None


ANALYST = [analyst.c[each.name] for each in fields(AnalystRow)]
MEMBERSHIP = [membership.c[each.name] for each in fields(MembershipRow)]


@dataclass(frozen=True, slots=True)
class Staff:
    """The analysts of the casebook. Safe to share between threads.

    Each verb raises the ``StoreError`` that fits.
    """

    engine: Engine

    def add(self, row: AnalystRow, memberships: Collection[MembershipRow] = ()) -> None:
        """Store a new analyst with their first desks, or raise AnalystExistsError."""
        with writing(self.engine) as connection:
            if not insert_once(connection, analyst, _values(row)):
                raise AnalystExistsError
            for each in memberships:
                connection.execute(insert(membership).values(_values(each)))

    def analyst(self, analyst_id: bytes) -> AnalystRow:
        """Return an analyst, disabled or not, or raise NotFoundError."""
        found = self._analysts(analyst.c.id == analyst_id)
        if not found:
            raise NotFoundError
        return found[0]

    def by_lookup(self, lookup: bytes) -> AnalystRow | None:
        """Return the analyst of a sign-in name; None is no error, as signing in goes on without."""
        found = self._analysts(analyst.c.lookup == lookup)
        return found[0] if found else None

    def analysts(self) -> list[AnalystRow]:
        """Return all analysts, in no order (their names are sealed)."""
        return self._analysts(true())

    def count_failure(self, analyst_id: bytes, wait_until: datetime | None) -> None:
        """Note a refused sign-in and until when the next one waits. Raises NotFoundError."""
        failures = analyst.c.failures + 1
        self._change(analyst_id, {"failures": failures, "wait_until": wait_until})

    def forget_failures(self, analyst_id: bytes) -> None:
        """Note a sign-in that succeeded. Raises NotFoundError."""
        self._change(analyst_id, {"failures": 0, "wait_until": None})

    def spend_totp(self, analyst_id: bytes, counter: int) -> None:
        """Accept a counter if it is later than all before, or raise TotpSpentError."""
        later = (analyst.c.id == analyst_id) & (analyst.c.totp_used < counter)
        with writing(self.engine) as connection:
            chosen = update(analyst).where(later).values(totp_used=counter)
            if not connection.execute(chosen).rowcount:
                raise TotpSpentError

    def disable(self, analyst_id: bytes) -> None:
        """Shut an analyst out and end their sessions, as one. Raises NotFoundError."""
        chosen = update(analyst).where(analyst.c.id == analyst_id).values(disabled=True)
        with writing(self.engine) as connection:
            if not connection.execute(chosen).rowcount:
                raise NotFoundError
            connection.execute(delete(session).where(session.c.analyst_id == analyst_id))

    def enable(self, analyst_id: bytes) -> None:
        """Let an analyst in again. Raises NotFoundError."""
        self._change(analyst_id, {"disabled": False})

    def join(self, row: MembershipRow) -> None:
        """Give an analyst a seat at a desk, in place of the one they had. Raises NotFoundError."""
        same = (membership.c.analyst_id == row.analyst_id) & (membership.c.desk == row.desk)
        known = select(analyst.c.id).where(analyst.c.id == row.analyst_id)
        with writing(self.engine) as connection:
            if connection.execute(known).scalar() is None:
                raise NotFoundError
            connection.execute(delete(membership).where(same))
            connection.execute(insert(membership).values(_values(row)))

    def leave(self, analyst_id: bytes, desk: str, day: date) -> None:
        """End a seat at a desk: its key goes, the card stays for what was signed before.

        Raises NotFoundError.
        """
        same = (membership.c.analyst_id == analyst_id) & (membership.c.desk == desk)
        chosen = update(membership).where(same).values(ended=day, sealed=b"")
        with writing(self.engine) as connection:
            if not connection.execute(chosen).rowcount:
                raise NotFoundError

    def desks_of(self, analyst_id: bytes) -> list[MembershipRow]:
        """Return an analyst's places that have not ended, by desk."""
        return self._memberships(
            membership.c.analyst_id == analyst_id, membership.c.ended.is_(None)
        )

    def members_of(self, desks: Collection[str]) -> list[MembershipRow]:
        """Return all places at these desks, ended ones too: their cards tell who signed what."""
        return self._memberships(membership.c.desk.in_(desks))

    def _analysts(self, which: ColumnElement[bool]) -> list[AnalystRow]:
        with reading(self.engine) as connection:
            rows = connection.execute(select(*ANALYST).where(which)).mappings()
            return [AnalystRow(**row) for row in rows]

    def _memberships(self, *which: ColumnElement[bool]) -> list[MembershipRow]:
        order = (membership.c.desk, membership.c.analyst_id)
        question = select(*MEMBERSHIP).where(*which).order_by(*order)
        with reading(self.engine) as connection:
            return [MembershipRow(**row) for row in connection.execute(question).mappings()]

    def _change(self, analyst_id: bytes, values: Mapping[str, object]) -> None:
        chosen = update(analyst).where(analyst.c.id == analyst_id).values(values)
        with writing(self.engine) as connection:
            if not connection.execute(chosen).rowcount:
                raise NotFoundError


def _values(row: AnalystRow | MembershipRow) -> dict[str, object]:
    return {each.name: getattr(row, each.name) for each in fields(row)}
