"""The plane that maps are drawn on: Web Mercator (EPSG:3857).

It keeps angles, so that a coast looks as people know it, and north is up everywhere. Lengths are
true only at the equator: ``stretch`` says by how much they are too long elsewhere.
Source: EPSG Guidance Note 7-2, "Popular Visualisation Pseudo-Mercator" (method 1024).
"""

from __future__ import annotations

import math

from tipline.tips.point import LATITUDE_MAX, PARTS, Point

RADIUS = 6_378_137.0  # metres; the semi-major axis of WGS 84
HALF_ROUND = math.pi * RADIUS  # metres from Greenwich to the date line


def plane_of(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the metres east and north, on the plane, of a point in degrees."""
    north = math.asinh(math.tan(math.radians(latitude)))
    return RADIUS * math.radians(longitude), RADIUS * north


def degrees_of(east: float, north: float) -> tuple[float, float]:
    """Return longitude and latitude, in degrees, of metres on the plane."""
    latitude = math.atan(math.sinh(north / RADIUS))
    return math.degrees(east / RADIUS), math.degrees(latitude)


def plane(point: Point) -> tuple[float, float]:
    """Return where a point is on the plane, in metres."""
    return plane_of(*point.degrees)


def point(east: float, north: float) -> Point:
    """Return the point at metres on the plane; the nearest one, beyond the edge of the map."""
    bound = min(max(east, -HALF_ROUND), HALF_ROUND)
    longitude, latitude = degrees_of(bound, min(max(north, -EDGE), EDGE))
    return Point.of_degrees(longitude, latitude)


def stretch(latitude: float) -> float:
    """Return how many metres of the plane are one metre of ground at a latitude in degrees."""
    return 1 / math.cos(math.radians(latitude))


EDGE = plane_of(0, LATITUDE_MAX / PARTS)[1]  # metres
