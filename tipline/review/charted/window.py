"""What part of the earth a browser shows of the analysts' map, and how near."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import TYPE_CHECKING

from tipline.tips.point import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tipline.search.spots import Box

TILE, ROUND = 256, 360  # pixels that are the whole earth at zoom 0; degrees
ZOOM_MAX = 18
PIXELS_MAX = 8192  # of a side: more than any screen has
SIDES = ("west", "south", "east", "north")


@dataclass(frozen=True)
class Window:
    """What part of the earth a browser shows, in degrees, and how near. ValueError for none."""

    west: float
    south: float
    east: float
    north: float
    zoom: float

    def __post_init__(self) -> None:
        """Refuse what is no window."""
        if not (
            -ROUND <= self.west <= self.east <= ROUND
            and -ROUND / 4 <= self.south <= self.north <= ROUND / 4
            and 0 <= self.zoom <= ZOOM_MAX
            and max(self.pixels) <= PIXELS_MAX
        ):
            raise ValueError

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Window:
        """Return what was posted. ValueError."""
        west, south, east, north = (float(given.get(side, "nan")) for side in SIDES)
        return cls(west, south, east, north, float(given.get("zoom", "nan")))

    @property
    def pixels(self) -> tuple[float, float]:
        """How wide and high it is shown: what is told one by one is of one screen."""
        middle = max(cos(radians((self.south + self.north) / 2)), 1 / ROUND)
        scale = TILE * 2**self.zoom / ROUND
        return (self.east - self.west) * scale, (self.north - self.south) / middle * scale

    @property
    def box(self) -> Box:
        """It, in hundred-thousandths of a degree."""
        west, south, east, north = (
            round(side * PARTS) for side in (self.west, self.south, self.east, self.north)
        )
        return west, south, east, north

    def cell(self, pixels: int) -> tuple[int, int]:
        """Return how wide and high so many pixels are, in hundred-thousandths of a degree."""
        wide = pixels * ROUND * PARTS / (TILE * 2**self.zoom)
        high = wide * cos(radians((self.south + self.north) / 2))
        return max(1, round(wide)), max(1, round(high))
