# noqa: INP001 (tests/ itself is no package)
"""Whether two samples of times are alike: by all of their values, not by a middle one."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

WRONGLY = 1e-5  # how often two samples of one distribution are called different


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """Return how far two samples' distribution functions are apart at most, from 0 to 1.

    Source: the two-sample statistic of Kolmogorov and Smirnov.
    """
    first, second = sorted(one), sorted(other)
    return max(
        abs(bisect_right(first, at) / len(first) - bisect_right(second, at) / len(second))
        for at in {*first, *second}
    )


def alike(one: Sequence[float], other: Sequence[float]) -> bool:
    """Tell whether two samples may be of one distribution; ``WRONGLY`` bounds the error."""
    room = -math.log(WRONGLY / 2) / 2 * (len(one) + len(other)) / (len(one) * len(other))
    return distance(one, other) <= math.sqrt(room)
