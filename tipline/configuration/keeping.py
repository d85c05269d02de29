"""Reading how long finished cases are kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.tips.retention import LIMIT_MAX, ORIGINAL_LEAST, Retention, Span
from tipline.tips.state import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection

    from tipline.configuration.table import Table


def retention(table: Table, categories: Collection[str]) -> Retention:
    """Return the schedule: each outcome has a limit. Raises ConfigurationError."""
    spam, original = _span(table.table("spam")), _original(table.table("original"))
    outcomes = [(each.choice("code", Outcome), each) for each in table.tables("outcome")]
    table.once_each("outcome", (code for code, _ in outcomes))
    if {code for code, _ in outcomes} != set(Outcome):
        raise table.refuse("outcome", f"each of {', '.join(Outcome)}")
    shorter = {}
    for each in table.tables("category"):
        code = each.line("code")
        if categories and code not in categories:
            raise each.refuse("code", "a code of categories.toml")
        shorter[code] = _limit(each)
        each.end()
    found = {code: _span(each) for code, each in outcomes}
    table.end()
    return Retention(outcomes=found, spam=spam, original=original, categories=shorter)


def _span(table: Table) -> Span:
    span = Span(keep=table.duration("keep"), limit=_limit(table))
    if span.keep > span.limit:
        raise table.refuse("keep", "no longer than the limit")
    table.end()
    return span


def _original(table: Table) -> Span:
    span = _span(table)
    if span.keep < timedelta(ORIGINAL_LEAST):
        raise table.refuse("keep", f"at least {ORIGINAL_LEAST} d")
    return span


def _limit(table: Table) -> timedelta:
    limit = table.duration("limit")
    if limit > LIMIT_MAX:
        raise table.refuse("limit", f"at most {LIMIT_MAX.days} d")
    return limit
