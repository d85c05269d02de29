"""What is done with the inbox while nobody is signed in: what is due goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from tipline.store.engine import scrub
from tipline.store.inbox.naming import named, take_out
from tipline.store.inbox.tables import answer, envelope, evidence, mailbox, part, tip
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Sweeper:
    """The inbox through a connection of the review site's. Each verb raises a ``StoreError``."""

    engine: Engine

    def due(self, day: date) -> list[bytes]:
        """Return the ids of the tips that are due on this day or before."""
        question = select(envelope.c.tip_id).where(envelope.c.due_day <= day).distinct()
        with reading(self.engine) as connection:
            return list(connection.execute(question).scalars())

    def end_mailboxes(self, day: date) -> int:
        """Destroy the mailboxes, with their answers, that end on this day or before; how many."""
        ended = select(mailbox.c.id).where(mailbox.c.due_day <= day)
        with writing(self.engine) as connection:
            connection.execute(delete(answer).where(answer.c.mailbox_id.in_(ended)))
            count = connection.execute(delete(mailbox).where(mailbox.c.due_day <= day)).rowcount
        scrub(self.engine)
        return count

    def end_strays(self) -> int:
        """Destroy parts whose tip was destroyed while they were on their way; how many."""
        stray = ~select(tip.c.id).where(tip.c.id == part.c.tip_id).exists()
        with writing(self.engine) as connection:
            count = connection.execute(delete(part).where(stray)).rowcount
        scrub(self.engine)
        return count

    def end_stray_evidence(self) -> list[bytes]:
        """Take out what names files of no tip; return the blobs that are nobody's now.

        Their tip was destroyed while they were on their way, or never was.
        """
        stray = ~select(tip.c.id).where(tip.c.id == evidence.c.tip_id).exists()
        with writing(self.engine) as connection:
            return take_out(connection, stray)

    def unnamed(self, blobs: Collection[bytes]) -> list[bytes]:
        """Return those of these blobs that no tip has."""
        with reading(self.engine) as connection:
            return sorted(set(blobs) - named(connection, blobs))
