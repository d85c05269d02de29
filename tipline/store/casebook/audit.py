"""The audit trail: sealed entries, numbered from 1, each chained to the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Engine, func, insert, select

from tipline.store.casebook.tables import audit
from tipline.store.transactions import reading, writing

BEFORE_FIRST = bytes(32)  # what the first entry is chained to
ENTRIES_AT_ONCE = 500  # read in one transaction by ``entries``
APPEND_LOCK = 0x61756474  # the number of PostgreSQL's advisory lock: one append at a time


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry as stored: its number from 1, sealed to the audit key, and its chain (32 bytes)."""

    number: int
    sealed: bytes = field(repr=False)
    chain: bytes


@dataclass(frozen=True, slots=True)
class AuditTrail:
    """The audit trail of the casebook. Safe to share between threads and processes.

    Each verb raises the ``StoreError`` that fits.
    """

    engine: Engine

    def append(self, make: Callable[[int, bytes], tuple[bytes, bytes]]) -> int:
        """Add the entry that ``make(number, previous chain)`` gives as (sealed, chain).

        Returns its number. ``make`` runs while others wait to write: it must be quick.
        """
        last = select(audit.c.number, audit.c.chain).order_by(audit.c.number.desc()).limit(1)
        with writing(self.engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPEND_LOCK})")
            row = connection.execute(last).one_or_none()
            before, previous = (0, BEFORE_FIRST) if row is None else row
            sealed, chain = make(before + 1, previous)
            new = {"number": before + 1, "sealed": sealed, "chain": chain}
            connection.execute(insert(audit).values(new))
        return before + 1

    def count(self) -> int:
        """Return the number of the newest entry, 0 where there is none."""
        with reading(self.engine) as connection:
            return connection.execute(select(func.max(audit.c.number))).scalar() or 0

    def chain_of(self, number: int) -> bytes | None:
        """Return the chain value of an entry; None where it is not there."""
        question = select(audit.c.chain).where(audit.c.number == number)
        with reading(self.engine) as connection:
            return connection.execute(question).scalar()

    def entries(self, after: int = 0) -> Iterator[AuditRow]:
        """Yield all entries after a number, in order; meanwhile others may write."""
        question = select(audit).order_by(audit.c.number).limit(ENTRIES_AT_ONCE)
        number = after
        while True:
            with reading(self.engine) as connection:
                rows = connection.execute(question.where(audit.c.number > number)).all()
            yield from (AuditRow(*row) for row in rows)
            if len(rows) < ENTRIES_AT_ONCE:
                return
            number = rows[-1].number

    def entries_back(self, before: int) -> Iterator[AuditRow]:
        """Yield all entries before a number, the newest first."""
        question = select(audit).order_by(audit.c.number.desc()).limit(ENTRIES_AT_ONCE)
        number = before
        while True:
            with reading(self.engine) as connection:
                rows = connection.execute(question.where(audit.c.number < number)).all()
            yield from (AuditRow(*row) for row in rows)
            if len(rows) < ENTRIES_AT_ONCE:
                return
            number = rows[-1].number
