"""The wall as it is shown: its numbers with the times that they mean at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask_babel import gettext

from tipline.review.counted.slots import Slot
from tipline.review.counted.tabulating import Line, Sheet
from tipline.tips.priority import Priority
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from tipline.search.board import Board, Due, Level, Load

STALE = timedelta(minutes=2)  # a wall that nobody has renewed for longer says so


@dataclass(frozen=True)
class Row:
    """A priority on the wall. ``late``: its oldest unopened tip waits beyond the target."""

    priority: Priority
    level: Level
    age: int | None
    late: bool


@dataclass(frozen=True)
class Clock:
    """What must be done next about an open tip: in how long, or for how long it is late."""

    priority: str
    category: str
    left: int
    late: bool


@dataclass(frozen=True)
class Hall:
    """What the wall shows, of tips or (``given``) of the cases that a desk was given.

    ``stale``: nobody was at work for a while.
    """

    at: datetime
    given: bool
    rows: tuple[Row, ...]
    unopened: int
    asked_back: int
    longest: int | None
    late: bool
    clocks: tuple[Clock, ...]
    loads: tuple[Load, ...]
    hours: Sheet
    alarms: str
    stale: bool

    @classmethod
    def of(cls, board: Board, now: datetime) -> Hall:
        """Return what a board means at a moment."""
        rows = tuple(_row(each, board, now) for each in board.levels)
        return cls(
            at=board.at,
            given=board.given,
            rows=rows,
            unopened=board.unopened,
            asked_back=board.asked_back,
            longest=_age(board.oldest, now),
            late=any(row.late for row in rows),
            clocks=tuple(_clock(each, now) for each in board.due),
            loads=board.loads,
            hours=_hours(board),
            alarms=" ".join(map(str, board.alarms)),
            stale=now - board.at > STALE,
        )


def _row(level: Level, board: Board, now: datetime) -> Row:
    priority = Priority(level.priority)
    times, first = configuration_here().level(priority), level.first_unopened
    allowed = times.response if board.given else times.acknowledged
    late = first is not None and allowed is not None and now - first > allowed
    return Row(priority, level, _age(level.oldest, now), late)


def _clock(due: Due, now: datetime) -> Clock:
    left = int((due.at - now).total_seconds())
    return Clock(due.priority, due.category, abs(left), late=left < 0)


def _age(then: datetime | None, now: datetime) -> int | None:
    return None if then is None else max(int((now - then).total_seconds()), 0)


def _hours(board: Board) -> Sheet:
    """Return the arrivals of the last hours, by the hour of the place, the newest last."""
    zone = configuration_here().site.timezone
    start = board.at.astimezone(zone).replace(minute=0) - timedelta(hours=len(board.arrivals) - 1)
    slots = [
        Slot(f"{start + timedelta(hours=at):%H}:00", count)
        for at, count in enumerate(board.arrivals)
    ]
    lines = tuple(Line((each.shown, each.count)) for each in slots)
    said, things = ("given-hours", gettext("Cases")) if board.given else ("", gettext("Tips"))
    return Sheet("hours", (gettext("When"), things), lines, said)
