"""What an index counts for the wall: what is open at this moment. Numbers and codes alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from tipline.search.entry import Holds
from tipline.search.figures import PRIORITY, Span, quarters
from tipline.search.tables import FRESH, minute_of, moment, seconds
from tipline.tips.priority import Priority
from tipline.tips.state import State

if TYPE_CHECKING:
    from tipline.search.index import Index

HOURS = 24  # of arrivals
Row: TypeAlias = tuple[int, str, str, str]  # number, priority, state, desk
HOUR = 3600  # seconds
ALARMS = 100  # open P1, at most, that are told apart
CLOCKS = 5  # that ran out, and that run out next
OPEN = (
    f"SELECT tip.number, {PRIORITY}, tip.state, moment.desk"  # noqa: S608 (our own words)
    " FROM tip JOIN moment ON moment.tip = tip.number WHERE tip.finished = 0 ORDER BY tip.number"
)
DUE = (
    f"SELECT {PRIORITY}, tip.category, tip.due FROM tip JOIN moment ON moment.tip = tip.number"  # noqa: S608 (our own words)
    " WHERE tip.finished = 0 AND tip.due IS NOT NULL ORDER BY tip.due > ?1,"
    f" CASE WHEN tip.due <= ?1 THEN {PRIORITY} END, tip.soonest, tip.number LIMIT ?2"
)
ASKED_BACK = "SELECT count(*) FROM tip WHERE +finished = 0 AND unsettled > 0"
ARRIVED = "SELECT number FROM tip WHERE number >= ? AND number < ?"


@dataclass(frozen=True)
class Level:
    """The open tips of a priority, and those of them that are unopened: how many, since when.

    Of the cases that a desk was given, unopened are those that it has not accepted.
    """

    priority: str
    count: int = 0
    unopened: int = 0
    oldest: datetime | None = None
    first_unopened: datetime | None = None


@dataclass(frozen=True)
class Load:
    """What a desk has: open tips, those that it has not accepted yet."""

    desk: str
    count: int
    waiting: int


@dataclass(frozen=True)
class Due:
    """When somebody must next do something about an open tip of a priority and a kind."""

    priority: str
    category: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Board:
    """The wall at a moment.

    ``given``: it is of the cases that the desk was given, and not of tips. ``due`` is what is late,
    the most urgent first, and then what runs out next, the soonest first; ``asked_back``: of so
    many tips a body outside asks or declines, and nobody has dealt with that; ``loads`` are of
    other desks; ``arrivals`` are of each hour, the newest last; ``alarms`` tell one open P1 from
    another and say nothing else.
    """

    at: datetime
    given: bool = False
    levels: tuple[Level, ...]
    unopened: int = 0
    oldest: datetime | None = None
    due: tuple[Due, ...] = ()
    asked_back: int = 0
    loads: tuple[Load, ...] = ()
    arrivals: tuple[int, ...] = ()
    alarms: tuple[int, ...] = field(default=(), repr=False)


def board(index: Index, now: datetime) -> Board:
    """Return the wall of a desk. A tip that nobody has assessed counts as what it asks for."""
    rows = index.ask(OPEN)
    given, fresh = index.holds is Holds.CASES, FRESH[index.holds]
    unopened = [number for number, _, state, _ in rows if state == fresh]
    urgent = [number for number, priority, _, _ in rows if priority == Priority.P1]
    return Board(
        at=now.replace(microsecond=0),
        given=given,
        levels=tuple(_level(priority, rows, fresh) for priority in Priority),
        unopened=len(unopened),
        oldest=minute_of(unopened[0]) if unopened else None,
        due=tuple(
            Due(priority, category, moment(at))
            for priority, category, at in index.ask(DUE, (seconds(now), CLOCKS))
        ),
        asked_back=index.ask(ASKED_BACK)[0][0],
        loads=() if given else _loads(rows),
        arrivals=tuple(_arrivals(index, now)),
        alarms=tuple(urgent[-ALARMS:]),
    )


def _level(wanted: str, rows: Sequence[Row], fresh: State) -> Level:
    """Return one priority of open tips, which are in the order of their arrival."""
    mine = [(number, state) for number, priority, state, _ in rows if priority == wanted]
    new = [number for number, state in mine if state == fresh]
    return Level(
        priority=wanted,
        count=len(mine),
        unopened=len(new),
        oldest=minute_of(mine[0][0]) if mine else None,
        first_unopened=minute_of(new[0]) if new else None,
    )


def _loads(rows: Sequence[Row]) -> tuple[Load, ...]:
    every = Counter(desk for _, _, _, desk in rows if desk)
    waiting = Counter(desk for _, _, state, desk in rows if state == State.ASSIGNED)
    return tuple(Load(desk, count, waiting[desk]) for desk, count in every.most_common())


def _arrivals(index: Index, now: datetime) -> Sequence[int]:
    end = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    found = [0] * HOURS
    span = Span(end - timedelta(hours=HOURS), end)
    numbers = [number for (number,) in index.ask(ARRIVED, span.numbers)]
    for quarter, count in quarters(numbers).items():
        found[int((quarter - span.since).total_seconds()) // HOUR] += count
    return found
