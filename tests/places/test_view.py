"""Pixels and points: both ways, and as another implementation has them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from tests.places.island import LAND
from tipline.places import projection
from tipline.places.view import NEAREST, View
from tipline.tips.point import LATITUDE_MAX, LONGITUDE_MAX, PARTS, Point

METRE = 1e-6  # metres: how near to the other implementation's
HALF_A_PIXEL = 0.5

points = st.builds(
    Point,
    latitude=st.integers(-60 * PARTS, 60 * PARTS),
    longitude=st.integers(-170 * PARTS, 170 * PARTS),  # no view reaches the date line,
)
views = st.builds(
    View,
    centre=points,
    zoom=st.integers(8, NEAREST),
    width=st.integers(1, 2000),
    height=st.integers(1, 2000),
)


@given(points)
def test_the_plane_is_that_of_pyproj(point: Point) -> None:
    to_plane = Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True)
    east, north = to_plane.transform(*point.degrees)
    assert projection.plane(point) == pytest.approx((east, north), abs=METRE)
    back = to_plane.transform(east, north, direction="INVERSE")
    assert projection.degrees_of(east, north) == pytest.approx(back, abs=1e-9)


@given(st.integers(-LATITUDE_MAX, LATITUDE_MAX), st.integers(-LONGITUDE_MAX, LONGITUDE_MAX))
def test_each_point_comes_back_from_the_plane(latitude: int, longitude: int) -> None:
    point = Point(latitude=latitude, longitude=longitude)
    assert projection.point(*projection.plane(point)) == point


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_what_lies_beyond_the_map_is_a_point_at_its_edge(east: float, north: float) -> None:
    point = projection.point(east, north)
    assert abs(point.latitude) <= LATITUDE_MAX
    assert abs(point.longitude) <= LONGITUDE_MAX


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(LATITUDE_MAX + 1, 0), (0, -LONGITUDE_MAX - 1)]
)
def test_there_is_no_point_beyond(latitude: int, longitude: int) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        Point(latitude=latitude, longitude=longitude)


@given(views, st.floats(0, 1), st.floats(0, 1))
def test_a_pixel_is_found_again_by_its_point(view: View, right: float, down: float) -> None:
    at = (right * view.width, down * view.height)
    x, y = view.pixel_of(view.point_at(*at))
    assert abs(x - at[0]) <= HALF_A_PIXEL
    assert abs(y - at[1]) <= HALF_A_PIXEL


@given(views)
def test_the_middle_stays_when_one_goes_nearer(view: View) -> None:
    middle = (view.width / 2, view.height / 2)
    assert view.pixel_of(view.centre) == pytest.approx(middle, abs=1e-3)
    assert view.nearer().centre == view.centre == view.farther().centre
    assert view.nearer().zoom <= NEAREST


@given(views, st.integers(-400, 400), st.integers(-400, 400))
def test_moving_there_and_back_is_where_one_was(view: View, right: int, down: int) -> None:
    back = view.moved(right, down).moved(-right, -down)
    assert view.pixel_of(back.centre) == pytest.approx(view.pixel_of(view.centre), abs=1.5)


@given(views)
def test_north_is_up_and_east_is_right(view: View) -> None:
    (longitude, latitude), (east, south) = (
        view.point_at(0, 0).degrees,
        view.point_at(400, 400).degrees,
    )
    assert east > longitude
    assert south < latitude


def test_the_first_view_is_the_nearest_that_shows_all() -> None:
    view = View.of(LAND.box, 640, 640)
    west, south, east, north = LAND.box
    corners = [view.pixel((west, north)), view.pixel((east, south))]
    assert all(view.holds(*corner) for corner in corners)
    nearer = view.nearer()
    assert not all(nearer.holds(*nearer.pixel(at)) for at in ((west, north), (east, south)))


def test_nobody_is_lost_at_sea() -> None:
    view = View.of(LAND.box, 640, 640)
    assert view.within(LAND.box) == view
    west, south, east, north = LAND.box
    lost = view.moved(90_000, -90_000).within(LAND.box)
    x, y = projection.plane(lost.centre)
    assert x == pytest.approx(east, abs=2)
    assert y == pytest.approx(north, abs=2)
    assert (west, south) < (x, y)


@given(st.floats(-80, 80))
def test_lengths_are_as_long_as_the_plane_says(latitude: float) -> None:
    geod = Geod(ellps="WGS84")
    _, _, metres = geod.inv(0, latitude, 0.01, latitude)
    east, _ = projection.plane_of(0.01, latitude)
    assert east / projection.stretch(latitude) == pytest.approx(metres, rel=0.004)  # a sphere
    assert math.isfinite(metres)
