"""The form by which figures are published: of which months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import Form

from tipline.review.counted.period import today
from tipline.web.fields import NOT_A_CHOICE, ChoiceField
from tipline.web.figure_words import month

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.datastructures import MultiDict

BACK = 36  # months that may be chosen


class MonthsForm(Form):
    """From which month until which, of those that are over."""

    since = ChoiceField(_l("From the month"))
    until = ChoiceField(_l("Until the month"))

    def __init__(self, given: MultiDict[str, str]) -> None:
        """Take what an address or a form says, else the newest month that is over."""
        newest = next(over()).isoformat()
        self.asked = "since" in given or "until" in given
        super().__init__(given if self.asked else None, since=newest, until=newest)
        self.since.choices = self.until.choices = [
            (day.isoformat(), month(day.isoformat())) for day in over()
        ]

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms' own signature)
        """Tell whether both months were chosen from those that are offered."""
        sound = super().validate(extra_validators)
        for field in (self.since, self.until):
            if not field.data and not field.errors:
                field.errors = [str(NOT_A_CHOICE)]
        return sound and not self.errors

    def refuse(self, told: str) -> None:
        """Show what the procedure said."""
        self.since.errors = [told]

    @property
    def first(self) -> date:
        """The first day of the first month."""
        return date.fromisoformat(self.since.data)

    @property
    def last(self) -> date:
        """The first day of the last month."""
        return date.fromisoformat(self.until.data)


def over() -> Iterator[date]:
    """Yield the first days of the months that are over, the newest first."""
    first = today().replace(day=1)
    for _ in range(BACK):
        first = (first - timedelta(days=1)).replace(day=1)
        yield first
