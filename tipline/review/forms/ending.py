"""The forms that end a case, and take it up again.

Some cases only two officers end: one asks, and says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from tipline.review import words
from tipline.review.forms.base import CaseForm, ask_note, ask_why
from tipline.review.visit import visit
from tipline.tips import ending
from tipline.tips.content import Closed
from tipline.tips.event import REASON_MAX
from tipline.tips.state import OUTCOME_NOTE_MAX, Outcome
from tipline.web.fields import Bounded, ChoiceField, Needed, TextField

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString
    from wtforms.fields import Field

    from tipline.casework.tip.opening import OpenTip


class _EndForm(CaseForm):
    text: TextField
    asks = False

    def takes_two(self, tip: OpenTip) -> bool:
        """Tell whether this end takes two officers; before anything is chosen, whether any does."""
        return ending.takes_two(tip.case.state, None, visit().member.analyst)

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether the form is whole; a second officer's request says why."""
        self.asks = self.takes_two(tip)
        return super().fits(tip)

    def validate_text(self, field: Field) -> None:
        """Ask for a reason that a request can hold, where there is to be one."""
        if self.asks:
            ask_why(field)
            Bounded(REASON_MAX)(self, field)


class SetAsideForm(_EndForm):
    """Setting aside as spam."""

    name = "aside"
    text = TextField(
        _l("Why"),
        REASON_MAX,
        description=_l("It stands in the case beside your name, and cannot be changed."),
    )


def _outcome(outcome: Outcome) -> LazyString:
    named = words.OUTCOMES[outcome]
    if outcome in ending.BY_TWO:
        return _l("%(outcome)s (two officers)", outcome=named)
    return named


class CloseForm(_EndForm):
    """Closing, with its outcome."""

    name = "close"
    outcome = ChoiceField(
        _l("Outcome"),
        choices=[
            ("", _l("Choose one")),
            *((each.value, _outcome(each)) for each in Outcome),
        ],
        validators=[Needed(_l("Choose the outcome."))],
    )
    text = TextField(
        _l("Note to the outcome"),
        OUTCOME_NOTE_MAX,
        description=_l("For colleagues only. Some outcomes ask for the reason."),
    )

    @property
    def chosen(self) -> Outcome | None:
        """The outcome, once one was chosen."""
        return Outcome(self.outcome.data) if self.outcome.data in set(Outcome) else None

    def takes_two(self, tip: OpenTip) -> bool:
        """Tell whether closing takes two officers, with what was chosen or with any outcome."""
        content = Closed(outcome=self.chosen) if self.chosen else None
        return ending.takes_two(tip.case.state, content, visit().member.analyst)

    def validate_text(self, field: Field) -> None:
        """Ask for a note where the outcome does, and for a reason where two officers decide."""
        ask_note(field, self.outcome)
        super().validate_text(field)


class ReopenForm(CaseForm):
    """Taking up again what was closed or set aside."""

    name = "reopen"
    text = TextField(
        _l("Why it is taken up again"),
        REASON_MAX,
        validators=[Needed(_l("Say why it is taken up again."))],
        description=_l("For all who have the case. It stands beside your name, and stays."),
    )
