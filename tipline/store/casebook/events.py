"""The sealed events of a case, numbered from 1 without a gap, and the head that sums them up.

These are parts of a transaction that may do more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from tipline.errors import EventConflictError, NotFoundError
from tipline.store.casebook.changes import changed
from tipline.store.casebook.tables import casefile, event

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select, Update

FIRST = 1  # the number of the event that opens a case


def appended(  # noqa: PLR0913, PLR0917 (an event, where it goes, and what it stands on)
    connection: Connection,
    case_id: bytes,
    number: int,
    sealed: bytes,
    head: bytes,
    was: bytes | None,
) -> None:
    """Do what ``Cases.append`` does, in a transaction that may do more."""
    # The updates come first: on PostgreSQL they make another's append wait.
    fresh = (
        update(casefile)
        .where(casefile.c.id == case_id)
        .values(head=head, revision=changed(connection))
    )
    if not connection.execute(if_still(fresh, was)).rowcount:
        raise EventConflictError if _is_there(connection, case_id) else NotFoundError
    if number != (connection.execute(last(case_id)).scalar() or 0) + 1:
        raise EventConflictError
    add_event(connection, case_id, number, sealed)


def last(case_id: bytes) -> Select[int | None]:
    """Return the question for the number of a case's newest event."""
    return select(func.max(event.c.number)).where(event.c.case_id == case_id)


def if_still(statement: Update, was: bytes | None) -> Update:
    """Return the change of a case that is made only while its head is this one; None: any."""
    return statement if was is None else statement.where(casefile.c.head == was)


def _is_there(connection: Connection, case_id: bytes) -> bool:
    return (
        connection.execute(select(casefile.c.id).where(casefile.c.id == case_id)).scalar()
        is not None
    )


def add_event(connection: Connection, case_id: bytes, number: int, sealed: bytes) -> None:
    """Add an event; its number is free."""
    row = {"case_id": case_id, "number": number, "sealed": sealed}
    connection.execute(insert(event).values(row))
