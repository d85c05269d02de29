"""The form of the analysts' map: what it shows, from when, and where."""

from __future__ import annotations

from datetime import date, datetime, time
from math import isfinite
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from tipline.casework.lists.charting import Sought
from tipline.casework.lists.views import View
from tipline.places.areas import Polygon
from tipline.review import narrowing, words
from tipline.review.asked import UNASSESSED
from tipline.review.house import house
from tipline.review.posted import PostedForm
from tipline.search.entry import Question
from tipline.tips.point import Point
from tipline.web.app import configuration_here
from tipline.web.days import DayField
from tipline.web.fields import ChoiceField, LineField, MarkField
from tipline.web.place_words import distance
from tipline.web.points import parse_point

if TYPE_CHECKING:
    from wtforms.fields import Field

NEAR_MAX = 100  # code points
WITHIN = (500, 1000, 2000, 5000, 10_000, 20_000)  # metres
USUAL = "2000"
CORNERS_MIN, CORNERS_MAX = 3, 100
DRAWN_MAX = 4000  # characters
PLACE_MAX = 7  # digits of a place in the list


class MapForm(PostedForm):
    """What the map shows. It is posted: a place that is looked at stands in no address."""

    view = ChoiceField(_l("Which"))
    priority = ChoiceField(_l("Priority"))
    category = ChoiceField(_l("Kind"))
    state = ChoiceField(_l("State"))
    area = ChoiceField(_l("Area"))
    language = ChoiceField(_l("Language"))
    desk = ChoiceField(_l("Desk"))
    since = DayField(_l("Arrived from"), description=_l("For example 30/11/2026"))
    until = DayField(_l("Arrived until"))
    near = LineField(
        _l("Around"), NEAR_MAX, description=_l("The name of a place, or latitude and longitude")
    )
    metres = ChoiceField(_l("Within"))
    files = MarkField(_l("With attachments"))
    drawn = HiddenField()
    start = HiddenField()

    _near: Point | None = None
    _polygon: Polygon | None = None

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take what was posted, or is given; what may be chosen is the deployment's."""
        super().__init__(**given)
        self.view.choices = [(each.value, told) for each, told in words.VIEWS.items()]
        self.priority.choices = narrowing.priorities()
        self.category.choices = narrowing.categories()
        self.state.choices = narrowing.states(self._view)
        self.area.choices = narrowing.areas()
        self.language.choices = narrowing.languages()
        self.desk.choices = narrowing.desk_names()
        self.metres.choices = [(str(each), distance(each)) for each in WITHIN]
        self.view.data = self.view.data or View.OPEN.value
        self.metres.data = self.metres.data or USUAL
        if not self.state.shown():
            self.state.data = ""

    @classmethod
    def around(cls, point: Point | None) -> Self:
        """Return the form as it asks for what is around a point; without one, for all."""
        form = cls(formdata=None, data={"near": point.written if point else ""})
        form._near = point
        return form

    @property
    def sought(self) -> Sought:
        """What is asked for, once the form fits."""
        return Sought(
            view=self._view,
            narrowed=self._question,
            since=_moment(self.since.data, time.min),
            until=_moment(self.until.data, time.max),
            drawn=self._polygon,
            near=self._near,
            metres=int(self.metres.data or USUAL),
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for beside the view."""
        return self._question != Question() or self.sought.bounded or bool(self.errors)

    @property
    def offset(self) -> int:
        """How many of the list stand before the page."""
        told = self.start.data or ""
        sound = told.isascii() and told.isdecimal() and len(told) <= PLACE_MAX
        return int(told) if sound else 0

    def validate_near(self, field: Field) -> None:
        """Find the point, by numbers or by the name of a place."""
        typed = (field.data or "").strip()
        if typed:
            try:
                self._near = parse_point(typed)
            except ValueError:
                self._near = _named(typed)

    def validate_drawn(self, field: Field) -> None:
        """Read the corners that were drawn, as the page's script writes them."""
        if field.data:
            try:
                self._polygon = corners(field.data)
            except ValueError:
                raise ValidationError(gettext("Draw at least three corners.")) from None

    @property
    def _view(self) -> View:
        return View(self.view.data) if self.view.data in set(View) else View.OPEN

    @property
    def _question(self) -> Question:
        level = self.priority.data
        return Question(
            category=self.category.data or "",
            priorities=("" if level == UNASSESSED else level,) if level else (),
            states=(self.state.data,) if self.state.data else (),
            desk=self.desk.data or "",
            area=self.area.data or "",
            language=self.language.data or "",
            with_files=bool(self.files.data),
        )


def corners(typed: str) -> Polygon:
    """Return the area whose corners are told: ``26.1,50.5 26.2,50.6 …``. ValueError for none."""
    told = typed.split(" ") if len(typed) <= DRAWN_MAX else []
    if not CORNERS_MIN <= len(told) <= CORNERS_MAX:
        raise ValueError
    points = []
    for each in told:
        north, east = map(float, each.split(","))
        if not (isfinite(north) and isfinite(east)):
            raise ValueError
        points.append(Point.of_degrees(east, north))
    return Polygon(tuple((point.longitude, point.latitude) for point in points))


def _named(typed: str) -> Point:
    places = house().places.gazetteer.find(typed)
    if not places:
        raise ValidationError(gettext("No place is known by this name. Try another one."))
    return places[0].point


def _moment(day: date | None, at: time) -> datetime | None:
    """Return the first or the last moment of a day of the place."""
    return datetime.combine(day, at, configuration_here().site.timezone) if day else None
