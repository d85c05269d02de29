"""Named places, found however people write them, and by where they are."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.places.island import place
from tipline.places import naming
from tipline.places.gazetteer import OFFERED_MAX, Gazetteer
from tipline.places.geodesic import metres
from tipline.places.layers import NamedPlace
from tipline.tips.point import PARTS, Point

TOWNS = Gazetteer([
    place("Muharraq", "المحرق", 0, 0, rank=0),
    place("Diyar Al Muharraq", "ديار المحرق", 0.01, 0.02, rank=3),
    place("Sitra", "سترة", 0.02, -0.1),
    place("A'ali", "عالي", -0.1, -0.1),
    place("Galali", "قلالي", 0.05, 0.02),
    place("Jidhafs", "جدحفص", -0.1, -0.02),
    place("Budaiya", "البديع", -0.2, 0),
    place("Block 304", "مجمع 304", 0.001, -0.02, rank=7),
    place("Block 305", "مجمع 305", 0.001, -0.03, rank=7),
    place("Umm Al Hassam", "أم الحصم", 0, -0.04),
    NamedPlace(names={"en": "Eker"}, point=Point(latitude=1, longitude=1), rank=5, others=("Akr",)),
])  # fmt: skip
points = st.builds(
    Point,
    latitude=st.integers(20 * PARTS, 60 * PARTS),
    longitude=st.integers(40 * PARTS, 60 * PARTS),
)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("muharraq", "Muharraq"), ("Al-Muharraq", "Muharraq"), ("المحرق", "Muharraq"),
        ("محرق", "Muharraq"), ("الْمُحَرَّق", "Muharraq"), ("Moharak", "Muharraq"),
        ("ديار", "Diyar Al Muharraq"), ("muharraq diyar", "Diyar Al Muharraq"),
        ("sitrah", "Sitra"), ("ستره", "Sitra"), ("سـتـرة", "Sitra"), ("SUTRA", "Sitra"),
        ("aali", "A'ali"), ("A\u2019ali", "A'ali"), ("qalali", "Galali"), ("galaly", "Galali"),
        ("jid hafs", "Jidhafs"), ("jidd hafs", "Jidhafs"), ("جد حفص", "Jidhafs"),
        ("budaya", "Budaiya"), ("bedei", "Budaiya"), ("البديع", "Budaiya"),
        ("304", "Block 304"), ("مجمع ٣٠٤", "Block 304"), ("block ۳۰۴", "Block 304"),
        ("um alhasam", "Umm Al Hassam"), ("ام الحصم", "Umm Al Hassam"), ("akr", "Eker"),
    ],
)  # fmt: skip
def test_a_place_is_found_as_people_write_it(asked: str, found: str) -> None:
    assert TOWNS.find(asked)[0].names["en"] == found


def test_while_one_types_the_names_of_the_greatest_places_are_offered() -> None:
    assert TOWNS.offered("en")[:3] == ("A'ali", "Block 304", "Block 305")
    assert "سترة" in TOWNS.offered("ar")
    assert "Sitra" not in TOWNS.offered("ar")
    assert TOWNS.offered("hi") == ()
    many = [place(f"Street {number}", "", 0, 0, rank=9) for number in range(OFFERED_MAX)]
    offered = Gazetteer([*many, *TOWNS.places]).offered("en")
    assert len(offered) == OFFERED_MAX
    assert "Muharraq" in offered


def test_the_greater_place_comes_first_and_then_the_shorter_name() -> None:
    assert [it.names["en"] for it in TOWNS.find("m")] == ["Muharraq", "Diyar Al Muharraq"]
    assert [it.names["en"] for it in TOWNS.find("block")] == ["Block 304", "Block 305"]
    assert len(TOWNS.find("block", 1)) == 1


@pytest.mark.parametrize("asked", ["", " ", "'", '"*^(', "zzz", "\x00", "NEAR(", "bones:x"])
def test_what_names_nothing_finds_nothing(asked: str) -> None:
    assert TOWNS.find(asked) == []


@given(st.text())
def test_any_text_may_be_asked(asked: str) -> None:
    assert len(TOWNS.find(asked)) <= 8
    assert all(len(bone) >= 2 for bone in naming.bones(naming.asked(asked)))


@given(st.sampled_from(TOWNS.places), st.sampled_from(["en", "ar"]), st.integers(3, 12))
def test_every_beginning_of_a_name_finds_it(place: NamedPlace, language: str, most: int) -> None:
    name = place.names.get(language, "Eker")
    assert place in TOWNS.find(name[:most].strip(), len(TOWNS.places))


@given(st.lists(points, min_size=1, max_size=30), points)
def test_the_nearest_place_is_the_nearest(there: list[Point], here: Point) -> None:
    named = [NamedPlace(names={"en": str(at)}, point=at, rank=1) for at in there]
    found = Gazetteer(named).nearest(here)
    assert found is not None
    assert found[1] == min(metres(at, here) for at in there)
    assert metres(found[0].point, here) == found[1]


def test_where_no_place_is_named_none_is_near() -> None:
    assert Gazetteer([]).nearest(Point(latitude=0, longitude=0)) is None
    assert Gazetteer([]).find("anything") == []


def test_many_ask_at_once() -> None:
    found: list[str] = []

    def ask() -> None:
        found.extend(TOWNS.find("sitra")[0].names["en"] for _ in range(50))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Sitra"] * 400
