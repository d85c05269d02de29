"""Which cameras may have seen a place at a time.

A camera's view is a sector: from its point to its reach, to both sides of its direction. Buildings,
trees, hills and the night are not modelled, nor is where a camera that turns looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING

from tipline.places.geodesic import TURN, direct, inverse
from tipline.tips.point import PARTS
from tipline.tips.report import Exactness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tipline.places.cameras.camera import Camera
    from tipline.tips.point import Point

# How far beside a view a place may lie and still be listed: how well people know where it was.
MARGINS: Mapping[Exactness, int] = {
    Exactness.EXACT: 30,
    Exactness.STREET: 150,
    Exactness.AREA: 500,
}  # metres
QUARTER = 90.0  # degrees
STEP = 10  # degrees of a view's edge that are drawn as a straight line
DEGREE_MIN = 110_000  # metres: a degree of latitude is nowhere shorter


@dataclass(frozen=True)
class Candidate:
    """A camera that may have seen a place. It does not say that it has.

    ``distance``: metres from the camera to the place. ``beside``: metres from its view to the
    place, 0 within it. ``left``: until the recording of that time is overwritten; not above zero
    where it is already, None for a camera that records nothing.
    """

    camera: Camera
    distance: float
    beside: float
    left: timedelta | None

    @property
    def in_view(self) -> bool:
        """Whether the place lies in the camera's view, were nothing in between."""
        return self.beside == 0

    @property
    def kept(self) -> bool:
        """Whether the recording is still there to be asked for, if the keeper does as is told."""
        return self.left is not None and self.left > timedelta()


def may_have_seen(
    cameras: Iterable[Camera], point: Point, at: datetime, now: datetime, margin: int
) -> list[Candidate]:
    """Return the cameras that may have seen a point at a time, the nearest first.

    ``at`` and ``now`` are aware. ``margin``: how many metres beside its view the point may lie.
    """
    found = [
        Candidate(camera, distance, beside, left(camera, at, now))
        for camera in cameras
        if _not_far(camera, point, margin)
        for distance, beside in [_sight(camera, point)]
        if beside <= margin
    ]
    return sorted(found, key=lambda each: (each.distance, each.camera.code))


def outline(camera: Camera) -> list[Point]:
    """Return the corners of a camera's view, as it is drawn: straight between some of its edge."""
    steps = max(2, round(camera.angle / STEP))
    begin = (camera.direction or 0) - camera.angle / 2
    edge = [
        direct(camera.point, begin + camera.angle * step / steps, camera.reach)
        for step in range(steps + 1)
    ]
    return edge if camera.direction is None else [camera.point, *edge]


def contains(camera: Camera, point: Point) -> bool:
    """Tell whether a point lies in a camera's view, were nothing in between."""
    return _sight(camera, point)[1] == 0


def left(camera: Camera, at: datetime, now: datetime) -> timedelta | None:
    """Return how long the recording of a time is still there: below zero if no more, or None."""
    return at + timedelta(hours=camera.kept) - now if camera.kept else None


def _not_far(camera: Camera, point: Point, margin: int) -> bool:
    """Tell whether it is worth computing: what is far north or south is not."""
    northward = abs(camera.point.latitude - point.latitude) / PARTS * DEGREE_MIN
    return northward <= camera.reach + margin


def _sight(camera: Camera, point: Point) -> tuple[float, float]:
    """Return the metres from a camera to a point, and from its view to the point.

    Past the side of a view, the nearest of it is a place on its edge, or the camera itself.
    """
    distance, bearing = inverse(camera.point, point)
    turned = abs((bearing - (camera.direction or 0) + TURN / 2) % TURN - TURN / 2)
    past = turned - camera.angle / 2
    if past <= 0 or distance == 0:
        return distance, max(0.0, distance - camera.reach)
    if past >= QUARTER:
        return distance, distance
    along, aside = distance * cos(radians(past)), distance * sin(radians(past))
    return distance, hypot(aside, max(0.0, along - camera.reach))
