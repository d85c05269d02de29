"""Room in the picture: what is taken, so that nothing is written over anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tipline.places.view import meet

Spot = tuple[float, float, float, float]  # pixels: left, top, right, bottom


@dataclass
class Room:
    """A picture of so many pixels, and the spots in it that are taken."""

    width: int
    height: int
    taken: list[Spot] = field(default_factory=list)

    def take(self, *spots: Spot) -> None:
        """Take spots, whether they are free or not."""
        self.taken += spots

    def free(self, spot: Spot) -> bool:
        """Tell whether a spot meets none that is taken."""
        return not any(meet(spot, other) for other in self.taken)

    def first(self, spots: Iterable[Spot]) -> Spot | None:
        """Return the first spot that lies in the picture and is free; None if there is none."""
        return next((spot for spot in spots if self._holds(spot) and self.free(spot)), None)

    def _holds(self, spot: Spot) -> bool:
        left, top, right, bottom = spot
        return left >= 0 and top >= 0 and right <= self.width and bottom <= self.height


def around(x: float, y: float, size: float) -> Spot:
    """Return the spot so many pixels around a pixel."""
    return x - size, y - size, x + size, y + size
