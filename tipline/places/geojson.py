"""Polygons of GeoJSON, checked (RFC 7946)."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tipline.errors import ConfigurationFileError, GroundError
from tipline.places.areas import Corner, Line, Polygon
from tipline.tips.point import Point

CLOSED_MIN = 4  # positions of a ring, the first again at its end (RFC 7946, 3.1.6)
WGS_84 = "CRS84"  # how the name of RFC 7946's only reference system ends, in files older than it
NO_COLLECTION = "it is no FeatureCollection of GeoJSON"
Feature = Mapping[str, Any]


def features(file: Path) -> list[Feature]:
    """Return the features of a file; ConfigurationFileError if it is not GeoJSON."""
    try:
        found = listed(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationFileError(file=file, reason=error.strerror) from None
    except GroundError as error:
        raise ConfigurationFileError(file=file, reason=error.values["reason"]) from None
    except ValueError as error:
        raise ConfigurationFileError(file=file, reason=error) from None
    if not all(isinstance(each, dict) for each in found):
        raise ConfigurationFileError(file=file, reason=NO_COLLECTION)
    return found


def listed(text: str) -> list[Any]:
    """Return what a FeatureCollection lists, features or not; GroundError if it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise GroundError(reason=f"it is no JSON ({error})") from None
    match found:
        case {"crs": system} if system is not None and not _is_wgs_84(system):
            raise GroundError(reason="it is not in longitude and latitude (WGS 84)")
        case {"type": "FeatureCollection", "features": list(given)}:
            return given
    raise GroundError(reason=NO_COLLECTION)


def _is_wgs_84(system: object) -> bool:
    return json.dumps(system).rstrip('"} ').endswith(WGS_84)


def polygons(geometry: object) -> tuple[Polygon, ...]:
    """Return a geometry's polygons; none where it is null. GroundError says what is amiss.

    Two corners at one point of ours are one; holes too small to have three are left out.
    """
    if geometry is None:
        return ()
    match geometry:
        case {"type": "Polygon", "coordinates": list(given)}:
            return (_polygon(given),)
        case {"type": "MultiPolygon", "coordinates": list(given)}:
            return tuple(map(_polygon, given))
    raise GroundError(reason="its geometry is neither a Polygon nor a MultiPolygon")


def point(geometry: object) -> Point:
    """Return a geometry's point; GroundError."""
    match geometry:
        case {"type": "Point", "coordinates": list(position)}:
            return Point(**dict(zip(("longitude", "latitude"), _corner(position), strict=True)))
    raise GroundError(reason="its geometry is no Point")


def written(found: Sequence[Polygon]) -> dict[str, Any] | None:
    """Return polygons as a geometry of GeoJSON, outer rings counter-clockwise (RFC 7946, 3.1.6)."""
    if not found:
        return None
    rings = [
        [_positions(polygon.outer, 1), *(_positions(hole, -1) for hole in polygon.holes)]
        for polygon in found
    ]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings[0]}
    return {"type": "MultiPolygon", "coordinates": rings}


def _polygon(rings: object) -> Polygon:
    if not isinstance(rings, list) or not rings:
        raise GroundError(reason="a polygon has no ring")
    outer, *holes = map(_line, rings)
    if len(outer) < CLOSED_MIN - 1:
        raise GroundError(reason="a ring encloses nothing")
    return Polygon(outer, tuple(hole for hole in holes if len(hole) >= CLOSED_MIN - 1))


def _line(ring: object) -> Line:
    """Return a ring that is closed and does not cross itself."""
    if not isinstance(ring, list) or len(ring) < CLOSED_MIN or ring[0] != ring[-1]:
        raise GroundError(reason="a ring is not closed, or has fewer than four positions")
    corners = [_corner(position) for position in ring]
    line = tuple(at for before, at in itertools.pairwise(corners) if at != before)
    crossing = next(_crossings(line), None)
    if crossing:
        east, north = crossing
        where = Point(longitude=east, latitude=north).written
        raise GroundError(reason=f"a ring crosses itself near {where}")
    return line


def _corner(position: object) -> Corner:
    match position:
        case [int() | float() as east, int() | float() as north, *_]:
            try:
                at = Point.of_degrees(east, north)
            except (ValueError, OverflowError):
                reason = f"{east}, {north} is nowhere: longitude comes first, then latitude"
                raise GroundError(reason=reason) from None
            return at.longitude, at.latitude
    raise GroundError(reason="a position is not two numbers")


def _crossings(line: Line) -> Iterator[Corner]:
    """Yield a corner of each side that crosses another one.

    Sides are taken from west to east, and each is compared with those that it overlaps.
    """
    sides = sorted(
        (min(one, other), max(one, other))
        for one, other in zip(line, line[1:] + line[:1], strict=True)
    )
    open_sides: list[tuple[Corner, Corner]] = []
    for side in sides:
        open_sides = [other for other in open_sides if other[1][0] >= side[0][0]]
        for other in open_sides:
            if _cross(side, other):
                yield side[0]
        open_sides.append(side)


def _cross(one: tuple[Corner, Corner], other: tuple[Corner, Corner]) -> bool:
    """Tell whether two sides cross within both; touching at a corner is no crossing."""
    (a, b), (c, d) = one, other
    return _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0


def _turn(a: Corner, b: Corner, c: Corner) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return (turn > 0) - (turn < 0)


def _positions(line: Line, turning: int) -> list[list[float]]:
    """Return a ring as it is written, closed; ``turning`` 1 is counter-clockwise."""
    twice = sum(
        before[0] * at[1] - at[0] * before[1]
        for before, at in zip((line[-1], *line), line, strict=False)
    )
    turned = line if twice * turning > 0 else line[::-1]
    return [
        list(Point(longitude=east, latitude=north).degrees) for east, north in (*turned, turned[0])
    ]
