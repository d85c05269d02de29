"""What is odd in places: areas that overlap, compared with shapely, and places in no area."""

from __future__ import annotations

import math
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shapely import geometry as shapes

from tests.places.island import SEA, place
from tipline.places import Places, inspecting
from tipline.places.areas import Area, Areas, Corner, Polygon
from tipline.places.gazetteer import Gazetteer

DAY = date(2026, 11, 28)


def star(middle: Corner, sides: list[int]) -> list[Corner]:
    """Return a ring around a middle, so many parts of a degree away in each direction."""
    turn = 2 * math.pi / len(sides)
    return [
        (round(middle[0] + far * math.cos(at * turn)), round(middle[1] + far * math.sin(at * turn)))
        for at, far in enumerate(sides)
    ]


def area(code: str, *rings: list[Corner], kind: str = "county", begins: date | None = None) -> Area:
    outer, *holes = map(tuple, rings)
    polygon = Polygon(outer, tuple(holes))
    return Area(code=code, kind=kind, names={"en": code}, polygons=(polygon,), valid_from=begins)


stars = st.builds(
    star,
    st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)),
    st.lists(st.integers(2_000, 20_000), min_size=3, max_size=12),
)


def square(west: int, south: int, wide: int) -> list[Corner]:
    return [(west, south), (west + wide, south), (west + wide, south + wide), (west, south + wide)]


@settings(max_examples=50)
@given(stars, stars)
def test_what_overlaps_is_what_shapely_says(one: list[Corner], other: list[Corner]) -> None:
    first, second = shapes.Polygon(one), shapes.Polygon(other)
    assume(first.is_valid and second.is_valid)
    share = first.intersection(second).area / min(first.area, second.area)
    found = list(inspecting.overlaps([area("A", one), area("B", other)]))
    if share > 2 * inspecting.BORDER:
        assert abs(found[0].share - share) < inspecting.BORDER
    if share < inspecting.BORDER / 2:
        assert found == []


def test_borders_holes_and_other_kinds_are_no_overlap() -> None:
    lake = square(2_000, 2_000, 2_000)
    west = area("WEST", square(0, 0, 10_000), lake)
    east = area("EAST", square(9_999, 0, 10_000))
    island, sea = area("ISLAND", lake), area("SEA", square(0, 0, 20_000), kind="sea")
    assert list(inspecting.overlaps([west, east, island, sea])) == []
    (found,) = inspecting.overlaps([west, area("IN", square(0, 0, 1_000))])
    assert found.share == 1


def test_a_place_in_no_area_is_found() -> None:
    there = area("ISLAND", square(5_000_000, 2_600_000, 100_000))
    named = (place("Harbour", "المرفأ", 0, 0), place("Wreck", "الحطام", 5, 5))
    places = Places(areas=Areas((there,)), gazetteer=Gazetteer(named))
    assert [it.names["en"] for it in inspecting.outside(places, DAY)] == ["Wreck"]
    assert there.contains(SEA)
    assert inspecting.outside(Places(gazetteer=Gazetteer(named)), DAY) == []


def test_changes_to_come_are_looked_at_too() -> None:
    begins = [date(2026, 1, 1), date(2027, 1, 1), None]
    areas = [area(f"A{at}", square(0, 0, 9), begins=day) for at, day in enumerate(begins)]
    assert inspecting.days(Areas(tuple(areas)), DAY) == [DAY, date(2027, 1, 1)]
