"""The form by which a camera's keeper is asked for recordings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import ValidationError

from tipline.casework.desk.ordering import contacts, first_overwritten
from tipline.review import camera_words
from tipline.review.forms.sending import SendingForm
from tipline.review.marks import shown
from tipline.review.visit import visit
from tipline.tips.content import Footage
from tipline.tips.content.dispatched import PLACE_MAX
from tipline.tips.content.footage import CAMERAS_MAX, CONTACT_MAX, Wanted
from tipline.tips.content.told import PURPOSE_MAX, TO_MAX
from tipline.web.app import configuration_here
from tipline.web.days import HourField
from tipline.web.fields import (
    NOT_A_CHOICE,
    ChoiceField,
    LineField,
    MarksField,
    Needed,
    NotShorter,
    Offered,
)
from tipline.web.languages import language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, time

    from wtforms.fields import Field

    from tipline.places.cameras.seeing import Candidate

MINUTES = (10, 20, 30, 45, 60)
HALF = 30
BEFORE = timedelta(minutes=10)  # clocks of people and of cameras differ


class FootageForm(SendingForm):
    """Asking one keeper for the recordings of some cameras."""

    name = "footage"
    standing = False
    wanted = ChoiceField(_l("What the keeper is to do"), validators=[Needed(NOT_A_CHOICE)])
    cameras = MarksField(_l("Cameras"), validators=[Offered()])
    starts = HourField(
        _l("From"),
        description=_l("For example 14:20. Clocks of cameras go wrong: begin somewhat earlier."),
        validators=[Needed(_l("Write from which hour."))],
    )
    minutes = ChoiceField(_l("For how long"), validators=[Needed(NOT_A_CHOICE)])
    place = LineField(_l("Where to look"), PLACE_MAX, description=_l("In a few words, or nothing."))
    contact = LineField(_l("How the keeper is reached"), CONTACT_MAX)
    purpose = LineField(
        _l("What for"),
        PURPOSE_MAX,
        description=_l("The keeper reads this. Never name the report, nor who may be seen."),
        validators=[NotShorter(1, _l("Say what it is for."))],
    )

    def __init__(self, found: Sequence[Candidate], on: date, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take the cameras of a keeper that may be asked about, and the day that it was."""
        super().__init__(**given)
        self.found, self.on = found, on
        self.wanted.choices = [(each.value, str(told)) for each, told in WANTED.items()]
        self.cameras.choices = [(each.camera.id.hex(), _told(each)) for each in found]
        self.minutes.choices = [(str(each), _minutes(each)) for each in MINUTES]

    @classmethod
    def begun(
        cls, found: Sequence[Candidate], on: date, hour: time | None, seen: int
    ) -> FootageForm:
        """Return the form as it is met: the cameras chosen that look there and still have it."""
        looking = [each for each in found if each.in_view and each.kept] or list(found)
        start = (datetime.combine(on, hour) - BEFORE) if hour else None
        data = {
            "seen": seen,
            "to": found[0].camera.owner[:TO_MAX],
            "contact": contacts(each.camera for each in looking)[:CONTACT_MAX],
            "wanted": Wanted.KEEP,
            "cameras": [each.camera.id.hex() for each in looking[:CAMERAS_MAX]],
            "starts": start.time() if start and start.date() == on else hour,
            "minutes": str(HALF),
        }
        return cls(found, on, formdata=None, data=data)

    def validate_cameras(self, _field: MarksField) -> None:
        """Ask for some of the cameras that were offered."""
        if not 0 < len(self.chosen) <= CAMERAS_MAX:
            raise ValidationError(
                gettext("Choose between 1 and %(most)d cameras.", most=CAMERAS_MAX)
            )

    @property
    def chosen(self) -> list[Candidate]:
        """The cameras that were chosen."""
        return [each for each in self.found if each.camera.id.hex() in (self.cameras.data or ())]

    @property
    def since(self) -> datetime:
        """From when, once the form fits."""
        return datetime.combine(self.on, self.starts.data, configuration_here().site.timezone)

    def validate_starts(self, field: Field) -> None:
        """Refuse a time to come."""
        if field.data is not None and self.since > visit().now:
            raise ValidationError(gettext("Choose a time that has been."))

    @property
    def content(self) -> Footage:
        """What the keeper would be asked for, once the form fits."""
        return Footage(
            to=self.to.data or "",
            purpose=self.purpose.data or "",
            text=self.text.data or "",
            wanted=Wanted(self.wanted.data),
            cameras=tuple(sorted(each.camera.code for each in self.chosen)),
            since=self.since,
            until=self.since + timedelta(minutes=int(self.minutes.data)),
            contact=self.contact.data or "",
            place=self.place.data or "",
            reply_by=self.reply_by,
            overwritten=self._overwritten(),
            channels=self.chosen_channels,
        )

    def _overwritten(self) -> datetime | None:
        """Return when the first recording of the beginning of that time will be gone."""
        return first_overwritten((each.camera for each in self.chosen), self.since, visit().now)


WANTED = {
    Wanted.KEEP: _l("Keep the recordings, so that nothing overwrites them"),
    Wanted.HAND_OVER: _l("Hand the recordings over"),
}


def _told(each: Candidate) -> Markup:
    """Return what is chosen by: the camera's code, how far it is, what is left, what it sees."""
    code = Markup('<bdi dir="ltr">{}</bdi>').format(each.camera.code)
    sees = Markup('<bdi dir="auto">{}</bdi>').format(shown(each.camera.words(language())))
    far, left = camera_words.metres(each.distance), camera_words.left(each)
    return Markup(" · ").join([code, far, left, sees])


def _minutes(number: int) -> str:
    return ngettext("%(num)d minute", "%(num)d minutes", number)
