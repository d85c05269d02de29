"""The forms of an emergency hand-off: beginning it, and ticking its steps off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.review import marks, reading, words
from tipline.review.forms.base import CaseForm, EventForm
from tipline.tips.content import HandOffStep
from tipline.tips.event import REASON_MAX, TEXT_MAX
from tipline.tips.handoff import REFERENCE_MAX, WRITTEN, Step
from tipline.web.fields import LineField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtforms.fields import Field

    from tipline.casework.tip.opening import OpenTip


class HandOffForm(CaseForm):
    """Handing a report off to the emergency desk: one press.

    What is told stands in it, and is the summary if the case has none.
    """

    name = "handoff"
    text = TextField(
        _l("What the emergency desk is told"),
        TEXT_MAX,
        description=_l(
            "Take out what points at the reporter, if you have the time. It becomes the summary."
        ),
    )

    @classmethod
    def begins(cls, tip: OpenTip) -> Mapping[str, Any]:
        """Return what the report says, but for its source; nothing where a summary stands."""
        if tip.case.state.summary_by:
            return {"text": ""}
        return {"text": marks.without_hidden(reading.spelled_out(tip.newest.answers))}


class HandOffStepForm(EventForm):
    """A step of a hand-off: each has its own form on the page."""

    text = LineField("", REASON_MAX)

    def __init__(self, step: Step, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take the step."""
        self.step, self.name = step, f"step-{step}"
        super().__init__(**given)
        self.text.label.text = str(words.STEPS[step])

    @property
    def anchor(self) -> str:
        """The card of the hand-off."""
        return "handing-off"

    def validate_text(self, field: Field) -> None:
        """Ask for words where the step is nothing without them."""
        if self.step in WRITTEN and not field.data:
            raise ValidationError(gettext("Write this down first."))
        if self.step is Step.REFERENCE and len(field.data or "") > REFERENCE_MAX:
            raise ValidationError(gettext("A reference number is shorter than that."))

    @property
    def content(self) -> HandOffStep:
        """What is entered, once the form fits."""
        return HandOffStep(step=self.step, text=self.text.data or "")
