"""The form by which a summary is sent to an outside agency: what goes with it, and where it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, ValidationError
from wtforms.validators import AnyOf

from tipline.casework.given.dispatching import channels_of
from tipline.casework.tip.attachments import attachments
from tipline.errors import AreaRefusedError
from tipline.review import names, words
from tipline.review.forms.sending import SendingForm
from tipline.review.posted import PostedForm
from tipline.review.suspicion_words import ACTIVITIES, CLASSES, DOMAINS, SECTORS
from tipline.review.visit import visit
from tipline.tips import area
from tipline.tips.content import Dispatched
from tipline.tips.content.dispatched import PLACE_MAX, THEIRS_MAX
from tipline.tips.point import Point
from tipline.tips.report import Exactness
from tipline.tips.suspicious import (
    NEXUS_MAX,
    Activity,
    Sector,
    Suspicion,
    TipClass,
    TipDomain,
)
from tipline.web import file_words, sentence
from tipline.web.days import DayField, in_our_digits
from tipline.web.fields import (
    NOT_A_CHOICE,
    ChoiceField,
    LineField,
    MarksField,
    Needed,
    Offered,
    TextField,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtforms.fields import Field

    from tipline.casework.tip.opening import OpenTip

AGAIN, DROP = "again", "drop"
POINTS_MAX = 2_000  # characters: 50 pairs, and spaces
DEGREES = r"([-+]?\d{1,3}(?:\.\d{1,7})?)"
PAIR = re.compile(rf"\s*{DEGREES}\s*[,;\s]\s*{DEGREES}\s*", re.ASCII)
LIKE_OURS = str.maketrans({"،": ",", "٫": ".", "؛": ";", "−": "-"})  # noqa: RUF001 (they are meant)


class DispatchForm(SendingForm):
    """Sending the summary to an outside agency; the rest may be left as it is."""

    name = "dispatch"
    theirs = LineField(_l("Their reference"), THEIRS_MAX, description=_l("If they gave one."))
    place = LineField(
        _l("Where it is"),
        PLACE_MAX,
        description=_l(
            "Begun with what an officer said of it. Leave out what points at the reporter."
        ),
    )
    points = TextField(
        _l("On the map"),
        POINTS_MAX,
        description=_l(
            "One point, or the corners of an area in their order, each on a line: latitude and"
            " longitude. For example 26.22850, 50.58600"
        ),
    )
    exact = ChoiceField(_l("How exact"))
    files = MarksField(
        _l("Attachments to name"),
        description=_l("They are named only. Each leaves by itself, once that is approved."),
        validators=[Offered()],
    )
    activities = MarksField(_l("What was observed"), validators=[Offered()])
    domain = ChoiceField(_l("Domain"))
    kind = ChoiceField(_l("Class"))
    sector = ChoiceField(_l("What it is aimed at"))
    nexus = TextField(_l("What links it to a crime"), NEXUS_MAX)
    began = DayField(_l("Began on"), description=_l("Left empty: not known."))
    ended = DayField(_l("Ended on"))
    summary = 0  # the version that stands

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Give the choices their words."""
        super().__init__(**given)
        self.exact.choices = [("", _l("Not stated: the area only")), *words.EXACT.items()]
        self.activities.choices = [(code.value, str(told)) for code, told in ACTIVITIES.items()]
        for field, codes in ((self.domain, DOMAINS), (self.kind, CLASSES), (self.sector, SECTORS)):
            field.choices = [("", _l("Not stated")), *codes.items()]

    @classmethod
    def begins(cls, tip: OpenTip) -> Mapping[str, Any]:
        """Return the place by an officer's word: what the reporter wrote stays with triage."""
        placed = tip.case.state.placed
        return {
            "place": placed.text[:PLACE_MAX] if placed else "",
            "points": placed.point.written if placed and placed.point else "",
        }

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether it is whole; what is sent is the summary that stands."""
        self.offer(tip)
        return super().fits(tip)

    def offer(self, tip: OpenTip) -> None:
        """Give the choices of this tip: its attachments, and by what it may go."""
        self.summary = tip.case.state.summary_by
        self.files.choices = [
            (each.id.hex(), f"{each.number} · {file_words.kind(each.evidence)}")
            for each in attachments(tip.parts)
        ]
        self.meet(tip.case)

    def validate_points(self, field: Field) -> None:
        """Refuse what is no point, and corners of no area."""
        try:
            area.check(parse_points(field.data or ""))
        except AreaRefusedError as refused:
            raise ValidationError(sentence(refused)) from None

    @property
    def content(self) -> Dispatched:
        """What would leave, once the form fits."""
        return Dispatched(
            to=self.to.data or "",
            purpose=self.purpose.data or "",
            text=self.text.data or "",
            summary=self.summary,
            theirs=self.theirs.data or "",
            reply_by=self.reply_by,
            place=self.place.data or "",
            points=parse_points(self.points.data or ""),
            exact=Exactness(self.exact.data) if self.exact.data else None,
            files=tuple(sorted(bytes.fromhex(each) for each in self.files.data or ())),
            channels=self.chosen_channels,
            suspicion=self.suspicion,
        )

    @property
    def suspicion(self) -> Suspicion | None:
        """What is said for a report of suspicious activity; None where nothing is."""
        chosen = set(self.activities.data or ())
        told = Suspicion(
            activities=tuple(each for each in Activity if each.value in chosen),
            domain=TipDomain(self.domain.data) if self.domain.data else None,
            kind=TipClass(self.kind.data) if self.kind.data else None,
            sector=Sector(self.sector.data) if self.sector.data else None,
            nexus=self.nexus.data or "",
            began=self.began.data,
            ended=self.ended.data,
        )
        return None if told == Suspicion() else told


def parse_points(typed: str) -> tuple[Point, ...]:
    """Return the points that were typed, each on a line, in any script's digits.

    ValidationError, with a sentence, for a line that is none.
    """
    lines = in_our_digits(typed).translate(LIKE_OURS).splitlines()
    return tuple(_point(line) for line in lines if line.strip())


def _point(line: str) -> Point:
    found = PAIR.fullmatch(line)
    try:
        if found:
            return Point.of_degrees(latitude=float(found[1]), longitude=float(found[2]))
    except ValueError:
        pass
    raise ValidationError(
        gettext("Write latitude and longitude in degrees on each line: 26.22850, 50.58600.")
    )


class ChannelForm(PostedForm):
    """By which channel of an outside agency it is delivered."""

    channel = ChoiceField(_l("By which channel"), validators=[Needed(NOT_A_CHOICE)])

    def offer(self, tip: OpenTip, number: int) -> Self:
        """Offer the channels by which what was sent with an event may go."""
        known = channels_of(visit(), tip, number)
        self.channel.choices = [(each.code, names.of_channel(each)) for each in known]
        return self


class UndeliveredForm(PostedForm):
    """What becomes of something that could not be delivered by a channel."""

    channel = HiddenField(validators=[Needed(NOT_A_CHOICE)])
    becomes = HiddenField(validators=[AnyOf((AGAIN, DROP))])
