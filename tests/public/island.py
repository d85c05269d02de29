"""The island of the tests as a deployment's places: two areas that meet, three names."""

from __future__ import annotations

from tests.places.island import EAST, ISLAND, NORTH, box
from tipline.places import Places
from tipline.places.areas import Area, Areas, Polygon
from tipline.places.gazetteer import Gazetteer
from tipline.tips.point import PARTS


def polygon(east: float, north: float, wide: float, high: float) -> Polygon:
    """Return a rectangle around a middle, in degrees."""
    corners = [(round(x * PARTS), round(y * PARTS)) for x, y in box(east, north, wide, high)]
    return Polygon(tuple(corners[:-1]))


HALF = 0.06  # degrees: half of what an area is wide
AREAS = Areas((
    Area(code="WEST", kind="region", names={"en": "West", "ar": "الغربية"},
         polygons=(polygon(EAST - HALF, NORTH, HALF, 0.1),)),
    Area(code="EAST", kind="region", names={"en": "East", "ar": "الشرقية"},
         polygons=(polygon(EAST + HALF, NORTH, HALF, 0.1),)),
))  # fmt: skip
COUNTRY = Places(
    land=(polygon(EAST, NORTH, 0.12, 0.1),),
    areas=AREAS,
    gazetteer=Gazetteer(ISLAND.places),
    attribution=ISLAND.attribution,
)
