"""What an index counts for the figures: tips that arrived in a time, by what is known of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tipline.search.tables import IN_A_MINUTE, MINUTE, STEPS, first_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tipline.search.index import Index

QUARTER = 15 * MINUTE  # what every time zone's day is made of
PRIORITY = "coalesce(nullif(tip.priority, ''), moment.suggested)"
TOP = (
    "substr(category, 1, coalesce(nullif(instr(category, '.'), 0), 1000) - 1)"  # of sub-categories
)
LINES = {  # what a table can be told along, and how an index knows it
    "category": TOP,
    "priority": PRIORITY,
    "outcome": "moment.outcome",
    "desk": "moment.desk",
    "language": "tip.language",
    "channel": "moment.channel",
    "state": "tip.state",
}
OF = "FROM tip JOIN moment ON moment.tip = tip.number WHERE tip.number >= ? AND tip.number < ?"


@dataclass(frozen=True, slots=True)
class Span:
    """A time: from a minute, up to another that is no more in it."""

    since: datetime
    until: datetime

    @property
    def numbers(self) -> tuple[int, int]:
        """The numbers between which its tips lie."""
        return first_of(self.since), first_of(self.until)


@dataclass(frozen=True, slots=True)
class Way:
    """How far a tip came, in seconds after its arrival; None for a step that it has not reached.

    ``age`` is how long ago it arrived, None where it is finished: it waits for nothing more.
    """

    priority: str
    language: str
    age: int | None
    opened: int | None
    assigned: int | None
    accepted: int | None
    answered: int | None
    finished: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many tips there are, how many were answered, and to how many more was added."""

    tips: int
    answered: int
    again: int


def totals(index: Index, span: Span) -> Totals:
    """Return the totals of a time."""
    asked = f"SELECT count(*), count(answered), coalesce(sum(messages > 0), 0) {OF}"
    [row] = index.ask(asked, span.numbers)
    return Totals(*row)


def counted(index: Index, span: Span, line: str) -> dict[str, int]:
    """Return how many tips there are along one of LINES, by its codes, most first."""
    asked = f"SELECT {LINES[line]} AS code, count(*) {OF} GROUP BY 1 ORDER BY 2 DESC, 1"
    return dict(index.ask(asked, span.numbers))


def arrivals(index: Index, span: Span) -> Mapping[datetime, int]:
    """Return how many tips arrived in each quarter of an hour in which any did."""
    quarter = f"number / {IN_A_MINUTE} * {MINUTE} / {QUARTER} * {QUARTER}"
    asked = f"SELECT {quarter}, count(*) {OF} GROUP BY 1"
    return Counter(
        {datetime.fromtimestamp(at, UTC): count for at, count in index.ask(asked, span.numbers)}
    )


def ways(index: Index, span: Span, now: datetime) -> list[Way]:
    """Return how far each tip came."""
    age = f"max(? - number / {IN_A_MINUTE} * {MINUTE}, 0)"
    asked = (
        f"SELECT {PRIORITY}, tip.language, iif(moment.finished IS NULL, {age}, NULL),"
        f" {', '.join(STEPS)} {OF}"
    )
    return [Way(*row) for row in index.ask(asked, (int(now.timestamp()), *span.numbers))]
