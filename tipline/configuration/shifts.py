"""Reading when somebody is at work: days of the week, and from when until when."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING

from tipline.configuration.model import DAYS, Shift

if TYPE_CHECKING:
    from tipline.configuration.table import Table

TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


def shift(table: Table) -> Shift:
    """Return what ``days``, ``from`` and ``until`` say. Raises ConfigurationError."""
    days = table.lines("days")
    if not days or not set(days) <= set(DAYS):
        raise table.refuse("days", f"some of {', '.join(DAYS)}")
    return Shift(
        days=frozenset(map(DAYS.index, days)),
        start=_time(table, "from"),
        end=_time(table, "until"),
    )


def _time(table: Table, name: str) -> time:
    found = TIME.fullmatch(table.line(name))
    if found is None:
        raise table.refuse(name, 'a time like "07:00"')
    return time(int(found[1]), int(found[2]))
