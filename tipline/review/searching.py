"""A search: what is asked for, and the tips that fit, with the words in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField

from tipline.casework.finding import find
from tipline.review import reading, words
from tipline.review.marks import around, marked
from tipline.review.queue import open_rows
from tipline.search.entry import Question
from tipline.search.words import asked, places
from tipline.tips.priority import Priority
from tipline.tips.state import FINISHED, State
from tipline.web.app import configuration_here
from tipline.web.fields import ChoiceField, DayField, LineField
from tipline.web.languages import pick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from tipline.casework.finding import Results
    from tipline.casework.visit import Visit
    from tipline.review.queue import QueueRow
    from tipline.tips.report import Answers

PAGE = 20  # results
ASKED_MAX = 200  # code points
SHOWN = 200  # code points of a tip's words
PLACE_MAX = 18  # digits of a place among the results
NARROWING = frozenset({"state", "priority", "category", "since", "until", "files"})
OPEN, FINISHED_ONES = "open", "finished"  # beside the states themselves


class SearchForm(FlaskForm):
    """What is looked for. It is posted: words that are searched for stand in no address."""

    words = LineField(
        _l("Words"),
        ASKED_MAX,
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
    since = DayField(_l("Arrived from"), description=_l("For example 30/11/2026"))
    until = DayField(_l("Arrived until"))
    files = BooleanField(_l("With attachments"))  # type: ignore[arg-type]  # WTForms takes what turns into text later
    before = HiddenField()

    def __init__(self) -> None:
        """Take what was posted; what may be chosen is the deployment's."""
        super().__init__()  # type: ignore[no-untyped-call]  # Flask-WTF's
        self.state.choices = list(_states())
        self.priority.choices = [("", _l("Any")), *((each, each) for each in Priority)]
        self.category.choices = list(_categories())

    @property
    def question(self) -> Question:
        """What is asked for."""
        return Question(
            words=tuple(asked(self.words.data or "")),
            states=_meant(self.state.data),
            priorities=(self.priority.data,) if self.priority.data else (),
            category=self.category.data,
            with_files=bool(self.files.data),
            since=_moment(self.since.data, time.min),
            until=_moment(self.until.data, time.max),
        )

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


@dataclass(frozen=True)
class Hit:
    """A tip that fits. ``excerpt`` are some of its words, those that were asked for marked.

    ``elsewhere``: they stand in a message or in the case.
    """

    row: QueueRow
    excerpt: Markup = field(repr=False)
    elsewhere: bool


@dataclass(frozen=True)
class Searched:
    """What a search found: a page of hits."""

    results: Results
    hits: tuple[Hit, ...] = field(repr=False)

    @property
    def percent(self) -> int:
        """How much of what there is was searched, in whole per cent."""
        return int(self.results.share * 100)


def search(visit: Visit, form: SearchForm) -> Searched:
    """Find tips, and open those of this page as far as they are shown. Raises StoreError."""
    question = form.question
    results = find(visit, question, PAGE, form.place)
    rows = open_rows(visit, visit.office.shelf.rows(results.tips, visit.desks))
    return Searched(results, tuple(_hit(row, question.words) for row in rows))


def _hit(row: QueueRow, wanted: Sequence[str]) -> Hit:
    if row.answers is None:
        return Hit(row, marked("", ()), elsewhere=False)
    for text in _said(row.answers):
        spans = list(places(text, wanted)) if wanted else []
        if spans:
            shown = around(text, SHOWN, min(spans)[0])
            return Hit(row, marked(shown, places(shown, wanted)), elsewhere=False)
    return Hit(row, marked(around(row.answers.what, SHOWN, 0), ()), elsewhere=bool(wanted))


def _said(answers: Answers) -> Iterator[str]:
    yield answers.what
    for group in reading.groups(answers):
        yield from (said.text for said in group.said if said.own)


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


def _categories() -> Iterator[tuple[str, str]]:
    yield "", gettext("Any")
    for category in configuration_here().categories:
        yield category.code, pick(category.label)


def _moment(day: date | None, at: time) -> datetime | None:
    """Return the first or the last moment of a day of the place."""
    return datetime.combine(day, at, configuration_here().site.timezone) if day else None
