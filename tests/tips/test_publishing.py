"""What is told to everybody: nothing small or exact, and nothing that subtracting gives back."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tipline.tips import canonical
from tipline.tips.publishing import (
    FEWEST,
    OTHERS,
    STEP,
    Published,
    after,
    coarse,
    months,
    pooled,
    rounded,
)
from tipline.tips.shape import from_json, to_json

CODES = st.sampled_from(["A", "B", "C", "D", "E", "F", OTHERS])
TABLES = st.dictionaries(CODES, st.integers(0, 60))
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
COUNTS = st.lists(st.tuples(CODES, st.integers(10, 999)), max_size=5).map(tuple)


@given(st.integers(0, 10**6))
def test_a_number_is_rounded_and_a_small_one_hidden(count: int) -> None:
    told = rounded(count)
    assert (told is None) == (count < FEWEST)
    if told is not None:
        assert told % STEP == 0
        assert abs(told - count) * 2 <= STEP
        assert told >= FEWEST


@given(TABLES)
def test_no_line_tells_of_few(counts: dict[str, int]) -> None:
    told = dict(pooled(counts))
    for code, number in told.items():
        assert number >= FEWEST
        if code != OTHERS:
            assert counts[code] >= FEWEST
            assert number == rounded(counts[code])


@given(TABLES)
def test_what_is_left_out_is_never_few(counts: dict[str, int]) -> None:
    """Whoever knows the exact sum, and each line exactly, gets a sum of ten or more, or nothing."""
    told = dict(pooled(counts))
    left = sum(count for code, count in counts.items() if code not in told or code == OTHERS)
    if any(code != OTHERS for code in told):
        assert left == 0 or left >= FEWEST
        assert told.get(OTHERS) == rounded(left)


@given(TABLES)
def test_a_line_is_left_out_only_where_it_must_be(counts: dict[str, int]) -> None:
    told = dict(pooled(counts))
    large = {code for code, count in counts.items() if count >= FEWEST and code != OTHERS}
    small = sum(counts.values()) - sum(counts[code] for code in large)
    assert len(large - told.keys()) <= FEWEST
    if small == 0 or small >= FEWEST:
        assert large == told.keys() - {OTHERS}


def test_one_small_line_takes_the_least_of_the_others_with_it() -> None:
    assert pooled({"A": 40, "B": 12, "C": 3}) == (("A", 40), (OTHERS, 15))
    assert pooled({"A": 40, "B": 12, OTHERS: 30}) == (("A", 40), ("B", 10), (OTHERS, 30))
    assert pooled({"A": 7, "B": 6}) == ((OTHERS, 15),)
    assert pooled({"A": 4, "B": 5}) == ()


@given(st.lists(st.integers(0, 10**7)))
def test_a_median_is_coarse_and_of_enough(times: list[int]) -> None:
    found = coarse(times)
    assert (found is None) == (len(times) < FEWEST)
    assert found is None or (found % 300 == 0 and found > 0)


def test_longer_times_are_rounded_to_hours_and_days() -> None:
    assert coarse([100] * 10) == 5 * 60
    assert coarse([3 * 3600 + 1900] * 10) == 4 * 3600
    assert coarse([5 * 86_400 + 1000] * 10) == 5 * 86_400


@given(DAYS, DAYS)
def test_months_are_those_between_two_days(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    found = months(first, last)
    assert found[0] == first.replace(day=1)
    assert found[-1] == last.replace(day=1)
    assert all(after(month) == following for month, following in pairwise(found))


@given(DAYS, COUNTS, COUNTS, st.one_of(st.none(), st.integers(0, 100)))
def test_what_is_kept_is_read_again(
    day: date,
    some: tuple[tuple[str, int], ...],
    more: tuple[tuple[str, int], ...],
    share: int | None,
) -> None:
    told = Published(first=day, last=day, total=50, months=some, outcomes=more, replied=share)
    assert from_json(Published, canonical.decode(canonical.encode(to_json(told)))) == told


def test_a_share_is_of_what_is_told_alone() -> None:
    told = Published(first=date(2026, 1, 1), last=date(2026, 1, 1),
                     outcomes=(("OUT_PROTECTED", 10), ("OUT_INTEL", 30), (OTHERS, 10)))  # fmt: skip
    assert told.share("OUT_PROTECTED") == 20
    assert told.share("OUT_MALICIOUS") is None
