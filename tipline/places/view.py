"""What part of the map a picture shows, and which of its pixels is which point."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from tipline.places import projection
from tipline.tips.point import Point

Plane = tuple[float, float]  # metres on the plane: east, north
Box = tuple[float, float, float, float]  # the same: west, south, east, north

NEAREST, FARTHEST = 16, 0  # zoom: each step shows half of what the one before does
TILE = 256  # pixels that zoom 0 shows the whole round of the earth in; the custom of web maps


@dataclass(frozen=True, kw_only=True)
class View:
    """A picture of ``width`` by ``height`` pixels around ``centre``."""

    centre: Point
    zoom: int
    width: int
    height: int

    def __post_init__(self) -> None:
        """Refuse a zoom that is none, and a picture without pixels, with a ValueError."""
        if not FARTHEST <= self.zoom <= NEAREST or min(self.width, self.height) < 1:
            raise ValueError

    @classmethod
    def of(cls, box: Box, width: int, height: int) -> Self:
        """Return the nearest view that shows all of a box."""
        west, south, east, north = box
        centre = projection.point((west + east) / 2, (south + north) / 2)
        for zoom in range(NEAREST, FARTHEST, -1):
            scale = metres_of(zoom)
            if east - west <= width * scale and north - south <= height * scale:
                return cls(centre=centre, zoom=zoom, width=width, height=height)
        return cls(centre=centre, zoom=FARTHEST, width=width, height=height)

    @property
    def scale(self) -> float:
        """Metres of the plane that a pixel is wide."""
        return metres_of(self.zoom)

    @cached_property
    def origin(self) -> Plane:
        """Metres on the plane of the upper left corner."""
        east, north = projection.plane(self.centre)
        return east - self.width / 2 * self.scale, north + self.height / 2 * self.scale

    @cached_property
    def box(self) -> Box:
        """What it shows, in metres on the plane."""
        west, north = self.origin
        return west, north - self.height * self.scale, west + self.width * self.scale, north

    def pixel(self, at: Plane) -> tuple[float, float]:
        """Return where metres on the plane are in the picture: pixels from its left, its top."""
        west, top = self.origin
        return (at[0] - west) / self.scale, (top - at[1]) / self.scale

    def pixel_of(self, point: Point) -> tuple[float, float]:
        """Return where a point is in the picture: pixels from its left and upper edges."""
        return self.pixel(projection.plane(point))

    def holds(self, right: float, down: float) -> bool:
        """Tell whether so many pixels from the left and upper edges is in the picture."""
        return 0 <= right < self.width and 0 <= down < self.height

    def point_at(self, right: float, down: float) -> Point:
        """Return the point so many pixels from the left and upper edges."""
        west, top = self.origin
        return projection.point(west + right * self.scale, top - down * self.scale)

    def nearer(self) -> Self:
        """Return the view of half as much; the same where none is nearer."""
        return replace(self, zoom=min(self.zoom + 1, NEAREST))

    def farther(self) -> Self:
        """Return the view of twice as much; the same where none is farther."""
        return replace(self, zoom=max(self.zoom - 1, FARTHEST))

    def moved(self, right: float, down: float) -> Self:
        """Return the view whose middle is so many pixels to the right and down of this one's."""
        centre = self.point_at(self.width / 2 + right, self.height / 2 + down)
        return replace(self, centre=centre)

    def within(self, box: Box) -> Self:
        """Return the view with its middle inside a box, so that nobody is lost at sea."""
        west, south, east, north = box
        right, up = projection.plane(self.centre)
        inside = min(max(right, west), east), min(max(up, south), north)
        return self if inside == (right, up) else replace(self, centre=projection.point(*inside))


def metres_of(zoom: int) -> float:
    """Return how many metres of the plane a pixel is wide."""
    return 2 * projection.HALF_ROUND / TILE / (1 << zoom)


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes, each from its least corner to its greatest, have a part in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
