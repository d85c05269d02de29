"""All places of a deployment, and what is said of a point."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from tipline.places.areas import Area, Areas, Polygon, shape
from tipline.places.gazetteer import Gazetteer
from tipline.places.layers import Layers, NamedPlace
from tipline.tips.point import Point

NEAR_METRES = 20_000  # a place farther off tells nothing


@dataclass(frozen=True)
class Here:
    """What is said of a point: the nearest place that has a name, if it is near, and the areas."""

    place: NamedPlace | None
    metres: int
    areas: tuple[Area, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Places:
    """Land, areas and named places. ``lacking``: which name lacks which language."""

    land: tuple[Polygon, ...] = ()
    areas: Areas = field(default_factory=Areas)
    gazetteer: Gazetteer = field(default_factory=lambda: Gazetteer(()))
    attribution: str = ""
    lacking: tuple[tuple[str, str, str], ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is a map at all."""
        return bool(self.land)

    def about(self, point: Point, day: date) -> Here:
        """Return what is said of a point on a day."""
        place, metres = self.gazetteer.nearest(point) or (None, 0.0)
        near = place if metres <= NEAR_METRES else None
        return Here(near, round(metres) if near else 0, self.areas.containing(point, day))

    def layers_on(self, day: date) -> Layers:
        """Return what is drawn of them on a day."""
        return _layers(self, day)


@lru_cache(maxsize=2)
def _layers(places: Places, day: date) -> Layers:
    return Layers(
        land=shape(places.land),
        areas=tuple(area.drawn for area in places.areas.on(day) if area.shown),
        places=tuple(places.gazetteer.places),
        attribution=places.attribution,
    )
