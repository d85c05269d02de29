"""What a desk may do with a case that it was given: a form for each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.casework.case.vouching import colleagues
from tipline.configuration import DeskKind
from tipline.review import names, words
from tipline.review.forms.base import WRITE_SOMETHING, CaseForm, EventForm, ask_note, ask_why
from tipline.review.house import house
from tipline.review.visit import visit
from tipline.tips.content import (
    Accepted,
    CameBack,
    Content,
    DeskDone,
    GaveBack,
    Named,
    Note,
    Referred,
    Started,
    TurnedDown,
    Wished,
)
from tipline.tips.content.assigning import REFERENCE_MAX
from tipline.tips.desks import WORKING, Stand
from tipline.tips.event import REASON_MAX, TEXT_MAX
from tipline.tips.mailbox import ANSWER_MAX
from tipline.tips.state import OUTCOME_NOTE_MAX, Outcome
from tipline.web.fields import ChoiceField, LineField, Needed, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtforms.fields import Field

    from tipline.casework.case.casefile import OpenCase


class DeskStepForm(EventForm):
    """A step of a desk: ``stands`` are those from which it may be taken, all if there is none."""

    stands: ClassVar[frozenset[Stand]] = frozenset()

    @classmethod
    def may(cls, case: OpenCase) -> bool:
        """Tell whether the desk that opened the case may take the step now."""
        work = case.state.desks.get(case.desk)
        open_case = not case.state.finished
        return open_case and work is not None and work.stand in cls.stands


class AcceptForm(DeskStepForm):
    """Taking the case on."""

    name, stands = "accept", frozenset({Stand.OFFERED})

    @property
    def content(self) -> Content:
        """What is entered."""
        return Accepted()


class _ReasonForm(DeskStepForm):
    text = TextField(_l("Why"), REASON_MAX)

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)


class DeclineForm(_ReasonForm):
    """Not taking the case on: the desk has it no more."""

    name, stands = "decline", frozenset({Stand.OFFERED})

    @property
    def content(self) -> Content:
        """What is entered."""
        return TurnedDown(text=self.text.data or "")


class StartForm(DeskStepForm):
    """Beginning to act."""

    name, stands = "start", frozenset({Stand.ACCEPTED})
    text = TextField(_l("What is being done"), REASON_MAX)

    @property
    def content(self) -> Content:
        """What is entered."""
        return Started(text=self.text.data or "")


class DoneForm(DeskStepForm):
    """Finishing the desk's part."""

    name, stands = "done", WORKING
    outcome = ChoiceField(
        _l("Outcome"),
        validators=[Needed(_l("Choose the outcome."))],
    )
    text = TextField(
        _l("Note to the outcome"), OUTCOME_NOTE_MAX, description=_l("Some outcomes ask for it.")
    )

    def validate_text(self, field: Field) -> None:
        """Ask for a note where the outcome does."""
        ask_note(field, self.outcome)

    def meet(self, _case: OpenCase) -> None:
        """Give the outcomes their words."""
        outcomes = [(each.value, words.OUTCOMES[each]) for each in Outcome]
        self.outcome.choices = [("", gettext("Choose one")), *outcomes]

    @property
    def content(self) -> Content:
        """What is entered."""
        return DeskDone(outcome=Outcome(self.outcome.data), text=self.text.data or "")


class ReferForm(DeskStepForm):
    """Handing the desk's part to an outside body."""

    name, stands = "refer", frozenset({Stand.ACCEPTED, Stand.ACTION})
    body = ChoiceField(
        _l("Outside body"),
        validators=[Needed(_l("Choose the outside body."))],
    )
    reference = LineField(_l("Its reference"), REFERENCE_MAX)
    text = TextField(_l("What it is to do"), REASON_MAX)

    def meet(self, _case: OpenCase) -> None:
        """Give the bodies that the deployment knows."""
        desks = house().configuration.desks
        bodies = [each.code for each in desks if each.kind is DeskKind.OUTSIDE]
        named = [(code, names.of_desk(code)) for code in bodies]
        self.body.choices = [("", gettext("Choose one")), *named]

    @property
    def content(self) -> Content:
        """What is entered."""
        return Referred(
            body=self.body.data,
            reference=self.reference.data or "",
            text=self.text.data or "",
        )


class BackForm(_ReasonForm):
    """Taking up again what an outside body gave back."""

    name, stands = "back", frozenset({Stand.REFERRED})

    @property
    def content(self) -> Content:
        """What is entered."""
        return CameBack(text=self.text.data or "")


class ReturnForm(_ReasonForm):
    """Giving back what was taken on: the desk has it no more."""

    name, stands = "return", WORKING

    @property
    def content(self) -> Content:
        """What is entered."""
        return GaveBack(text=self.text.data or "")


class WishedForm(DeskStepForm):
    """Having triage ask the reporter."""

    name, stands = "wish", frozenset({Stand.OFFERED, *WORKING})
    text = TextField(
        _l("What to ask the reporter"),
        ANSWER_MAX,
        description=_l("Triage asks it, in these or other words, or says why not."),
        validators=[WRITE_SOMETHING],
    )

    @property
    def content(self) -> Content:
        """What is entered."""
        return Wished(text=self.text.data or "")


class StepNoteForm(DeskStepForm):
    """A note for all who have the case."""

    name = "note"
    text = TextField(
        _l("Note for all desks of the case"),
        TEXT_MAX,
        description=_l("It cannot be changed afterwards. The reporter never sees it."),
        validators=[WRITE_SOMETHING],
    )

    @classmethod
    def may(cls, _case: OpenCase) -> bool:
        """Let anybody who has the case."""
        return True

    @property
    def content(self) -> Content:
        """What is entered."""
        return Note(text=self.text.data or "")


class PersonForm(DeskStepForm):
    """Who of the desk has the case."""

    name = "person"
    analyst = ChoiceField(_l("Who has it"))

    @classmethod
    def may(cls, case: OpenCase) -> bool:
        """Let anybody of a desk that has the case, while it is open."""
        work = case.state.desks.get(case.desk)
        return not case.state.finished and (work is None or work.has_it)

    def meet(self, case: OpenCase) -> None:
        """Give the members of the desk."""
        there = colleagues(visit(), case.desk)
        self.named = {found.hex(): name for found, name in there.items()}
        self.analyst.choices = [("", gettext("Nobody")), *self.named.items()]

    @classmethod
    def begins_with(cls, case: OpenCase) -> Mapping[str, Any]:
        """Return who has it, else oneself."""
        person = case.state.persons.get(case.desk)
        return {"analyst": (person.id if person else visit().member.analyst).hex()}

    def validate_analyst(self, field: Field) -> None:
        """Refuse somebody who is not at the desk."""
        if field.data and field.data not in self.named:
            raise ValidationError(gettext("Choose somebody of this desk."))

    @property
    def content(self) -> Content:
        """What is entered."""
        chosen = self.analyst.data
        return Named(analyst=bytes.fromhex(chosen), name=self.named.get(chosen, ""))


STEPS: Mapping[str, type[DeskStepForm]] = {
    form.name: form
    for form in (
        AcceptForm,
        StartForm,
        DoneForm,
        DeclineForm,
        WishedForm,
        PersonForm,
        StepNoteForm,
        ReferForm,
        BackForm,
        ReturnForm,
    )
}


def steps(case: OpenCase) -> Mapping[str, CaseForm]:
    """Return the steps that a desk may take with a case now."""
    if case.trouble is not None:
        return {}
    found: dict[str, CaseForm] = {}
    for name, kind in STEPS.items():
        if kind.may(case):
            begun = kind.begins_with(case) if issubclass(kind, PersonForm) else {}
            form = kind(formdata=None, data={**begun, "seen": case.number})
            form.meet(case)
            found[name] = form
    return found
