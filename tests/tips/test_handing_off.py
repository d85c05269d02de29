"""An emergency hand-off: one at a time, and nothing ends while it goes on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from tests.tips.test_clocks import LIMITS
from tests.tips.test_fold import ACTS, BEGAN, OPENED, event, events
from tipline.errors import (
    CaseFinishedError,
    HandOffMissingError,
    HandOffOpenError,
    RecordMalformedError,
)
from tipline.tips.clocks import Clock, Moments, running
from tipline.tips.event import Kind
from tipline.tips.fold import CaseState, fold, follow
from tipline.tips.handoff import Step
from tipline.tips.priority import Priority

Act = tuple[Kind, dict[str, Any]]
HANDED: Act = (Kind.HANDED_OFF, {"desk": "OPS"})
CLOSED: Act = (Kind.CLOSED, {"outcome": "OUT_SAFE"})


def step(step: str, text: str = "A patrol.") -> Act:
    return Kind.HAND_OFF_STEP, {"step": step, "text": text}


def case(*acts: Act) -> CaseState:
    folded = fold(events(OPENED, *acts))
    assert folded.refused == ()
    return folded


def refused(of: CaseState, act: Act, error: type[Exception]) -> None:
    with pytest.raises(error):
        follow(of, event(of.number + 1, act[0], **act[1]))


def test_steps_are_ticked_off_with_their_events() -> None:
    found = case(HANDED, step("reached"), step("told"), step("reached", "Another.")).hand_off
    assert found is not None
    assert found.steps == {Step.REACHED: 5, Step.TOLD: 4}
    assert (found.number, found.decided, found.ended) == (2, False, False)


def test_one_goes_on_at_a_time() -> None:
    refused(case(HANDED), HANDED, HandOffOpenError)
    again = case(HANDED, step("returned"), HANDED)
    assert again.hand_off is not None
    assert (again.hand_off.number, again.hand_off.steps) == (4, {})


def test_the_case_stays_open_until_they_told() -> None:
    refused(case(HANDED), CLOSED, HandOffOpenError)
    refused(case(HANDED), (Kind.SET_ASIDE, {}), HandOffOpenError)
    refused(case(HANDED, step("decided")), CLOSED, HandOffOpenError)
    assert case(HANDED, step("returned"), CLOSED).finished


@pytest.mark.parametrize("name", ["reached", "told", "reference", "returned"])
def test_a_step_is_nothing_without_words(name: str) -> None:
    refused(case(HANDED), step(name, " "), RecordMalformedError)


def test_what_cannot_be_ticked_off() -> None:
    refused(case(), step("told"), HandOffMissingError)
    refused(case(HANDED, step("returned")), step("told"), HandOffMissingError)
    refused(case(HANDED), step("reference", "9" * 101), RecordMalformedError)
    refused(case(CLOSED), HANDED, CaseFinishedError)
    assert case(HANDED, step("decided", "")).number == 3


def test_of_the_desks_only_the_emergency_desk_ticks_steps_off() -> None:
    urgent: Act = (Kind.CLASSIFIED, {"category": "SEAC", "priority": "P1"})
    gives = [(Kind.ASSIGNED, {"desk": desk}) for desk in ("OPS", "CG")]
    begun = events(OPENED, urgent, *gives, HANDED)
    for desk, refused_are in (("OPS", ()), ("TRIAGE", ()), ("CG", (6,))):
        ticked = replace(event(6, Kind.HAND_OFF_STEP, **step("told")[1]), desk=desk)
        assert fold([*begun, ticked]).refused == refused_are
    again = replace(event(7, HANDED[0], **HANDED[1]), desk="OPS")
    ended = event(6, Kind.HAND_OFF_STEP, **step("returned")[1])
    assert fold([*begun, ended, again]).refused == (7,), "and none begins another"


def test_the_clock_runs_until_they_decide() -> None:
    def clock(of: CaseState) -> list[timedelta]:
        found = running(Moments.of(of), arrived=BEGAN, priority=Priority.P4, limits=LIMITS)
        return [each.since - BEGAN for each in found if each.clock is Clock.DISPATCH]

    assert clock(case(HANDED, step("told"))) == [timedelta(minutes=2)]
    assert clock(case(HANDED, step("decided"))) == []
    assert clock(case(HANDED, step("returned"))) == []


@given(ACTS)
def test_nothing_is_finished_while_one_goes_on(acts: Sequence[Act]) -> None:
    folded = fold(events(OPENED, *acts))
    assert not folded.finished or folded.hand_off is None or folded.hand_off.ended
