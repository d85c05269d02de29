"""The forms of a case that has ended: keeping it longer, and destroying it before its day.

And the same of what its reporter wrote alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.casework.tip import ended
from tipline.review.forms.base import CaseForm, ask_why
from tipline.review.visit import visit
from tipline.tips.content import Kept, OriginalKept
from tipline.tips.event import REASON_MAX
from tipline.web.days import DayField
from tipline.web.fields import TextField

if TYPE_CHECKING:
    from datetime import date

    from wtforms.fields import Field

    from tipline.casework.tip.opening import OpenTip


class KeepForm(CaseForm):
    """Keeping a case longer, at most as long as the schedule allows."""

    name = "keep"
    day = DayField(_l("Keep it until"), description=_l("For example 30/11/2026."))
    text = TextField(_l("Why it is kept"), REASON_MAX)
    latest: date | None = None

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether it may be kept so long."""
        self.latest = self.last_day(tip)
        return super().fits(tip)

    def last_day(self, tip: OpenTip) -> date | None:
        """Return the last day until which it may be kept."""
        return ended.latest(visit(), tip)

    def validate_day(self, field: Field) -> None:
        """Ask for a day to come, within the limit."""
        if field.data is None:
            raise ValidationError(gettext("Write the day until which it is kept."))
        if field.data <= visit().now.date():
            raise ValidationError(gettext("Choose a day to come."))
        if self.latest is not None and field.data > self.latest:
            shown = format_date(self.latest, "d MMMM y")
            raise ValidationError(gettext("It may be kept until %(day)s at most.", day=shown))

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)

    @property
    def content(self) -> Kept | OriginalKept:
        """What is entered, once the form fits."""
        return Kept(until=self.day.data, text=self.text.data or "")


class DestroyForm(CaseForm):
    """Asking a second officer to destroy a case before its day."""

    name = "destroy"
    text = TextField(_l("Why it is destroyed"), REASON_MAX)

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)


class KeepOriginalForm(KeepForm):
    """Keeping what the reporter wrote longer."""

    name = "retain"

    def last_day(self, tip: OpenTip) -> date | None:
        """Return the last day until which that may be kept."""
        return ended.latest_original(visit(), tip)

    @property
    def content(self) -> OriginalKept:
        """What is entered, once the form fits."""
        return OriginalKept(until=self.day.data, text=self.text.data or "")


class ShredForm(DestroyForm):
    """Asking a second officer to destroy what the reporter wrote; the case goes on without."""

    name = "shred"
