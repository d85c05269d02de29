"""The questions behind the work list. Each is answered along one index, by its order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, func, select, tuple_, type_coerce

from tipline.store.inbox.tables import envelope, part, tip

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select, Tuple

    from tipline.store.inbox.rows import Cursor

    ShelfSelect = Select[bytes, datetime, str, bytes, bytes, int]

PLACE = (envelope.c.hour, envelope.c.tip_id)


def page(
    desk: str, before: Cursor | None, after: Cursor | None, limit: int, *, finished: bool
) -> ShelfSelect:
    """Ask for a page of one desk, in the order of its index, so that nothing is sorted.

    One question a desk: with several in one, SQLite would read and sort all that they hold.
    """
    due = envelope.c.due_day
    question = _rows().where(
        envelope.c.desk == desk, due.is_not(None) if finished else due.is_(None)
    )
    if before:
        question = question.where(tuple_(*PLACE) < _place(before))
    if after:
        question = question.where(tuple_(*PLACE) > _place(after))
    order = PLACE if after else tuple(column.desc() for column in PLACE)
    return question.order_by(*order).limit(limit)


def counts(desk: str) -> tuple[Select[int], Select[int]]:
    """Ask how many tips of a desk wait, and how many are finished: each along its index."""
    due, theirs = envelope.c.due_day, envelope.c.desk == desk
    counted = select(func.count()).select_from(envelope)
    return counted.where(theirs, due.is_(None)), counted.where(theirs, due.is_not(None))


def returned(desks: Collection[str], limit: int) -> Select[bytes]:
    """Ask for the finished tips with unread messages, by their newest message."""
    return written_again(desks, limit, envelope.c.due_day.is_not(None))


def written_again(desks: Collection[str], limit: int, *which: ColumnElement[bool]) -> Select[bytes]:
    """Ask for the tips with unread messages, by their newest message.

    It reads what is unread, however many tips and messages there are.
    """
    theirs = (
        select(envelope.c.tip_id)
        .where(envelope.c.tip_id == part.c.tip_id, envelope.c.desk.in_(desks), *which)
        .correlate(part)
    )
    return (
        select(part.c.tip_id)
        .where(part.c.unread, theirs.exists())
        .group_by(part.c.tip_id)
        .order_by(func.max(part.c.hour).desc(), part.c.tip_id)
        .limit(limit)
    )


def due_by(desks: Collection[str], day: date, limit: int) -> Select[bytes, str, date | None]:
    """Ask for the finished tips of these desks that are due by a day, the soonest first."""
    due = envelope.c.due_day
    return (
        select(envelope.c.tip_id, func.min(envelope.c.desk), due)
        .where(envelope.c.desk.in_(desks), due.is_not(None), due <= day)
        .group_by(envelope.c.tip_id, due)
        .order_by(due, envelope.c.tip_id)
        .limit(limit)
    )


def originals_by(desks: Collection[str], day: date, limit: int) -> Select[bytes, str, date | None]:
    """Ask for the tips of these desks whose original is due by a day, the soonest first."""
    due = envelope.c.original_day
    return (
        select(envelope.c.tip_id, func.min(envelope.c.desk), due)
        .where(envelope.c.desk.in_(desks), due.is_not(None), due <= day)
        .group_by(envelope.c.tip_id, due)
        .order_by(due, envelope.c.tip_id)
        .limit(limit)
    )


def originals_past(day: date) -> Select[str, int]:
    """Ask how many originals were due before a day, by their desk."""
    due = envelope.c.original_day
    return (
        select(envelope.c.desk, func.count())
        .where(due.is_not(None), due < day)
        .group_by(envelope.c.desk)
        .order_by(envelope.c.desk)
    )


def tips(tip_ids: Collection[bytes], desks: Collection[str]) -> Select[*tuple[Any, ...]]:
    """Ask for these tips with an envelope each: of several, that of the first desk comes last."""
    return (
        select(tip, envelope.c.desk, envelope.c.sealed, envelope.c.due_day)
        .add_columns(envelope.c.original_day)
        .join_from(tip, envelope, envelope.c.tip_id == tip.c.id)
        .where(tip.c.id.in_(tip_ids), envelope.c.desk.in_(desks))
        .order_by(envelope.c.desk.desc())
    )


def parts_of(tip_ids: Collection[bytes]) -> Select[bytes, bytes, datetime, bytes]:
    """Ask for all parts of these tips."""
    question = select(part.c.tip_id, part.c.id, part.c.hour, part.c.sealed)
    return question.where(part.c.tip_id.in_(tip_ids))


def newest(desk: str, limit: int) -> Select[datetime, bytes]:
    """Ask for the newest tips of a desk that wait, along their index alone."""
    theirs = (envelope.c.desk == desk) & envelope.c.due_day.is_(None)
    order = tuple(column.desc() for column in PLACE)
    return select(*PLACE).where(theirs).order_by(*order).limit(limit)


def arrived(desk: str, after: tuple[int, bytes], limit: int) -> Select[int, datetime, bytes]:
    """Ask for the tips of a desk that wait, beyond a place, along their index alone.

    A place is the hour as it is stored, with the id. Of a forged hour, which no clock can show,
    another is read than stands there: whoever went on from that would come by it for ever.
    """
    theirs = (envelope.c.desk == desk) & envelope.c.due_day.is_(None)
    stored = type_coerce(envelope.c.hour, Integer)
    beyond = tuple_(stored, envelope.c.tip_id) > tuple_(*after)
    return select(stored, *PLACE).where(theirs, beyond).order_by(*PLACE).limit(limit)


def unread_of(tip_ids: Collection[bytes], most: int) -> Select[bytes, bytes]:
    """Ask for the parts of these tips that nobody has read, of each at most so many, the newest.

    What is unread is found along its index; only what is asked for is read itself.
    """
    place = func.row_number().over(partition_by=part.c.tip_id, order_by=part.c.hour.desc())
    ranked = (
        select(part.c.hour, part.c.tip_id, part.c.id, place.label("place"))
        .where(part.c.unread, part.c.tip_id.in_(tip_ids))
        .subquery()
    )
    same = and_(
        part.c.hour == ranked.c.hour, part.c.tip_id == ranked.c.tip_id, part.c.id == ranked.c.id
    )
    question = select(part.c.tip_id, part.c.sealed).join_from(ranked, part, same)
    return question.where(ranked.c.place <= most)


def rows_of(tip_ids: Collection[bytes], desks: Collection[str]) -> ShelfSelect:
    """Ask for these tips, with each envelope that one of these desks has."""
    return _rows().where(envelope.c.tip_id.in_(tip_ids), envelope.c.desk.in_(desks))


def _place(cursor: Cursor) -> Tuple:
    """Return a cursor's place with its columns' types: an hour is a number there, not a text."""
    return tuple_(cursor.hour, cursor.tip_id, types=[column.type for column in PLACE])


def _rows() -> ShelfSelect:
    count = select(func.count()).where(part.c.tip_id == tip.c.id).correlate(tip)
    return (
        select(tip.c.id, tip.c.hour, envelope.c.desk, envelope.c.sealed, part.c.sealed)
        .add_columns(count.scalar_subquery())
        .join_from(
            envelope, tip, and_(tip.c.hour == envelope.c.hour, tip.c.id == envelope.c.tip_id)
        )
        .join(part, _is_first_part())
    )


def _is_first_part() -> ColumnElement[bool]:
    """Say that a part is its tip's first, which arrived with it: in the same hour."""
    return and_(part.c.hour == tip.c.hour, part.c.tip_id == tip.c.id, part.c.id == tip.c.first_part)
