"""Where a point is, in words: near which place, in which areas, and by which numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from markupsafe import Markup

from tipline.casework.tip import placing
from tipline.review.house import house
from tipline.review.visit import visit
from tipline.web.languages import language, pick
from tipline.web.place_words import about

if TYPE_CHECKING:
    from flask import Flask

    from tipline.places.layers import NamedPlace
    from tipline.tips.point import Point


def set_up(app: Flask) -> None:
    """Give templates the names that are offered while somebody types a place."""
    app.jinja_env.globals["offered_places"] = lambda: house().places.gazetteer.offered(language())


def pieces(point: Point | None) -> list[str]:
    """Return what is said of a point, piece by piece; of none, that it is not known."""
    if point is None:
        return [gettext("not known")]
    return [said(point), Markup('<bdi dir="ltr">{}</bdi>').format(point.written)]


def said(point: Point) -> str:
    """Return where a point lies."""
    here = placing.about(visit(), point)
    return about(pick(here.place.names) if here.place else "", here.metres, areas(point))


def called(place: NamedPlace) -> str:
    """Return a place's name with what tells it from another of that name."""
    return about(pick(place.names), 0, areas(place.point))


def areas(point: Point) -> str:
    """Return the names of the areas that a point lies in."""
    return " · ".join(pick(area.names) for area in placing.about(visit(), point).areas)
