"""The form of a message to all desks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from tipline.review import names
from tipline.review.posted import PostedForm
from tipline.review.visit import visit
from tipline.tips.broadcast import BROADCAST_MAX
from tipline.web.fields import NOT_A_CHOICE, ChoiceField, Needed, NotShorter, TextField

LASTING = {
    "1h": (timedelta(hours=1), _l("For an hour")),
    "8h": (timedelta(hours=8), _l("For a shift of 8 hours")),
    "1d": (timedelta(days=1), _l("For a day")),
    "3d": (timedelta(days=3), _l("For 3 days")),
}


class BroadcastForm(PostedForm):
    """What all desks are told, from which of one's desks, and for how long."""

    desk = ChoiceField(_l("From which desk"), validators=[Needed(NOT_A_CHOICE)])
    text = TextField(
        _l("What all desks are to know"),
        BROADCAST_MAX,
        description=_l("Everybody of every desk reads it: nothing of a case, and no names."),
        validators=[NotShorter(1, _l("Write something first."))],
    )
    lasts = ChoiceField(_l("How long it is shown"), validators=[Needed(NOT_A_CHOICE)])

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Offer the desks that one supervises."""
        super().__init__(**given)
        supervised = visit().member.supervised()
        self.desk.choices = [(code, names.of_desk(code)) for code in supervised]
        self.lasts.choices = [(code, told) for code, (_, told) in LASTING.items()]

    @property
    def lasting(self) -> timedelta:
        """For how long it is shown, once the form fits."""
        return LASTING[self.lasts.data][0]
