"""Percentiles by nearest rank, and what counts as in time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tipline.tips.figures import FEWEST, gap, percent, percentile, waited

TIMES = st.lists(st.integers(0, 10**7))


@given(st.lists(st.integers(), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(
    values: list[int], share: int
) -> None:
    rank = percentile(sorted(values), share)
    assert rank in values
    assert sum(each <= rank for each in values) * 100 >= share * len(values)
    assert sum(each < rank for each in values) * 100 < share * len(values)


def test_the_median_and_the_ninetieth_are_what_the_eye_expects() -> None:
    assert percentile(range(1, 11), 50) == 5
    assert percentile(range(1, 11), 90) == 9
    assert percentile(range(1, 12), 90) == 10
    assert percentile([7], 90) == 7
    assert percentile([], 90) is None


@given(TIMES, TIMES, st.one_of(st.none(), st.integers(0, 10**7)))
def test_everyone_is_counted_and_who_waits_longer_than_the_target_is_late(
    reached: list[int], waiting: list[int], target: int | None
) -> None:
    found = waited(reached, waiting, target)
    assert (found.count, found.reached) == (len(reached) + len(waiting), len(reached))
    if target is None:
        assert (found.due, found.within, found.share) == (0, 0, None)
        return
    late = sum(each > target for each in [*reached, *waiting])
    assert found.due - found.within == late
    assert found.within == sum(each <= target for each in reached)


@given(st.dictionaries(st.sampled_from(["ar", "en", "ur", "hi"]), TIMES))
def test_the_gap_lies_between_languages_with_enough_times(waits: dict[str, list[int]]) -> None:
    found, enough = gap(waits), {code for code, times in waits.items() if len(times) >= FEWEST}
    assert (found is None) == (len(enough) < 2)
    if found is not None:
        assert {found.fastest, found.slowest} <= enough
        assert found.fastest != found.slowest
        assert found.seconds >= 0
        for code in enough:
            rank = percentile(sorted(waits[code]), 90)
            assert rank is not None
            assert found.least <= rank <= found.greatest


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_share_is_the_nearest_whole_percent(part: int, whole: int) -> None:
    found = percent(part, whole)
    assert found is not None
    assert abs(found - 100 * part / whole) <= 0.5
    assert percent(part, 0) is None
