"""Times as the office reads them: in the deployment's time zone and the page's language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from markupsafe import Markup

from tipline.web.app import configuration_here
from tipline.web.languages import language

if TYPE_CHECKING:
    from flask import Flask


FULL = "EEEE d MMMM y HH:mm"


def now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


def age(then: datetime) -> str:
    """Return how long ago something was, coarsely: "18 minutes", "3 hours", "2 days"."""
    passed = max(now() - then, then - then)
    return format_timedelta(passed, granularity="minute", threshold=1, format="long",
                            locale=language())  # fmt: skip


def ago(then: datetime) -> str:
    """Return how long ago something was, as one says it: "18 minutes ago"; at least a minute."""
    passed = max(now() - then, timedelta(seconds=1))
    return format_timedelta(-passed, granularity="minute", threshold=1, add_direction=True,
                            locale=language())  # fmt: skip


def ahead(then: datetime) -> str:
    """Return in how long something is, as one says it: "in 18 minutes"; at least a minute."""
    left = max(then - now(), timedelta(seconds=1))
    return format_timedelta(left, granularity="minute", threshold=1, add_direction=True,
                            locale=language())  # fmt: skip


def moment(at: datetime) -> Markup:
    """Return a time element: the hour of today, else the day and the hour."""
    zone = configuration_here().site.timezone
    local, today = at.astimezone(zone), now().astimezone(zone).date()
    shown = format_time(local, "HH:mm", tzinfo=zone, locale=language())
    if local.date() != today:
        pattern = "d MMM" if local.year == today.year else "d MMM y"
        shown = f"{format_date(local.date(), pattern, locale=language())} {shown}"
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), shown)


def second(at: datetime) -> str:
    """Return the time of day, to the second."""
    zone = configuration_here().site.timezone
    return format_time(at.astimezone(zone), "HH:mm:ss", tzinfo=zone, locale=language())


def hour(at: datetime) -> str:
    """Return the time of day; of another day than today's, with the day of the week."""
    zone = configuration_here().site.timezone
    local = at.astimezone(zone)
    pattern = "HH:mm" if local.date() == now().astimezone(zone).date() else "EEEE HH:mm"
    return format_datetime(local, pattern, tzinfo=zone, locale=language())


def full(at: datetime) -> str:
    """Return the day of the week, day, month, year and hour."""
    zone = configuration_here().site.timezone
    return format_datetime(at, FULL, tzinfo=zone, locale=language())


def day(of: date) -> str:
    """Return a day."""
    return format_date(of, "EEEE d MMMM y", locale=language())


def set_up(app: Flask) -> None:
    """Give the templates the filters of a time, ``age`` to ``day``, and ``now``."""
    app.jinja_env.filters.update(age=age, ago=ago, ahead=ahead, moment=moment)
    app.jinja_env.filters.update(full=full, day=day, second=second)
    app.jinja_env.globals["now"] = now
