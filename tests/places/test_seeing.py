"""Which cameras may have seen a place: as PROJ and shapely have it; order, margins and hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import cos, hypot, radians, sin
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Polygon

from tipline.places.cameras.camera import Camera, Stills
from tipline.places.cameras.seeing import MARGINS, contains, may_have_seen, outline
from tipline.places.geodesic import inverse
from tipline.tips.point import LONGITUDE_MAX, PARTS, Point
from tipline.tips.report import Exactness

WGS_84 = Geod(ellps="WGS84")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAR = 20_000  # metres
Place = tuple[float, float]  # east and north of a camera, in metres

points = st.builds(
    Point,
    latitude=st.integers(-60 * PARTS, 60 * PARTS),
    longitude=st.integers(-LONGITUDE_MAX, LONGITUDE_MAX),
)
bearings = st.floats(0, 359.9)


def camera(code: str = "C-1", **changed: Any) -> Camera:
    values: dict[str, Any] = {
        "point": Point.of_degrees(50.58, 26.23),
        "direction": 90,
        "angle": 60,
        "reach": 100,
        "sees": {"en": "The gate"},
        "owner": "City",
        "contact": "Control room",
        "kept": 24,
        "stills": Stills.NONE,
    }
    return Camera(code=code, **values | changed)


@st.composite
def cameras(draw: st.DrawFn) -> Camera:
    angle = draw(st.integers(1, 360))
    direction = None if angle == 360 else draw(st.integers(0, 359))
    reach = draw(st.integers(1, 3_000))
    return camera(point=draw(points), direction=direction, angle=angle, reach=reach)


def at(start: Point, bearing: float, metres: float) -> Point:
    """Return the point that PROJ gives in a direction, at a distance."""
    longitude, latitude, _ = WGS_84.fwd(*start.degrees, bearing, metres)
    return Point.of_degrees(longitude, latitude)


@given(points, bearings, st.floats(1, FAR))
def test_distance_and_bearing_are_those_of_proj(
    start: Point, bearing: float, metres: float
) -> None:
    end = at(start, bearing, metres)
    expected, _, length = WGS_84.inv(*start.degrees, *end.degrees)
    distance, found = inverse(start, end)
    assert distance == pytest.approx(length, abs=0.05)
    turned = abs((found - expected + 180) % 360 - 180)
    assert radians(turned) * length < 0.05


def sector(of: Camera) -> list[Place]:
    """Return the outline of a camera's view, a corner each degree."""
    middle, half = of.direction or 0, of.angle / 2
    turns = [middle - half + step for step in range(of.angle + 1)]
    arc = [(of.reach * sin(radians(turn)), of.reach * cos(radians(turn))) for turn in turns]
    return arc if of.angle == 360 else [(0, 0), *arc]


@given(cameras(), bearings, st.floats(1, 4_000))
def test_how_far_beside_a_view_is_what_its_outline_tells(
    of: Camera, bearing: float, metres: float
) -> None:
    """On a plane that keeps PROJ's distances and bearings from the camera, by shapely."""
    point = at(of.point, bearing, metres)
    turn, _, length = WGS_84.inv(*of.point.degrees, *point.degrees)
    x, y = length * sin(radians(turn)), length * cos(radians(turn))
    outline, place = Polygon(sector(of)), shapely.Point(x, y)
    slack = 0.1 + of.reach * (1 - cos(radians(0.5)))  # a chord lies within its arc
    (found,) = may_have_seen([of], point, NOW, NOW, margin=10_000)
    assert found.beside == pytest.approx(outline.distance(place), abs=slack)
    assert found.distance == pytest.approx(hypot(x, y), abs=0.1)
    if outline.boundary.distance(place) > slack:
        assert contains(of, point) == outline.contains(place)


@given(cameras())
def test_the_outline_that_is_drawn_is_where_proj_has_it(of: Camera) -> None:
    drawn = outline(of)
    edge = drawn if of.direction is None else drawn[1:]
    begin = (of.direction or 0) - of.angle / 2
    for step, corner in enumerate(edge):
        bearing = begin + of.angle * step / (len(edge) - 1)
        wanted = at(of.point, bearing, of.reach)
        assert inverse(wanted, corner)[0] < 4
    assert of.direction is None or drawn[0] == of.point


@given(st.lists(cameras(), max_size=8), points, st.sampled_from(list(MARGINS.values())))
def test_what_is_listed_is_all_that_is_near_and_the_nearest_first(
    several: list[Camera], point: Point, margin: int
) -> None:
    near = [*several, camera("NEAR", point=at(point, 0, 50), direction=180)]
    found = may_have_seen(near, point, NOW, NOW, margin)
    assert [each.distance for each in found] == sorted(each.distance for each in found)
    assert "NEAR" in {each.camera.code for each in found}
    every = may_have_seen(near, point, NOW, NOW, margin=30_000_000)
    assert found == [each for each in every if each.beside <= margin]


def test_a_camera_that_looks_away_is_near_or_not() -> None:
    point = at(camera().point, 270, 40)
    assert may_have_seen([camera()], point, NOW, NOW, MARGINS[Exactness.EXACT]) == []
    (found,) = may_have_seen([camera()], point, NOW, NOW, MARGINS[Exactness.STREET])
    assert not found.in_view
    assert found.beside == pytest.approx(40, abs=0.5)


def test_the_camera_itself_is_in_its_view() -> None:
    assert contains(camera(), camera().point)


@pytest.mark.parametrize(
    ("ago", "hours", "kept"),
    [(timedelta(), 24, True), (timedelta(hours=23), 1, True), (timedelta(hours=24), 0, False),
     (timedelta(days=3), -48, False)],
)  # fmt: skip
def test_the_hours_until_a_recording_is_overwritten(
    ago: timedelta, hours: int, *, kept: bool
) -> None:
    point = at(camera().point, 90, 50)
    (found,) = may_have_seen([camera()], point, NOW - ago, NOW, 0)
    assert found.in_view
    assert (found.left, found.kept) == (timedelta(hours=hours), kept)


def test_what_records_nothing_has_no_hours() -> None:
    point = at(camera().point, 90, 50)
    (found,) = may_have_seen([camera(kept=0)], point, NOW, NOW, 0)
    assert (found.left, found.kept) == (None, False)


@pytest.mark.parametrize(
    "changed",
    [
        {"direction": 360},
        {"direction": -1},
        {"direction": None},
        {"angle": 360},
        {"angle": 0},
        {"reach": 0},
        {"reach": 10_001},
        {"kept": -1},
        {"sees": {}},
        {"sees": {"en": ""}},
        {"owner": ""},
    ],
)
def test_what_no_camera_is_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        camera(**changed)


def test_its_words_are_in_the_language_or_another() -> None:
    both = camera(sees={"ar": "البوابة", "en": "The gate"})
    assert (both.words("ar"), both.words("ur")) == ("البوابة", "The gate")
    assert camera(sees={"ar": "البوابة"}).words("en") == "البوابة"
