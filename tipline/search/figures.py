"""What an index knows of the tips that arrived in a time, for the figures: column by column.

Columns, not tips: a hundred thousand of them are counted and sorted without a loop of our own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tipline.search.tables import IN_A_MINUTE, MINUTE, STEPS, first_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.search.index import Index

QUARTER = 15 * MINUTE  # what every time zone's day is made of
PRIORITY = "coalesce(nullif(tip.priority, ''), moment.suggested)"
LINES = {  # what a table can be told along, and how an index knows it
    "category": "tip.category",
    "priority": PRIORITY,
    "outcome": "moment.outcome",
    "desk": "moment.desk",
    "language": "tip.language",
    "channel": "moment.channel",
    "state": "tip.state",
}
MORE = {"number": "tip.number", "messages": "moment.messages", "areas": "tip.areas"}
COLUMNS = LINES | MORE | {step.value: f"moment.{step}" for step in STEPS}
SEEN = (
    f"SELECT {', '.join(COLUMNS.values())} FROM tip JOIN moment ON moment.tip = tip.number"  # noqa: S608 (our own words)
    " WHERE tip.number >= ? AND tip.number < ?"
)


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
class Totals:
    """How many tips there are, how many were answered, and to how many more was added."""

    tips: int
    answered: int
    again: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of some tips: by the names of COLUMNS, a value of each tip, in one order.

    A step is in seconds after the arrival, None where it is not reached.
    """

    columns: Mapping[str, Sequence[Any]]

    @property
    def totals(self) -> Totals:
        """The totals."""
        tips = len(self.columns["number"])
        unanswered = self.columns["answered"].count(None)
        return Totals(tips, tips - unanswered, tips - self.columns["messages"].count(0))

    def counted(self, line: str) -> dict[str, int]:
        """Return how many tips there are along one of LINES, or by areas, most first.

        A sub-category counts as its category. The areas of a tip are one string of codes.
        """
        found = Counter[str](self.columns[line])
        if line == "category":
            parts, found = found, Counter()
            for code, count in parts.items():
                found[code.partition(".")[0]] += count
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    def ages(self, now: datetime) -> list[int | None]:
        """Return how long ago each tip arrived, in seconds; None for what is finished."""
        at = int(now.timestamp())
        return [
            None if end is not None else max(at - number // IN_A_MINUTE * MINUTE, 0)
            for number, end in zip(self.columns["number"], self.columns["finished"], strict=True)
        ]

    def arrivals(self) -> Mapping[datetime, int]:
        """Return how many tips arrived in each quarter of an hour in which any did."""
        return quarters(self.columns["number"])


def seen(index: Index, span: Span) -> Seen:
    """Return what is known of the tips of a time."""
    rows = index.ask(SEEN, span.numbers)
    values = zip(*rows, strict=True) if rows else ((),) * len(COLUMNS)
    return Seen(dict(zip(COLUMNS, values, strict=True)))


def quarters(numbers: Sequence[int]) -> Mapping[datetime, int]:
    """Return how many of some numbers of tips lie in each quarter of an hour."""
    size = IN_A_MINUTE * QUARTER // MINUTE
    counts = Counter(number // size for number in numbers)
    return {datetime.fromtimestamp(at * QUARTER, UTC): count for at, count in counts.items()}
