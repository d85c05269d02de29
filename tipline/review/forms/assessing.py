"""The forms by which officers assess a case: what one says, and what a second says of that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.casework.tip.assessing import check_beside, suggested
from tipline.errors import CorroborationUnknownError
from tipline.review import names, words
from tipline.review.forms.base import NOT_WHOLE, TIP_ID, CaseForm, EventForm, OfForm, ask_why
from tipline.review.house import house
from tipline.review.official import answerable
from tipline.review.visit import visit
from tipline.tips import grade
from tipline.tips.assessing import lowered
from tipline.tips.content import Answered, Approved, Classified, Declined, Graded
from tipline.tips.event import REASON_MAX
from tipline.tips.grade import Handling, Information, Source
from tipline.tips.priority import Priority
from tipline.web import sentence
from tipline.web.fields import (
    NOT_A_CHOICE,
    ChoiceField,
    LineField,
    MarkField,
    MarksField,
    Needed,
    TextField,
)
from tipline.web.languages import pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from wtforms.fields import Field

    from tipline.casework.tip.opening import OpenTip

ADDRESS_MAX = 300  # code points of an address that is pasted
APPROVE, DECLINE = "approve", "decline"
A_CHOICE = Needed(NOT_A_CHOICE)


class AssessForm(CaseForm):
    """What it is about, how soon somebody must act, and how far to trust it: one press."""

    name = "assess"
    category = ChoiceField(
        _l("Category"),
        validators=[Needed(_l("Choose the category."))],
    )
    priority = ChoiceField(
        _l("Priority"),
        validators=[Needed(_l("Choose the priority."))],
    )
    life = MarkField(_l("Somebody's life is threatened"))
    text = TextField(
        _l("Why"),
        REASON_MAX,
        description=_l("Needed to go below a P1 or P2, set or suggested."),
    )
    source = ChoiceField(_l("Source"), validators=[A_CHOICE])
    information = ChoiceField(_l("Information"), validators=[A_CHOICE])
    handling = ChoiceField(_l("Handling"), validators=[A_CHOICE])
    conditions = MarksField(
        _l("Conditions of passing it on"),
    )
    grounds = TextField(
        _l("Why this grade"),
        REASON_MAX,
        description=_l("Needed for any grade but 2/D/C. For B, why the other tip is independent."),
    )
    beside = LineField(
        _l("For B: the tip that bears it out"),
        ADDRESS_MAX,
        description=_l(
            "The address of its page, or its number there. Two tips with the same words or the same"
            " file are not independent of each other."
        ),
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Give the choices the words of the deployment."""
        super().__init__(**given)
        configuration = house().configuration
        self.category.choices = [(code, pick(it.label)) for code, it in configuration.kinds.items()]
        self.priority.choices = [(it, names.of_level(it)) for it in Priority]
        allowed = [it for it in Source if it is not Source.RELIABLE or _reliable_sources()]
        self.source.choices = _coded(allowed, words.SOURCES)
        self.information.choices = _coded(Information, words.INFORMATION)
        self.handling.choices = _coded(Handling, words.HANDLING)
        self.conditions.choices = [(it.code, pick(it.label)) for it in configuration.conditions]

    @classmethod
    def begins(cls, tip: OpenTip) -> Mapping[str, Any]:
        """Return what the officers said last, and where they did not, what is suggested."""
        return {**_classified_before(tip), **_graded_before(tip)}

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether this may be said of the case."""
        self.tips = tip.case.state.tips
        self.before = tip.case.state.priority or suggested(visit(), tip).priority
        return super().fits(tip)

    def validate_text(self, field: Field) -> None:
        """Ask why, where that goes below a P1 or a P2 that is set or suggested."""
        chosen = self.priority.data
        if chosen in set(Priority) and lowered(self.before, Priority(chosen)):
            ask_why(field)

    def validate_grounds(self, field: Field) -> None:
        """Ask why, where the grade is not that of intake."""
        chosen = (self.source.data, self.information.data, self.handling.data)
        if "/".join(chosen) != str(grade.DEFAULT):
            ask_why(field)

    def validate_beside(self, _field: Field) -> None:
        """Ask for a tip of another case that this officer may open, where the grade is B."""
        if self.information.data != Information.CORROBORATED:
            return
        if not self.other:
            raise ValidationError(gettext("Name the other tip: paste the address of its page."))
        if self.other.hex() in self.tips:
            raise ValidationError(gettext("This is a tip of this case. Name another one."))
        try:
            check_beside(visit(), self.other)
        except CorroborationUnknownError as unknown:
            raise ValidationError(sentence(unknown)) from None

    def validate_conditions(self, field: Field) -> None:
        """Refuse what is no condition, and any where the handling code says that there are none."""
        known = {condition.code for condition in house().configuration.conditions}
        if not known.issuperset(field.data or ()):
            raise ValidationError(str(NOT_A_CHOICE))
        if field.data and self.handling.data != Handling.CONDITIONAL:
            raise ValidationError(gettext("Conditions go with the handling code C."))

    @property
    def classified(self) -> Classified:
        """The classification, once the form fits."""
        kind = house().configuration.category(self.category.data)
        return Classified(
            category=kind.parent or kind.code,
            subcategory=kind.code if kind.parent else "",
            priority=Priority(self.priority.data),
            life=bool(self.life.data),
            text=self.text.data or "",
        )

    @property
    def other(self) -> bytes:
        """The id of the tip that bears it out; none, where none is named."""
        found = re.search(TIP_ID, (self.beside.data or "").lower())
        return bytes.fromhex(found[0]) if found else b""

    @property
    def graded(self) -> Graded:
        """The grade, once the form fits."""
        information = Information(self.information.data)
        return Graded(
            source=Source(self.source.data),
            information=information,
            handling=Handling(self.handling.data),
            conditions=tuple(sorted(set(self.conditions.data or ()))),
            beside=self.other if information is Information.CORROBORATED else b"",
            text=self.grounds.data or "",
        )


class AnswerForm(OfForm, EventForm):
    """What a second officer says of a request: each has its own form on the page."""

    about = "request"
    text = TextField(_l("Why"), REASON_MAX, description=_l("Needed to decline."))

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether the answer is whole; whether it may be given, the case says."""
        return not any(it.number == self.number for it in answerable(tip)) or super().fits(tip)

    def validate_text(self, field: Field) -> None:
        """Ask why somebody declines, and for one of the two buttons."""
        pressed = request.form.get("answer")
        if pressed not in {APPROVE, DECLINE}:
            raise ValidationError(str(NOT_WHOLE))
        if pressed == DECLINE and not field.data:
            raise ValidationError(gettext("Say why you decline."))

    @property
    def content(self) -> Answered:
        """The answer, once the form fits."""
        kind = Approved if request.form.get("answer") == APPROVE else Declined
        return kind(request=self.number, text=self.text.data or "")


def _classified_before(tip: OpenTip) -> Mapping[str, Any]:
    standing, answers = tip.case.state.classified, tip.newest.answers
    if standing is None:
        priority = suggested(visit(), tip).priority
        return {"category": answers.subcategory or answers.category, "priority": priority}
    return {
        "category": standing.subcategory or standing.category,
        "priority": standing.priority,
        "life": standing.life,
    }


def _graded_before(tip: OpenTip) -> Mapping[str, Any]:
    """Return the grade that stands, else what the reporter's own word hints at, as its reason."""
    standing, knows = tip.case.state.graded, tip.newest.answers.knows
    beside = standing.beside.hex() if standing else ""
    if standing is not None:
        found, conditions, grounds = standing.grade, standing.conditions, standing.text
    else:
        found, conditions, grounds = grade.suggest(knows), (), ""
        if found != grade.DEFAULT and knows is not None:
            grounds = gettext("How the reporter knows it: %(how)s", how=words.KNOWS[knows])
    return {**vars(found), "conditions": list(conditions), "grounds": grounds, "beside": beside}


def _coded(some: Iterable[StrEnum], named: words.Words) -> list[tuple[str, str]]:
    return [(it.value, f"{it.value} · {named[it]}") for it in some]


def _reliable_sources() -> bool:
    return house().settings.reliable_sources
