"""What the work list asks an index for: which tips, in which order, from which place.

An order is two numbers that ascend and, among equals, the tip's id: it does not depend on the
index, so that the tips of several desks can be put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from tipline.search import tables
from tipline.search.entry import Question
from tipline.search.tables import WORKS, among, chosen

Values = tuple[object, ...]
Condition = tuple[str, Values]  # of our own words, and what is bound in it


class Order(StrEnum):
    """How tips are sorted."""

    URGENT = "urgent"
    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"
    DUE = "due"


_SORTED = {
    Order.URGENT: ("urgency", "turned"),
    Order.NEWEST: ("turned", "turned"),
    Order.OLDEST: ("turned", "turned"),  # from its end
    Order.CHANGED: ("aged", "turned"),
    Order.DUE: ("soonest", "turned"),
}


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """A tip in its place: the two numbers of an order, and its id."""

    first: int
    second: int
    tip: bytes


@dataclass(frozen=True, slots=True)
class Start:
    """Where a page begins: after a place, or at the top; ``back``: it ends before the place."""

    place: Listed | None = None
    back: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which tips; what is empty is not asked. ``now``: the time.

    ``person`` has them; ``ours``: one of these desks works on them, or none was named;
    ``nobody`` has them; ``late``: their time has passed; ``waiting`` for a reporter, a date or a
    second officer who was asked after ``asked_since``; ``since``: they arrived in this second or
    later. ``unread``: tips that are waited for or new whatever else is known of them.
    ``narrowed``: what else is asked of them.
    """

    now: datetime
    finished: bool = False
    person: bytes | None = None
    ours: frozenset[str] = frozenset()
    nobody: bool = False
    late: bool = False
    waiting: bool = False
    asked_since: datetime | None = None
    since: datetime | None = None
    unread: frozenset[bytes] = frozenset()
    narrowed: Question = field(default_factory=Question)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row of the work list shows of a tip beside what its case says.

    ``late``: it was due before now; ``desks``: the lead first.
    """

    person: bytes | None
    due: datetime | None
    until: datetime | None
    late: bool
    desks: tuple[str, ...] = ()


ABOUT = "SELECT number, person, due, until, late FROM tip WHERE id = ?"
DESKS = "SELECT code FROM desk WHERE tip = ? ORDER BY place"


def facts(row: tuple[Any, ...], desks: Iterable[tuple[str]]) -> Facts:
    """Return the facts of what ABOUT and DESKS gave."""
    _, person, due, until, late = row
    return Facts(person, _moment(due), _moment(until), bool(late), tuple(code for (code,) in desks))


def listed(wanted: Wanted, order: Order, start: Start) -> tuple[str, Values]:
    """Return the statement that finds tips in an order, from a place, and its values."""
    first, second = _SORTED[order]
    falling = start.back is not (order is Order.OLDEST)
    conditions = list(_conditions(wanted))
    if start.place is not None:
        sign = "<" if falling else ">"
        # The first line leads along the order's index; the second is exact.
        conditions += [
            (f"({first}, {second}) {sign}= (?, ?)", (start.place.first, start.place.second)),
            (f"({first}, {second}, id) {sign} (?, ?, ?)",
             (start.place.first, start.place.second, start.place.tip)),
        ]  # fmt: skip
    turn = "DESC" if falling else "ASC"
    what, values = _where(conditions)
    order_by = f"{first} {turn}, {second} {turn}, id {turn}"
    return f"SELECT {first}, {second}, id FROM tip WHERE {what} ORDER BY {order_by}", values


def counted(wanted: Wanted) -> Iterator[tuple[str, Values]]:
    """Yield the statements whose numbers add up to how many tips are wanted.

    Those of desks are counted from the desks' side, and those of no desk along their index.
    """
    if not wanted.ours:
        # The plus lets a few that wait, or are new, be counted by themselves, and all be looked at
        # in the order in which they lie where more is asked of them.
        few = "+" if wanted.waiting or wanted.since or wanted.narrowed != Question() else ""
        what, values = _where(_conditions(wanted))
        yield f"SELECT count(*) FROM tip WHERE {few}{what}", values
        return
    rest = list(_conditions(replace(wanted, ours=frozenset())))
    what, values = _where([*rest, ("handed = 0", ())])
    yield f"SELECT count(*) FROM tip WHERE {what}", values
    theirs: list[Condition] = [
        (among("desk.code", wanted.ours), tuple(wanted.ours)),
        (f"desk.finished = {int(wanted.finished)}", ()),
        *([("nobody = 1", ())] if wanted.nobody else []),
    ]
    table = "desk"
    if replace(wanted, nobody=False, finished=False) != Wanted(now=wanted.now, ours=wanted.ours):
        table, theirs = "desk JOIN tip ON tip.number = desk.tip", [*theirs, *rest]
    what, values = _where(theirs)
    yield f"SELECT count(DISTINCT desk.tip) FROM {table} WHERE {what}", values


def every(wanted: Wanted) -> tuple[str, Values]:
    """Return the statement that finds all of them, in no order, and its values."""
    what, values = _where(_conditions(wanted))
    return f"SELECT id FROM tip WHERE {what}", values


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _conditions(wanted: Wanted) -> Iterator[Condition]:
    yield f"tip.finished = {int(wanted.finished)}", ()
    if wanted.person is not None:
        yield "person = ?", (wanted.person,)
    if wanted.ours:
        desks = WORKS.format(f"IN ({', '.join('?' * len(wanted.ours))})")
        yield f"(handed = 0 OR {desks})", tuple(wanted.ours)
    if wanted.nobody:
        yield "person IS NULL", ()
    if wanted.late:
        yield "late = 1", ()
    if wanted.waiting:
        yield _any(_waiting(wanted))
    if wanted.since is not None:
        since = f"finished = {int(wanted.finished)} AND turned <= ?"
        yield _any([(since, (-int(wanted.since.timestamp()),)), *_unread(wanted)])
    for condition, values in chosen(wanted.narrowed):
        yield condition, values if isinstance(values, tuple) else (values,)


def _waiting(wanted: Wanted) -> Iterator[Condition]:
    yield "state = 'INFO'", ()
    yield "until IS NOT NULL AND until > ?", (tables.seconds(wanted.now),)
    yield "asked IS NOT NULL AND asked >= ?", (tables.seconds(wanted.asked_since) or 0,)
    yield from _unread(wanted)


def _unread(wanted: Wanted) -> Iterator[Condition]:
    if wanted.unread:
        yield among("id", wanted.unread), tuple(wanted.unread)


def _any(conditions: Iterable[Condition]) -> Condition:
    """Return the condition that one of some holds: each is found along an index of its own."""
    found = list(conditions)
    either = " UNION ".join(f"SELECT number FROM tip WHERE {condition}" for condition, _ in found)
    return f"number IN ({either})", tuple(value for _, values in found for value in values)


def _where(
    conditions: Iterable[Condition],
) -> Condition:
    found = list(conditions)
    what = " AND ".join(condition for condition, _ in found)
    return what, tuple(value for _, values in found for value in values)
