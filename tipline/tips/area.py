"""A place that is named to others: one point, or the corners of an area in their order.

Corners are taken on the plane of their degrees: an area is a part of one city or sea, at most some
degrees wide. Source: RFC 7946, 3.1.6, for the order of a ring.
"""

from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import TypeAlias

from tipline.errors import AreaRefusedError
from tipline.tips.point import PARTS, Point

CORNERS_MIN, CORNERS_MAX = 3, 50
SPAN_MAX = 5 * PARTS  # hundred-thousandths of a degree: more is a slip of the pen

Ring: TypeAlias = tuple[Point, ...]


def check(points: Sequence[Point]) -> None:
    """Refuse, with AreaRefusedError, what is neither nothing, nor one point, nor an area."""
    if len(points) <= 1:
        return
    corners = {(each.longitude, each.latitude) for each in points}
    distinct = len(corners) == len(points) and CORNERS_MIN <= len(points) <= CORNERS_MAX
    if not distinct or _too_wide(points) or not turning(points) or _crosses(points):
        raise AreaRefusedError(least=CORNERS_MIN, most=CORNERS_MAX)


def ring(corners: Sequence[Point]) -> Ring:
    """Return the corners against the clock, the first once more at the end."""
    ordered = tuple(corners) if turning(corners) > 0 else tuple(reversed(corners))
    return (*ordered, ordered[0])


def turning(corners: Sequence[Point]) -> int:
    """Return twice the area: above nought against the clock, below it with it, nought for none."""
    return sum(
        one.longitude * two.latitude - two.longitude * one.latitude
        for one, two in pairwise((*corners, corners[0]))
    )


def _too_wide(points: Sequence[Point]) -> bool:
    east, north = [each.longitude for each in points], [each.latitude for each in points]
    return max(max(east) - min(east), max(north) - min(north)) > SPAN_MAX


def _crosses(corners: Sequence[Point]) -> bool:
    """Tell whether two sides that are not neighbours meet."""
    sides = list(pairwise((*corners, corners[0])))
    last = len(sides) - 1
    return any(
        _meet(*sides[one], *sides[two])
        for one, two in combinations(range(len(sides)), 2)
        if two - one > 1 and (one, two) != (0, last)
    )


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Tell whether the side from a to b meets that from c to d, at an end or between."""
    turns = [_side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)]
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(turn == 0 and _within(*end) for turn, end in zip(turns, ends, strict=True))


def _side(a: Point, b: Point, of: Point) -> int:
    """Return 1 for a point left of the way from a to b, -1 right of it, 0 on its line."""
    across = (b.longitude - a.longitude) * (of.latitude - a.latitude)
    along = (b.latitude - a.latitude) * (of.longitude - a.longitude)
    return (across > along) - (across < along)


def _within(a: Point, b: Point, of: Point) -> bool:
    """Tell whether a point on the line from a to b lies between the two."""
    east = sorted((a.longitude, b.longitude))
    north = sorted((a.latitude, b.latitude))
    return east[0] <= of.longitude <= east[1] and north[0] <= of.latitude <= north[1]
