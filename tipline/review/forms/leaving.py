"""The forms of what leaves the house, and of holding what is due: asked, taken, told of after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.review.forms.base import CaseForm, OfForm, ask_why
from tipline.review.posted import PostedForm
from tipline.review.visit import visit
from tipline.tips.content import Acknowledged, Exported, Hold, Reviewed
from tipline.tips.content.second import ORDER_MAX
from tipline.tips.content.told import PURPOSE_MAX, TO_MAX
from tipline.tips.event import REASON_MAX
from tipline.web.days import DayField
from tipline.web.fields import LineField, Needed, NotShorter, TextField

if TYPE_CHECKING:
    from datetime import date

    from wtforms.fields import Field

    from tipline.casework.opening import OpenTip
    from tipline.tips.standing import Given

OBJECT = "object"
NO_DAY = _l("Say until which day.")
STANDS = _l("It stands in the case beside your name, and cannot be changed.")


class _Leaving:
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


class ExportForm(_Leaving, CaseForm):
    """Letting a copy of tip and case leave."""

    name = "export"

    @property
    def content(self) -> Exported:
        """What would leave, once the form fits."""
        return Exported(
            to=self.to.data or "", purpose=self.purpose.data or "", text=self.text.data or ""
        )


class DownloadForm(_Leaving, PostedForm):
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


class TakeForm(OfForm):
    """Taking what was approved."""

    about = "take"


class _GivenForm(OfForm):
    """A form about something that left."""

    def wanted(self, given: Given) -> bool:
        """Tell whether it is still to be said of what left."""
        raise NotImplementedError

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether it is whole; where it is not wanted any more, the case says that."""
        of_this = [it for it in tip.case.state.given if it.number == self.number]
        return not any(map(self.wanted, of_this)) or super().fits(tip)


class AcknowledgeForm(_GivenForm):
    """Saying that what left has arrived."""

    about = "arrived"
    text = TextField(
        _l("Who has it, and how you know"),
        REASON_MAX,
        validators=[NotShorter(1, _l("Say who has it."))],
    )

    def wanted(self, given: Given) -> bool:
        """Tell whether nobody has said so yet."""
        return not given.acknowledged

    @property
    def content(self) -> Acknowledged:
        """What is said, once the form fits."""
        return Acknowledged(of=self.number, text=self.text.data or "")


class ReviewForm(_GivenForm):
    """Looking, as another officer, at what left at once."""

    about = "review"
    text = TextField(_l("Why"), REASON_MAX, description=_l("Needed to object."))

    def wanted(self, given: Given) -> bool:
        """Tell whether this officer is another one, who has yet to look."""
        return given.unreviewed and given.author != visit().member.analyst

    def validate_text(self, field: Field) -> None:
        """Ask why somebody objects."""
        if self.objects:
            ask_why(field)

    @property
    def objects(self) -> bool:
        """Whether it should not have left."""
        return request.form.get("answer") == OBJECT

    @property
    def content(self) -> Reviewed:
        """What is said, once the form fits."""
        return Reviewed(of=self.number, objection=self.objects, text=self.text.data or "")
