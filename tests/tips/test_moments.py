"""When a tip reached each step: once, by what stands in its case, and never before it arrived."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from tests.tips.test_assessing import events
from tests.tips.test_dispatched import LEFT, said
from tests.tips.test_fold import ACTS
from tipline.tips.event import Event, Kind
from tipline.tips.fold import fold
from tipline.tips.moments import ALL, Course, Step, course
from tipline.tips.telling import steps

ARRIVED = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TIP, OTHER = b"\xaa" * 16, b"\xbb" * 16
ANSWER = {"answer": "cc" * 16, "text": "Where?", "shown_from": "2026-03-01T10:00:00Z"}


def case(*acts: tuple[int, Kind, dict[str, Any]]) -> list[Event]:
    """Return the events of a case, each so many minutes after the tip's arrival."""
    return [
        Event(
            case=b"c" * 16,
            number=number,
            previous=bytes(32),
            kind=kind,
            at=ARRIVED + timedelta(minutes=minutes),
            author=b"a" * 16,
            content=content,
        )
        for number, (minutes, kind, content) in enumerate(acts, 1)
    ]


def opened(tip: bytes) -> dict[str, Any]:
    return {"tip": tip.hex(), "parts": {}}


def answered(tip: bytes) -> dict[str, Any]:
    return ANSWER | {"tip": tip.hex()}


def minutes(events: list[Event], tip: bytes = TIP) -> dict[Step, int]:
    """Return after how many minutes a tip reached each step."""
    found = course(steps(events)).reached(tip, ARRIVED)
    return {step: int((at - ARRIVED).total_seconds() // 60) for step, at in found.items()}


def test_the_first_event_of_a_kind_counts() -> None:
    events = case(
        (3, Kind.OPENED, opened(TIP)), (5, Kind.REPLY, answered(TIP)),
        (9, Kind.QUESTION, answered(TIP)),
    )  # fmt: skip
    assert minutes(events) == {Step.OPENED: 3, Step.ACTED: 5, Step.ANSWERED: 5}


def test_what_concerns_another_tip_is_not_this_ones() -> None:
    events = case(
        (3, Kind.OPENED, opened(OTHER)), (4, Kind.QUESTION, answered(OTHER)),
        (8, Kind.OPENED, opened(TIP)), (12, Kind.CLOSED, {"outcome": "OUT_ADVICE"}),
    )  # fmt: skip
    assert minutes(events) == {Step.OPENED: 8, Step.FINISHED: 12}
    assert minutes(events, OTHER) == {Step.OPENED: 3, Step.ANSWERED: 4, Step.FINISHED: 12}


def test_a_tip_does_not_join_what_is_finished() -> None:
    events = case(
        (-60, Kind.OPENED, opened(OTHER)), (-50, Kind.SET_ASIDE, {}), (7, Kind.OPENED, opened(TIP)),
    )  # fmt: skip
    assert Step.OPENED not in minutes(events)


def test_a_tip_that_joins_what_is_under_way_waited_for_nothing() -> None:
    minute = timedelta(minutes=1)
    firsts = {
        ALL: {Step.ASSIGNED: ARRIVED - 50 * minute},
        TIP.hex(): {Step.OPENED: ARRIVED + 7 * minute},
        OTHER.hex(): {Step.ANSWERED: ARRIVED + 8 * minute},
    }
    assert Course(firsts, ARRIVED).reached(TIP, ARRIVED) == dict.fromkeys(
        (Step.OPENED, Step.ASSIGNED, Step.FINISHED), ARRIVED + 7 * minute
    )


def test_an_answer_to_many_is_an_answer_to_those_that_it_names() -> None:
    to = [{"tip": TIP.hex(), "answer": "cc" * 16, "language": "en"}]
    letter = {"to": to, "texts": {"en": "Thank you."}, "shown_from": "2026-03-01T10:00:00Z"}
    events = case(
        (3, Kind.OPENED, opened(OTHER)), (8, Kind.OPENED, opened(TIP)),
        (9, Kind.REPLIED_ALL, letter),
    )  # fmt: skip
    assert minutes(events) == {Step.OPENED: 8, Step.ACTED: 9, Step.ANSWERED: 9}
    assert minutes(events, OTHER) == {Step.OPENED: 3}


def test_what_was_taken_up_again_is_finished_when_it_is_finished_again() -> None:
    begun = [
        (1, Kind.OPENED, opened(TIP)), (2, Kind.CLOSED, {"outcome": "OUT_ADVICE"}),
        (9, Kind.REOPENED, {}),
    ]  # fmt: skip
    assert minutes(case(*begun)) == {Step.OPENED: 1}
    again = case(*begun, (20, Kind.CLOSED, {"outcome": "OUT_INTEL"}))
    assert minutes(again) == {Step.OPENED: 1, Step.FINISHED: 20}


def test_what_was_refused_is_not_counted() -> None:
    events = case(
        (1, Kind.OPENED, opened(TIP)), (2, Kind.REPLY, {"tip": TIP.hex()}),
        (3, Kind.CLOSED, {"outcome": "NONE"}), (5, Kind.REPLY, answered(TIP)),
    )  # fmt: skip
    assert minutes(events) == {Step.OPENED: 1, Step.ACTED: 5, Step.ANSWERED: 5}


def test_an_answer_to_all_is_one_to_each_of_them() -> None:
    to = [{"tip": tip.hex(), "answer": "dd" * 16, "language": "en"} for tip in (TIP, OTHER)]
    content = {"to": to[:1], "texts": {"en": "Thank you."}, "shown_from": ANSWER["shown_from"]}
    events = case(
        (1, Kind.OPENED, opened(TIP)), (2, Kind.OPENED, opened(OTHER)),
        (5, Kind.REPLIED_ALL, content), (7, Kind.REPLIED_ALL, content | {"to": to}),
    )  # fmt: skip
    assert minutes(events)[Step.ANSWERED] == 5
    assert minutes(events, OTHER)[Step.ANSWERED] == 7


@pytest.mark.parametrize("early", [-5, 0])
def test_nothing_is_before_the_arrival(early: int) -> None:
    events = case((early, Kind.OPENED, opened(TIP)))
    assert minutes(events) == {Step.OPENED: 0}


@given(ACTS)
def test_whatever_stands_in_a_case_the_steps_are_in_order_of_the_opening(acts: Any) -> None:
    events = case(*((at, *act) for at, act in enumerate(acts)))
    state = fold(events)
    found = course(steps(events)).reached(TIP, ARRIVED)
    assert (Step.FINISHED in found) == state.finished
    assert all(at >= found.get(Step.OPENED, ARRIVED) >= ARRIVED for at in found.values())
    times = {event.at for event in events}
    assert set(found.values()) <= times | {ARRIVED}


def test_a_team_acts_once_it_says_that_it_is_on_its_way() -> None:
    for words in ([], ["accepted"], ["accepted", "asks"], ["accepted", "en-route"]):
        told = [said(each, hours, text="Where?") for hours, each in enumerate(words, 1)]
        found = course(steps(events(*LEFT, *told))).reached(TIP, ARRIVED)
        assert (Step.ACTED in found) is ("en-route" in words), words
