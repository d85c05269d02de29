"""Which priority a report asks for by itself: one table of rules, taken in order.

Source: the domain guide, 3. It suggests; an officer sets the priority. What lowers it is heard only
from a report that does not say "now": danger that was told is never taken back by what was not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import reduce

from tipline.tips.priority import Priority
from tipline.tips.report import Answers, Now, Place, When, WhenKind, YesNo

SOON = timedelta(days=1)  # of the calendar: a report says a day, seldom an hour
LONG_AGO = timedelta(days=30)
LASTING = frozenset({"FAMI", "EXPL", "CYBR.CSAM"})  # what does not end by itself
OF_NO_KIND = Priority.P4  # where a report starts whose category nobody knows


class Reason(StrEnum):
    """Why a priority is suggested: where it starts, and each rule that holds."""

    CATEGORY = "category"
    NOW = "now"
    PERHAPS_NOW = "perhaps-now"
    WEAPONS = "weapons"
    VULNERABLE = "vulnerable"
    SOON = "soon"
    LONG_AGO = "long-ago"
    NO_LEAD = "no-lead"


@dataclass(frozen=True)
class Rule:
    """One line of the table: when it holds, of answers that arrived on a day, and what it does."""

    holds: Callable[[Answers, date], bool]
    step: Callable[[Priority], Priority]


@dataclass(frozen=True)
class Suggestion:
    """What the category starts with, and the reasons that lead on from it, in the table's order."""

    start: Priority
    reasons: tuple[Reason, ...]

    @property
    def priority(self) -> Priority:
        """What the reasons lead to, taken in order."""
        return reduce(
            lambda priority, reason: RULES[reason].step(priority), self.reasons, self.start
        )


def suggest(answers: Answers, start: Priority, day: date) -> Suggestion:
    """Return the suggestion for a report that arrived on a day of the place's calendar.

    ``start`` is what the category begins with.
    """
    held = (reason for reason, rule in RULES.items() if rule.holds(answers, day))
    return Suggestion(start, tuple(held))


def _at_least(least: Priority) -> Callable[[Priority], Priority]:
    return lambda priority: priority.at_least(least)


def _moved(steps: int) -> Callable[[Priority], Priority]:
    return lambda priority: priority.moved(steps)


def _days(when: When) -> tuple[date, date] | None:
    """Return the first and the last day that were given; None where there is none."""
    days = [day for day in (when.date, when.until) if day is not None]
    return (min(days), max(days)) if days else None


def _is_soon(answers: Answers, day: date) -> bool:
    """Tell whether a time within 24 hours was given: today, tomorrow, or days around them."""
    when, days = answers.when, _days(answers.when)
    if when.kind in {WhenKind.NOW, WhenKind.TODAY}:
        return True
    if when.kind is WhenKind.REPEATS or days is None:
        return False
    return days[0] <= day + SOON and days[1] >= day


def _is_long_ago(answers: Answers, day: date) -> bool:
    """Tell whether it happened over 30 days ago, and is over."""
    days = _days(answers.when)
    lasts = answers.when.kind in {WhenKind.NOW, WhenKind.TODAY, WhenKind.REPEATS}
    if days is None or lasts or answers.now in {Now.YES, Now.UNSURE}:
        return False
    return days[1] < day - LONG_AGO and LASTING.isdisjoint({answers.category, answers.subcategory})


def _has_no_lead(answers: Answers, _day: date) -> bool:
    """Tell whether there is neither a place, nor anybody to look for, nor a time."""
    somewhere = answers.place != Place(exact=answers.place.exact)
    somebody = answers.people or answers.vehicles or answers.boats or answers.accounts
    sometime = answers.when != When() or answers.next or answers.now in {Now.YES, Now.UNSURE}
    return not (somewhere or somebody or sometime)


RULES: Mapping[Reason, Rule] = {
    Reason.CATEGORY: Rule(lambda _answers, _day: True, lambda start: start),
    Reason.NOW: Rule(lambda answers, _: answers.now is Now.YES, _at_least(Priority.P1)),
    Reason.PERHAPS_NOW: Rule(lambda answers, _: answers.now is Now.UNSURE, _at_least(Priority.P2)),
    Reason.WEAPONS: Rule(lambda answers, _: answers.weapons is YesNo.YES, _moved(-1)),
    Reason.VULNERABLE: Rule(lambda answers, _: answers.vulnerable is YesNo.YES, _moved(-1)),
    Reason.SOON: Rule(_is_soon, _at_least(Priority.P2)),
    Reason.LONG_AGO: Rule(_is_long_ago, _moved(+1)),
    Reason.NO_LEAD: Rule(_has_no_lead, _moved(+1)),
}
