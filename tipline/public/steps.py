"""The pages of the report in their order, and when each is asked: the only place that knows.

Source: the domain guide, 2.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from tipline.configuration import Ask
from tipline.intake import entries, kinds, questions
from tipline.intake.asked import (
    Asked,
    about_the_police,
    always_an_emergency,
    happening,
    has_a_door,
    has_finer_kinds,
    not_safe,
    otherwise,
    with_kind,
)
from tipline.intake.form import StepForm
from tipline.public import files
from tipline.public.mapping.atlas import atlas
from tipline.public.mapping.form import STEP as MAP_STEP
from tipline.public.mapping.form import Map

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.sealing.draft import Draft
    from tipline.tips.report import Answers


class Part(StrEnum):
    """The parts that the reporter sees progress in; a step of no part shows none."""

    NONE = ""
    WHAT = "what"
    WHERE = "where"
    WHO = "who"
    HOW = "how"
    FILES = "files"
    SEND = "send"


PARTS = {
    Part.WHAT: _l("What happened"),
    Part.WHERE: _l("Where and when"),
    Part.WHO: _l("Who and what else"),
    Part.HOW: _l("How you know"),
    Part.FILES: _l("Photos and other files"),
    Part.SEND: _l("Check and send"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One page: its name in the form, its part, its questions, its template, when it is asked.

    ``always``: who goes straight to sending does not pass it by.
    """

    name: str
    part: Part
    form: type[StepForm]
    asked: Asked = lambda _answers: True
    template: str = "questions"
    always: bool = False


def on_the_map(answers: Answers) -> bool:
    """Tell whether a place is chosen on the map: until then only a button leads to its page."""
    return answers.place.point is not None and atlas() is not None


VEHICLES_FIRST = with_kind(Ask.VEHICLES_FIRST)

STEPS = (
    Step("danger", Part.WHAT, questions.Danger),
    Step("emergency", Part.NONE, StepForm, happening, "emergency", always=True),
    Step("what", Part.WHAT, questions.What),
    Step("kind", Part.WHAT, kinds.Kind, template="kind"),
    Step("finer", Part.WHAT, kinds.FinerKind, has_finer_kinds, "finer"),
    Step("emergency-kind", Part.NONE, StepForm, always_an_emergency, "emergency", always=True),
    Step("about-police", Part.WHAT, kinds.AboutPolice, has_a_door, always=True),
    Step("police", Part.NONE, StepForm, about_the_police, "police", always=True),
    Step("where", Part.WHERE, questions.Where, template="where"),
    Step(MAP_STEP, Part.WHERE, Map, on_the_map, "map"),
    Step("when", Part.WHERE, questions.WhenAsked, template="when"),
    Step("vehicles-first", Part.WHO, entries.Vehicles, VEHICLES_FIRST, "entries"),
    Step("people", Part.WHO, entries.People, template="entries"),
    Step("vehicles", Part.WHO, entries.Vehicles, otherwise(VEHICLES_FIRST), "entries"),
    Step("boats", Part.WHO, entries.Boats, with_kind(Ask.BOATS), "entries"),
    Step("weapons", Part.WHO, questions.Weapons, with_kind(Ask.WEAPONS)),
    Step("vulnerable", Part.WHO, questions.Vulnerable, with_kind(Ask.VULNERABLE)),
    Step("online", Part.WHO, entries.Online, with_kind(Ask.ACCOUNTS), "entries"),
    Step("money", Part.WHO, questions.Money, with_kind(Ask.MONEY)),
    Step("work", Part.WHO, questions.Forced, with_kind(Ask.WORK)),
    Step("knowing", Part.HOW, questions.Knowing),
    Step("safety", Part.HOW, questions.Safety),
    Step("unsafe", Part.NONE, StepForm, not_safe, "unsafe", always=True),
    Step("files", Part.FILES, files.Files, files.are_taken, "files"),
    Step("check", Part.SEND, StepForm, template="check"),
)
BY_NAME = {step.name: step for step in STEPS}
PLACE = {step.name: place for place, step in enumerate(STEPS)}
FIRST, FILES, CHECK = STEPS[0], BY_NAME["files"], STEPS[-1]
WHERE, MAP = BY_NAME["where"], BY_NAME[MAP_STEP]


def parts() -> dict[Part, object]:
    """Return the parts that the reporter sees progress in, with their words."""
    return {part: PARTS[part] for part in PARTS if part is not Part.FILES or files.are_taken()}


def asked_of(answers: Answers) -> Iterator[Step]:
    """Yield the steps that these answers call for, in order."""
    return (step for step in STEPS if step.asked(answers))


def asks(form: type[StepForm], answers: Answers) -> bool:
    """Tell whether these answers call for a form, on whichever page."""
    return any(step.asked(answers) for step in STEPS if step.form is form)


def after(step: Step, draft: Draft) -> Step:
    """Return where to go on from ``step``.

    Who has been at the end goes back there, by way of what new answers have made needful.
    """
    if CHECK.name in draft.steps:
        left = [each for each in STEPS if each.name not in draft.steps]
    else:
        left = list(STEPS[PLACE[step.name] + 1 :])
    return next((each for each in left if each.asked(draft.answers)), CHECK)


def offers_sending(step: Step) -> bool:
    """Tell whether what happened is told by then: from there on, pages that ask lead to sending."""
    return PLACE[step.name] > PLACE["what"]


def to_sending(draft: Draft) -> Draft:
    """Return the draft as if the reporter had come past all that they may leave out."""
    left = (each for each in STEPS if each.name not in draft.steps and not each.always)
    passed = tuple(each.name for each in left if each.asked(draft.answers))
    return replace(draft, steps=(*draft.steps, *passed))


def before(step: Step, draft: Draft) -> Step:
    """Return where "back" leads: the step before among those asked, the first from the first."""
    earlier = STEPS[PLACE[step.name] - 1 :: -1] if step is not FIRST else ()
    return next((each for each in earlier if each.asked(draft.answers)), FIRST)


def find(name: str) -> Step:
    """Return the step of a name that somebody posted; the first for a name that is none."""
    return BY_NAME.get(name, FIRST)


def shown(step: Step) -> Step:
    """Return the step whose page can be shown: words stand in for a map that is not there."""
    return WHERE if step is MAP and atlas() is None else step
