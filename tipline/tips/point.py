"""A point on the earth, in whole hundred-thousandths of a degree: some metre is enough.

Whole, because records have no fractions (docs/format.md, 2).
"""

from dataclasses import dataclass
from typing import Self

PARTS = 100_000  # of a degree
LATITUDE_MAX = 85 * PARTS  # where the map's projection ends; nobody lives beyond
LONGITUDE_MAX = 180 * PARTS


@dataclass(frozen=True, kw_only=True)
class Point:
    """North and east of the equator and of Greenwich (WGS 84), in hundred-thousandths of a degree.

    ValueError beyond 85 degrees north or south, or 180 degrees east or west.
    """

    latitude: int
    longitude: int

    def __post_init__(self) -> None:
        """Refuse what is nowhere on the map."""
        if abs(self.latitude) > LATITUDE_MAX or abs(self.longitude) > LONGITUDE_MAX:
            raise ValueError

    @classmethod
    def of_degrees(cls, longitude: float, latitude: float) -> Self:
        """Return the nearest point to these degrees, in the order of GeoJSON: east, then north."""
        return cls(latitude=round(latitude * PARTS), longitude=round(longitude * PARTS))

    @property
    def degrees(self) -> tuple[float, float]:
        """Longitude and latitude in degrees, in the order of GeoJSON."""
        return self.longitude / PARTS, self.latitude / PARTS

    @property
    def written(self) -> str:
        """As people write it, latitude first: ``26.22850,50.58600``."""
        longitude, latitude = self.degrees
        return f"{latitude:.5f},{longitude:.5f}"
