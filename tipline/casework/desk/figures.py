"""Figures of a desk for a time: counts, and how long what came waited against what is allowed.

They are of its tips, or of the cases that it was given if it responds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from tipline.casework.index.boards import shown
from tipline.casework.index.indexing import current
from tipline.errors import NotFoundError
from tipline.search import figures as counting
from tipline.search.entry import Holds
from tipline.search.figures import LINES, Seen, Span, Totals
from tipline.tips.figures import Gap, Waited, gap, waited
from tipline.tips.moments import Step
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from tipline.casework.visit import Visit
    from tipline.configuration import Level

INDEX_SECONDS = 2.0  # that the page waits for the index: it should be whole
Target: TypeAlias = "Callable[[Level], timedelta | None]"
MEASURED: Mapping[Holds, Mapping[Step, Target | None]] = {  # against what is allowed
    Holds.TIPS: {
        Step.OPENED: lambda level: level.acknowledged,
        Step.ASSIGNED: lambda level: level.assigned,
        Step.ACCEPTED: None,
        Step.ACTED: lambda level: level.response,
        Step.ANSWERED: None,
        Step.FINISHED: None,
    },
    Holds.CASES: {
        Step.ACCEPTED: lambda level: level.response,
        Step.ACTED: None,
        Step.FINISHED: None,
    },
}
COUNTED: Mapping[Holds, Sequence[str]] = {
    Holds.TIPS: tuple(LINES),
    Holds.CASES: ("category", "priority", "outcome", "desk", "state"),
}


@dataclass(frozen=True, kw_only=True)
class Times:
    """How long tips waited for a step: all of them, by priority, by language."""

    all: Waited
    by_priority: Mapping[Priority, Waited]
    by_language: Mapping[str, Waited]
    gap: Gap | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is known of what came in a time: of tips, or of the cases that the desk was given.

    ``lines``: how many, by each of COUNTED and its codes; ``share`` is how much of what there is
    the index knows, from 0 to 1.
    """

    holds: Holds
    totals: Totals
    arrivals: Mapping[datetime, int]
    lines: Mapping[str, Mapping[str, int]]
    times: Mapping[Step, Times]
    share: float


def figures(visit: Visit, desk: str, span: Span) -> Figures:
    """Return the figures of a desk that the member supervises. Raises NotFoundError, StoreError."""
    if desk not in visit.member.supervised():
        raise NotFoundError
    holds = shown(visit, desk)
    known = current(visit, desk, INDEX_SECONDS, holds)
    found = counting.seen(known.index, span)
    levels, ages = visit.office.configuration.level, found.ages(visit.now)
    return Figures(
        holds=holds,
        totals=found.totals,
        arrivals=found.arrivals(),
        lines={line: found.counted(line) for line in COUNTED[holds]},
        times={
            step: times(found, ages, step, partial(allowed, target, levels))
            for step, target in MEASURED[holds].items()
        },
        share=known.share,
    )


def times(
    found: Seen, ages: Sequence[int | None], step: Step, bound: Callable[[Priority], int | None]
) -> Times:
    """Return how long some tips waited for a step; ``ages``: how long those wait that still do.

    ``bound``: how many seconds a priority may wait for it.

    Over several priorities there is one target only where they have the same.
    """
    passed: dict[str, list[int]] = defaultdict(list)
    waiting: dict[str, list[int]] = defaultdict(list)
    spoken: dict[str, list[int]] = defaultdict(list)
    columns = (found.columns[each] for each in ("priority", "language", step.value))
    for priority, language, time, age in zip(*columns, ages, strict=True):
        if time is not None:
            passed[priority].append(time)
            spoken[language].append(time)
        elif age is not None:
            waiting[priority].append(age)
    for some in (*passed.values(), *spoken.values()):  # once: what is sorted is sorted again soon
        some.sort()
    by_priority = {
        level: waited(passed[level], waiting[level], bound(level))
        for level in Priority
        if level in passed or level in waiting
    }
    return Times(
        all=_together(by_priority, [time for some in passed.values() for time in some]),
        by_priority=by_priority,
        by_language={language: waited(some) for language, some in sorted(spoken.items())},
        gap=gap(spoken),
    )


def _together(parts: Mapping[Priority, Waited], passed: list[int]) -> Waited:
    """Return all priorities' figures as one: each was in time by its own target."""
    ranked = waited(passed)
    return Waited(
        count=sum(each.count for each in parts.values()),
        reached=ranked.reached,
        median=ranked.median,
        most=ranked.most,
        due=sum(each.due for each in parts.values()),
        within=sum(each.within for each in parts.values()),
    )


def allowed(
    target: Target | None, levels: Callable[[Priority], Level], priority: Priority
) -> int | None:
    """Return for how many seconds a priority may wait for what has a target; None: without end."""
    bound = target(levels(priority)) if target else None
    return None if bound is None else int(bound.total_seconds())
