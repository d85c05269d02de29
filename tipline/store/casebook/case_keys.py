"""What an event changes of a case's keys: more envelopes of the same, or another key altogether."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from tipline.store.casebook.changes import removed
from tipline.store.casebook.tables import case_envelope, casefile

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKeys:
    """What changes of a case's keys together with an event: envelopes by desk.

    Without a ``recipient``, they are more of the key that the case has. With one (1,216 bytes), the
    case goes on under another key: these envelopes alone are left, and the tips and cases that the
    indexes of other desks know are looked through.
    """

    envelopes: Mapping[str, bytes] = field(repr=False)
    recipient: bytes | None = None


def set_keys(connection: Connection, case_id: bytes, keys: NewKeys) -> None:
    """Store the envelopes, in the transaction of the event that they come with."""
    this = case_envelope.c.case_id == case_id
    if keys.recipient is not None:
        chosen = update(casefile).where(casefile.c.id == case_id)
        connection.execute(chosen.values(recipient=keys.recipient))
        removed(connection)
    else:
        this &= case_envelope.c.desk.in_(keys.envelopes)
    connection.execute(delete(case_envelope).where(this))
    for desk, sealed in keys.envelopes.items():
        row = {"case_id": case_id, "desk": desk, "sealed": sealed}
        connection.execute(insert(case_envelope).values(row))
