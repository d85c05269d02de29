"""What is decided of a case that has ended, and that the shortest limit wins."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.test_assessing import NOOR, SAMI, Act, events
from tipline.errors import (
    DestroyTwoError,
    NotEndedError,
    OwnRequestError,
    ReasonMissingError,
    RecordMalformedError,
    TimePastError,
    TransitionRefusedError,
)
from tipline.tips.event import Kind
from tipline.tips.fold import CaseState, fold, follow
from tipline.tips.retention import LIMIT_MAX, Retention, Span
from tipline.tips.state import Outcome, State

WHY = "The court asks for it."
ENDED = date(2026, 3, 1)
CLOSED = Act(Kind.CLOSED, {"outcome": "OUT_NOTRACE"})
DESTROY = {"deed": "destroy", "would": dict[str, Any](), "text": WHY}
ORIGINAL = Span(keep=timedelta(90), limit=timedelta(180))
DAYS = st.integers(1, 5000).map(timedelta)


def kept(until: str = "2026-09-01", text: str = WHY) -> Act:
    return Act(Kind.KEPT, {"until": until, "text": text})


def case(*acts: Act) -> CaseState:
    folded = fold(events(*acts))
    assert folded.refused == ()
    return folded


def refused(error: type[Exception], *acts: Act) -> None:
    (*before, last) = events(*acts)
    with pytest.raises(error):
        follow(fold(before), last)


def test_a_case_that_has_ended_is_kept_for_a_reason() -> None:
    assert case(CLOSED, kept()).kept_until == date(2026, 9, 1)
    assert case(CLOSED, kept(), Act(Kind.REOPENED, {})).kept_until is None
    refused(NotEndedError, kept())
    refused(NotEndedError, Act(Kind.SET_ASIDE, {}), kept())
    refused(ReasonMissingError, CLOSED, kept(text="so"))
    refused(TimePastError, CLOSED, kept("2026-03-01"))
    refused(RecordMalformedError, CLOSED, kept("2056-01-01"))


def test_two_officers_destroy_it() -> None:
    asked = Act(Kind.ASKED, DESTROY)
    refused(DestroyTwoError, CLOSED, Act(Kind.DESTROYED, {}))
    refused(TransitionRefusedError, asked)
    number = 3
    waits = case(CLOSED, asked)
    assert waits.state is State.CLOSED
    refused(OwnRequestError, CLOSED, asked, Act(Kind.APPROVED, {"request": number}, NOOR))
    gone = case(CLOSED, asked, Act(Kind.APPROVED, {"request": number}, SAMI))
    assert gone.state is State.PURGED
    assert gone.hidden
    assert gone.ended_by == number + 1


def test_nothing_follows_what_was_destroyed() -> None:
    gone = (
        CLOSED, Act(Kind.ASKED, DESTROY), Act(Kind.APPROVED, {"request": 3}, SAMI),
    )  # fmt: skip
    refused(TransitionRefusedError, *gone, Act(Kind.REOPENED, {}))
    refused(NotEndedError, *gone, kept())


def span(keep: timedelta, limit: timedelta) -> Span:
    return Span(keep=min(keep, limit), limit=limit)


@given(DAYS, DAYS, DAYS, st.none() | st.dates(date(2026, 1, 1), date(2046, 1, 1)))
def test_the_shortest_limit_wins(
    keep: timedelta, limit: timedelta, category: timedelta, until: date | None
) -> None:
    outcomes = dict.fromkeys(Outcome, span(keep, limit))
    schedule = Retention(
        outcomes=outcomes, spam=span(keep, limit), original=ORIGINAL, categories={"FAMI": category}
    )
    for outcome in (None, Outcome.INTEL):
        day = schedule.due(ENDED, outcome, "FAMI", until)
        assert ENDED < day <= ENDED + min(limit, category, LIMIT_MAX)
        assert day <= schedule.due(ENDED, outcome, "SITE", until)
        assert schedule.due(ENDED, outcome, "FAMI") <= day


def test_who_decides_to_keep_it_cannot_shorten_it() -> None:
    five = Span(keep=timedelta(365), limit=timedelta(730))
    schedule = Retention(
        outcomes=dict.fromkeys(Outcome, five), spam=five, original=ORIGINAL, categories={}
    )
    assert schedule.due(ENDED, Outcome.SAFE, kept=date(2026, 4, 1)) == ENDED + timedelta(365)
    assert schedule.due(ENDED, Outcome.SAFE, kept=date(2027, 6, 1)) == date(2027, 6, 1)
    assert schedule.due(ENDED, Outcome.SAFE, kept=date(2036, 6, 1)) == ENDED + timedelta(730)
