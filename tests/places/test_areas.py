"""Which area a point lies in: against another implementation, on borders, from day to day."""

from __future__ import annotations

import math
from datetime import date

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tipline.errors import GroundError
from tipline.places import geojson
from tipline.places.areas import Area, Areas, Corner, Polygon
from tipline.tips.point import Point

DAY = date(2026, 1, 1)
SQUARE = ((0, 0), (10, 0), (10, 10), (0, 10))
HOLE = ((4, 4), (6, 4), (6, 6), (4, 6))


def at(east: int, north: int) -> Point:
    return Point(longitude=east, latitude=north)


def area(code: str, *rings: tuple[Corner, ...], begins: date | None = None) -> Area:
    polygons = tuple(Polygon(ring) for ring in rings)
    return Area(code=code, kind="part", names={"en": code}, polygons=polygons, valid_from=begins)


@st.composite
def stars(draw: st.DrawFn) -> tuple[Corner, ...]:
    """Return a ring around the middle, some corners farther out than others."""
    outs = draw(st.lists(st.integers(50, 1000), min_size=3, max_size=30))
    turns = [2 * math.pi * number / len(outs) for number in range(len(outs))]
    return tuple(
        (round(out * math.cos(turn)), round(out * math.sin(turn)))
        for out, turn in zip(outs, turns, strict=True)
    )


@given(stars(), st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_a_point_is_where_shapely_has_it(ring: tuple[Corner, ...], east: int, north: int) -> None:
    hole = tuple((x // 4, y // 4) for x, y in ring)
    theirs = shapely.Polygon(ring, [hole])
    ours = Polygon(ring, (hole,))
    for x, y in ((east, north), ring[0], hole[-1]):
        assert ours.contains(at(x, y)) == theirs.intersects(shapely.Point(x, y))


def test_a_point_on_a_border_belongs_to_both_sides() -> None:
    both = Areas((area("WEST", SQUARE), area("EAST", ((10, 0), (20, 0), (20, 10), (10, 10)))))
    found = [[it.code for it in both.containing(at(x, 5), DAY)] for x in (9, 10, 11, 21)]
    assert found == [["WEST"], ["WEST", "EAST"], ["EAST"], []]


def test_a_hole_is_outside_and_its_rim_is_not() -> None:
    holed = Polygon(SQUARE, (HOLE,))
    assert [holed.contains(at(x, 5)) for x in (3, 4, 5, 6, 7)] == [True, True, False, True, True]


def test_an_area_changes_on_its_day_and_ends_on_another() -> None:
    moved = ((20, 0), (30, 0), (30, 10), (20, 10))
    over = Areas((
        area("PART", begins=date(2026, 3, 1)),
        area("PART", moved, begins=date(2026, 2, 1)),
        area("PART", SQUARE),
    ))  # fmt: skip
    there = [
        [bool(over.containing(at(x, 5), date(2026, month, day))) for x in (5, 25)]
        for month, day in ((1, 31), (2, 1), (2, 28), (3, 1))
    ]
    assert there == [[True, False], [False, True], [False, True], [False, False]]


@given(st.lists(stars(), min_size=1, max_size=3))
def test_polygons_are_read_as_they_were_written(rings: list[tuple[Corner, ...]]) -> None:
    given_ = tuple(Polygon(ring) for ring in rings)
    read = geojson.polygons(geojson.written(given_))
    theirs = [shapely.Polygon(polygon.outer) for polygon in given_]
    assert all(
        shapely.Polygon(ours.outer).equals(it) for ours, it in zip(read, theirs, strict=True)
    )
    told = shapely.from_geojson(str(geojson.written(given_)).replace("'", '"'))
    assert all(ring.is_ccw for ring in (it.exterior for it in getattr(told, "geoms", [told])))


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ([[0, 0], [1, 0], [1, 1]], "not closed"),
        ([[0, 0], [1, 0], [1, 1], [0, 1]], "not closed"),
        ("ring", "not closed"),
        ([[0, 0], [0, 0], [0, 0], [0, 0]], "encloses nothing"),
        ([[0, 0], [1, "1"], [1, 1], [0, 0]], "two numbers"),
        ([[0, 0], [26, 186], [1, 1], [0, 0]], "is nowhere"),
        ([[0, 0], [1e999, 1], [1, 1], [0, 0]], "is nowhere"),
        ([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]], "crosses itself near 1"),
    ],
)
def test_what_is_amiss_with_a_ring_is_said(ring: object, reason: str) -> None:
    with pytest.raises(GroundError, match=reason):
        geojson.polygons({"type": "Polygon", "coordinates": [ring]})


@pytest.mark.parametrize(
    "geometry",
    ["Polygon", {"type": "Point", "coordinates": [1, 2]}, {"type": "Polygon"}, {"coordinates": []}],
)
def test_what_is_no_polygon_is_said(geometry: object) -> None:
    with pytest.raises(GroundError, match="neither a Polygon"):
        geojson.polygons(geometry)


def test_a_polygon_has_a_ring() -> None:
    with pytest.raises(GroundError, match="no ring"):
        geojson.polygons({"type": "Polygon", "coordinates": []})
