"""Triage's forms about desks: which are given a case, and what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.casework.given import giving
from tipline.casework.given.giving import Chosen
from tipline.casework.tip.attachments import attachments
from tipline.review import names
from tipline.review.forms.base import NOT_WHOLE, CaseForm, OfForm, ask_why
from tipline.review.visit import visit
from tipline.tips.event import REASON_MAX
from tipline.tips.mailbox import ANSWER_MAX
from tipline.web.fields import NOT_A_CHOICE, ChoiceField, MarksField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtforms.fields import Field

    from tipline.casework.tip.opening import OpenTip

TAKE_BACK, SEND_BACK, GIVE_TIP = "take-back", "send-back", "give-tip"
ASK, DECLINE = "ask", "decline"


class GiveForm(CaseForm):
    """Which desks are given the case, and which of them leads; the proposal stands in it."""

    name = "give"
    standing = False
    lead = ChoiceField(_l("Which desk leads"))
    desks = MarksField(
        _l("Which desks have it"),
        description=_l(
            "A desk that has it keeps it: it is taken back at its own place on the page."
        ),
    )
    text = TextField(_l("What they are asked to do, or why"), REASON_MAX)

    @classmethod
    def begins(cls, tip: OpenTip) -> Mapping[str, Any]:
        """Return the desks that have it, else those that are proposed."""
        state = tip.case.state
        at_it = [desk for desk in state.holders if state.desks[desk].stand in giving.AT_IT]
        if state.holders:
            lead = next((desk for desk in at_it if state.desks[desk].lead), "")
            return {"lead": lead, "desks": at_it}
        proposed = giving.proposal(visit(), tip)
        desks = list(proposed.desks) if proposed else []
        return {"lead": proposed.lead if proposed else "", "desks": desks}

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether these desks may be given the case, as far as the page can tell."""
        self.offer(tip)
        return super().fits(tip)

    def offer(self, tip: OpenTip) -> None:
        """Give the choices: the desks that may be given it."""
        codes = giving.givable(visit(), tip.case)
        choices = [(code, names.of_desk(code)) for code in codes]
        self.lead.choices, self.desks.choices = choices, choices

    def validate_desks(self, field: Field) -> None:
        """Ask for a desk, and refuse what is none."""
        known = {code for code, _ in self.lead.choices}
        if not set(field.data or ()) <= known:
            raise ValidationError(str(NOT_A_CHOICE))
        if not field.data and not self.lead.data:
            raise ValidationError(gettext("Choose at least one desk."))

    @property
    def chosen(self) -> Chosen:
        """The desks, once the form fits: one that leads has the case."""
        desks = list(self.desks.data or ())
        lead = self.lead.data or desks[0]
        return Chosen(sorted({lead, *desks}), lead, self.text.data or "")


class DeskForm(CaseForm):
    """What triage does about one desk that has the case: each desk has its own on the page."""

    text = TextField(_l("Why"), REASON_MAX)

    def __init__(self, desk: str, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take the desk's code."""
        self.desk, self.name = desk, f"desk-{desk}"
        super().__init__(**given)

    def validate_text(self, field: Field) -> None:
        """Ask why, and for one of the buttons."""
        if self.pressed not in {TAKE_BACK, SEND_BACK, GIVE_TIP}:
            raise ValidationError(str(NOT_WHOLE))
        ask_why(field)

    @property
    def pressed(self) -> str:
        """Which of its buttons was pressed."""
        return request.form.get("do", "")


class WishForm(OfForm):
    """What a desk would have the reporter asked: asked in these or other words, or not."""

    about = "wish"
    text = TextField(_l("Question to the reporter"), ANSWER_MAX)
    why = TextField(_l("Why not"), REASON_MAX, description=_l("Needed to decline."))

    def validate_text(self, field: Field) -> None:
        """Ask for words, and for one of the two buttons."""
        if self.pressed not in {ASK, DECLINE}:
            raise ValidationError(str(NOT_WHOLE))
        if self.pressed == ASK and not field.data:
            raise ValidationError(gettext("Write something first."))

    def validate_why(self, field: Field) -> None:
        """Ask why it is not asked."""
        if self.pressed == DECLINE:
            ask_why(field)

    @property
    def pressed(self) -> str:
        """Which of its buttons was pressed."""
        return request.form.get("do", "")


class GrantForm(CaseForm):
    """Which files all who have the case may see."""

    name = "grant"
    standing = False
    files = MarksField(_l("Which attachments"))
    text = TextField(_l("Why"), REASON_MAX)

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether the files are the tip's."""
        self.known = {file.id.hex() for file in attachments(tip.parts)}
        return super().fits(tip)

    def validate_files(self, field: Field) -> None:
        """Ask for a file, and refuse what is none of this tip's."""
        if not field.data:
            raise ValidationError(gettext("Choose at least one attachment."))
        if not set(field.data) <= self.known:
            raise ValidationError(str(NOT_A_CHOICE))


class ConflictForm(CaseForm):
    """Which desks the case is about."""

    name = "conflict"
    standing = False
    desks = MarksField(_l("Which desks it is about"))
    text = TextField(_l("Why"), REASON_MAX)

    @classmethod
    def begins(cls, tip: OpenTip) -> Mapping[str, Any]:
        """Return the desks that were marked so."""
        return {"desks": list(tip.case.state.conflicts)}

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether these are desks."""
        self.offer(tip)
        return super().fits(tip)

    def offer(self, tip: OpenTip) -> None:
        """Give the choices: every desk of the house but the one that the case began at."""
        known = visit().office.configuration.desks
        self.desks.choices = [
            (desk.code, names.of_desk(desk.code))
            for desk in known
            if desk.code != tip.case.state.home
        ]

    def validate_desks(self, field: Field) -> None:
        """Refuse what is no desk."""
        known = {choice[0] for choice in self.desks.choices or ()}
        if not set(field.data or ()) <= known:
            raise ValidationError(str(NOT_A_CHOICE))

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)
