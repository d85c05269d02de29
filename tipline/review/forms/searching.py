"""The forms of a search: what is asked for, and under which name it is kept."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from tipline.casework.lists.searches import NAME_MAX, WORDS_MAX, Kept
from tipline.review import names, narrowing, words
from tipline.review.asked import UNASSESSED
from tipline.review.posted import PostedForm
from tipline.search.entry import Question
from tipline.search.words import asked
from tipline.tips.state import FINISHED, State
from tipline.web.app import configuration_here
from tipline.web.days import DayField
from tipline.web.fields import ChoiceField, LineField, MarkField, NotShorter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.casework.visit import Visit

PLACE_MAX = 18  # digits of a place among the results
NARROWING = (
    "state", "priority", "category", "area", "language", "desk", "person", "since", "until",
    "files",
)  # fmt: skip
CODES = ("state", "priority", "category", "area", "language", "desk", "person")
FIELDS = ("words", *CODES, "since", "until", "files")
NOBODY, ME = "nobody", "me"  # beside the ids of colleagues
OPEN, FINISHED_ONES = "open", "finished"  # beside the states themselves


class SearchForm(PostedForm):
    """What is looked for. It is posted: words that are searched for stand in no address."""

    words = LineField(
        _l("Words"),
        WORDS_MAX,
        description=_l(
            "All of them must be there: in the report, in a message, or in the case. Case, vowel"
            " marks, endings and the spelling of letters such as hamza do not matter, nor does -ise"
            " or -ize, -our or -or. People are found by their names only where two officers stated"
            " a reasonable indication."
        ),
    )
    state = ChoiceField(_l("State"))
    priority = ChoiceField(_l("Priority"))
    category = ChoiceField(_l("Kind"))
    area = ChoiceField(_l("Area"))
    language = ChoiceField(_l("Language"))
    desk = ChoiceField(_l("Desk"))
    person = ChoiceField(_l("Who has it"))
    since = DayField(_l("Arrived from"), description=_l("For example 30/11/2026"))
    until = DayField(_l("Arrived until"))
    files = MarkField(_l("With attachments"))
    before = HiddenField()

    def __init__(self, visit: Visit, **given: Any) -> None:  # noqa: ANN401 (as WTForms takes them)
        """Take what was posted, or is given; what may be chosen is the deployment's."""
        super().__init__(**given)
        self.state.choices = list(_states())
        self.priority.choices = narrowing.priorities()
        self.category.choices = narrowing.categories()
        self.area.choices = narrowing.areas()
        self.language.choices = narrowing.languages()
        self.desk.choices = narrowing.desk_names()
        self.person.choices = list(_people(visit))
        self._me = visit.member.analyst

    @classmethod
    def of(cls, visit: Visit, kept: Kept) -> Self:
        """Return the form as a kept search fills it; a choice that is no more is not asked."""
        form = cls(visit, formdata=None, data={name: getattr(kept, name) for name in FIELDS})
        for name in CODES:
            field: Any = form[name]
            field.data = field.data if field.shown() else ""
        return form

    def kept(self, name: str) -> Kept:
        """Return what is asked for, under a name."""
        asked: dict[str, Any] = {each: self[each].data for each in FIELDS if self[each].data}
        return Kept(name=name, **asked)

    @property
    def question(self) -> Question:
        """What is asked for."""
        return Question(
            words=tuple(asked(self.words.data or "")),
            states=_meant(self.state.data),
            priorities=_levels(self.priority.data),
            category=self.category.data,
            area=self.area.data,
            language=self.language.data,
            desk=self.desk.data,
            person=self._person(),
            with_files=bool(self.files.data),
            since=_moment(self.since.data, time.min),
            until=_moment(self.until.data, time.max),
        )

    def _person(self) -> bytes | None:
        """Return who is to have it; empty bytes for nobody, None where that is not asked."""
        chosen = self.person.data
        own = {NOBODY: b"", ME: self._me, "": None}
        return own[chosen] if chosen in own else bytes.fromhex(chosen)

    @property
    def narrowed(self) -> bool:
        """Whether anything but words is asked for, or was typed wrong."""
        return any(field.data or field.errors for field in self if field.name in NARROWING)

    @property
    def place(self) -> int | None:
        """Before which place among the results the page begins; None for the first page."""
        told = self.before.data or ""
        sound = told.isascii() and told.isdecimal() and len(told) <= PLACE_MAX
        return int(told) if sound else None


class KeepSearchForm(PostedForm):
    """Under which name a search is kept, and for whom."""

    name = LineField(_l("Name"), NAME_MAX, validators=[NotShorter(1, _l("Give it a name."))])
    owner = ChoiceField(_l("For"))

    def __init__(self, visit: Visit) -> None:
        """Take what was posted; a desk is one of the analyst's."""
        super().__init__(prefix="keep")
        desks = ((desk, names.of_desk(desk)) for desk in visit.desks)
        self.owner.choices = [("", gettext("Me alone")), *desks]


def _states() -> Iterator[tuple[str, str]]:
    yield "", gettext("Any")
    yield OPEN, gettext("All that are open")
    yield FINISHED_ONES, gettext("All that are finished")
    yield from ((state, str(shown)) for state, shown in words.STATES.items())


def _meant(chosen: str) -> tuple[str, ...]:
    if chosen == OPEN:
        return tuple(state for state in State if state not in FINISHED)
    if chosen == FINISHED_ONES:
        return tuple(FINISHED)
    return (chosen,) if chosen else ()


def _levels(chosen: str) -> tuple[str, ...]:
    if not chosen:
        return ()
    return ("",) if chosen == UNASSESSED else (chosen,)


def _people(visit: Visit) -> Iterator[tuple[str, str]]:
    yield from (("", gettext("Any")), (ME, gettext("I")), (NOBODY, gettext("Nobody")))
    others = {who.hex(): name for who, name in narrowing.colleagues(visit)}
    others.pop(visit.member.analyst.hex(), None)
    yield from sorted(others.items(), key=lambda each: each[1].casefold())


def _moment(day: date | None, at: time) -> datetime | None:
    """Return the first or the last moment of a day of the place."""
    return datetime.combine(day, at, configuration_here().site.timezone) if day else None
