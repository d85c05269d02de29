"""The answers as the reporter checks them, and what is wrong on a page, both in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from tipline.intake import telltale
from tipline.intake.entries import Entries
from tipline.intake.words import named
from tipline.public import files, steps
from tipline.public.mapping.form import Map
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.intake.form import StepForm
    from tipline.public.carried import Carried


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
    if isinstance(form, Map):
        yield "", form.told()
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
