"""By what the work list and a search are narrowed down: the choices, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext

from tipline.casework.case.vouching import cards
from tipline.casework.lists.views import View
from tipline.casework.tip import placing
from tipline.review import desk_words, names, words
from tipline.review.asked import FIRST, UNASSESSED
from tipline.review.house import house
from tipline.review.visit import visit as here
from tipline.search.entry import Holds
from tipline.search.listing import Order
from tipline.tips.priority import Priority
from tipline.tips.state import FINISHED, State
from tipline.web.app import configuration_here
from tipline.web.languages import pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tipline.casework.visit import Visit
    from tipline.review.asked import Asked
    from tipline.review.rows import Row

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Narrowing:
    """One choice by which the list is narrowed or sorted: its name, its words, what is chosen."""

    name: str
    label: str
    choices: Choices
    chosen: str


def narrowing(asked: Asked, desks: Sequence[str], holds: Holds = Holds.TIPS) -> list[Narrowing]:
    """Return what the work list is narrowed down by and sorted by, as it is now.

    In which language a report was written is no part of a case.
    """
    usual = FIRST.get(asked.view, Order.URGENT)
    sort = "" if asked.order is usual else asked.order.value
    given = [
        Narrowing("sort", gettext("Sorted by"), orders(asked.view), sort),
        Narrowing("category", gettext("Kind"), categories(), asked.category),
        Narrowing("priority", gettext("Priority"), priorities(), asked.priority),
    ]
    if holds is Holds.CASES:
        given.append(Narrowing("state", gettext("State"), stands(asked.view), asked.state))
    else:
        spoken = languages(asked.language)
        given += [
            Narrowing("state", gettext("State"), states(asked.view), asked.state),
            Narrowing("language", gettext("Language"), spoken, asked.language),
            Narrowing("mark", gettext("Waits for"), marks(), asked.mark),
        ]
    if len(areas()) > 1:
        given.append(Narrowing("area", gettext("Area"), areas(), asked.area))
    if desks:
        given.append(Narrowing("desk", gettext("Desk"), desk_names(), asked.desk))
    return given


def orders(view: View) -> Choices:
    """Return how a view can be sorted, what it is by itself first."""
    shown = words.FINISHED_ORDERS if view is View.FINISHED else words.ORDERS
    usual = FIRST.get(view, Order.URGENT)
    return [("" if order is usual else order.value, str(told)) for order, told in shown.items()]


def categories() -> Choices:
    """Return the kinds of report."""
    known = configuration_here().categories
    return [("", gettext("Any")), *((each.code, pick(each.label)) for each in known)]


def priorities() -> Choices:
    """Return the priorities, and that nobody has assessed it."""
    levels = ((each.value, names.of_level(each)) for each in Priority)
    return [("", gettext("Any")), *levels, (UNASSESSED, gettext("Not assessed yet"))]


def states(view: View | None = None) -> Choices:
    """Return the states that a view can show; without one, all."""
    shown = [
        (state.value, str(told))
        for state, told in words.STATES.items()
        if view is None or ((State(state) in FINISHED) is (view is View.FINISHED))
    ]
    return [("", gettext("Any")), *shown]


def stands(view: View) -> Choices:
    """Return how far a desk can be with the cases that a view of its cases shows."""
    told = {**words.STATES, **desk_words.BY_STATE}
    over = (State.DONE, State.CLOSED, State.DUP)
    shown = over if view is View.FINISHED else tuple(desk_words.BY_STATE)[:-1]
    return [("", gettext("Any")), *((state.value, str(told[state])) for state in shown)]


def languages(chosen: str = "") -> Choices:
    """Return the languages of the public site, those of the hotline's callers, and the chosen."""
    texts = configuration_here()
    callers = texts.script.languages if house().settings.hotline else ()
    spoken = dict.fromkeys([*texts.site.name, *callers, *filter(None, [chosen])])
    return [("", gettext("Any")), *((each, names.of_language(each)) for each in spoken)]


def desk_names() -> Choices:
    """Return the desks that a case can be with."""
    desks = (each for each in configuration_here().desks if each.kind.holds_tips)
    return [("", gettext("Any")), *((each.code, pick(each.name)) for each in desks)]


def marks() -> Choices:
    """Return by which marks in the rows a list is narrowed down."""
    return [("", gettext("Any")), *((each.value, str(told)) for each, told in words.MARKS.items())]


def areas() -> Choices:
    """Return the areas that a place can lie in."""
    known = placing.areas(here())
    return [("", gettext("Any")), *((each.code, pick(each.names)) for each in known)]


def people(visit: Visit, rows: Iterable[Row]) -> Mapping[bytes, str]:
    """Return the names of those who have a tip of these rows, as far as they are known."""
    wanted = {row.facts.person for row in rows if row.facts and row.facts.person}
    return {who: name for who, name in colleagues(visit) if who in wanted} if wanted else {}


def colleagues(visit: Visit) -> Iterator[tuple[bytes, str]]:
    """Yield those who are or were at the analyst's desks: ids and names."""
    for desk in visit.desks:
        for card in cards(visit, desk):
            yield card.analyst, card.name
