"""The form of reasonable indication: what was done, how else it may be read, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.review.forms.base import CaseForm, ask_why
from tipline.review.house import house
from tipline.tips.content import Indication
from tipline.tips.content.assessing import FACT_MAX, FACTS_MAX
from tipline.tips.event import REASON_MAX
from tipline.tips.indication import FEWEST
from tipline.web.fields import NOT_A_CHOICE, ChoiceField, Needed, NotShorter, TextField
from tipline.web.languages import pick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtforms.fields import Field

    from tipline.casework.tip.opening import OpenTip

YES, NO = "yes", "no"
A_CHOICE = Needed(NOT_A_CHOICE)


class IndicationForm(CaseForm):
    """Whether what is told reasonably indicates a crime."""

    name = "indication"
    behaviour = ChoiceField(_l("Which listed behaviour"), validators=[A_CHOICE])
    facts = TextField(
        _l("Which stated facts"),
        FACTS_MAX * (FACT_MAX + 1),
        description=_l(
            "What was done, as the report says it: a line for each. No opinion, no name."
        ),
    )
    innocent = TextField(
        _l("How else it may be read"),
        REASON_MAX,
        description=_l("The innocent reading, and why it is less likely."),
        validators=[NotShorter(1, _l("Say how else it may be read."))],
    )
    identity = ChoiceField(
        _l("Is it who somebody is, or what they believe, that makes it look suspicious?"),
        choices=[(NO, _l("No")), (YES, _l("Yes: then there is no indication"))],
        validators=[A_CHOICE],
    )
    harm = TextField(
        _l("What harm follows if this is wrong"),
        REASON_MAX,
        validators=[NotShorter(1, _l("Say what harm follows."))],
    )
    decision = ChoiceField(
        _l("Decision"),
        choices=[
            (YES, _l("A reasonable indication: a second officer is asked to agree")),
            (NO, _l("No reasonable indication")),
        ],
        validators=[A_CHOICE],
    )
    text = TextField(_l("Why"), REASON_MAX)

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Give the behaviours the words of the deployment."""
        super().__init__(**given)
        kinds = house().configuration.kinds
        self.behaviour.choices = [(code, pick(kind.label)) for code, kind in kinds.items()]

    @classmethod
    def begins(cls, tip: OpenTip) -> Mapping[str, Any]:
        """Return what stands, else the category as the behaviour."""
        standing, classified = tip.case.state.indication, tip.case.state.classified
        if standing is None:
            chosen = (classified.subcategory or classified.category) if classified else ""
            return {"behaviour": chosen}
        return {
            "behaviour": standing.behaviour,
            "facts": "\n".join(standing.facts),
            "innocent": standing.innocent,
            "identity": NO,
            "harm": standing.harm,
            "decision": YES,
            "text": standing.text,
        }

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether this may be stated of the case."""
        classified = tip.case.state.classified
        self.category = classified.category if classified else ""
        self.least = max(FEWEST, classified.facts if classified else 0)
        self.only_of(self.category)
        return super().fits(tip)

    def only_of(self, category: str) -> None:
        """Offer the behaviours of one category alone."""
        self.behaviour.choices = [
            it for it in self.behaviour.choices if f"{it[0]}.".startswith(f"{category}.")
        ]

    def validate_facts(self, _field: Field) -> None:
        """Ask for as many facts as the category does, each of a bounded length."""
        if len(self.stated) > FACTS_MAX or any(len(fact) > FACT_MAX for fact in self.stated):
            raise ValidationError(
                gettext("At most %(facts)s facts, of %(length)s characters each.",
                        facts=FACTS_MAX, length=FACT_MAX)
            )  # fmt: skip
        if self.decision.data == YES and len(self.stated) < self.least:
            raise ValidationError(
                gettext("State what was done: lines wanted: %(least)s or more.", least=self.least)
            )

    def validate_decision(self, _field: Field) -> None:
        """Refuse what rests on who somebody is."""
        if self.decision.data == YES and self.identity.data == YES:
            raise ValidationError(
                gettext("Where identity or belief does the work, there is no indication.")
            )

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)

    @property
    def stated(self) -> tuple[str, ...]:
        """The facts, a line each."""
        lines = (line.strip() for line in (self.facts.data or "").split("\n"))
        return tuple(line for line in lines if line)

    @property
    def content(self) -> Indication:
        """What is stated, once the form fits."""
        return Indication(
            behaviour=self.behaviour.data,
            facts=self.stated,
            innocent=self.innocent.data or "",
            identity=self.identity.data == YES,
            harm=self.harm.data or "",
            reasonable=self.decision.data == YES,
            text=self.text.data or "",
        )
