"""An invited person becomes an analyst: the invitation goes and the analyst comes, or neither."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine, delete, insert

from tipline.errors import AnalystExistsError, NotFoundError
from tipline.store.casebook.staff import AnalystRow, MembershipRow
from tipline.store.casebook.tables import analyst, invitation, membership
from tipline.store.transactions import insert_once, writing


def join(
    engine: Engine,
    invitation_id: bytes,
    row: AnalystRow,
    memberships: Collection[MembershipRow],
    now: datetime,
) -> None:
    """Destroy an invitation and store its analyst, in one transaction.

    Raises NotFoundError for an invitation that was used or has expired, AnalystExistsError for a
    name that is taken; nothing has changed then. The store's other errors are as everywhere.
    """
    valid = (invitation.c.id == invitation_id) & (invitation.c.expires > now)
    with writing(engine) as connection:
        if not connection.execute(delete(invitation).where(valid)).rowcount:
            raise NotFoundError
        if not insert_once(connection, analyst, asdict(row)):
            raise AnalystExistsError
        for each in memberships:
            connection.execute(insert(membership).values(asdict(each)))
