"""What tells of the same thing, however it was typed."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.search.marks import Mark, Sort, bare, boat, mentioned, place, plate, typed

WESTERN = "0123456789"
SCRIPTS = [WESTERN, "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "০১২৩৪৫৬৭৮৯"]
SEPARATORS = st.sampled_from(["", " ", "-", " - ", ".", "/"])
DIGITS = st.text(WESTERN, min_size=3, max_size=8)


def said(marks: Iterable[Mark]) -> list[tuple[str, str]]:
    return [(mark.sort.value, mark.value) for mark in marks]


@given(DIGITS, st.sampled_from(SCRIPTS), st.data())
def test_a_plate_is_the_same_in_any_script_and_grouping(
    number: str, script: str, data: st.DataObject
) -> None:
    written = "".join(script[int(digit)] + data.draw(SEPARATORS) for digit in number)
    assert list(plate(written)) == list(plate(number)) == [Mark(Sort.PLATE, number)]


@given(st.text("36", min_size=8, max_size=8), st.sampled_from(SCRIPTS), st.data())
def test_a_telephone_number_is_the_same_with_its_countrys_code(
    number: str, script: str, data: st.DataObject
) -> None:
    separator = data.draw(st.sampled_from(["", " ", "-"]))
    written = "".join(script[int(digit)] for digit in number)
    written = written[:4] + separator + written[4:]
    for before in ("", "+973 ", "00973", "+973-"):
        assert list(typed(f"{before}{written}")) == [Mark(Sort.PHONE, number)]
        assert Mark(Sort.PHONE, number) in list(mentioned(f"call {before}{written}, at night"))


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    for marks in (plate(text), boat(text), typed(text), mentioned(text), place(*[text] * 4)):
        for mark in marks:
            assert mark.value
            assert 0 <= mark.number < 2**56


@given(st.text(), st.text())
def test_what_is_written_alike_is_one_mark(one: str, two: str) -> None:
    if bare(one) == bare(two):
        assert list(plate(one)) == list(plate(two))
        assert list(boat(one)) == list(boat(two))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 2026-03-01, 01.03.2026 or 01/03/2026", []),
        ("his card is 890112345", []),
        ("block 346, road 4718", []),
        ("see https://www.Example.com/Buy/?from=me#a.", [("address", "example.com/buy")]),
        ("Hidd. We went to example.com, then", [("address", "example.com")]),
        ("@Ali_123 or instagram.com/ali.123/", [("account", "ali123"), ("account", "ali123")]),
        ("snapchat.com/add/shop_bh", [("account", "shopbh")]),
        ("write to A.B@mail.com", [("account", "a.b@mail.com")]),
        ("+44 20 7946 0958", [("phone", "79460958")]),
    ],
)
def test_what_stands_out_in_a_text(text: str, found: list[tuple[str, str]]) -> None:
    assert said(mentioned(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("بائِع الذهب", [("account", "بايعالذهب")]),
        ("Gold Seller", [("account", "goldseller")]),
        ("3612 345", [("phone", "3612345")]),
        ("x", []),
    ],
)
def test_what_is_typed_where_an_account_is_asked_for(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert said(typed(text)) == found


def test_a_road_has_its_number_in_its_block() -> None:
    assert said(place("مجمع ٣٤٦", "Road 4718", "0012", "")) == [
        ("block", "/346"),
        ("road", "/346/4718"),
        ("building", "/346/4718/12"),
    ]
    assert said(place("", "4718", "12", "")) == []
    assert said(place("", "", "", "Near the Seef mall")) == said(
        place("", "", "", "the mall NEAR Seef")
    )


def test_vehicles_without_a_number_are_not_the_same() -> None:
    assert list(plate("white")) == list(plate("47")) == list(boat("x")) == []
