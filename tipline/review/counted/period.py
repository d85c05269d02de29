"""Which tips the figures are of: a desk, and days that an address names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Form, ValidationError

from tipline.review import clock, names
from tipline.web.app import configuration_here
from tipline.web.days import DayField
from tipline.web.fields import ChoiceField, clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask_babel.speaklater import LazyString
    from wtforms import Field

YEARS_MAX = 5
LONGEST = timedelta(days=366 * YEARS_MAX)
WEEK = timedelta(days=6)


@dataclass(frozen=True)
class Period:
    """From a day to another, both included."""

    since: date
    until: date


class PeriodForm(Form):
    """The desk and the days. It is asked for by its address, which can be kept."""

    desk = ChoiceField(_l("Desk"))
    since = DayField(_l("From"))
    until = DayField(_l("Until"))

    def __init__(self, desks: Sequence[str]) -> None:
        """Take what the address says; what it leaves out is this month, of the first desk."""
        since, until = month(today())
        given: dict[str, Any] = {"desk": desks[0], "since": since, "until": until}
        asked = {name: request.args[name] for name in given if clean(request.args.get(name, ""))}
        super().__init__(data=given)
        self.desk.choices = [(code, names.of_desk(code)) for code in desks]
        self._asked = asked
        for name, typed in asked.items():
            self._take(self[name], typed)

    def validate_until(self, field: Field) -> None:
        """Refuse days that lie the wrong way round, or too far apart."""
        if self.since.data and field.data and not self.since.data <= field.data:
            raise ValidationError(str(_l("The first day comes after the last.")))
        if self.since.data and field.data and field.data - self.since.data > LONGEST:
            raise ValidationError(str(_l("Choose five years or less.")))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms' own signature)
        """Tell whether desk and days can be taken; what could not be read is told as it was."""
        unread = {field.name: list(field.process_errors) for field in self if field.process_errors}
        sound = super().validate(extra_validators)
        return sound and not unread

    @property
    def period(self) -> Period:
        """The days."""
        return Period(self.since.data, self.until.data)

    @property
    def asked(self) -> dict[str, str]:
        """What an address says that asks for the same."""
        return {
            "desk": self.desk.data,
            "since": self.since.data.isoformat(),
            "until": self.until.data.isoformat(),
        }

    def _take(self, field: Field, typed: str) -> None:
        field.raw_data = [typed]
        try:
            field.process_formdata([typed])
        except ValueError as error:
            field.process_errors = [str(error)]


def usual() -> Iterator[tuple[LazyString, Period]]:
    """Yield the times that are usually asked for, with their names."""
    now = today()
    first, last = month(now)
    yield _l("Today"), Period(now, now)
    yield _l("Last 7 days"), Period(now - WEEK, now)
    yield _l("This month"), Period(first, last)
    yield _l("Last month"), Period(*month(first - timedelta(days=1)))
    yield _l("This year"), Period(now.replace(month=1, day=1), now)


def month(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of a day; of this month, until today."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first, min(following - timedelta(days=1), today())


def today() -> date:
    """Return the day of the place."""
    return clock.now().astimezone(configuration_here().site.timezone).date()
