"""A spot of the map in words: where it is read, how urgent, how far, how exactly it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from tipline.review import desk_words, names, words
from tipline.tips.priority import Priority
from tipline.tips.report import Exactness
from tipline.tips.state import FINISHED, State

if TYPE_CHECKING:
    from tipline.search.spots import Spot

URGENT = frozenset({Priority.P1, Priority.P2})
FRESH = frozenset({State.NEW, State.ASSIGNED})


def address(spot: Spot) -> str:
    """Return where a spot is read."""
    if spot.is_case:
        return url_for("review.case", case_id=spot.id)
    return url_for("review.tip", tip_id=spot.id)


def level(spot: Spot) -> str:
    """Return the priority of a spot in words."""
    return names.of_level(Priority(spot.priority)) if spot.priority else ""


def state(spot: Spot) -> str:
    """Return how far a spot is, in words."""
    told = {**words.STATES, **desk_words.BY_STATE} if spot.is_case else words.STATES
    return str(told[State(spot.state)])


def look(spot: Spot) -> str:
    """Return how a spot is drawn: fresh, in work, or over."""
    if State(spot.state) in FINISHED:
        return "over"
    return "fresh" if State(spot.state) in FRESH else "work"


def exact(spot: Spot) -> str:
    """Return how exactly a spot is known, where that is not to the house; else nothing."""
    rough = spot.exact not in {"", Exactness.EXACT}
    return str(words.EXACT[Exactness(spot.exact)]) if rough else ""
