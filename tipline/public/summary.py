"""The answers as the reporter checks them, and what is wrong on a page, both in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.lists import format_list
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField

from tipline.public import files, steps, telltale
from tipline.public.entries import Entries
from tipline.web import language
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wtforms import Field, Form

    from tipline.public.carried import Carried, StepForm

TOLD = {
    "identity-number": _l("a number like that of an identity card"),
    "phone": _l("a telephone number"),
    telltale.MAIL: _l("an e-mail address"),
    telltale.NAME: _l("words such as “my name is”"),
}
OTHER = _l("something that may show who you are")


@dataclass(frozen=True)
class Row:
    """One step's answers: its name and title, and (label, text) pairs.

    A label that would say the title again is empty.
    """

    step: str
    title: str
    answers: tuple[tuple[str, str], ...]


def rows(carried: Carried) -> list[Row]:
    """Return what was asked and answered, in the order of the form."""
    return [_row(step, carried) for step in steps.asked_of(carried.answers) if step.form.title]


def _row(step: steps.Step, carried: Carried) -> Row:
    form = step.form(data=step.form.data_of(carried.answers), meta={"carried": carried})
    for name in form.left_out(carried.answers):
        del form[name]
    title = str(step.form.title)
    told = ((label if label != title else "", text) for label, text in _told(form) if text)
    return Row(step.name, title, tuple(told))


def _told(form: StepForm) -> Iterator[tuple[str, str]]:
    if isinstance(form, files.Files):
        yield from (("", line) for line in files.told(form.held))
        return
    if isinstance(form, Entries):
        for number, field in enumerate(form.entries, 1):
            lines = [_line(part) for part in field.form if part.shown()]
            label = str(form.one) % {"number": number}
            yield label, "\n".join(lines)
        return
    for field in form:
        if hasattr(field, "shown"):
            yield str(field.label.text), field.shown()


def _line(field: Any) -> str:  # noqa: ANN401 (any of our fields)
    return gettext("%(label)s: %(value)s", label=field.label.text, value=field.shown())


def telltales(carried: Carried) -> list[tuple[str, str, str]]:
    """Return (step, its title, what it seems to hold) for answers that may name the reporter."""
    found = telltale.found(carried.answers, configuration_here().site.identifiers)
    told: list[tuple[str, str, str]] = []
    if not found:
        return told
    for step in steps.asked_of(carried.answers):
        kinds = {kind for name in ANSWERS.get(step.name, ()) for kind in found.get(name, ())}
        if kinds:
            told.append((step.name, str(step.form.title), named(kinds)))
    return told


def named(kinds: Iterable[str]) -> str:
    """Return what such kinds of telltales are called, as one list in words."""
    words = sorted({str(TOLD.get(kind, OTHER)) for kind in kinds})
    return format_list(words, locale=language())


ANSWERS = {
    "what": ("what",),
    "where": ("place",),
    "when": ("when", "next"),
    "people": ("people",),
    "weapons": ("weapons_note",),
    "vulnerable": ("vulnerable_note",),
    "money": ("money",),
    "work": ("work",),
}


def errors(form: Form) -> Iterator[tuple[str, str]]:
    """Yield (field id, sentence) for all that is wrong on a page, in the order of its fields."""
    for field in form:
        yield from _errors(field)


def _errors(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FormField):
        yield from errors(field.form)
    elif isinstance(field, FieldList):
        for each in field:
            yield from _errors(each)
    else:
        for told in field.errors[:1]:
            yield field.id, str(told)
