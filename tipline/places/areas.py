"""Areas: what part of the country a point lies in, on a day.

Borders are kept in the whole hundred-thousandths of a degree that points are in, so that "on the
border" is exact: such a point belongs to both sides. Between corners a border is straight in
degrees (RFC 7946, 3.1.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tipline.places import projection
from tipline.places.layers import NamedArea, Names, Ring, Shape
from tipline.tips.point import Point

Corner = tuple[int, int]  # longitude, latitude in hundred-thousandths of a degree
Line = tuple[Corner, ...]  # a ring; its last corner is not its first again


@dataclass(frozen=True)
class Polygon:
    """Some ground within a ring, without what lies within its holes."""

    outer: Line
    holes: tuple[Line, ...] = ()

    def contains(self, point: Point) -> bool:
        """Tell whether a point lies in it, or on its border."""
        at = (point.longitude, point.latitude)
        west, south, east, north = self.box
        if not (west <= at[0] <= east and south <= at[1] <= north):
            return False
        inside, edge = _crossed(self.outer, at)
        within = [_crossed(hole, at) for hole in self.holes]
        return edge or any(edge for _, edge in within) or (inside and not any(i for i, _ in within))

    @cached_property
    def box(self) -> tuple[int, int, int, int]:
        """What it lies in: west, south, east, north."""
        east, north = zip(*self.outer, strict=True)
        return min(east), min(north), max(east), max(north)


@dataclass(frozen=True, kw_only=True)
class Area:
    """An area of the deployment from a day on, until one of the same code begins.

    ``polygons``: none of them where it is no more. ``valid_from`` None: always was. ``shown``:
    whether its border and its name are drawn.
    """

    code: str
    kind: str
    names: Names
    polygons: tuple[Polygon, ...]
    valid_from: date | None = None
    shown: bool = True

    def contains(self, point: Point) -> bool:
        """Tell whether a point lies in it, or on its border."""
        return any(polygon.contains(point) for polygon in self.polygons)

    @cached_property
    def drawn(self) -> NamedArea:
        """It, as it is drawn."""
        return NamedArea(names=self.names, shape=shape(self.polygons))


@dataclass(frozen=True)
class Areas:
    """All areas that there were, are and will be."""

    areas: tuple[Area, ...] = ()

    def on(self, day: date) -> tuple[Area, ...]:
        """Return the areas that there are on a day, as they are then, in their order."""
        there: dict[str, Area] = {}
        for area in sorted(self.areas, key=_begins):
            if _begins(area) <= day:
                there[area.code] = area
        return tuple(area for area in self.areas if area.polygons and there.get(area.code) is area)

    @property
    def names(self) -> Mapping[str, Names]:
        """What the areas of all days are called, by their codes: the last name of each."""
        return {area.code: area.names for area in sorted(self.areas, key=_begins)}

    def containing(self, point: Point, day: date) -> tuple[Area, ...]:
        """Return the areas that a point lies in on a day: none, one, or both sides of a border."""
        return tuple(area for area in self.on(day) if area.contains(point))


def shape(polygons: Sequence[Polygon]) -> Shape:
    """Return polygons on the plane, as they are drawn."""
    outer = tuple(_ring(polygon.outer) for polygon in polygons)
    return Shape(outer, tuple(_ring(hole) for polygon in polygons for hole in polygon.holes))


def _begins(area: Area) -> date:
    return area.valid_from or date.min


def _crossed(ring: Line, at: Corner) -> tuple[bool, bool]:
    """Tell whether a point is within a ring, and whether it is on it.

    A line from the point to the east crosses the ring an odd number of times from within. Source:
    Haines, Point in Polygon Strategies, Graphics Gems IV, 1994.
    """
    inside, (x, y) = False, at
    for (x1, y1), (x2, y2) in _sides(ring):
        turn = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)
        if turn == 0 and min(x1, x2) <= x <= max(x1, x2) and min(y1, y2) <= y <= max(y1, y2):
            return True, True
        if (y1 > y) != (y2 > y) and (turn > 0) == (y2 > y1):
            inside = not inside
    return inside, False


def _sides(ring: Line) -> Iterator[tuple[Corner, Corner]]:
    return ((ring[place - 1], corner) for place, corner in enumerate(ring))


def _ring(line: Line) -> Ring:
    points = (Point(latitude=north, longitude=east) for east, north in line)
    return Ring(tuple(projection.plane(point) for point in points))
