"""The measure by which times are compared tells apart what is, and only that."""

from __future__ import annotations

import random

from tests.distributions import alike, distance


def test_the_distance_is_that_of_the_distribution_functions() -> None:
    assert distance([1, 2, 3, 4], [1, 2, 3, 4]) == 0
    assert distance([1, 2, 3, 4], [5, 6]) == 1
    assert distance([1, 2, 3, 4], [3, 4, 5, 6]) == 0.5


def test_what_is_of_one_distribution_is_alike_and_what_is_slower_or_wider_is_not() -> None:
    drawn = random.Random(7)  # noqa: S311 (noise, not secrets)

    def times(mean: float, spread: float) -> list[float]:
        return [drawn.gauss(mean, spread) for _ in range(60)]

    assert all(alike(times(10, 1), times(10, 1)) for _ in range(200))
    assert not alike(times(10, 1), times(12, 1))
    assert not alike(times(10, 0.1), times(10, 5))
