# noqa: INP001 (tests/ itself is no package)
"""Sets in mailboxes what a test needs there: rows as they may be found."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine, update

from tipline.store.inbox.tables import mailbox
from tipline.store.transactions import writing


def set_head(engine: Engine, mailbox_id: bytes, sealed: bytes) -> None:
    """Replace the head of a mailbox."""
    _set(engine, mailbox_id, head=sealed)


def set_day(engine: Engine, mailbox_id: bytes, day: date | None) -> None:
    """Set the day on which a mailbox ends."""
    _set(engine, mailbox_id, due_day=day)


def _set(engine: Engine, mailbox_id: bytes, **values: object) -> None:
    with writing(engine) as connection:
        changed = connection.execute(
            update(mailbox).where(mailbox.c.id == mailbox_id).values(**values)
        )
        assert changed.rowcount == 1
