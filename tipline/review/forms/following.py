"""The forms of what is still to do: a task, what becomes of it, and a date to wait for."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.casework.case.vouching import colleagues
from tipline.review.forms.base import NOT_WHOLE, WRITE_SOMETHING, EventForm, OfForm, ask_why
from tipline.review.visit import visit
from tipline.tips.content import Resumed, TaskDone, TaskDropped, TaskMoved, TaskSet, Waiting
from tipline.tips.event import REASON_MAX
from tipline.tips.tasks import AHEAD_MAX, TASK_MAX
from tipline.web.app import configuration_here
from tipline.web.days import DayField, HourField
from tipline.web.fields import ChoiceField, TextField

if TYPE_CHECKING:
    from wtforms.fields import Field

    from tipline.casework.case.casefile import OpenCase
    from tipline.tips.content import Content

DONE, MOVE, DROP = "done", "move", "drop"
BY_DAY = "day"
SOON = {
    "30m": (timedelta(minutes=30), _l("In 30 minutes")),
    "1h": (timedelta(hours=1), _l("In an hour")),
    "4h": (timedelta(hours=4), _l("In 4 hours")),
    "1d": (timedelta(days=1), _l("In a day")),
    "3d": (timedelta(days=3), _l("In 3 days")),
    "7d": (timedelta(days=7), _l("In a week")),
    "30d": (timedelta(days=30), _l("In 30 days")),
}
EVERY = (1, 2, 3, 7, 14, 30, 90, 180)  # days between two turns
MORNING = time(8)  # of a day that is given without an hour


class WhenForm(EventForm):
    """A form that asks for a time to come: soon, or a day and an hour."""

    when = ChoiceField(_l("When"))
    day = DayField(_l("Day"), description=_l("For example 30/11/2026."))
    hour = HourField(_l("Hour"), description=_l("For example 14:30. Left empty: 08:00."))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Give the choices their words."""
        super().__init__(**given)
        soon = [(code, told) for code, (_, told) in SOON.items()]
        self.when.choices = [
            ("", _l("Choose one")),
            *soon,
            (BY_DAY, _l("On the day and at the hour below")),
        ]

    @property
    def moment(self) -> datetime:
        """The time that was chosen; ValidationError where it is not one to come."""
        now = visit().now.replace(microsecond=0)
        if self.when.data in SOON:
            return now + SOON[self.when.data][0]
        if self.day.data is None:
            raise ValidationError(gettext("Choose a time, or write a day."))
        zone = configuration_here().site.timezone
        local = datetime.combine(self.day.data, self.hour.data or MORNING, zone)
        if not now < local <= now + AHEAD_MAX:
            raise ValidationError(gettext("Choose a time to come, within two years."))
        return local

    def needs_moment(self) -> bool:
        """Tell whether a time must be chosen."""
        return True

    def validate_when(self, _field: Field) -> None:
        """Ask for a time, once what was typed reads as one."""
        if self.needs_moment() and not (self.day.errors or self.hour.errors):
            self.moment  # noqa: B018 (it raises what is wrong)


class TaskForm(WhenForm):
    """Something to do by a time."""

    name = "task"
    text = TextField(_l("What is to be done"), TASK_MAX, validators=[WRITE_SOMETHING])
    whom = ChoiceField(_l("By whom"))
    every = ChoiceField(_l("Comes back"))

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Give the choices their words; whose they are is known once the tip is."""
        super().__init__(**given)
        self.every.choices = [("", _l("Once")), *((str(days), _turn(days)) for days in EVERY)]

    def meet(self, case: OpenCase) -> None:
        """Offer those who work at the desk that opened the case."""
        there = colleagues(visit(), case.desk)
        named = [(analyst.hex(), name) for analyst, name in there.items()]
        self.whom.choices = [("", _l("Anybody of the desk")), *named]

    @property
    def content(self) -> Content:
        """What is entered, once the form fits."""
        return TaskSet(
            text=self.text.data or "",
            due=self.moment,
            whom=bytes.fromhex(self.whom.data) if self.whom.data else None,
            every=int(self.every.data or 0),
        )


class TaskEndForm(OfForm, WhenForm):
    """What becomes of a task: each has its own form on the page."""

    about = "task"
    gone = False
    text = TextField(_l("Why"), REASON_MAX, description=_l("Needed to move or to drop it."))

    @property
    def pressed(self) -> str:
        """Which of the buttons was pressed."""
        return request.form.get("becomes", "")

    def needs_moment(self) -> bool:
        """Tell whether it is moved."""
        return self.pressed == MOVE

    def fits_case(self, case: OpenCase) -> bool:
        """Tell whether it is whole; of a task that is open no more, the case says that."""
        self.gone = not any(task.number == self.number for task in case.state.tasks)
        return self.gone or super().fits_case(case)

    def validate_text(self, field: Field) -> None:
        """Ask why, unless it was done."""
        if self.pressed not in {DONE, MOVE, DROP}:
            raise ValidationError(str(NOT_WHOLE))
        if self.pressed != DONE:
            ask_why(field)

    @property
    def content(self) -> Content:
        """What is entered, once the form fits."""
        text = self.text.data or ""
        if self.gone:
            return TaskDone(task=self.number)
        if self.pressed == DONE:
            return TaskDone(task=self.number, text=text)
        if self.pressed == DROP:
            return TaskDropped(task=self.number, text=text)
        return TaskMoved(task=self.number, due=self.moment, text=text)


class WaitForm(WhenForm):
    """Putting a case off."""

    name = "wait"
    text = TextField(_l("Why it waits"), REASON_MAX)

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)

    @property
    def content(self) -> Content:
        """What is entered, once the form fits."""
        return Waiting(until=self.moment, text=self.text.data or "")


class ResumeForm(EventForm):
    """Taking up a case before the date that it waits for."""

    name = "resume"
    standing = False

    @property
    def content(self) -> Content:
        """What is entered."""
        return Resumed()


def _turn(days: int) -> str:
    return ngettext("Every day", "Every %(num)d days", days)
