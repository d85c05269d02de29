"""What the work list asks an index for: which tips, in which order, from which place.

An order is two numbers that ascend and, among equals, the tip's id: it does not depend on the
index, so that the tips of several desks can be put together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tipline.search import allowed, tables, tally
from tipline.search.asking import chosen
from tipline.search.conditions import among, either, together
from tipline.search.entry import Question
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from tipline.search.conditions import Condition, Values
    from tipline.tips.said import Said


class Order(StrEnum):
    """How tips are sorted."""

    URGENT = "urgent"
    NEWEST = "newest"
    OLDEST = "oldest"
    CHANGED = "changed"
    DUE = "due"


class Marked(StrEnum):
    """By which mark in its row a list is narrowed down."""

    AGENCY = "agency"
    APPROVED = "approved"


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
    ``nobody`` has them; ``late``: their time has passed; ``waiting`` for a reporter, a date, a
    second officer who was asked after ``asked_since``, an answer of ours to a body outside, or for
    ``me``, who may do what was approved; ``since``: they arrived in this second or
    later. ``unread``: tips that are waited for or new whatever else is known of them.
    ``marked`` in their rows: as one that waits for our answer, or for ``me``. ``narrowed``: what
    else is asked of them.
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
    me: bytes = b""
    marked: Marked | None = None
    narrowed: Question = field(default_factory=Question)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row of the work list shows of a tip beside what its case says.

    ``late``: it was due before now; ``desks``: the lead first; ``asks``: the priority
    that its report asks for; None where an officer has set one; ``unsettled``: what bodies outside
    do that waits for us.
    """

    person: bytes | None
    due: datetime | None
    until: datetime | None
    late: bool
    desks: tuple[str, ...] = ()
    asks: Priority | None = None
    unsettled: frozenset[Said] = frozenset()


ABOUT = """
SELECT person, due, until, late, party.desks, iif(official, '', coalesce(suggested, '')), unsettled
FROM tip JOIN party ON party.number = tip.party LEFT JOIN moment ON moment.tip = tip.number
WHERE id = ?
"""


UNSETTLED: Condition = "unsettled > 0", ()
# The plus keeps it from the indexes of orders: few of many are asked for.
OF_FINISHED = """
SELECT id FROM tip WHERE asked IS NOT NULL AND asked >= ? AND +finished = 1
ORDER BY asked DESC, turned LIMIT ?
"""


def facts(row: tuple[Any, ...]) -> Facts:
    """Return the facts of what ABOUT gave."""
    person, due, until, late, desks, asks, bits = row
    named, asked = tally.desks_of(desks), Priority(asks) if asks else None
    times = tables.moment_or_none(due), tables.moment_or_none(until)
    return Facts(person, *times, bool(late), named, asked, tables.unsettled(bits))


def listed(wanted: Wanted, order: Order, start: Start, *, few: bool = False) -> tuple[str, Values]:
    """Return the statement that finds tips in an order, from a place, and its values.

    Of ``few`` that fit among many, all are looked at as they lie and the few are sorted: along the
    order's index, most of the others would be passed, one by one.
    """
    first, second = _SORTED[order]
    falling = start.back is not (order is Order.OLDEST)
    asked = list(conditions(wanted))
    if start.place is not None:
        sign = "<" if falling else ">"
        # The first line leads along the order's index; the second is exact.
        asked += [
            (f"({first}, {second}) {sign}= (?, ?)", (start.place.first, start.place.second)),
            (f"({first}, {second}, id) {sign} (?, ?, ?)",
             (start.place.first, start.place.second, start.place.tip)),
        ]  # fmt: skip
    turn = "DESC" if falling else "ASC"
    what, values = together(asked)
    what = f"+{what}" if few else what  # the plus keeps it from the indexes of orders
    order_by = f"{first} {turn}, {second} {turn}, id {turn}"
    return f"SELECT {first}, {second}, id FROM tip WHERE {what} ORDER BY {order_by}", values


def counted(wanted: Wanted) -> Iterator[tuple[str, Values]]:
    """Yield the statements whose numbers add up to how many tips are wanted.

    What a view asks for is in the tally. Of what waits, or is new, what the tally does not hold is
    counted along indexes of its own; where more is asked, all tips are looked at as they lie.
    """
    plain = replace(wanted, waiting=False, since=None, asked_since=None, unread=frozenset())
    narrowed = wanted.narrowed != Question() or wanted.marked is not None
    if narrowed or (wanted.waiting and wanted.since is not None):
        what, values = together(conditions(wanted))
        yield f"SELECT count(*) FROM tip WHERE +{what}", values
        return
    known = list(conditions(plain))
    if wanted.since is not None:
        arrived = "turned <= ?", (-int(wanted.since.timestamp()),)
        what, values = together([*known, arrived])
        yield f"SELECT count(*) FROM tip WHERE {what}", values
        known.append((f"NOT {arrived[0]}", arrived[1]))
        others = list(_unread(wanted))
    else:
        what, values = together(
            [*_of_tally(plain), *([("info = 1", ())] if wanted.waiting else [])]
        )
        yield tally.COUNT.format(what), values
        known.append(("state != 'INFO'", ()))
        others = list(_waiting(wanted))[1:] if wanted.waiting else []
    if others:
        what, values = together([(f"+{known[0][0]}", ()), *known[1:], either(others)])
        yield f"SELECT count(*) FROM tip WHERE {what}", values


def every(wanted: Wanted) -> tuple[str, Values]:
    """Return the statement that finds all of them, in no order, and its values."""
    what, values = together(conditions(wanted))
    return f"SELECT id FROM tip WHERE {what}", values


def conditions(wanted: Wanted) -> Iterator[Condition]:
    """Yield what holds of each tip that is wanted."""
    yield f"finished = {int(wanted.finished)}", ()
    if wanted.person is not None:
        yield "person = ?", (wanted.person,)
    if wanted.ours:
        yield tally.party_of(wanted.ours, or_nobody=True)
    if wanted.nobody:
        yield "person IS NULL", ()
    if wanted.late:
        yield "late = 1", ()
    if wanted.waiting:
        yield either(_waiting(wanted))
    if wanted.since is not None:
        since = f"finished = {int(wanted.finished)} AND turned <= ?"
        yield either([(since, (-int(wanted.since.timestamp()),)), *_unread(wanted)])
    if wanted.marked is Marked.AGENCY:
        yield UNSETTLED
    if wanted.marked is Marked.APPROVED:
        yield allowed.condition(wanted.me, wanted.now)
    yield from chosen(wanted.narrowed)


def _of_tally(wanted: Wanted) -> Iterator[Condition]:
    """Yield the conditions as the tally has them: it knows nobody as empty bytes."""
    yield from conditions(replace(wanted, nobody=False))
    if wanted.nobody:
        yield "person = x''", ()


def _waiting(wanted: Wanted) -> Iterator[Condition]:
    yield "state = 'INFO'", ()
    yield "until IS NOT NULL AND until > ?", (tables.seconds(wanted.now),)
    yield "asked IS NOT NULL AND asked >= ?", (tables.seconds(wanted.asked_since) or 0,)
    yield UNSETTLED
    yield allowed.condition(wanted.me, wanted.now)
    yield from _unread(wanted)


def _unread(wanted: Wanted) -> Iterator[Condition]:
    if wanted.unread:
        yield among("id", wanted.unread)
