"""The forms of a still: asking for one, and trying once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from tipline.review.forms.base import CaseForm, OfForm, ask_why
from tipline.tips.event import REASON_MAX
from tipline.web.fields import TextField

if TYPE_CHECKING:
    from wtforms.fields import Field


class StillForm(CaseForm):
    """Having a camera give a picture."""

    name = "still"
    text = TextField(
        _l("What it is for"),
        REASON_MAX,
        description=_l("It stands in the case beside your name, and cannot be changed."),
    )

    def validate_text(self, field: Field) -> None:
        """Ask what for."""
        ask_why(field)


class AgainForm(OfForm):
    """Having a camera asked once more, that gave no picture."""

    about = "again"
