"""The clocks of a case: when each runs, and who looks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.test_fold import ACTS, BEGAN, OPENED, events
from tipline.tips import clocks
from tipline.tips.clocks import Clock, Limits, Moments, Rule, Rung, Running, Times
from tipline.tips.event import Kind
from tipline.tips.fold import fold
from tipline.tips.outlook import due_of
from tipline.tips.priority import Priority
from tipline.tips.shape import from_json, to_json, write_time

HOUR = timedelta(hours=1)
ARRIVED = BEGAN - HOUR
TIMES = Times(acknowledged=HOUR, assigned=4 * HOUR, response=24 * HOUR, review=72 * HOUR)
LIMITS = Limits(dict.fromkeys(Priority, TIMES), answer=timedelta(days=14))
LADDER = {Rung.OWNER: 50, Rung.SUPERVISOR: 100, Rung.DUTY: 150, Rung.HEAD: 200}


TO_COME = {
    Clock.ASSIGNED: (ARRIVED, ARRIVED + 4 * HOUR),
    Clock.RESPONSE: (ARRIVED, ARRIVED + 24 * HOUR),
}


def running(moments: Moments) -> dict[Clock, tuple[datetime, datetime]]:
    found = clocks.running(moments, arrived=ARRIVED, priority=Priority.P3, limits=LIMITS)
    assert list(found) == sorted(found, key=lambda each: each.target)
    return {each.clock: (each.since, each.target) for each in found}


def of(*acts: tuple[Kind, dict[str, Any]]) -> Moments:
    return Moments.of(fold(events(OPENED, *acts)))


def test_what_nobody_opened_waits_to_be_seen() -> None:
    assert running(Moments()) == {Clock.ACKNOWLEDGED: (ARRIVED, ARRIVED + HOUR), **TO_COME}


def test_what_was_opened_is_looked_at_again() -> None:
    opened = BEGAN + timedelta(minutes=1)
    assert running(of()) == {Clock.REVIEW: (opened, opened + 72 * HOUR), **TO_COME}


def test_a_reporter_has_so_long_to_answer() -> None:
    answer = {"tip": "aa" * 16, "answer": "cc" * 16, "text": "?", "shown_from": write_time(BEGAN)}
    asked = BEGAN + timedelta(minutes=2)
    found = running(of((Kind.QUESTION, answer)))
    assert found[Clock.ANSWER] == (asked, asked + timedelta(days=14))
    assert not found.keys() & TO_COME.keys()


def test_a_case_that_waits_for_a_date_is_due_on_it() -> None:
    until = BEGAN + 100 * HOUR
    waits = of((Kind.WAITING, {"until": write_time(until), "text": "The court sits."}))
    assert running(waits) == {}
    assert _due(waits) == until


def test_a_task_may_be_what_is_due_next() -> None:
    due = BEGAN + 2 * HOUR
    assert _due(of((Kind.TASK, {"text": "Ring.", "due": write_time(due)}))) == due


def test_a_finished_case_has_no_clock() -> None:
    closed = of((Kind.CLOSED, {"outcome": "OUT_NOTRACE"}))
    assert running(closed) == {}
    assert _due(closed) is None


def test_a_case_that_is_taken_up_again_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    _ends(monkeypatch, Kind.GRADED)
    closed = (Kind.CLOSED, {"outcome": "OUT_NOTRACE"})
    found = running(of(closed, (Kind.REOPENED, {})))
    again = BEGAN + timedelta(minutes=3)
    assert found[Clock.ASSIGNED] == (again, again + 4 * HOUR)
    assert Clock.ACKNOWLEDGED not in found


def test_a_case_that_became_more_urgent_counts_from_then(monkeypatch: pytest.MonkeyPatch) -> None:
    _ends(monkeypatch, Kind.GRADED)
    first = (Kind.CLASSIFIED, {"category": "SITE", "priority": "P4"})
    assert running(of(first))[Clock.ASSIGNED][0] == ARRIVED
    raised = of(first, (Kind.CLASSIFIED, {"category": "SITE", "priority": "P2"}))
    assert running(raised)[Clock.ASSIGNED][0] == BEGAN + timedelta(minutes=3)


def test_a_kind_of_event_ends_its_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    _ends(monkeypatch, Kind.GRADED)
    assert Clock.ASSIGNED in running(of())
    graded = {"source": "2", "information": "D", "handling": "C"}
    assert Clock.ASSIGNED not in running(of((Kind.GRADED, graded)))


def test_no_response_is_waited_for_where_none_is_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    _ends(monkeypatch, Kind.GRADED, Clock.RESPONSE)
    assert Clock.RESPONSE in running(of())
    times = Times(acknowledged=HOUR, assigned=HOUR, response=None, review=HOUR)
    limits = Limits({Priority.P5: times}, answer=HOUR)
    found = clocks.running(of(), arrived=ARRIVED, priority=Priority.P5, limits=limits)
    assert {each.clock for each in found} == {Clock.ASSIGNED, Clock.REVIEW}


@pytest.mark.parametrize(
    ("hours", "used", "rung"),
    [
        (0, 0, None),
        (1.99, 49, None),
        (2, 50, Rung.OWNER),
        (4, 100, Rung.SUPERVISOR),
        (6, 150, Rung.DUTY),
        (8, 200, Rung.HEAD),
        (80, 2000, Rung.HEAD),
    ],
)
def test_who_looks(hours: float, used: int, rung: Rung | None) -> None:
    it = Running(Clock.ASSIGNED, ARRIVED, ARRIVED + 4 * HOUR)
    now = ARRIVED + hours * HOUR
    assert (it.used(now), it.late(now)) == (used, hours >= 4)
    assert clocks.looks(used, LADDER) is rung


def test_a_ladder_may_lack_rungs() -> None:
    assert clocks.looks(120, {Rung.HEAD: 110}) is Rung.HEAD
    assert clocks.looks(500, {}) is None


@given(ACTS)
def test_what_is_open_is_always_due(acts: list[tuple[Kind, dict[str, Any]]]) -> None:
    case = fold(events(OPENED, *acts))
    due = due_of(case, arrived=ARRIVED, priority=Priority.P3, limits=LIMITS)
    assert (due is None) is case.finished


@given(ACTS)
def test_a_head_keeps_what_the_clocks_need(acts: list[tuple[Kind, dict[str, Any]]]) -> None:
    moments = Moments.of(fold(events(OPENED, *acts)))
    assert from_json(Moments, to_json(moments)) == moments


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (bounds)
def test_more_time_is_never_less_used(now: datetime) -> None:
    it = Running(Clock.REVIEW, BEGAN, BEGAN + HOUR)
    assert it.used(now) <= it.used(now + HOUR)
    assert it.late(now) == (it.used(now) >= 100)


def _due(moments: Moments) -> datetime | None:
    return clocks.next_due(moments, arrived=ARRIVED, priority=Priority.P3, limits=LIMITS)


def _ends(monkeypatch: pytest.MonkeyPatch, kind: Kind, clock: Clock = Clock.ASSIGNED) -> None:
    """Let a kind of event end a clock, as the table would."""
    rule = Rule(frozenset({kind}), clocks.COUNTED[clock].allows)
    monkeypatch.setattr(clocks, "COUNTED", {**clocks.COUNTED, clock: rule})
    monkeypatch.setattr("tipline.tips.fold.STOPPING", clocks.STOPPING | {kind})
