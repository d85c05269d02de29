"""The clocks of a case: what must be done by when, and who looks when it is not.

Source: the domain guide, 3 and 5. The times are configuration; here is what starts and ends each.
A time that passes never changes the priority: somebody further up looks at it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType

from tipline.tips.event import Kind
from tipline.tips.following import soonest
from tipline.tips.priority import Priority
from tipline.tips.shape import several
from tipline.tips.standing import CaseState
from tipline.tips.state import FINISHED, State

WHOLE = 100  # percent of a time


class Clock(StrEnum):
    """What is waited for."""

    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    RESPONSE = "response"
    REVIEW = "review"
    ANSWER = "answer"
    DISPATCH = "dispatch"


class Rung(StrEnum):
    """Who looks at a case whose time runs out: each further up than the one before."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    DUTY = "duty"
    HEAD = "head"


Ladder = Mapping[Rung, int]  # the percent of a time from which somebody looks


@dataclass(frozen=True, kw_only=True)
class Times:
    """What one priority allows. No ``response``: none is expected."""

    acknowledged: timedelta
    assigned: timedelta
    response: timedelta | None
    review: timedelta


@dataclass(frozen=True)
class Limits:
    """What the deployment allows: for each priority, and a reporter to ``answer`` a question."""

    times: Mapping[Priority, Times]
    answer: timedelta


@dataclass(frozen=True)
class Rule:
    """A clock that counts from a report's arrival: the kinds of event that end it, and its time.

    One that no kind of event can end does not run.
    """

    ends: frozenset[Kind]
    allows: Callable[[Times], timedelta | None]


COUNTED: Mapping[Clock, Rule] = MappingProxyType(
    {
        Clock.ACKNOWLEDGED: Rule(frozenset({Kind.OPENED}), attrgetter("acknowledged")),
        Clock.ASSIGNED: Rule(frozenset({Kind.ASSIGNED, Kind.PERSON}), attrgetter("assigned")),
        Clock.RESPONSE: Rule(
            frozenset(
                {
                    Kind.STARTED,
                    Kind.REFERRED,
                    Kind.DESK_DONE,
                    Kind.REPLY,
                    Kind.REPLIED_ALL,
                    Kind.AGENCY_SAID,
                }
            ),
            attrgetter("response"),
        ),
    }
)
STOPPING = frozenset[Kind]().union(*(rule.ends for rule in COUNTED.values()))


@dataclass(frozen=True, kw_only=True)
class Moments:
    """What the clocks of a case are read from: of its state, so much as its head keeps.

    ``looked`` is when anything was entered last, ``task`` when the first open task is due, or the
    first reply of an outside agency that has not come,
    ``until`` a date that it waits for, ``handed_off`` when it went to the emergency desk, while
    that has not decided. The others are as in ``CaseState``.
    """

    state: State = State.NEW
    began: datetime | None = None
    raised: datetime | None = None
    questioned: datetime | None = None
    looked: datetime | None = None
    task: datetime | None = None
    until: datetime | None = None
    handed_off: datetime | None = None
    reached: tuple[tuple[Kind, datetime], ...] = several(len(Kind))

    @classmethod
    def of(cls, case: CaseState) -> "Moments":
        """Return those of a case."""
        handed = case.hand_off
        return cls(
            state=case.state,
            began=case.began,
            raised=case.raised,
            questioned=case.questioned,
            looked=case.changed_at,
            task=soonest((*(task.due for task in case.tasks), *case.awaited)),
            until=case.waits_until,
            handed_off=handed.at if handed and not handed.decided else None,
            reached=tuple(case.reached.items()),
        )


@dataclass(frozen=True)
class Running:
    """A clock that runs: since when, and by when it should have ended."""

    clock: Clock
    since: datetime
    target: datetime

    def used(self, now: datetime) -> int:
        """Return how much of its time is used at a moment, in percent; over 100 it is late."""
        whole = max(self.target - self.since, timedelta(seconds=1))
        return max(WHOLE * (now - self.since) // whole, 0)

    def late(self, now: datetime) -> bool:
        """Tell whether its time has passed."""
        return now >= self.target


def running(
    moments: Moments, *, arrived: datetime, priority: Priority, limits: Limits
) -> tuple[Running, ...]:
    """Return the clocks of a case that run, the one that ends first before the others.

    ``arrived`` is when its report did; ``priority`` the official one, else the suggested.
    """
    if moments.state in FINISHED:
        return ()
    found = (
        *_counted(moments, arrived, limits.times[priority]),
        *_recurring(moments, limits.times[priority]),
        *_of_others(moments, limits),
    )
    return tuple(sorted(found, key=attrgetter("target")))


def next_due(
    moments: Moments, *, arrived: datetime, priority: Priority, limits: Limits
) -> datetime | None:
    """Return when somebody must next do something: of its clocks, its tasks and its date."""
    if moments.state in FINISHED:
        return None
    clocks = running(moments, arrived=arrived, priority=priority, limits=limits)
    return soonest([*(each.target for each in clocks), moments.task, moments.until])


def looks(used: int, ladder: Ladder) -> Rung | None:
    """Return who looks once so many percent of a time are used; None: nobody needs to yet."""
    reached = [rung for rung in Rung if rung in ladder and ladder[rung] <= used]
    return reached[-1] if reached else None


def _counted(moments: Moments, arrived: datetime, times: Times) -> Iterator[Running]:
    """Yield what counts from the arrival; what waits for a date or an answer is watched by that."""
    if moments.until is not None or moments.state is State.INFO:
        return
    start = max(each for each in (arrived, moments.began, moments.raised) if each is not None)
    done = {kind for kind, _ in moments.reached}
    for clock, rule in COUNTED.items():
        allowed = rule.allows(times)
        if rule.ends and allowed is not None and not rule.ends & done:
            yield Running(clock, start, start + allowed)


def _recurring(moments: Moments, times: Times) -> Iterator[Running]:
    """Yield the clock of somebody's next look; a case that waits for a date is looked at then."""
    if moments.looked is not None and moments.until is None:
        yield Running(Clock.REVIEW, moments.looked, moments.looked + times.review)


def _of_others(moments: Moments, limits: Limits) -> Iterator[Running]:
    """Yield the clocks of whom it waits for: its reporter, the emergency desk."""
    if moments.state is State.INFO and moments.questioned is not None:
        target = moments.questioned + limits.answer
        yield Running(Clock.ANSWER, moments.questioned, target)
    at = moments.handed_off
    if at is not None:
        first = limits.times[Priority.P1]
        yield Running(Clock.DISPATCH, at, at + (first.response or first.assigned))
