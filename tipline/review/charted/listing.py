"""The list beside the map: a line for each spot, and how many lie in each area."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tipline.casework.lists.charting import point_of
from tipline.casework.tip import placing
from tipline.places.geodesic import metres
from tipline.review import names, whereabouts
from tipline.review.charted import spot_words
from tipline.review.charted.spot_words import URGENT
from tipline.web.app import configuration_here
from tipline.web.languages import pick
from tipline.web.place_words import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tipline.casework.visit import Visit
    from tipline.places.areas import Area
    from tipline.search.spots import Spot
    from tipline.tips.point import Point


@dataclass(frozen=True)
class Line:
    """A line of the list: a spot, and how far it is from where was asked for."""

    spot: Spot = field(repr=False)
    metres: float | None

    @property
    def address(self) -> str:
        """Where it is read."""
        return spot_words.address(self.spot)

    @property
    def level(self) -> str:
        """Its priority, in words."""
        return spot_words.level(self.spot)

    @property
    def state(self) -> str:
        """How far it is, in words."""
        return spot_words.state(self.spot)

    @property
    def kind(self) -> str:
        """What it is about."""
        return names.of_category(self.spot.category)

    @property
    def arrived(self) -> datetime:
        """When it arrived, or was given."""
        return datetime.fromtimestamp(self.spot.arrived, UTC)

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return whereabouts.said(point_of(self.spot))

    @property
    def exact(self) -> str:
        """How exactly its place is known, where that is not to the house."""
        return spot_words.exact(self.spot)

    @property
    def away(self) -> str:
        """How far it is from where was asked for; empty where nowhere was."""
        return "" if self.metres is None else distance(self.metres)


@dataclass(frozen=True)
class OfArea:
    """How many of what is shown lie in an area, and how many of them are urgent; whose it is."""

    area: Area
    count: int
    urgent: int
    desks: Sequence[str]

    @property
    def name(self) -> str:
        """What it is called."""
        return pick(self.area.names)


def lines(spots: Iterable[Spot], near: Point | None) -> list[Line]:
    """Return the lines of spots, with how far they are from a point."""
    return [Line(each, metres(near, point_of(each)) if near else None) for each in spots]


def by_area(visit: Visit, spots: Iterable[Spot]) -> list[OfArea]:
    """Return the areas that spots lie in, those with the most first."""
    every, urgent = Counter[str](), Counter[str]()
    for spot in spots:
        every[spot.areas] += 1
        urgent[spot.areas] += spot.priority in URGENT
    found = [
        OfArea(
            area,
            sum(count for codes, count in every.items() if f" {area.code} " in codes),
            sum(count for codes, count in urgent.items() if f" {area.code} " in codes),
            [pick(desk.name) for desk in configuration_here().desks if area.code in desk.areas],
        )
        for area in placing.areas(visit)
    ]
    return sorted((each for each in found if each.count), key=lambda each: -each.count)
