"""Five levels, and what is more urgent than what."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tipline.tips.priority import Priority

LEVELS = st.sampled_from(Priority)


def test_they_stand_from_the_most_urgent_to_the_least() -> None:
    assert all(after.below(before) for before, after in pairwise(Priority))
    assert not Priority.P1.below(Priority.P1)


@given(LEVELS, LEVELS)
def test_the_more_urgent_of_two_is_below_neither(one: Priority, other: Priority) -> None:
    chosen = one.at_least(other)
    assert chosen in {one, other}
    assert not chosen.below(one)
    assert not chosen.below(other)


@given(LEVELS, st.integers(-6, 6))
def test_moving_ends_at_the_ends(level: Priority, steps: int) -> None:
    assert level.moved(steps).place == min(max(level.place + steps, 0), 4)
