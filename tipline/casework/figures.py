"""Figures of a desk's tips for a time: counts, and how long they waited against what is allowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tipline.casework.indexing import current
from tipline.errors import NotFoundError
from tipline.search import figures as counting
from tipline.search.figures import LINES, Seen, Span, Totals
from tipline.tips.figures import Gap, Waited, gap, waited
from tipline.tips.moments import Step
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from tipline.casework.visit import Visit
    from tipline.configuration import Configuration, Level

INDEX_SECONDS = 2.0  # that the page waits for the index: it should be whole
MEASURED = tuple(Step)
Target: TypeAlias = "Callable[[Level], timedelta | None]"
TARGETS: Mapping[Step, Target] = {
    Step.OPENED: lambda level: level.acknowledged,
    Step.ASSIGNED: lambda level: level.assigned,
    Step.ACTED: lambda level: level.response,
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
    """What is known of the tips that arrived in a time.

    ``lines``: how many, by each of LINES and its codes; ``share`` is how much of what there is the
    index knows, from 0 to 1.
    """

    totals: Totals
    arrivals: Mapping[datetime, int]
    lines: Mapping[str, Mapping[str, int]]
    times: Mapping[Step, Times]
    share: float


def figures(visit: Visit, desk: str, span: Span) -> Figures:
    """Return the figures of a desk that the member supervises. Raises NotFoundError, StoreError."""
    if desk not in visit.member.supervised():
        raise NotFoundError
    known = current(visit, desk, INDEX_SECONDS)
    found = counting.seen(known.index, span)
    configuration, ages = visit.office.configuration, found.ages(visit.now)
    return Figures(
        totals=found.totals,
        arrivals=found.arrivals(),
        lines={line: found.counted(line) for line in LINES},
        times={step: times(found, ages, step, configuration) for step in MEASURED},
        share=known.share,
    )


def times(
    found: Seen, ages: Sequence[int | None], step: Step, configuration: Configuration
) -> Times:
    """Return how long some tips waited for a step; ``ages``: how long those wait that still do.

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
    by_priority = {
        level: waited(passed[level], waiting[level], _target(configuration, step, level))
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


def _target(configuration: Configuration, step: Step, priority: Priority) -> int | None:
    allowed = TARGETS[step](configuration.level(priority)) if step in TARGETS else None
    return None if allowed is None else int(allowed.total_seconds())
