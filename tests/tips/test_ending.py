"""Ending a case: alone where it may be, together where it must be, and what overtakes a request."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tips.refusing import changes_nothing
from tests.tips.test_assessing import (
    NOOR,
    SAMI,
    Act,
    approved,
    asked,
    classified,
    declined,
    events,
    graded,
)
from tests.tips.test_fold import ANSWER, CONTENTS, OTHER, TIP
from tipline.errors import (
    EndingTwoError,
    HandOffOpenError,
    OwnRequestError,
    ReasonMissingError,
    RecordMalformedError,
    RequestEndedError,
    TasksOpenError,
    TransitionRefusedError,
)
from tipline.tips.ending import takes_two
from tipline.tips.event import Event, Kind
from tipline.tips.fold import CaseState, fold, follow
from tipline.tips.second import ENDING, LASTS
from tipline.tips.state import FINISHED, Outcome, State, Word

WHY = "Nothing was found there."
INTEL = {"outcome": "OUT_INTEL"}
MESSAGE = Act(Kind.SEEN, {"tip": TIP, "parts": {"p2": "22"}})
JOINED = Act(Kind.OPENED, {"tip": OTHER, "parts": {"p3": "11"}})
QUESTION = Act(Kind.QUESTION, ANSWER)
P1, P2, P3 = classified("P1"), classified("P2"), classified("P3")
LIFE = classified("P4", life=True)


def closed(author: bytes = NOOR, **content: Any) -> Act:
    return Act(Kind.CLOSED, INTEL | content, author)


def aside(author: bytes = NOOR) -> Act:
    return Act(Kind.SET_ASIDE, {}, author)


def closing(author: bytes = NOOR, hours: float = 0, **would: Any) -> Act:
    return asked(author, hours, deed="close", would=INTEL | would, text=WHY)


def asiding(author: bytes = NOOR) -> Act:
    return asked(author, deed="set-aside", would={}, text=WHY)


def calmed(author: bytes = NOOR) -> Act:
    return classified("P3", "Not as urgent as it seemed.", author)


ANYTHING = st.sampled_from(Kind).flatmap(
    lambda kind: st.builds(
        Act,
        st.just(kind),
        CONTENTS.get(kind, st.just({})),
        st.sampled_from([NOOR, SAMI]),
        st.floats(0, 40),
    )
)
LIKELY = st.sampled_from(
    [closing(), closing(SAMI, outcome="OUT_MALICIOUS"), asiding(), closed(), closed(SAMI), aside(),
     P1, P2, LIFE, calmed(), calmed(SAMI), MESSAGE, JOINED, QUESTION, Act(Kind.REOPENED, {})]
)  # fmt: skip
ANSWERS = st.builds(
    lambda answer, number, author: answer(number, author),
    st.sampled_from([approved, declined]), st.integers(2, 8), st.sampled_from([NOOR, SAMI]),
)  # fmt: skip
ACTS = st.lists(st.one_of(LIKELY, ANSWERS, ANYTHING), max_size=14).map(
    lambda acts: sorted(acts, key=lambda act: act.hours)
)


def steps(written: Sequence[Event]) -> list[tuple[CaseState, CaseState, Event]]:
    """Return the case before and after each event, and the event."""
    states = [fold(written[:count]) for count in range(len(written) + 1)]
    return [(*pair, event) for pair, event in zip(pairwise(states), written, strict=True)]


@given(ACTS)
@example([LIFE, closing(), approved(3)])
@example([P2, calmed(), closed()])
def test_nobody_ends_alone_what_takes_two(acts: list[Act]) -> None:
    written = events(*acts)
    for before, after, event in steps(written):
        ended = after.state in {State.CLOSED, State.SPAM} and after.state is not before.state
        grave = before.classified is not None and before.classified.grave
        if not ended or not (grave or after.outcome is Outcome.MALICIOUS):
            continue
        assert event.kind is Kind.APPROVED
        request = written[event.content["request"] - 1]
        assert request.author != event.author
        assert timedelta(0) <= event.at - request.at <= LASTS
        assert request.content["would"].get("outcome") == after.outcome


@given(ACTS)
def test_nobody_calms_a_case_alone_and_ends_it_alone(acts: list[Act]) -> None:
    written = events(*acts)
    calmed_by = None
    for before, after, event in steps(written):
        if event.number in after.refused:
            continue
        grave = before.classified is not None and before.classified.grave
        if event.kind in {Kind.CLASSIFIED, Kind.APPROVED} and after.classified_by == event.number:
            assert after.classified is not None
            if after.classified.grave or event.kind is Kind.APPROVED:
                calmed_by = None
            elif grave:
                calmed_by = event.author
            elif event.author != calmed_by:
                calmed_by = None
        if after.state in {State.CLOSED, State.SPAM} and after.state is not before.state:
            assert event.kind is Kind.APPROVED or event.author != calmed_by


@given(ACTS)
def test_a_request_to_end_saw_what_there_is_and_an_ended_case_has_none(acts: list[Act]) -> None:
    written = events(*acts)
    case = fold(written)
    for request in case.requests:
        if request.deed in ENDING:
            then = fold(written[: request.number])
            assert case.state is then.state
            assert case.seen == then.seen
            assert case.classified == then.classified
            assert case.state not in FINISHED


@given(ACTS)
def test_what_ended_a_case_is_its_newest_end(acts: list[Act]) -> None:
    written = events(*acts)
    ended_by = 0
    for before, after, event in steps(written):
        if after.state is not before.state:
            ended_by = (
                event.number if after.state in {State.CLOSED, State.SPAM, State.PURGED} else 0
            )
        assert after.ended_by == ended_by


@given(ACTS)
def test_whoever_may_end_alone_is_told_so_and_nobody_else(acts: list[Act]) -> None:
    written = events(*acts)
    before = fold(written)
    for author in (NOOR, SAMI):
        (*_, event) = events(*acts, replace(closed(author), hours=40))  # after all of them
        try:
            follow(before, event)
        except EndingTwoError:
            assert takes_two(before, None, author)
        except (TransitionRefusedError, TasksOpenError, HandOffOpenError):
            pass
        else:
            assert not takes_two(before, None, author)


@pytest.mark.parametrize(
    "acts",
    [
        [closed()],
        [P3, closed()],
        [aside()],
        [P3, aside()],
        [P1, closing(), approved(3)],
        [P1, closing(), graded("2/D/C"), Act(Kind.NOTE, {"text": "x"}), approved(3)],
        [P2, asiding(), approved(3)],
        [LIFE, closing(), approved(3)],
        [closing(outcome="OUT_MALICIOUS"), approved(2)],
        [P3, closing(), approved(3)],
        [P2, calmed(), closed(SAMI)],
        [P2, calmed(), calmed(SAMI), closed()],
        [P2, calmed(), closing(), approved(4)],
        [P1, asked(), approved(3), closed()],
        [P1, closing(), closing(SAMI), declined(3), approved(4, NOOR)],
    ],
)
def test_a_case_ends(acts: Sequence[Act]) -> None:
    case = fold(events(*acts))
    assert case.refused == ()
    assert case.finished
    assert case.ended_by == len(acts) + 1
    assert case.words == {TIP: Word.CLOSED}


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([P1, closed()], EndingTwoError),
        ([P2, aside()], EndingTwoError),
        ([LIFE, closed()], EndingTwoError),
        ([closed(outcome="OUT_MALICIOUS")], EndingTwoError),
        ([P2, calmed(), closed()], EndingTwoError),
        ([LIFE, classified("P4"), aside()], EndingTwoError),
        ([P2, calmed(), classified("P4"), closed()], EndingTwoError),
        ([P1, closing(), approved(3, NOOR)], OwnRequestError),
        ([P1, closing(), approved(3, hours=24.1)], RequestEndedError),
        ([P1, closing(), MESSAGE, approved(3)], RequestEndedError),
        ([P1, closing(), JOINED, approved(3)], RequestEndedError),
        ([P1, closing(), QUESTION, approved(3)], RequestEndedError),
        ([P3, closing(outcome="OUT_MALICIOUS"), P1, approved(3)], RequestEndedError),
        ([P1, closing(), asiding(), approved(4), approved(3)], RequestEndedError),
        ([P1, asked(), closing(), approved(4), approved(3)], RequestEndedError),
        ([P1, closing(), declined(3), approved(3)], RequestEndedError),
        ([QUESTION, asiding()], TransitionRefusedError),
        ([closed(), closing()], TransitionRefusedError),
        ([P1, asked(deed="close", would=INTEL, text="short")], ReasonMissingError),
        ([P1, asked(deed="close", would={}, text=WHY)], RecordMalformedError),
        (
            [P1, asked(deed="close", would={**INTEL, "text": "Two."}, text=WHY)],
            RecordMalformedError,
        ),
        ([P1, asked(deed="set-aside", would=INTEL, text=WHY)], RecordMalformedError),
        (
            [P1, closing(shown_from="2026-03-01T10:00:00Z")],
            RecordMalformedError,
        ),
    ],
)
def test_what_may_not_end_stands_in_the_case_and_changes_nothing(
    acts: Sequence[Act], error: type[Exception]
) -> None:
    changes_nothing(events(*acts), error)


def test_a_request_to_end_goes_on_waiting_over_what_says_nothing_new() -> None:
    unread = Act(Kind.SEEN, {"tip": TIP, "parts": {}})
    for between in (Act(Kind.VIEWED, {}), Act(Kind.REPLY, ANSWER), graded("2/D/C"), unread):
        assert fold(events(P1, closing(), between)).requests, between


def test_a_case_that_is_taken_up_again_has_not_ended() -> None:
    case = fold(events(P1, closing(), approved(3), Act(Kind.REOPENED, {})))
    assert (case.state, case.ended_by, case.outcome) == (State.TRIAGE, 0, None)
    assert case.grave
