"""What part of the map a page shows, as its form carries it: no more than the picture shows itself.

A tap is told in the page's pixels. The picture has two for each of them, so that it is sharp on a
telephone, and no style sheet changes its size: what was tapped is then a point, whatever the size
of the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Self

from tipline.places.layers import Shape
from tipline.places.view import NEAREST, Box, View
from tipline.tips.point import Point

SHOWN = 320  # pixels of the page that the picture is wide and high
FINE = 2  # pixels of the picture for each of them
SIZE = SHOWN * FINE
CLOSE = 14  # zoom at which the names of quarters are apart, so that a tap is a place
BARE = 15  # zoom from which there is hardly anything to draw: no streets are in the layers
WRITTEN = re.compile(r"(-?[0-9]{1,7}),(-?[0-9]{1,8}),([0-9]{1,2})(,large)?")


@dataclass(frozen=True, kw_only=True)
class Looking:
    """A view of a map that ends at ``box``; ``large``: its words are twice as large."""

    view: View
    home: View
    box: Box
    large: bool = False

    @classmethod
    def at_first(cls, land: Shape, point: Point | None = None) -> Self:
        """Return the view of the largest land, or of what is around a point.

        Far islands would make it small, and are a press away.
        """
        home = View.of(land.box, SIZE, SIZE)
        main = View.of(max((ring.box for ring in land.outer), key=_spread), SIZE, SIZE)
        first = cls(view=main, home=home, box=land.box)
        return first.around(point) if point else first

    def read(self, text: str) -> Self:
        """Return what a page carried, within the map; the same for what no page of ours did."""
        match = WRITTEN.fullmatch(text)
        if match is None:
            return self
        latitude, longitude, zoom = map(int, match.groups()[:3])
        if not self.home.zoom <= zoom <= NEAREST:
            return self
        try:
            centre = Point(latitude=latitude, longitude=longitude)
        except ValueError:
            return self
        return self._to(replace(self.view, centre=centre, zoom=zoom), large=bool(match[4]))

    @property
    def written(self) -> str:
        """What ``read`` reads."""
        centre = self.view.centre
        large = ",large" * self.large
        return f"{centre.latitude},{centre.longitude},{self.view.zoom}{large}"

    @property
    def nearest(self) -> bool:
        """Whether it can be no nearer."""
        return self.view.zoom == NEAREST

    @property
    def bare(self) -> bool:
        """Whether it is so near that little is drawn around a mark."""
        return self.view.zoom >= BARE

    @property
    def farthest(self) -> bool:
        """Whether the whole map is in view."""
        return self.view.zoom <= self.home.zoom

    def around(self, point: Point) -> Self:
        """Return the view with a point in its middle, near enough to tell quarters apart."""
        zoom = max(self.view.zoom, CLOSE)
        return self._to(replace(self.view, centre=point, zoom=zoom))

    def nearer(self, point: Point | None = None) -> Self:
        """Return the view of half as much, around the point if it is in view."""
        seen = point is not None and self.view.holds(*self.view.pixel_of(point))
        centred = replace(self.view, centre=point) if point and seen else self.view
        return self._to(centred.nearer())

    def farther(self) -> Self:
        """Return the view of twice as much, up to the whole map."""
        return self if self.farthest else self._to(self.view.farther())

    def moved(self, right: int, down: int) -> Self:
        """Return the view so many pixels of the page to the right and down of this one."""
        return self._to(self.view.moved(right * FINE, down * FINE))

    def tapped(self, right: int, down: int) -> Point | None:
        """Return the point at a pixel of the page; None outside, and for 0,0.

        That corner is what a browser sends when Enter is pressed on the picture.
        """
        if not (0 <= right < SHOWN and 0 <= down < SHOWN) or right == down == 0:
            return None
        middle = FINE / 2
        return self.view.point_at(right * FINE + middle, down * FINE + middle)

    def _to(self, view: View, *, large: bool | None = None) -> Self:
        held = self.large if large is None else large
        return replace(self, view=view.within(self.box), large=held)


def _spread(box: Box) -> float:
    west, south, east, north = box
    return (east - west) * (north - south)
