"""The forms of what leaves or is opened again, and of a hold: asked, and taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.review.forms.base import CaseForm, OfForm, ask_why
from tipline.review.posted import PostedForm
from tipline.tips.content import Exported, Hold, Original
from tipline.tips.content.second import ORDER_MAX
from tipline.tips.content.told import PURPOSE_MAX, TO_MAX
from tipline.tips.event import REASON_MAX
from tipline.web.days import DayField
from tipline.web.fields import LineField, Needed, NotShorter, TextField

if TYPE_CHECKING:
    from datetime import date

    from wtforms.fields import Field


NO_DAY = _l("Say until which day.")
STANDS = _l("It stands in the case beside your name, and cannot be changed.")


class LeavingFields:
    """What is asked of whatever leaves: who gets it, what for, and why."""

    to = LineField(
        _l("Who gets it"),
        TO_MAX,
        description=_l("The body and the person there."),
        validators=[NotShorter(1, _l("Say who gets it."))],
    )
    purpose = LineField(
        _l("What for"), PURPOSE_MAX, validators=[NotShorter(1, _l("Say what it is for."))]
    )
    text = TextField(_l("Why it is needed"), REASON_MAX, description=STANDS)

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)


class ExportForm(LeavingFields, CaseForm):
    """Letting a copy of tip and case leave."""

    name = "export"

    @property
    def content(self) -> Exported:
        """What would leave, once the form fits."""
        return Exported(
            to=self.to.data or "", purpose=self.purpose.data or "", text=self.text.data or ""
        )


class DownloadForm(LeavingFields, PostedForm):
    """Letting a file leave."""

    @property
    def sealed(self) -> bool:
        """Whether the age file is wanted: the file itself only by its own button."""
        return request.form.get("as") != "file"


class HoldForm(CaseForm):
    """Keeping a case from being deleted."""

    name = "hold"
    order = LineField(
        _l("The order"),
        ORDER_MAX,
        description=_l("Who gave it, its number and its day."),
        validators=[NotShorter(1, _l("Name the order."))],
    )
    until = DayField(
        _l("Until"),
        description=_l("At most 180 days from now; it can be renewed. For example 30/11/2026"),
        validators=[Needed(NO_DAY)],
    )
    text = TextField(_l("Why"), REASON_MAX, description=STANDS)

    def validate_until(self, field: Field) -> None:
        """Ask for the day, where nothing but spaces was typed."""
        if field.data is None and not field.errors:
            raise ValidationError(str(NO_DAY))

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)

    @property
    def content(self) -> Hold:
        """What would be held, once the form fits."""
        until: date = self.until.data
        return Hold(order=self.order.data or "", until=until, text=self.text.data or "")


class OriginalForm(CaseForm):
    """Reading what the reporter of a finished case wrote."""

    name = "original"
    text = TextField(_l("Why it must be read"), REASON_MAX, description=STANDS)

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)

    @property
    def content(self) -> Original:
        """What would be entered, once the form fits."""
        return Original(text=self.text.data or "")


class TakeForm(OfForm):
    """Taking what was approved."""

    about = "take"
