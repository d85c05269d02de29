"""In which order tips are looked at."""

from itertools import pairwise

import pytest

from tipline.tips.priority import Priority
from tipline.tips.report import Now
from tipline.tips.urgency import rank_of


def test_what_nobody_assessed_stands_between_what_cannot_wait_and_what_can() -> None:
    order = (Priority.P1, Priority.P2, None, Priority.P3, Priority.P4, Priority.P5)
    ranks = [rank_of(each, None, unread=False) for each in order]
    assert all(before < after for before, after in pairwise(ranks))


@pytest.mark.parametrize("suggested", Priority)
def test_what_is_suggested_raises_what_nobody_assessed_and_lowers_nothing(
    suggested: Priority,
) -> None:
    unassessed = rank_of(None, None, unread=False)
    rank = rank_of(None, None, unread=False, suggested=suggested)
    assert rank == min(rank_of(suggested, None, unread=False), unassessed)
    for priority in Priority:
        official = rank_of(priority, None, unread=False)
        assert rank_of(priority, None, unread=False, suggested=suggested) == official


@pytest.mark.parametrize("priority", [None, *Priority])
def test_danger_now_stands_first_until_it_is_read(priority: Priority | None) -> None:
    first = rank_of(Priority.P1, None, unread=False)
    yes, unsure = (rank_of(priority, now, unread=True) for now in (Now.YES, Now.UNSURE))
    assert yes < unsure < first
    for now in (*Now, None):
        assert rank_of(priority, now, unread=False) == rank_of(priority, None, unread=False)
    assert rank_of(priority, Now.NO, unread=True) == rank_of(priority, None, unread=False)
