"""What is done with the casebook while nobody is signed in: a case goes with its last tip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from tipline.store.casebook.changes import removed
from tipline.store.casebook.tables import case_envelope, case_tip, casefile, event, likeness
from tipline.store.engine import scrub
from tipline.store.transactions import writing

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


@dataclass(frozen=True, slots=True)
class CaseSweeper:
    """The casebook, for what is due. Each verb raises a ``StoreError``."""

    engine: Engine

    def end_tip(self, tip_id: bytes) -> bool:
        """Take a tip out of its case; return whether that was the last, and the case is destroyed.

        The key envelopes go first. Where others read in that moment, the journal keeps the bytes
        until the next run. A tip that has joined another's case takes its own with it. Twice is
        once, and what has no case is left alone.
        """
        cases = select(case_tip.c.case_id, case_tip.c.home_id).where(case_tip.c.tip_id == tip_id)
        with writing(self.engine) as connection:
            case_id, home = connection.execute(cases).one_or_none() or (None, None)
            if case_id is None:
                return False
            connection.execute(delete(case_tip).where(case_tip.c.tip_id == tip_id))
            connection.execute(delete(likeness).where(likeness.c.tip_id == tip_id))
            left = select(case_tip.c.tip_id).where(case_tip.c.case_id == case_id).limit(1)
            last = connection.execute(left).scalar() is None
            for each in (case_id if last else None, home):
                if each is not None:
                    _destroy(connection, each)
            removed(connection)
        scrub(self.engine)
        return last


def _destroy(connection: Connection, case_id: bytes) -> None:
    for table in (case_envelope, event):
        connection.execute(delete(table).where(table.c.case_id == case_id))
    connection.execute(delete(casefile).where(casefile.c.id == case_id))
