"""What there is to draw: land, areas with borders, named places; all of it ready on the plane."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from tipline.places import projection
from tipline.places.view import Box, Plane, meet
from tipline.tips.point import Point

Names = Mapping[str, str]  # language → name


@dataclass(frozen=True)
class Ring:
    """A closed line in metres on the plane; its last corner is not its first again."""

    corners: tuple[Plane, ...]

    @cached_property
    def box(self) -> Box:
        """What it lies in."""
        east, north = zip(*self.corners, strict=True)
        return min(east), min(north), max(east), max(north)


@dataclass(frozen=True)
class Shape:
    """Some ground: what its outer rings enclose, without the holes."""

    outer: tuple[Ring, ...]
    holes: tuple[Ring, ...] = ()

    @classmethod
    def of_geometry(cls, geometry: Mapping[str, Any]) -> Self:
        """Return the shape of a GeoJSON polygon or several (RFC 7946, 3.1); KeyError for others."""
        given = geometry["coordinates"]
        polygons = {"Polygon": [given], "MultiPolygon": given}[geometry["type"]]
        return cls(
            tuple(_ring(rings[0]) for rings in polygons),
            tuple(_ring(hole) for rings in polygons for hole in rings[1:]),
        )

    @cached_property
    def box(self) -> Box:
        """What it lies in."""
        return around(ring.box for ring in self.outer)


@dataclass(frozen=True, kw_only=True)
class NamedArea:
    """An area that has a border and a name."""

    names: Names
    shape: Shape


@dataclass(frozen=True, kw_only=True)
class NamedPlace:
    """A place that has a name; of two that want the same room, the lower ``rank`` gets it.

    ``kind``: what it is, in a word of the deployment's own; ``others``: names by which it is found
    too.
    """

    names: Names
    point: Point
    rank: int
    kind: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Layers:
    """A deployment's map. ``attribution``: whom its licences ask to name, drawn on each picture."""

    land: Shape
    areas: tuple[NamedArea, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    attribution: str = ""

    @cached_property
    def ranked(self) -> Sequence[tuple[NamedPlace, Plane]]:
        """The places and where they are on the plane, the lowest rank first."""
        ranked = sorted(self.places, key=lambda place: place.rank)
        return [(place, projection.plane(place.point)) for place in ranked]


def around(boxes: Iterable[Box]) -> Box:
    """Return the box that all boxes lie in."""
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def clipped(ring: Ring, box: Box) -> Sequence[Plane]:
    """Return the part of a ring that lies in a box (Sutherland and Hodgman, CACM 17(1), 1974).

    Sides of the box that the ring does not cross cost nothing.
    """
    kept: Sequence[Plane] = ring.corners if meet(ring.box, box) else ()
    for side, sign in enumerate((1, 1, -1, -1)):
        if sign * (ring.box[side] - box[side]) < 0:
            kept = list(_on_side(kept, side % 2, box[side], sign))
    return kept


def middle(shape: Shape, box: Box) -> Plane | None:
    """Return the centroid of the largest part of a shape in a box; None if there is none."""
    parts = [clipped(ring, box) for ring in shape.outer]
    largest = max(parts, key=lambda part: abs(_twice(part)), default=())
    whole = 3 * _twice(largest)
    if not whole:
        return None
    pairs = [(largest[place - 1], corner) for place, corner in enumerate(largest)]
    weights = [_cross(*pair) for pair in pairs]
    east, north = (
        sum(
            weight * (one[axis] + other[axis])
            for weight, (one, other) in zip(weights, pairs, strict=True)
        )
        for axis in (0, 1)
    )
    return east / whole, north / whole


def _twice(part: Sequence[Plane]) -> float:
    """Return twice the area of a ring, below nought if it runs clockwise."""
    return sum(_cross(part[place - 1], corner) for place, corner in enumerate(part))


def _cross(one: Plane, other: Plane) -> float:
    return one[0] * other[1] - other[0] * one[1]


def _on_side(corners: Sequence[Plane], axis: int, bound: float, sign: int) -> Iterator[Plane]:
    """Yield the ring cut off at a line: what is left lies above it, or below if ``sign`` is -1."""
    for place, corner in enumerate(corners):
        before = corners[place - 1]
        inside = sign * (corner[axis] - bound) >= 0
        if inside != (sign * (before[axis] - bound) >= 0):
            part = (bound - before[axis]) / (corner[axis] - before[axis])
            east, north = (a + part * (b - a) for a, b in zip(before, corner, strict=True))
            yield (east, north)
        if inside:
            yield corner


def _ring(positions: Sequence[Sequence[float]]) -> Ring:
    """Return a ring of GeoJSON, whose last position is its first."""
    return Ring(tuple(projection.plane_of(east, north) for east, north, *_ in positions[:-1]))
