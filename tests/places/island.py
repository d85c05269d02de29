"""A small country of no country's: an island with a lake, an islet, two areas and some places."""

from __future__ import annotations

from tipline.places.layers import Layers, NamedArea, NamedPlace, Shape
from tipline.tips.point import Point

EAST, NORTH = 50.5, 26.1  # degrees: its middle
LAKE = Point.of_degrees(EAST, NORTH)
SHORE = Point.of_degrees(EAST + 0.08, NORTH)
SEA = Point.of_degrees(EAST + 0.18, NORTH)


def box(east: float, north: float, wide: float, high: float) -> list[list[float]]:
    """Return a closed ring around a middle, in degrees."""
    west, right, south, top = east - wide, east + wide, north - high, north + high
    return [[west, south], [right, south], [right, top], [west, top], [west, south]]


def place(name: str, arabic: str, east: float, north: float, rank: int = 1) -> NamedPlace:
    """Return a place so many degrees from the middle."""
    return NamedPlace(
        names={"en": name, "ar": arabic},
        point=Point.of_degrees(EAST + east, NORTH + north),
        rank=rank,
    )


def area(name: str, arabic: str, west: float, east: float) -> NamedArea:
    """Return the part of the island between two meridians, in degrees from the middle."""
    ring = box(EAST + (west + east) / 2, NORTH, (east - west) / 2, 0.1)
    shape = Shape.of_geometry({"type": "Polygon", "coordinates": [ring]})
    return NamedArea(names={"en": name, "ar": arabic}, shape=shape)


LAND = Shape.of_geometry({
    "type": "MultiPolygon",
    "coordinates": [
        [box(EAST, NORTH, 0.12, 0.1), box(EAST, NORTH, 0.03, 0.02)],
        [box(EAST + 0.15, NORTH + 0.08, 0.005, 0.005)],
    ],
})  # fmt: skip
ISLAND = Layers(
    land=LAND,
    areas=(area("West", "الغربية", -0.12, 0.0), area("East", "الشرقية", 0.0, 0.12)),
    places=(
        place("Harbour", "المرفأ", 0.1, -0.05, rank=0),
        place("Market", "السوق", -0.06, 0.05),
        place("School", "المدرسة", -0.06, -0.06),
    ),
    attribution="© Cartographers",
)
