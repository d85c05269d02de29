"""The form by which an officer says where a case happens: a point, or a place that has a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from tipline.review import whereabouts
from tipline.review.forms.base import EventForm
from tipline.review.house import house
from tipline.tips.content import Placed
from tipline.tips.event import REASON_MAX
from tipline.web.fields import ChoiceField, LineField, TextField
from tipline.web.points import NOT_A_POINT, parse_point

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from wtforms.fields import Field

    from tipline.casework.tip.opening import OpenTip
    from tipline.tips.point import Point

WHERE_MAX = 100  # code points


class PlaceForm(EventForm):
    """Where it happens. A name that several places have comes back with these as a choice."""

    name = "place"
    where = LineField(
        _l("Where it happens"),
        WHERE_MAX,
        description=_l(
            "The name of a place, or latitude and longitude, such as 26.22850, 50.58600. Empty:"
            " no point is known."
        ),
    )
    found = ChoiceField(_l("Which of these"))
    text = TextField(
        _l("In words"),
        REASON_MAX,
        description=_l(
            "For all who have the case. Nothing that shows where the reporter lives or stood."
        ),
    )

    _point: Point | None = None

    @classmethod
    def begins(cls, tip: OpenTip) -> Mapping[str, Any]:
        """Return what stands: the point, and what was said of it; else the reporter's point."""
        placed = tip.case.state.placed
        if placed is None:
            told = None if tip.closed else tip.newest.answers.place.point
            return {"where": told.written} if told else {}
        return {"where": placed.point.written if placed.point else "", "text": placed.text}

    @property
    def content(self) -> Placed:
        """What is entered, once the form fits."""
        return Placed(point=self._point, text=self.text.data or "")

    def validate_where(self, field: Field) -> None:
        """Find the point; with several places of a name, ask which."""
        typed, chosen = (field.data or "").strip(), self.found.data
        self.found.data = ""
        if typed:
            try:
                self._point = parse_point(typed)
            except ValueError:
                self._point = self._named(typed, chosen)

    def _named(self, typed: str, chosen: str) -> Point:
        """Return the point of a place by its name, or of the one that was chosen among several."""
        places = house().places.gazetteer.find(typed)
        if not places and not any(map(str.isalpha, typed)):
            raise ValidationError(str(NOT_A_POINT))
        if not places:
            raise ValidationError(gettext("No place is known by this name. Try another one."))
        self.found.choices = [(place.point.written, whereabouts.called(place)) for place in places]
        by_point = {place.point.written: place.point for place in places}
        self.found.data = chosen if chosen in by_point else ""
        if len(by_point) > 1 and not self.found.data:
            raise ValidationError(gettext("Several places are called so. Choose one of them."))
        return by_point[self.found.data or places[0].point.written]
