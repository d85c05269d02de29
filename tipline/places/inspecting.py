"""What is odd in places, and yet may be meant: areas that overlap, places in none."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tipline.places.areas import Area, Areas, Line, Polygon
from tipline.places.layers import NamedPlace
from tipline.places.map import Places

SLICES = 200  # of what two areas have in common, from south to north
BORDER = 0.01  # of the lesser area: borders from two sources overlap by so much
Span = tuple[float, float]


@dataclass(frozen=True)
class Overlap:
    """Two areas of one kind that have ground in common: which share of the lesser."""

    one: Area
    other: Area
    share: float


def overlaps(areas: Sequence[Area]) -> Iterator[Overlap]:
    """Yield those of one kind that overlap by more than a border, at some hundredth of the lesser.

    Ground is compared in degrees, in slices.
    """
    sizes = {id(area): sum(map(_size, area.polygons)) for area in areas}
    for one, other in itertools.combinations(areas, 2):
        lesser = min(sizes[id(one)], sizes[id(other)])
        if one.kind == other.kind and lesser:
            share = _common(one, other) / lesser
            if share > BORDER:
                yield Overlap(one, other, min(share, 1.0))


def outside(places: Places, day: date) -> list[NamedPlace]:
    """Return the places that lie in no area on a day; none where there are no areas at all."""
    areas = places.areas.on(day)
    return [
        place
        for place in places.gazetteer.places
        if areas and not any(area.contains(place.point) for area in areas)
    ]


def unknown(codes: Iterable[str], areas: Areas) -> list[str]:
    """Return the codes that no area has or will have, in their order."""
    there = {area.code for area in areas.areas}
    return sorted(set(codes) - there)


def days(areas: Areas, today: date) -> list[date]:
    """Return the days to look at: today, and those of changes to come."""
    begins = {area.valid_from for area in areas.areas if area.valid_from}
    return sorted({today, *(day for day in begins if day > today)})


def _common(one: Area, other: Area) -> float:
    """Return the ground that two areas have in common, in square parts of a degree."""
    pairs = itertools.product(one.polygons, other.polygons)
    return sum(_shared(*pair) for pair in pairs)


def _shared(one: Polygon, other: Polygon) -> float:
    boxes = (one.box, other.box)
    west, south = (max(box[side] for box in boxes) for side in (0, 1))
    east, north = (min(box[side] for box in boxes) for side in (2, 3))
    if west >= east or south >= north:
        return 0.0
    high = (north - south) / SLICES
    middles = (math.floor(south + (at + 0.5) * high) + 0.5 for at in range(SLICES))
    return high * sum(_meeting(_spans(one, middle), _spans(other, middle)) for middle in middles)


def _spans(polygon: Polygon, north: float) -> list[Span]:
    """Return where a polygon is cut by a parallel on which no corner lies."""
    crossed: list[float] = []
    for ring in (polygon.outer, *polygon.holes):
        for (x1, y1), (x2, y2) in zip((ring[-1], *ring), ring, strict=False):
            if (y1 > north) != (y2 > north):
                crossed.append(x1 + (north - y1) * (x2 - x1) / (y2 - y1))
    crossed.sort()
    return list(zip(crossed[::2], crossed[1::2], strict=True))


def _meeting(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return how long two rows of spans lie on each other."""
    return sum(
        max(0.0, min(east, right) - max(west, left)) for west, east in one for left, right in other
    )


def _size(polygon: Polygon) -> float:
    return abs(_turned(polygon.outer)) - sum(abs(_turned(hole)) for hole in polygon.holes)


def _turned(ring: Line) -> float:
    pairs = zip((ring[-1], *ring), ring, strict=False)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2
