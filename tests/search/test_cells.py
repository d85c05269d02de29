"""Spots on a map: which of them are one mark, and which the index finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tipline.search.cells import SHOWN_MAX, cells, urgency
from tipline.search.entry import Entry, Question
from tipline.search.index import Index
from tipline.search.listing import Wanted
from tipline.search.spots import Spot, spots
from tipline.tips.point import LATITUDE_MAX, LONGITUDE_MAX, Point

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SPOTS = st.lists(
    st.builds(
        Spot,
        id=st.binary(min_size=16, max_size=16),
        case=st.none(),
        longitude=st.integers(-500, 500) | st.integers(-LONGITUDE_MAX, LONGITUDE_MAX),
        latitude=st.integers(-500, 500) | st.integers(-LATITUDE_MAX, LATITUDE_MAX),
        priority=st.sampled_from(["P1", "P2", "", "P3", "P4", "P5"]),
        state=st.just("NEW"),
        category=st.just("SITE"),
        arrived=st.integers(0, 2**31),
        areas=st.just(""),
    ),
    max_size=60,
)
SIDES = st.integers(1, 400) | st.integers(1, LONGITUDE_MAX)


@given(SPOTS, SIDES, SIDES)
def test_each_spot_is_in_one_mark_and_no_two_marks_are_close(
    them: list[Spot], wide: int, high: int
) -> None:
    found = cells(them, wide, high)
    assert sorted(spot for cell in found for spot in cell.spots) == sorted(them)
    for place, one in enumerate(found):
        for other in found[:place]:
            across = abs(one.longitude - other.longitude) * 2
            along = abs(one.latitude - other.latitude) * 2
            assert across >= wide or along >= high


@given(SPOTS)
def test_a_mark_tells_the_most_urgent_first(them: list[Spot]) -> None:
    for cell in cells(them, LONGITUDE_MAX, LATITUDE_MAX):
        assert list(cell.first) == sorted(cell.spots, key=urgency)[:SHOWN_MAX]
        assert cell.priority == cell.first[0].priority
        assert cell.count == len(cell.spots)


PLACED = st.lists(
    st.builds(
        Entry,
        tip=st.binary(min_size=16, max_size=16),
        case=st.none(),
        arrived=st.integers(0, 90).map(lambda minutes: NOW - timedelta(minutes=minutes)),
        category=st.sampled_from(["DRUG", "SITE"]),
        finished=st.booleans(),
        point=st.none()
        | st.builds(Point, latitude=st.integers(-9, 9), longitude=st.integers(-9, 9)),
    ),
    max_size=20,
    unique_by=lambda entry: entry.tip,
)
BOXES = st.none() | st.tuples(*[st.integers(-9, 9)] * 4)
TIMES = st.none() | st.integers(0, 90).map(lambda ago: int(NOW.timestamp()) - 60 * ago)


@given(PLACED, BOXES, TIMES, TIMES)
def test_the_wanted_that_have_a_point_are_found_in_a_box_and_a_time(
    entries: list[Entry],
    box: tuple[int, int, int, int] | None,
    since: int | None,
    until: int | None,
) -> None:
    index = Index()
    for each in entries:
        index.add(each)
    wanted = Wanted(now=NOW, narrowed=Question(category="DRUG"))
    found = {spot.id for spot in spots(index, wanted, box, since, until)}
    west, south, east, north = box or (-9, -9, 9, 9)
    assert found == {
        each.tip
        for each in entries
        if each.point is not None
        and each.category == "DRUG"
        and not each.finished
        and west <= each.point.longitude <= east
        and south <= each.point.latitude <= north
        and (since is None or each.arrived.timestamp() >= since)
        and (until is None or each.arrived.timestamp() <= until)
    }


def test_a_point_that_moves_or_goes_is_not_left_behind() -> None:
    index, wanted = Index(), Wanted(now=NOW)
    entry = Entry(tip=b"t" * 16, case=b"c" * 16, arrived=NOW, category="SITE",
                  point=Point(latitude=1, longitude=2))  # fmt: skip
    index.put(b"c" * 16, [entry])
    index.put(b"c" * 16, [replace(entry, point=Point(latitude=3, longitude=4))])
    assert [(spot.latitude, spot.longitude) for spot in spots(index, wanted)] == [(3, 4)]
    index.put(b"c" * 16, [replace(entry, point=None)])
    assert list(spots(index, wanted)) == []
    index.put(b"c" * 16, [entry])
    index.remove([entry.tip])
    assert index.ask("SELECT count(*) FROM spot") == [(0,)]
