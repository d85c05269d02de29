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
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class CaseSweeper:
    """The casebook, for what is due. Each verb raises a ``StoreError``."""

    engine: Engine

    def end_tip(self, tip_id: bytes) -> bool:
        """Take a tip out of its case; return whether that was the last, and the case is destroyed.

        The key envelopes go first. Where others read in that moment, the journal keeps the bytes
        until the next run. Twice is once.
        """
        cases = select(case_tip.c.case_id).where(case_tip.c.tip_id == tip_id)
        with writing(self.engine) as connection:
            case_id = connection.execute(cases).scalar()
            connection.execute(delete(case_tip).where(case_tip.c.tip_id == tip_id))
            connection.execute(delete(likeness).where(likeness.c.tip_id == tip_id))
            left = select(case_tip.c.tip_id).where(case_tip.c.case_id == case_id).limit(1)
            last = case_id is not None and connection.execute(left).scalar() is None
            if last:
                for table in (case_envelope, event):
                    connection.execute(delete(table).where(table.c.case_id == case_id))
                connection.execute(delete(casefile).where(casefile.c.id == case_id))
            removed(connection)
        scrub(self.engine)
        return last

    def note_removal(self) -> None:
        """Note once more that something has gone, now that it has gone from the inbox too."""
        with writing(self.engine) as connection:
            removed(connection)
