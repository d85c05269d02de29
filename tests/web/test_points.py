"""A point as it is typed: latitude first, in any script's digits, with letters or signs."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.tips.point import LATITUDE_MAX, LONGITUDE_MAX, Point
from tipline.web.points import parse_point

HERE = Point(latitude=2_622_850, longitude=5_058_600)


@pytest.mark.parametrize(
    "typed",
    [
        "26.22850,50.58600",
        " 26.2285 , 50.586 ",
        "26.2285 50.586",
        "26.2285; 50.586",
        "+26.2285, +50.586",
        "26.2285° N, 50.586° E",
        "26.2285n 50.586e",
        "26.228499999,50.586000001",
        "٢٦٫٢٢٨٥، ٥٠٫٥٨٦",  # noqa: RUF001 (Arabic digits and signs)
        "२६.२२८५, ५०.५८६",
    ],
)
def test_a_point_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_point(typed) == HERE


@pytest.mark.parametrize("typed", ["-1.5, -2.5", "1.5 S 2.5 W", "1.5s,2.5w", "−1.5, −2.5"])  # noqa: RUF001 (a minus sign)
def test_south_and_west_are_below_zero(typed: str) -> None:
    assert parse_point(typed) == Point(latitude=-150_000, longitude=-250_000)


@pytest.mark.parametrize(
    "typed",
    ["", "26.2285", "26,2285, 50,586", "26.2285, 50.586, 3", "N 26 E 50", "91, 0", "0, 181",
     "-26 S, 50", "50.586 E, 26.2285 N", "26.22.85, 50", "gate", "1" * 400, "26.2285,nan"],
)  # fmt: skip
def test_what_is_no_point_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (which, the page does not tell)
        parse_point(typed)


@given(
    st.builds(
        Point,
        latitude=st.integers(-LATITUDE_MAX, LATITUDE_MAX),
        longitude=st.integers(-LONGITUDE_MAX, LONGITUDE_MAX),
    )
)
def test_a_point_as_it_is_written_is_read_again(point: Point) -> None:
    assert parse_point(point.written) == point


@given(st.text())
def test_whatever_is_typed_is_a_point_or_refused(typed: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(parse_point(typed), Point)
