"""What is asked of whatever goes to a body that is to answer: by when, and by which channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from tipline.casework.given.dispatching import channels_for
from tipline.review import names
from tipline.review.forms.following import WhenForm
from tipline.review.forms.leaving import LeavingFields
from tipline.review.visit import visit
from tipline.web.fields import ChoiceField, MarksField, Offered

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.case.casefile import OpenCase


class SendingForm(LeavingFields, WhenForm):
    """Sending something to somebody outside."""

    when = ChoiceField(_l("Reply by"))
    channels = MarksField(
        _l("Delivered by"),
        description=_l(
            "By these alone can it be given to the deliverer. With none, you take it there"
            " yourself."
        ),
        validators=[Offered()],
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Give the choices their words: no time need be set."""
        super().__init__(**given)
        self.when.choices = [("", _l("No time is set")), *list(self.when.choices)[1:]]

    def meet(self, case: OpenCase) -> None:
        """Offer the channels by which the case may go."""
        known = channels_for(visit(), case.state)
        self.channels.choices = [(each.code, names.of_channel(each)) for each in known]

    def needs_moment(self) -> bool:
        """Tell whether a time to reply by was chosen."""
        return bool(self.when.data)

    @property
    def reply_by(self) -> datetime | None:
        """The time to reply by, once the form fits."""
        return self.moment if self.needs_moment() else None

    @property
    def chosen_channels(self) -> tuple[str, ...]:
        """The codes of the channels that were chosen."""
        return tuple(sorted(self.channels.data or ()))
