"""What an index counts for the wall: what is open at this moment. Numbers and codes alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tipline.search import figures
from tipline.search.figures import PRIORITY, Span
from tipline.search.tables import minute_of
from tipline.tips.priority import Priority
from tipline.tips.state import FINISHED, State

if TYPE_CHECKING:
    from tipline.search.index import Index

HOURS = 24  # of arrivals
ALARMS = 100  # open P1, at most, that are told apart
ENDED = tuple(FINISHED)
IS_OPEN = f"tip.state NOT IN ({', '.join('?' * len(ENDED))})"
JOINED = "FROM tip JOIN moment ON moment.tip = tip.number"


@dataclass(frozen=True)
class Level:
    """The open tips of a priority, and those of them that are unopened: how many, since when."""

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


@dataclass(frozen=True, kw_only=True)
class Board:
    """The wall at a moment. ``arrivals``: of each hour, the newest last.

    ``alarms`` tell one open P1 from another and say nothing else.
    """

    at: datetime
    levels: tuple[Level, ...]
    unopened: int = 0
    oldest: datetime | None = None
    loads: tuple[Load, ...] = ()
    arrivals: tuple[int, ...] = ()
    alarms: tuple[int, ...] = field(default=(), repr=False)


def board(index: Index, now: datetime) -> Board:
    """Return the wall of a desk. A tip that nobody has assessed counts as what it asks for."""
    levels = _levels(index)
    unopened = [each for each in levels if each.unopened]
    [(oldest,)] = index.ask("SELECT min(number) FROM tip WHERE state = ?", (State.NEW,))
    return Board(
        at=now.replace(microsecond=0),
        levels=levels,
        unopened=sum(each.unopened for each in unopened),
        oldest=None if oldest is None else minute_of(oldest),
        loads=_loads(index),
        arrivals=tuple(_arrivals(index, now)),
        alarms=tuple(number for (number,) in index.ask(_ALARMS, (*ENDED, Priority.P1, ALARMS))),
    )


_LEVELS = (
    f"SELECT {PRIORITY}, count(*), sum(tip.state = ?), min(number),"
    f" min(iif(tip.state = ?, number, NULL)) {JOINED}"
    f" WHERE {IS_OPEN} GROUP BY 1"
)
_LOADS = (
    f"SELECT moment.desk, count(*), sum(tip.state = ?) {JOINED} WHERE {IS_OPEN}"
    " AND moment.desk != '' GROUP BY 1 ORDER BY 2 DESC, 1"
)
_ALARMS = f"SELECT number {JOINED} WHERE {IS_OPEN} AND {PRIORITY} = ? ORDER BY number DESC LIMIT ?"


def _levels(index: Index) -> tuple[Level, ...]:
    found = {
        code: Level(code, count, unopened, minute_of(oldest), first and minute_of(first))
        for code, count, unopened, oldest, first in index.ask(
            _LEVELS, (State.NEW, State.NEW, *ENDED)
        )
    }
    return tuple(found.get(each, Level(each)) for each in Priority)


def _loads(index: Index) -> tuple[Load, ...]:
    return tuple(Load(*row) for row in index.ask(_LOADS, (State.ASSIGNED, *ENDED)))


def _arrivals(index: Index, now: datetime) -> Sequence[int]:
    end = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    found = [0] * HOURS
    span = Span(end - timedelta(hours=HOURS), end)
    for quarter, count in figures.arrivals(index, span).items():
        found[int((quarter - span.since).total_seconds()) // 3600] += count
    return found
