"""The map's page: what was pressed on it, the point that it fills, and what it shows then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import lazy_gettext as _l

from tipline.intake.form import StepForm
from tipline.intake.questions import one_of
from tipline.public.mapping import turning
from tipline.public.mapping.atlas import Atlas, Found, atlas
from tipline.public.mapping.turning import Turned
from tipline.tips.report import PLACE_MAX, Answers, Exactness
from tipline.web.fields import ChoiceField, clean
from tipline.web.place_words import EXACT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tipline.public.mapping.looking import Looking

STEP = "map"
SOUGHT_MAX = 100  # characters of a name that is looked for


@dataclass(frozen=True)
class Sheet:
    """What the page shows. ``focus``: the control that was pressed, on which the reader stays."""

    looking: Looking
    picture: str
    draws: bool
    told: str
    sought: str
    found: Sequence[Found]
    offered: Sequence[str]
    focus: str


class Map(StepForm):
    """Q4b: the place on the map, and how exact that is."""

    title = _l("Where is it on the map?")
    exact = ChoiceField(
        _l("How exact is this?"), [(each.value, words) for each, words in EXACT.items()]
    )

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the point, which no field holds, and how exact it is."""
        return {"point": answers.place.point, "exact": answers.place.exact}

    @classmethod
    def left_out(cls, answers: Answers) -> frozenset[str]:
        """Ask how exact a point is where there is one."""
        return frozenset() if answers.place.point else frozenset({"exact"})

    @property
    def pressed(self) -> str:
        """What was pressed on this page; empty where the reporter comes from another."""
        if self._posted.get("step") != STEP:
            return ""
        tapped = {"at.x", "at.y"} & self._posted.keys() and "go" not in self._posted
        return turning.TAP if tapped else self._posted.get("go", "")

    @cached_property
    def turned(self) -> Turned:
        """What the press made of the view and the point."""
        point, pressed = self.answers.place.point, self.pressed
        looking = self._atlas.at_first(point)
        if pressed:
            looking = looking.read(self._posted.get("view", ""))
        at = (self._posted.get("at.x", ""), self._posted.get("at.y", ""))
        return turning.turned(looking, point, pressed, at)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 (WTForms' own signature)
        """Tell whether what was pressed names a place, and the fields are right."""
        right = super().validate(extra_validators)
        if self.turned.amiss:
            self.form_errors = [str(self.turned.amiss)]
        return right and not self.form_errors

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with the point, how exact it is, and where that is in words."""
        point = self.turned.point if atlas() else None
        exact = one_of(Exactness, self.exact.data) if point and "exact" in self else None
        said = self._atlas.told(point)[:PLACE_MAX] if point else ""
        return replace(answers, place=replace(answers.place, point=point, exact=exact, said=said))

    def told(self) -> str:
        """Return where the point is, in words of this page's language; empty without one."""
        point = self.answers.place.point
        return self._atlas.told(point) if point else ""

    def sheet(self, *, drawn: bool = True) -> Sheet:
        """Return what the page shows; not ``drawn``: without a picture."""
        looking, point = self.turned.looking, self.answers.place.point
        sought = clean(self._posted.get("sought", ""))[:SOUGHT_MAX] if self.pressed else ""
        return Sheet(
            looking=looking,
            picture=self._atlas.picture(looking, point) if drawn else "",
            draws=self._atlas.draws,
            told=self.told(),
            sought=sought,
            found=self._atlas.find(sought) if self.pressed == turning.FIND else (),
            offered=self._atlas.offered(),
            focus=focus(self.pressed),
        )

    @property
    def _posted(self) -> Mapping[str, str]:
        return request.form

    @property
    def _atlas(self) -> Atlas:
        found = atlas()
        if found is None:
            raise LookupError  # no page asks for a map that is not there
        return found


def focus(pressed: str) -> str:
    """Return the control on which the reader stays: the one that was pressed, else the picture."""
    chosen = pressed in {turning.TAP, turning.MIDDLE, turning.DROP}
    if chosen or pressed.startswith((turning.PLACE, turning.HERE, turning.DRAG)):
        return "at"
    return pressed if turning.stays(pressed) else ""
