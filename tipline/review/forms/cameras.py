"""The forms of the cameras: which are listed, and a place and a time that they may have seen."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError

from tipline.review import words
from tipline.review.posted import PostedForm
from tipline.review.visit import visit
from tipline.tips.report import Exactness, WhenKind
from tipline.web.app import configuration_here
from tipline.web.days import DayField, HourField
from tipline.web.fields import ChoiceField, LineField, Needed
from tipline.web.points import PointField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wtforms.fields import Field

    from tipline.tips.point import Point
    from tipline.tips.report import Report

WORDS_MAX = 200


class ListForm(PostedForm):
    """Which cameras are listed. It is posted: words that are looked for stand in no address."""

    words = LineField(
        _l("Words"),
        WORDS_MAX,
        description=_l("Of what a camera sees, its code, its owner, or whom to ask."),
    )
    owner = ChoiceField(_l("Owner"))

    def __init__(self, owners: Iterable[str]) -> None:
        """Take what was posted, and whose cameras there are."""
        super().__init__()
        self.owner.choices = [("", gettext("Any")), *((owner, owner) for owner in owners)]


class NearForm(PostedForm):
    """A place and a time that cameras may have seen."""

    place = PointField(
        _l("Where"),
        description=_l("Latitude and longitude in degrees, as maps show them: 26.22850,50.58600."),
        validators=[Needed(_l("Write where it was."))],
    )
    exact = ChoiceField(_l("How exact"))
    day = DayField(
        _l("Day"),
        description=_l("For example 30/11/2026."),
        validators=[Needed(_l("Write the day on which it was."))],
    )
    hour = HourField(
        _l("Hour"),
        description=_l("For example 14:30. Left empty: from the beginning of the day."),
    )

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take what was posted, or is given."""
        super().__init__(**given)
        self.exact.choices = [(each, told) for each, told in words.EXACT.items()]

    @classmethod
    def of(cls, point: Point | None, exact: Exactness, report: Report | None = None) -> Self:
        """Return the form with a place, how exact it is, and what a report says of the time."""
        begins = {"place": point, "exact": exact}
        return cls(data=begins | (_told(report) if report else {}))

    @property
    def point(self) -> Point:
        """The place, once the form was found right."""
        if self.place.data is None:
            raise ValueError
        return self.place.data

    @property
    def at(self) -> datetime:
        """The time, once the form was found right: aware, the beginning of the day without hour."""
        if self.day.data is None:
            raise ValueError
        zone = configuration_here().site.timezone
        return datetime.combine(self.day.data, self.hour.data or time.min, zone)

    @property
    def how_exact(self) -> Exactness:
        """How well the place is known."""
        return Exactness(self.exact.data or Exactness.STREET)

    def validate_hour(self, _field: Field) -> None:
        """Refuse a time to come."""
        if self.day.data is not None and self.at > visit().now:
            raise ValidationError(gettext("Choose a time that has been."))


class KeeperForm(NearForm):
    """Whose cameras are asked about, of those that may have seen a place at a time."""

    owner = HiddenField()


def _told(report: Report) -> dict[str, Any]:
    """Return what a report says of when."""
    arrived = report.arrived.astimezone(configuration_here().site.timezone)
    when = report.answers.when
    if when.kind is None:
        return {}
    if when.kind is WhenKind.NOW:
        return {"day": arrived.date(), "hour": arrived.time().replace(second=0)}
    return {"day": arrived.date() if when.kind is WhenKind.TODAY else when.date}
