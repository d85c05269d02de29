"""What is asked of the work list, as its address says: codes alone, so that it can be kept.

A place in the list is sealed: beside a priority that is asked for, a tip's id would say of what
priority it is. What makes no sense is passed over, as if it were not there.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from flask import current_app

from tipline.casework.lists.views import VIEWS, View
from tipline.errors import RecordMalformedError
from tipline.sealing import token
from tipline.sealing.derivation import derive
from tipline.search.entry import Holds, Question
from tipline.search.listing import Listed, Marked, Order, Start
from tipline.tips.priority import Priority
from tipline.tips.state import State

if TYPE_CHECKING:
    from collections.abc import Collection

    from flask import Flask
    from werkzeug.datastructures import MultiDict

    from tipline.configuration import Configuration

Query: TypeAlias = dict[str, Any]
PLACE = "tipline.places"
UNASSESSED = "none"
LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")
FIRST = {View.FINISHED: Order.NEWEST}  # how a view is sorted if nobody says: else, by urgency
PLACES = ("after", "before", "older", "newer")
NARROWING = ("category", "priority", "state", "desk", "area", "language", "files", "mark")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in the list, as a token holds it."""

    first: int
    second: int
    tip: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A view, how it is sorted and narrowed, and where the page begins.

    ``after`` and ``before`` are tokens of places, ``older`` and ``newer`` cursors of the shelf,
    for the time in which an index is being made.
    """

    view: View = View.OPEN
    order: Order = Order.URGENT
    category: str = ""
    priority: str = ""
    state: str = ""
    desk: str = ""
    area: str = ""
    language: str = ""
    files: str = ""
    mark: str = ""
    after: str = ""
    before: str = ""
    older: str = ""
    newer: str = ""

    @classmethod
    def read(
        cls,
        given: MultiDict[str, str],
        known: Configuration,
        areas: Collection[str] = (),
        holds: Holds = Holds.TIPS,
    ) -> Self:
        """Return what an address asks for, of a list of tips or of cases."""
        view = View.FINISHED if given.get("tab") == "finished" else View.OPEN  # of older addresses
        with suppress(ValueError):
            view = View(given.get("view", view))
        view = view if view in VIEWS[holds] else View.OPEN
        order = FIRST.get(view, Order.URGENT)
        with suppress(ValueError):
            order = Order(given.get("sort", order))
        codes = {
            "category": known.kinds.keys(),
            "priority": {*Priority, UNASSESSED},
            "state": set(State),
            "desk": {desk.code for desk in known.desks},
            "files": {"1"},
            "area": set(areas),
            "mark": set(Marked) if holds is Holds.TIPS else set(),
        }
        narrowed = {name: given[name] for name, some in codes.items() if given.get(name) in some}
        spoken = given.get("language", "")
        places = {name: given.get(name, "") for name in PLACES}
        return cls(view=view, order=order, language=spoken if LANGUAGE.fullmatch(spoken) else "",
                   **narrowed, **places)  # fmt: skip

    @property
    def question(self) -> Question:
        """What the list is narrowed down by."""
        priority = "" if self.priority == UNASSESSED else self.priority
        return Question(
            category=self.category,
            priorities=(priority,) if self.priority else (),
            states=(self.state,) if self.state else (),
            desk=self.desk,
            area=self.area,
            language=self.language,
            with_files=bool(self.files),
        )

    @property
    def narrowed(self) -> bool:
        """Whether it is narrowed down at all."""
        return self.question != Question() or self.marked is not None

    @property
    def marked(self) -> Marked | None:
        """By which mark in the rows it is narrowed down."""
        return Marked(self.mark) if self.mark else None

    @property
    def plain(self) -> bool:
        """Whether the shelf's own order can stand for what is asked."""
        sorted_as_usual = self.order is FIRST.get(self.view, Order.URGENT)
        return self.view in {View.OPEN, View.FINISHED} and sorted_as_usual and not self.narrowed

    @property
    def first_page(self) -> bool:
        """Whether it is the list's beginning that is asked for."""
        return not (self.after or self.before or self.older or self.newer)

    def address(self, **other: str) -> Query:
        """Return the address's query: the same view, sorted and narrowed the same, but for these.

        What is as it is anyhow is left out, and so is the page.
        """
        asked = replace(self, after="", before="", older="", newer="", **self._meant(other))
        usual = FIRST.get(asked.view, Order.URGENT)
        return {
            **({"view": asked.view.value} if asked.view is not View.OPEN else {}),
            **({"sort": asked.order.value} if asked.order is not usual else {}),
            **{name: getattr(asked, name) for name in NARROWING if getattr(asked, name)},
            **{name: other[name] for name in PLACES if name in other},
        }

    @property
    def here(self) -> Query:
        """The query of this very page."""
        return self.address(**{name: told for name in PLACES if (told := getattr(self, name))})

    def to(self, view: View) -> Query:
        """Return the query of another view, sorted as it is by itself, narrowed the same."""
        return self.address(view=view, order=FIRST.get(view, Order.URGENT))

    def _meant(self, other: dict[str, Any]) -> dict[str, Any]:
        return {name: told for name, told in other.items() if name in {"view", "order", *NARROWING}}

    def start(self, analyst: bytes) -> Start:
        """Return where the page begins; at the top where no place is told, or another's."""
        for text, back in ((self.after, False), (self.before, True)):
            with suppress(RecordMalformedError):
                place = token.open_token(Place, text, _key(), self._bound(analyst))
                return Start(Listed(place.first, place.second, place.tip), back)
        return Start()

    def place(self, listed: Listed, analyst: bytes) -> str:
        """Return the token of a place in this list."""
        place = Place(first=listed.first, second=listed.second, tip=listed.tip)
        return token.seal(place, _key(), self._bound(analyst))

    def _bound(self, analyst: bytes) -> bytes:
        return analyst + self.order.encode()


def set_up(app: Flask, secret: bytes) -> None:
    """Give an application the key of places in the work list."""
    app.extensions[PLACE] = derive(secret, "work list place")


def _key() -> bytes:
    key: bytes = current_app.extensions[PLACE]
    return key
