"""Reading how soon somebody must act, and how information may be handled."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from tipline.configuration.model import Condition, Level
from tipline.tips.clocks import Rung
from tipline.tips.content import CONDITIONS_MAX
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from datetime import timedelta

    from tipline.configuration.table import Table
    from tipline.tips.clocks import Ladder

CONDITION = re.compile(r"[A-Z]{1,8}(-[A-Z]{2,8})?")
TIMES = ("acknowledged", "assigned", "response", "review")


def levels(table: Table) -> tuple[Level, ...]:
    """Return the five levels of priority, the most urgent first; none may be slower than the next.

    Raises ConfigurationError.
    """
    tables = table.tables("priority")
    found = tuple(_level(it) for it in tables)
    if tuple(level.code for level in found) != tuple(Priority):
        raise table.refuse("priority", f"each once and in order: {', '.join(Priority)}")
    table.end()
    for (of, level), (_, after) in pairwise(zip(tables, found, strict=True)):
        for name in TIMES:
            if _slower(getattr(level, name), getattr(after, name)):
                raise of.refuse(name, f"no longer than that of {after.code}")
    return found


def conditions(table: Table) -> tuple[Condition, ...]:
    """Return the conditions of handling. Raises ConfigurationError."""
    found = tuple(_condition(it) for it in table.tables("condition"))
    table.once_each("condition", (it.code for it in found))
    if len(found) > CONDITIONS_MAX:
        raise table.refuse("condition", f"a list of at most {CONDITIONS_MAX}")
    table.end()
    return found


def _level(table: Table) -> Level:
    level = Level(
        code=table.choice("code", Priority),
        label=table.text("label"),
        criteria=table.text("criteria"),
        acknowledged=table.duration("acknowledged"),
        assigned=table.duration("assigned"),
        response=table.duration("response") if table.has("response") else None,
        review=table.duration("review"),
        escalation=_escalation(table.table("escalation")),
    )
    table.end()
    return level


def _escalation(table: Table) -> Ladder:
    """Return who looks from which share of a time; nobody before those below them."""
    found = {rung: table.percent(rung) for rung in Rung if table.has(rung)}
    for (_, before), (rung, after) in pairwise(found.items()):
        if after < before:
            raise table.refuse(rung, "no less than that of those before")
    table.end()
    return found


def _condition(table: Table) -> Condition:
    condition = Condition(code=table.code(CONDITION), label=table.text("label"))
    table.end()
    return condition


def _slower(time: timedelta | None, after: timedelta | None) -> bool:
    return after is not None and (time is None or time > after)
