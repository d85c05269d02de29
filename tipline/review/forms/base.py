"""What the forms of a case have in common: the event that was seen last, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, ValidationError
from wtforms.widgets import HiddenInput

from tipline.errors import ReasonMissingError
from tipline.review.posted import PostedForm
from tipline.tips.assessing import check_reason
from tipline.tips.ending import NOTED
from tipline.web import sentence
from tipline.web.fields import Needed, NotShorter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtforms.fields import Field

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.tips.content import Content

TIP_ID = re.compile("[0-9a-f]{32}")
WRITE_SOMETHING = NotShorter(1, _l("Write something first."))
NOT_WHOLE = _l("The page came back incomplete. Look through it and press the button once more.")


class SeenField(IntegerField):
    """The number of the last event that was shown: carried by the form, typed by nobody."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the number; ValueError, with a sentence in the reader's language, for none."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NOT_WHOLE) from None


class CaseForm(PostedForm):
    """What every form on a tip's page carries: the number of the last event that was shown.

    ``standing``: its fields are on the page whenever it comes back.
    """

    name = ""
    standing = True
    seen = SeenField(validators=[Needed(NOT_WHOLE)])

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Give the form's fields names and ids of their own: the page has several forms."""
        super().__init__(prefix=self.name, **given)

    @property
    def number_seen(self) -> int:
        """The number of the last event that its sender was shown."""
        return int(self.seen.data or 0)

    def shown(self, number: int) -> None:
        """Carry the number of the newest event that its sender is shown: a second press counts."""
        self.seen.raw_data, self.seen.data = None, number

    @property
    def anchor(self) -> str:
        """The id of its place on the page."""
        return f"act-{self.name}" if self.standing else "case"

    @classmethod
    def begins(cls, _tip: OpenTip) -> Mapping[str, Any]:
        """Return what stands in the form before anybody types."""
        return {}

    def meet(self, case: OpenCase) -> None:
        """Give the form's choices what this case and its desk have."""

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether what was typed may be done with this tip; its mistakes stand in the form."""
        return self.fits_case(tip.case)

    def fits_case(self, case: OpenCase) -> bool:
        """Tell the same of a case, of which its desk need not have any tip."""
        self.meet(case)
        return self.validate()


class EventForm(CaseForm):
    """A form of which one event comes, without more."""

    @property
    def content(self) -> Content:
        """What is entered, once the form fits."""
        raise NotImplementedError


class OfForm(CaseForm):
    """A form of something that stands in the case: each has its own on the page."""

    about = ""

    def __init__(self, number: int, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take the number of the event that it is about."""
        self.number, self.name = number, f"{self.about}-{number}"
        super().__init__(**given)

    @property
    def anchor(self) -> str:
        """The case: what was answered has no place of its own any more."""
        return "case"


def ask_why(field: Field) -> None:
    """Raise ValidationError, with a sentence, where a field is too short to be a reason."""
    try:
        check_reason(field.data or "")
    except ReasonMissingError as missing:
        raise ValidationError(sentence(missing)) from None


def ask_note(field: Field, outcome: Field) -> None:
    """Raise ValidationError, with a sentence, where the outcome chosen asks for a note."""
    if outcome.data in NOTED and not field.data:
        raise ValidationError(gettext("Say why: this outcome asks for a note."))
