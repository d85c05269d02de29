"""A place that is named to others: one point, or corners whose sides do not cross."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.errors import AreaRefusedError
from tipline.tips.area import CORNERS_MAX, check, ring, turning
from tipline.tips.point import Point


def at(*pairs: tuple[int, int]) -> list[Point]:
    """Return points by their distance east and north of a place, in hundred-thousandths."""
    return [Point(longitude=5_058_000 + east, latitude=2_622_000 + north) for east, north in pairs]


SQUARE = at((0, 0), (100, 0), (100, 100), (0, 100))
MANY = at(*((step, step * step) for step in range(CORNERS_MAX)))
POINTS = st.builds(Point, latitude=st.integers(0, 40), longitude=st.integers(0, 40))


@pytest.mark.parametrize(
    "points",
    [
        [],
        SQUARE[:1],
        SQUARE[:3],
        SQUARE,
        SQUARE[::-1],
        at((0, 0), (100, 0), (10, 10), (0, 100)),  # hollow
        MANY,
    ],
)
def test_nothing_a_point_and_an_area_may_be_named(points: list[Point]) -> None:
    check(points)


@pytest.mark.parametrize(
    "points",
    [
        SQUARE[:2],
        [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]],  # a bow
        [*SQUARE, SQUARE[0]],  # closed already
        at((0, 0), (100, 0), (200, 0)),  # a line
        at((0, 0), (100, 0), (50, 0), (50, 100)),  # back over itself
        at((0, 0), (100, 0), (100, 100), (50, 0), (0, 100)),  # touches itself
        at((0, 0), (100, 0), (0, 600_000)),  # latitude and longitude changed places, or so
        [*MANY, *at((0, 9_999))],
    ],
)
def test_anything_else_may_not(points: list[Point]) -> None:
    with pytest.raises(AreaRefusedError):
        check(points)


@given(st.lists(POINTS, min_size=3, max_size=8))
def test_a_ring_goes_against_the_clock_and_is_closed(points: list[Point]) -> None:
    try:
        check(points)
    except AreaRefusedError:
        return
    found = ring(points)
    assert found[0] == found[-1]
    assert set(found) == set(points)
    assert turning(found[:-1]) > 0
    for one, two in pairwise(found):
        assert one != two


@given(st.lists(POINTS, min_size=3, max_size=7), st.integers(0, 6))
def test_where_one_begins_and_which_way_changes_nothing(points: list[Point], first: int) -> None:
    turned = points[first % len(points) :] + points[: first % len(points)]
    found = []
    for each in (points, turned, points[::-1]):
        try:
            check(each)
            found.append(True)
        except AreaRefusedError:
            found.append(False)
    assert len(set(found)) == 1
