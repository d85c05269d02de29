"""What is brought to mailboxes: head, day and answers of each, of many in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import update

from tipline.store.inbox.tables import answer, mailbox
from tipline.store.transactions import insert_once, writing

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection, Engine


@dataclass(frozen=True, slots=True)
class Letterbox:
    """A mailbox as it is to be: its head, the day on which it ends, and answers by their ids."""

    mailbox_id: bytes
    head: bytes = field(repr=False)
    due: date | None
    answers: Mapping[bytes, bytes] = field(default_factory=dict, repr=False)


def write_all(engine: Engine, boxes: Iterable[Letterbox]) -> None:
    """Bring all of it; a mailbox that has ended is passed over, and an answer twice is once.

    Raises the StoreError that fits.
    """
    with writing(engine) as connection:
        for each in boxes:
            write(connection, each)


def write(connection: Connection, box: Letterbox) -> None:
    """Bring one of them, in a transaction that does more."""
    here = mailbox.c.id == box.mailbox_id
    brought = update(mailbox).where(here).values(head=box.head, due_day=box.due)
    if not connection.execute(brought).rowcount:
        return
    for answer_id, sealed in box.answers.items():
        row = {"mailbox_id": box.mailbox_id, "id": answer_id, "sealed": sealed}
        insert_once(connection, answer, row)
