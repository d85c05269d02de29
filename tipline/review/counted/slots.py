"""A time cut into hours, days or months of the place, for a chart of arrivals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date, format_time

from tipline.search.figures import Span
from tipline.web.languages import language

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

HOURS_UNTIL, DAYS_UNTIL = 2, 62  # days: a longer time is cut into days, a longer one into months


@dataclass(frozen=True)
class Slot:
    """A part of a time, in words, and how many tips arrived in it."""

    shown: str
    count: int


def span(since: date, until: date, zone: ZoneInfo) -> Span:
    """Return the time from the beginning of a day to the end of another."""
    ends = datetime.combine(until + timedelta(days=1), time.min, zone)
    return Span(datetime.combine(since, time.min, zone), ends)


def slots(
    arrivals: Mapping[datetime, int], since: date, until: date, zone: ZoneInfo
) -> tuple[Slot, ...]:
    """Return the hours, days or months of a time, in order, with the tips that arrived in each."""
    days = [since + timedelta(days=at) for at in range((until - since).days + 1)]
    local = [(at.astimezone(zone), count) for at, count in arrivals.items()]
    if len(days) <= HOURS_UNTIL:
        by_hour = Counter[tuple[date, int]]()
        for at, count in local:
            by_hour[at.date(), at.hour] += count
        several = len(days) > 1
        return tuple(Slot(_hour(day, hour, several=several), by_hour[day, hour])
                     for day in days for hour in range(24))  # fmt: skip
    by_day = Counter[date]()
    monthly = len(days) > DAYS_UNTIL
    for at, count in local:
        by_day[at.date().replace(day=1) if monthly else at.date()] += count
    if monthly:
        firsts = dict.fromkeys(day.replace(day=1) for day in days)
        return tuple(Slot(_date(first, "MMM y"), by_day[first]) for first in firsts)
    return tuple(Slot(_date(day, "d MMM"), by_day[day]) for day in days)


def _date(day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=language())


def _hour(day: date, hour: int, *, several: bool) -> str:
    shown = format_time(time(hour), "HH:mm", locale=language())
    return f"{_date(day, 'd MMM')} {shown}" if several else shown
