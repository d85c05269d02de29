"""The questions of a call in the order in which it goes: the form's own, by the script's parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from tipline.configuration import NOT_SURE, Ask, Emergency, Part
from tipline.intake import entries, kinds, questions
from tipline.intake.form import StepForm
from tipline.review import whereabouts
from tipline.review.house import house
from tipline.tips.point import Point
from tipline.tips.report import PLACE_MAX
from tipline.web.app import configuration_here
from tipline.web.fields import ChoiceField, LineField
from tipline.web.languages import pick

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.tips.report import Answers


NAMED_MAX = 100  # code points


class Sort(StepForm):
    """Q3 on the phone: the kind and the finer kind in one list, which a few letters find."""

    title = kinds.Kind.title
    sort = ChoiceField(title)

    def __init__(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 (WTForms' own signature)
        """Offer each kind with its finer kinds behind it."""
        super().__init__(*given, **more)
        self.sort.choices = [("", _l("Not said yet")), *_sorts()]

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the narrower of the two."""
        return {"sort": answers.subcategory or answers.category}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with this kind."""
        found = configuration_here().kinds.get(self.sort.data or "")
        if found is None:
            return replace(answers, category="", subcategory="")
        top = found.parent or found.code
        return replace(answers, category=top, subcategory=found.code if found.parent else "")

    def settled(self, answers: Answers) -> Answers:
        """Take nothing chosen for "not sure"."""
        return answers if answers.category else replace(answers, category=NOT_SURE)


class Spot(StepForm):
    """Q4 on the phone: a point, found by the name of a place."""

    title = _l("On the map")
    sought = LineField(
        _l("Find a place by its name"),
        NAMED_MAX,
        description=_l("However it is spelled. What is typed here is not kept."),
    )
    spot = ChoiceField(_l("Where it is"))

    def __init__(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 (WTForms' own signature)
        """Offer the point that was chosen before, and what is found by the name."""
        super().__init__(*given, **more)
        self._points: dict[str, Point] = {}
        kept = self.answers.place
        known = {kept.point.written: kept.said} if kept.point else {}
        for place in house().places.gazetteer.find(self.sought.data or ""):
            known.setdefault(place.point.written, whereabouts.called(place))
            self._points[place.point.written] = place.point
        if known:
            self.spot.choices = [("", _l("No point on the map")), *known.items()]

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the point that was chosen."""
        return {"spot": answers.place.point.written if answers.place.point else ""}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with this point."""
        chosen, kept = self.spot.data or "", answers.place
        if kept.point is not None and chosen == kept.point.written:
            return answers
        point = self._points.get(chosen)
        said = whereabouts.said(point)[:PLACE_MAX] if point else ""
        return replace(answers, place=replace(kept, point=point, said=said))


@dataclass(frozen=True, slots=True)
class Section:
    """Some questions of the page. ``asked``: of which kinds; of all, where it is None.

    ``prefix`` keeps its fields apart from those of the same names.
    """

    name: str
    part: Part
    form: type[StepForm]
    asked: Ask | None = None
    prefix: str = ""

    def of_kinds(self) -> str:
        """Return the codes of the kinds that it is asked of; empty where it is of all."""
        if self.asked is None:
            return ""
        return " ".join(code for code, kind in _known() if self.asked in kind.asks)


SECTIONS = (
    Section("danger", Part.DANGER, questions.Danger),
    Section("what", Part.WHAT, questions.What),
    Section("sort", Part.WHAT, Sort),
    Section("police", Part.WHAT, kinds.AboutPolice),
    Section("where", Part.WHERE, questions.Where),
    Section("spot", Part.WHERE, Spot),
    Section("when", Part.WHERE, questions.WhenAsked, prefix="when-"),
    Section("people", Part.WHO, entries.People),
    Section("vehicles", Part.WHO, entries.Vehicles),
    Section("boats", Part.WHO, entries.Boats, Ask.BOATS),
    Section("weapons", Part.WHO, questions.Weapons, Ask.WEAPONS),
    Section("vulnerable", Part.WHO, questions.Vulnerable, Ask.VULNERABLE),
    Section("online", Part.WHO, entries.Online, Ask.ACCOUNTS),
    Section("money", Part.WHO, questions.Money, Ask.MONEY),
    Section("work", Part.WHO, questions.Forced, Ask.WORK, prefix="work-"),
    Section("knowing", Part.KNOWING, questions.Knowing),
    Section("safety", Part.KNOWING, questions.Safety),
)


def alarming() -> str:
    """Return the codes of the kinds that are always an emergency."""
    return " ".join(code for code, kind in _known() if kind.emergency is Emergency.ALWAYS)


def _known() -> Iterator[tuple[str, Any]]:
    return iter(configuration_here().kinds.items())


def _sorts() -> Iterator[tuple[str, str]]:
    for kind in kinds.tops():
        yield kind.code, pick(kind.label)
        for finer in kind.children:
            yield finer.code, f"{pick(kind.label)}: {pick(finer.label)}"
