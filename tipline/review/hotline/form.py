"""The page of a call as a form: what it holds, how it is read, and what of it is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, FormField, IntegerField
from wtforms.widgets import HiddenInput

from tipline.casework.hotline.calls import Written
from tipline.errors import RecordMalformedError
from tipline.intake import telltale, words
from tipline.intake.entries import Entries, Entry, FieldList
from tipline.review import names
from tipline.review.hotline import interpreting
from tipline.review.hotline.sections import SECTIONS, Section, Spot
from tipline.review.house import house
from tipline.tips.call import STAMP_MAX, STAMPS_MAX, Stamp
from tipline.tips.report import MESSAGE_MAX, Answers
from tipline.tips.shape import read_time, write_time
from tipline.tips.unsent import DRAFT_MAX, PAGE_MAX
from tipline.web.app import configuration_here
from tipline.web.fields import ChoiceField, LineField, TextField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.datastructures import MultiDict
    from wtforms import Field

    from tipline.intake.form import StepForm
    from tipline.tips.unsent import Unsent

TIME_MAX = 40
PAGE_BYTES = 8


class StampEntry(Entry):
    """A time that was noted."""

    at = LineField("", TIME_MAX, widget=HiddenInput())
    note = LineField(_l("What was then"), STAMP_MAX)

    def stamp(self) -> Stamp | None:
        """Return what was noted; None for a time that is none."""
        try:
            return Stamp(at=read_time(self.at.data or ""), note=self.note.data or "")
        except (ValueError, RecordMalformedError):
            return None


class AboutCall(Form):
    """What the page holds beside the caller's answers."""

    class Meta:
        """No token: the page's own form has it."""

        csrf = False
        locales = False

    revision = IntegerField(widget=HiddenInput())
    page = LineField("", PAGE_MAX, widget=HiddenInput())
    draft = LineField("", DRAFT_MAX, widget=HiddenInput())
    spoken = ChoiceField(_l("Which language is spoken?"))
    interpreter = ChoiceField(_l("Who interprets?"))
    stamps = FieldList(FormField(StampEntry), min_entries=0, max_entries=STAMPS_MAX)


class NoteForm(Form):
    """What the operator notes once the code was read out."""

    text = TextField(
        _l("Your own note"),
        MESSAGE_MAX,
        description=_l("It stands with the report, apart from the caller's words, as yours."),
    )


@dataclass
class CallForm:
    """The whole page: each section's form by its name, and what is beside them."""

    sections: dict[str, StepForm]
    about: AboutCall
    base: Answers
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def answers(self) -> Answers:
        """What was answered before: for the forms that ask it."""
        return self.base

    @classmethod
    def of(
        cls, unsent: Unsent, revision: int, posted: MultiDict[str, str] | None = None
    ) -> CallForm:
        """Return the page of a call as it was saved, or as it was posted."""
        made = cls({}, _about(unsent, revision, posted), unsent.answers)
        for section in SECTIONS:
            made.sections[section.name] = section.form(
                posted,
                data=section.form.data_of(unsent.answers),
                prefix=section.prefix,
                meta={"carried": made},
            )
        return made

    def rows(self) -> Iterator[tuple[Section, StepForm]]:
        """Yield the sections with their forms, in the order of a call."""
        return (
            (section, self.sections[section.name])
            for section in SECTIONS
            if section.form is not Spot or house().places.gazetteer.places
        )

    def written(self) -> Written:
        """Return what the page says, as far as it can be kept: nothing is refused here.

        A text that is too long is cut at its bound, a choice that is none is none.
        """
        answers = self.base
        for form in self.sections.values():
            for each in leaves(form):
                fit(each)
            answers = form.merged(answers)
        spoken = str(self.about.spoken.data or "")
        stamps = (entry.form.stamp() for entry in self.about.stamps)
        return Written(
            page=(self.about.page.data or "")[:PAGE_MAX],
            revision=self.about.revision.data or 0,
            answers=answers,
            spoken=spoken if spoken in configuration_here().script.languages else "",
            interpreter=self._interpreter,
            stamps=tuple(stamp for stamp in stamps if stamp),
        )

    @property
    def _interpreter(self) -> str:
        """The code of who interprets; empty for nobody, and for one that was not offered."""
        chosen = str(self.about.interpreter.data or "")
        return chosen if chosen in {code for code, *_ in self.about.interpreter.choices} else ""

    def validate(self) -> bool:
        """Tell whether it can be sent; what is wrong or lacking is in ``errors``."""
        for form in self.sections.values():
            form.validate()
            self.errors.extend(words.errors(form))
            lacking = form.lacks()
            if lacking and lacking not in self.errors:
                name, told = lacking
                form[name].errors = [str(told)]
                self.errors.append((form[name].id, str(told)))
        return not self.errors

    def settled(self, answers: Answers) -> Answers:
        """Return the answers as they are sent."""
        return self.sections["sort"].settled(answers)

    @property
    def found(self) -> str:
        """The id of where the places that were found stand; of the question, where none were."""
        found, asked = (self.sections["spot"][name] for name in ("spot", "sought"))
        offered = isinstance(found, ChoiceField) and found.choices
        return f"{found.id}-1" if offered else str(asked.id)

    def stamp(self, at: datetime, note: str) -> None:
        """Note a time, if there is room for it."""
        if len(self.about.stamps) < STAMPS_MAX:
            self.about.stamps.append_entry(
                {"at": write_time(at.replace(microsecond=0)), "note": note}
            )

    def make_room(self, name: str) -> str:
        """Show one more empty entry of a section; return the id of its first field, if it did."""
        form = self.sections.get(name)
        if not isinstance(form, Entries) or form.full():
            return ""
        form.make_room()
        first = next(iter(form.entries[-1].form))
        return str(first.id)


def leaves(form: Form) -> Iterator[Field]:
    """Yield every field that holds something, those of entries as well."""
    for each in form:
        if isinstance(each, FieldList):
            for entry in each:
                yield from leaves(entry.form)
        else:
            yield each


def fit(each: Any) -> None:  # noqa: ANN401 (any of our fields)
    """Make what a field holds what can be kept."""
    most = getattr(each, "most", 0)
    if most and each.data:
        each.data = each.data[:most]
    if isinstance(each, ChoiceField) and each.data and not each.shown():
        each.data = ""


def named(answers: Answers) -> str:
    """Return what the words seem to hold of who the caller is; empty where it is nothing."""
    found = telltale.found(answers, configuration_here().site.identifiers)
    kinds = {kind for each in found.values() for kind in each}
    return words.named(kinds) if kinds else ""


def _about(unsent: Unsent, revision: int, posted: MultiDict[str, str] | None) -> AboutCall:
    stamps = [{"at": write_time(each.at), "note": each.note} for each in unsent.stamps]
    held = {"page": secrets.token_hex(PAGE_BYTES), "revision": revision, "draft": unsent.draft}
    held |= {"spoken": unsent.spoken, "interpreter": unsent.interpreter, "stamps": stamps}
    about = AboutCall(posted, data=held)
    about.spoken.choices = [
        (code, names.of_language(code)) for code in configuration_here().script.languages
    ]
    codes = dict.fromkeys((*interpreting.codes(), *filter(None, [unsent.interpreter])))
    about.interpreter.choices = [("", gettext("No interpreter")), *((code, code) for code in codes)]
    return about
