"""Which blobs the inbox names: a blob that no row names is nobody's, and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from tipline.store.inbox.tables import evidence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

AT_ONCE = 500  # ids in one question: a statement has room for so many values


def take_out(connection: Connection, where: ColumnElement[bool]) -> list[bytes]:
    """Delete rows and return the blobs that no other row names.

    A blob can be named by two tips: by a row that a public site under attack has added.
    """
    found = connection.execute(select(evidence.c.blob).where(where)).scalars().all()
    connection.execute(delete(evidence).where(where))
    still = named(connection, found)
    return sorted(set(found) - still)


def named(connection: Connection, blobs: Collection[bytes]) -> set[bytes]:
    """Return those of these blobs that some row names."""
    return {
        blob
        for some in _split(sorted(blobs))
        for blob in connection.execute(
            select(evidence.c.blob).where(evidence.c.blob.in_(some))
        ).scalars()
    }


def _split(blobs: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (blobs[start : start + AT_ONCE] for start in range(0, len(blobs), AT_ONCE))
