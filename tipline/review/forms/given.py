"""The forms about what left or was done at once: what is told of it, and what comes back of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import lazy_gettext as _l

from tipline.review import words
from tipline.review.forms.base import EventForm, OfForm, ask_why
from tipline.review.forms.leaving import STANDS
from tipline.review.visit import visit
from tipline.tips.content import (
    Acknowledged,
    AgencySaid,
    Dispatched,
    LinkEnded,
    Reviewed,
    Sent,
    Settled,
)
from tipline.tips.content.told import TO_MAX
from tipline.tips.event import REASON_MAX
from tipline.tips.said import BY_LINK, IN_WORDS, Said, Way
from tipline.tips.standing import Given
from tipline.web.app import configuration_here
from tipline.web.days import HourField
from tipline.web.fields import (
    NOT_A_CHOICE,
    ChoiceField,
    LineField,
    Needed,
    NotShorter,
    TextField,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from wtforms.fields import Field

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.tips.second import Opening
    from tipline.tips.still import StillTaken

OBJECT, ALL = "object", "all"
LAST_OF_MINUTE = timedelta(seconds=59)  # it may have been sent within that minute


class _GivenForm(OfForm, EventForm):
    """A form about something that left, or that was opened again."""

    def wanted(self, given: Given | Opening | StillTaken) -> bool:
        """Tell whether it is still to be said of that."""
        raise NotImplementedError

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether it is whole; where it is not wanted any more, the case says that."""
        of_this = [it for it in tip.case.state.taken if it.number == self.number]
        return not any(map(self.wanted, of_this)) or super().fits(tip)


class AcknowledgeForm(_GivenForm):
    """Saying that what left has arrived."""

    about = "arrived"
    text = TextField(
        _l("Who has it, and how you know"),
        REASON_MAX,
        validators=[NotShorter(1, _l("Say who has it."))],
    )

    def wanted(self, given: Given | Opening | StillTaken) -> bool:
        """Tell whether nobody has said so yet."""
        return isinstance(given, Given) and not given.acknowledged

    @property
    def content(self) -> Acknowledged:
        """What is said, once the form fits."""
        return Acknowledged(of=self.number, text=self.text.data or "")


class SaidForm(_GivenForm):
    """Entering what a body outside said of what it was sent."""

    about = "said"
    said = ChoiceField(_l("What they say"), validators=[Needed(NOT_A_CHOICE)])
    who = LineField(_l("Who said it"), TO_MAX, validators=[NotShorter(1, _l("Say who said it."))])
    way = ChoiceField(_l("How it reached you"), validators=[Needed(NOT_A_CHOICE)])
    hour = HourField(
        _l("Hour"), description=_l("When they said it, for example 14:30. Left empty: now.")
    )
    text = TextField(
        _l("In their words"), REASON_MAX, description=_l("Needed where they decline or ask.")
    )

    def __init__(self, number: int, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Give the choices their words."""
        super().__init__(number, **given)
        self._sent_at = datetime.fromtimestamp(0, UTC)  # until it meets the case
        self._offer(tuple(Said))
        self.way.choices = [(way, told) for way, told in words.WAYS.items() if way not in BY_LINK]

    def wanted(self, given: Given | Opening | StillTaken) -> bool:
        """Tell whether it went to a body that is to answer."""
        return isinstance(given, Given) and isinstance(given.content, Sent)

    def meet(self, case: OpenCase) -> None:
        """Offer what whoever got it can say: an agency sets out, a camera's keeper does not."""
        for given in case.state.given:
            if given.number == self.number and isinstance(given.content, Sent):
                self._offer(given.content.answers)
                self._sent_at = given.at

    def _offer(self, answers: Collection[Said]) -> None:
        told = [(each, words.SAID[each]) for each in answers]
        self.said.choices = [("", _l("Choose one")), *told]

    def validate_text(self, field: Field) -> None:
        """Ask for what they say, where that word alone is of no use."""
        if self.said.data in IN_WORDS:
            ask_why(field)

    @property
    def content(self) -> AgencySaid:
        """What they said, once the form fits; of what did not leave, the case refuses anything."""
        return AgencySaid(
            of=self.number,
            said=next((each for each in Said if each == self.said.data), Said.ASKS),
            way=next((each for each in Way if each == self.way.data), Way.CALL),
            told_at=self._told_at(),
            who=self.who.data or "",
            text=self.text.data or "",
        )

    def _told_at(self) -> datetime:
        """Return when they said it: the last time that the clock showed this hour."""
        now = visit().now.replace(microsecond=0)
        if self.hour.data is None:
            return max(now, self._sent_at)  # in the second in which it was sent
        local = now.astimezone(configuration_here().site.timezone)
        at = datetime.combine(local.date(), self.hour.data, local.tzinfo)
        at -= timedelta(days=at > local)
        return min(at + LAST_OF_MINUTE, now).astimezone(UTC)


class EndLinkForm(_GivenForm):
    """Ending the link by which an agency answers, or all links of the case."""

    about = "end-link"
    text = TextField(_l("Why it is ended"), REASON_MAX, description=STANDS)

    def wanted(self, given: Given | Opening | StillTaken) -> bool:
        """Tell whether it has a link that nobody has ended."""
        if not isinstance(given, Given) or not isinstance(given.content, Dispatched):
            return False
        return bool(given.content.link) and not given.link_ended

    def validate_text(self, field: Field) -> None:
        """Ask why."""
        ask_why(field)

    @property
    def content(self) -> LinkEnded:
        """What is entered, once the form fits."""
        return LinkEnded(of=self.number, text=self.text.data or "")

    @property
    def all(self) -> bool:
        """Whether all links of the case end."""
        return request.form.get("which") == ALL


class SettleForm(OfForm, EventForm):
    """Saying what was done about what a body outside asked or declined."""

    about = "settle"
    text = TextField(
        _l("What was done about it"),
        REASON_MAX,
        description=_l("Whom you answered and what, or who does it instead."),
    )

    def validate_text(self, field: Field) -> None:
        """Ask what was done."""
        ask_why(field)

    @property
    def content(self) -> Settled:
        """What is said, once the form fits."""
        return Settled(of=self.number, text=self.text.data or "")


class ReviewForm(_GivenForm):
    """Looking, as another officer, at what was done at once."""

    about = "review"
    text = TextField(_l("Why"), REASON_MAX, description=_l("Needed to object."))

    def wanted(self, given: Given | Opening | StillTaken) -> bool:
        """Tell whether this officer is another one, who has yet to look."""
        return given.unreviewed and given.author != visit().member.analyst

    def validate_text(self, field: Field) -> None:
        """Ask why somebody objects."""
        if self.objects:
            ask_why(field)

    @property
    def objects(self) -> bool:
        """Whether it should not have been done."""
        return request.form.get("answer") == OBJECT

    @property
    def content(self) -> Reviewed:
        """What is said, once the form fits."""
        return Reviewed(of=self.number, objection=self.objects, text=self.text.data or "")
