"""Figures of many tips: what half of them, and nine in ten, had been given by when.

A percentile is the nearest rank: the least of the values that so many percent of them do not
exceed. It is always a value that was there, and the same whoever computes it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

MEDIAN, MOST = 50, 90  # percent; the domain guide, 3
WHOLE = 100
FEWEST = 10  # times of a language, before it is set beside others


def percentile(ordered: Sequence[int], percent: int) -> int | None:
    """Return the nearest rank of ``percent`` (1 to 100) among ascending values; None of none."""
    if not ordered:
        return None
    return ordered[-(-len(ordered) * percent // WHOLE) - 1]


@dataclass(frozen=True, kw_only=True)
class Waited:
    """How long tips waited for one step, in seconds.

    ``reached`` came to it, of ``count`` tips; ``due`` are those of which it is known whether it
    was reached within ``target`` (None: there is no target), and ``within`` those that were.
    """

    count: int
    reached: int
    median: int | None
    most: int | None
    target: int | None = None
    due: int = 0
    within: int = 0

    @property
    def share(self) -> int | None:
        """How many percent of those that are known were in time; None where none is."""
        return percent(self.within, self.due)


def waited(
    reached: Iterable[int], waiting: Iterable[int] = (), target: int | None = None
) -> Waited:
    """Return the figures of a step.

    ``reached`` are the seconds that those waited that came to it, ``waiting`` those that the others
    wait so far: one that waits for longer than the target was not in time, one that waits for less
    is not counted yet. Those that ended without it are in neither.
    """
    ordered, others = sorted(reached), list(waiting)
    within = 0 if target is None else bisect_right(ordered, target)
    late = 0 if target is None else sum(each > target for each in others)
    return Waited(
        count=len(ordered) + len(others),
        reached=len(ordered),
        median=percentile(ordered, MEDIAN),
        most=percentile(ordered, MOST),
        target=target,
        due=0 if target is None else len(ordered) + late,
        within=within,
    )


@dataclass(frozen=True)
class Gap:
    """Between the languages whose 90th percentile is least and greatest; seconds."""

    fastest: str
    slowest: str
    least: int
    greatest: int

    @property
    def seconds(self) -> int:
        """How much longer the one waits."""
        return self.greatest - self.least


def gap(waits: Mapping[str, Sequence[int]], fewest: int = FEWEST) -> Gap | None:
    """Return the gap of a step between languages with at least ``fewest`` times; None of one."""
    known = {
        language: rank
        for language, times in waits.items()
        if len(times) >= fewest and (rank := percentile(sorted(times), MOST)) is not None
    }
    if len(known) <= 1:
        return None
    by_rank = sorted(known, key=lambda language: (known[language], language))
    fastest, slowest = by_rank[0], by_rank[-1]
    return Gap(fastest, slowest, known[fastest], known[slowest])


def percent(part: int, whole: int) -> int | None:
    """Return a share in whole percent, a half upwards; None of nothing."""
    return (2 * WHOLE * part + whole) // (2 * whole) if whole else None
