"""The forms of a still: asking for one, and trying once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.errors import StillAwayError
from tipline.review.forms.base import CaseForm, OfForm, ask_why
from tipline.tips.event import REASON_MAX
from tipline.web import sentence
from tipline.web.fields import TextField

if TYPE_CHECKING:
    from wtforms.fields import Field

    from tipline.casework.desk.sight import Sight


class StillForm(CaseForm):
    """Having a camera give a picture."""

    name = "still"
    text = TextField(
        _l("What it is for"),
        REASON_MAX,
        description=_l("It stands in the case beside your name, and cannot be changed."),
    )
    elsewhere = TextField(
        _l("Why this camera"),
        REASON_MAX,
        description=_l("The second officer reads it, and decides by it."),
    )

    def __init__(self, sight: Sight, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take how the camera stands to the place of the case."""
        super().__init__(**given)
        if sight.there:
            del self.elsewhere

    @property
    def why_elsewhere(self) -> str:
        """Why it is asked though it is elsewhere; empty where it is not."""
        return self.data.get("elsewhere") or ""

    def validate_text(self, field: Field) -> None:
        """Ask what for."""
        ask_why(field)

    def validate_elsewhere(self, field: Field) -> None:
        """Refuse a camera that is elsewhere than the case, without a reason."""
        if not field.data:
            raise ValidationError(sentence(StillAwayError()))
        ask_why(field)


class AgainForm(OfForm):
    """Having a camera asked once more, that gave no picture."""

    about = "again"
