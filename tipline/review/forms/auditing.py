"""The forms of the audit trail: which entries are looked for, and what was found of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from flask import abort, request
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, ValidationError

from tipline.casework.audit.opened_trail import Wanted
from tipline.casework.audit.sampling import Verdict
from tipline.review import audit_words
from tipline.review.counted.months import over
from tipline.review.counted.period import today
from tipline.review.posted import PostedForm
from tipline.sealing.audit import Action
from tipline.web.app import configuration_here
from tipline.web.days import DayField, HourField
from tipline.web.fields import NOT_A_CHOICE, ChoiceField, LineField
from tipline.web.figure_words import month

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict
    from wtforms import Field

NAME_MAX, ABOUT_MAX, NOTE_MAX, NUMBER_MAX = 80, 64, 100, 9
FOUND_MAX = 300  # of what an auditor notes; docs/format.md, 10
NOTE = re.compile(r"(\d{1,12}):([0-9a-f]{64})")
HEX = re.compile(r"[0-9a-f]*")
NOT_A_NOTE = _l("A note is a number, a colon and 64 hex digits. Copy it whole.")
NO_CONCERN = _l("Write who was asked and what they said: a concern needs that.")
NOT_AN_ID = _l("The id of a tip, a case, a file or a person is made of digits and letters a to f.")


class TrailForm(Form):
    """Which entries are looked for. It is asked for by its address, which can be kept."""

    action = ChoiceField(_l("What was done"))
    name = LineField(_l("Who did it"), NAME_MAX)
    about = LineField(_l("Id of a tip, a case or a person"), ABOUT_MAX)
    since = DayField(_l("From"), description=_l("For example 30/11/2026"))
    until = DayField(_l("Until"))
    from_hour = HourField(_l("From the hour"), description=_l("At the place, for example 22:00"))
    until_hour = HourField(_l("Until the hour"))
    noted = LineField(
        _l("What you noted at the last audit"),
        NOTE_MAX,
        description=_l("A number, a colon and 64 hex digits. Left empty: nothing is compared."),
    )

    def __init__(self, asked: MultiDict[str, str]) -> None:
        """Take what an address says."""
        super().__init__(asked)
        every = [(each.value, str(audit_words.ACTIONS[each])) for each in Action]
        self.action.choices = [("", str(_l("Anything"))), *sorted(every, key=lambda each: each[1])]

    def validate_about(self, field: Field) -> None:
        """Refuse what cannot be an id."""
        if not HEX.fullmatch((field.data or "").strip().lower()):
            raise ValidationError(str(NOT_AN_ID))

    def validate_noted(self, field: Field) -> None:
        """Refuse what cannot be a note."""
        if field.data and self.note is None:
            raise ValidationError(str(NOT_A_NOTE))

    @property
    def note(self) -> tuple[int, bytes] | None:
        """What was noted: number and chain value."""
        found = NOTE.fullmatch((self.noted.data or "").strip().lower())
        return (int(found[1]), bytes.fromhex(found[2])) if found else None

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(
            action=self.action.data or "",
            name=(self.name.data or "").strip(),
            about=(self.about.data or "").strip().lower(),
            since=begins(self.since.data) if self.since.data else None,
            until=begins(self.until.data + timedelta(days=1)) if self.until.data else None,
            hours=self._hours,
            zone=configuration_here().site.timezone,
        )

    @property
    def _hours(self) -> tuple[time, time] | None:
        first, last = self.from_hour.data, self.until_hour.data
        if first is None and last is None:
            return None
        return first or time.min, last or time.min

    @property
    def asked(self) -> dict[str, str]:
        """What an address says that asks for the same."""
        lines = (self.name, self.about, self.since, self.until, self.from_hour, self.until_hour,
                 self.noted)  # fmt: skip
        told = {line.name: str(line.raw_data[0]) for line in lines if line.raw_data}
        told["action"] = self.action.data or ""
        return {name: value for name, value in told.items() if value}


class MonthForm(Form):
    """Of which month; this one, where an address says none."""

    month = ChoiceField(_l("Month"))

    def __init__(self, asked: MultiDict[str, str]) -> None:
        """Take what an address says."""
        this = today().replace(day=1)
        super().__init__(asked if "month" in asked else None, month=this.isoformat())
        days = [each.isoformat() for each in (this, *over())]
        self.month.choices = [(day, month(day)) for day in days]

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it."""
        first = date.fromisoformat(self.month.data)
        return begins(first), begins((first + timedelta(days=31)).replace(day=1))


class JudgeForm(PostedForm):
    """What an auditor found of an entry."""

    entry = HiddenField()
    month = HiddenField()
    found = ChoiceField(_l("Found"))
    note = LineField(_l("Who was asked, and what they said"), FOUND_MAX)

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 (as its base takes them)
        """Offer the verdicts."""
        super().__init__(*arguments, **more)
        self.found.choices = [(each.value, str(audit_words.VERDICTS[each])) for each in Verdict]

    def validate_entry(self, field: Field) -> None:
        """Refuse what is no number."""
        if not re.fullmatch(rf"[0-9]{{1,{NUMBER_MAX}}}", field.data or ""):
            raise ValidationError

    def validate_found(self, field: Field) -> None:
        """Refuse a form that was sent without a verdict."""
        if not field.data:
            raise ValidationError(str(NOT_A_CHOICE))

    def validate_note(self, field: Field) -> None:
        """Refuse a concern of which nothing is told."""
        if self.found.data == Verdict.CONCERN and not field.data:
            raise ValidationError(str(NO_CONCERN))


def asked_month() -> MonthForm:
    """Return the month that an address or a form says; one that is not offered is not found."""
    form = MonthForm(request.values)
    if not form.validate():
        abort(404)
    return form


def begins(day: date) -> datetime:
    """Return the first moment of a day at the place."""
    return datetime.combine(day, time.min, configuration_here().site.timezone).astimezone(UTC)
