"""What may be told of tips to everybody: small numbers are hidden, the others are rounded.

Source: the domain guide, 7, "Transparency statistics"; what it protects from is in
docs/decisions/015-figures.md. A table is told along one line only, never crossed with another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tipline.tips.figures import MEDIAN, percent, percentile

FEWEST = 10  # tips; a number below is not told
STEP = 5  # to which numbers are rounded
OTHERS = ""  # the code of what is told together
MINUTE, HOUR, DAY = 60, 3600, 86_400
COARSE = ((2 * HOUR, 5 * MINUTE), (2 * DAY, HOUR))  # up to so long, times are rounded to this
MONTHS_MAX = 12  # of one publication

Counts = tuple[tuple[str, int], ...]


def rounded(count: int) -> int | None:
    """Return what may be told of a number of tips: the nearest multiple of 5; None below 10."""
    return None if count < FEWEST else (count + STEP // 2) // STEP * STEP


def pooled(counts: Mapping[str, int]) -> Counts:
    """Return the lines of a table that may be told, in the order given, with what is left last.

    1. Lines of nothing are not lines: what is missing may be in the others or nowhere.
    2. Those below 10 are told together as OTHERS.
    3. Where these are below 10 even together, they could be had by subtracting: the least of the
       remaining lines joins them, until they are not.
    4. Each number is rounded. What stays below 10 even so is not told at all.
    """
    shown = {code: count for code, count in counts.items() if count and code != OTHERS}  # 1
    together = [counts.get(OTHERS, 0)] if counts.get(OTHERS, 0) else []
    small = [code for code, count in shown.items() if count < FEWEST]
    together += [shown.pop(code) for code in small]  # 2
    while together and shown and sum(together) < FEWEST:  # 3
        least = min(shown, key=lambda code: (shown[code], code))
        together.append(shown.pop(least))
    told = [*shown.items(), (OTHERS, sum(together))]
    return tuple((code, number) for code, count in told if (number := rounded(count)))  # 4


def coarse(seconds: Sequence[int]) -> int | None:
    """Return the median of times, in seconds, rounded so that it is nobody's; None of few."""
    found = percentile(sorted(seconds), MEDIAN)
    if found is None or len(seconds) < FEWEST:
        return None
    step = next((step for most, step in COARSE if found <= most), DAY)
    return max((2 * found + step) // (2 * step), 1) * step


def months(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of the months from that of one day to that of another."""
    found = [first.replace(day=1)]
    while (following := after(found[-1])) <= last:
        found.append(following)
    return tuple(found)


def after(month: date) -> date:
    """Return the first day of the month after that of a day."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


@dataclass(frozen=True, kw_only=True)
class Published:
    """The figures of some whole months in a row, as everybody may read them.

    ``first`` and ``last`` are first days of months. Each table is one of ``pooled``; ``medians``
    are seconds, by the names of steps; ``replied`` is the percent of the tips with an answer;
    ``destroyed`` is how many tips were destroyed in these months, whenever they arrived. A number
    that may not be told is left out.
    """

    first: date
    last: date
    total: int = 0
    months: Counts = ()
    categories: Counts = ()
    languages: Counts = ()
    areas: Counts = ()
    outcomes: Counts = ()
    medians: Counts = ()
    replied: int | None = None
    destroyed: int | None = None

    def share(self, outcome: str) -> int | None:
        """Return how many percent of the finished had an outcome, of what is told of both."""
        told = dict(self.outcomes)
        return percent(told[outcome], sum(told.values())) if outcome in told else None
