"""Tasks and dates: what is set is not forgotten, and nothing ends before it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.test_fold import ACTS, BEGAN, OPENED, TIP, event, events
from tipline.errors import (
    CaseFinishedError,
    ReasonMissingError,
    RecordMalformedError,
    TaskEndedError,
    TasksOpenError,
    TasksTooManyError,
    TimePastError,
)
from tipline.tips.event import Event, Kind
from tipline.tips.fold import CaseState, fold, follow
from tipline.tips.outlook import moments_at, until_at
from tipline.tips.shape import write_time
from tipline.tips.state import State
from tipline.tips.tasks import AHEAD_MAX, EVERY_MAX, TASKS_MAX, Task

WHY = "Nobody answers."
Act = tuple[Kind, dict[str, Any]]


def in_(hours: float) -> str:
    return write_time(BEGAN + timedelta(hours=hours))


def task(hours: float = 4, **more: Any) -> Act:
    return Kind.TASK, {"text": "Ring the owner.", "due": in_(hours), **more}


CLOSED: Act = (Kind.CLOSED, {"outcome": "OUT_NOTRACE"})
WAITING: Act = (Kind.WAITING, {"until": in_(48), "text": WHY})


def case(*acts: Act) -> CaseState:
    folded = fold(events(OPENED, *acts))
    assert folded.refused == ()
    return folded


def refused(of: CaseState, act: Act, error: type[Exception]) -> None:
    kind, content = act
    with pytest.raises(error):
        follow(of, event(of.number + 1, kind, **content))


def test_a_task_is_open_until_it_is_done_or_dropped() -> None:
    set_ = case(task(), task(8, whom="aa" * 16))
    assert [each.number for each in set_.tasks] == [2, 3]
    assert (set_.tasks[0].whom, set_.tasks[1].whom) == (None, b"\xaa" * 16)
    done = case(task(), task(8), (Kind.TASK_DONE, {"task": 2}))
    assert [each.number for each in done.tasks] == [3]
    dropped = case(task(), (Kind.TASK_DROPPED, {"task": 2, "text": WHY}))
    assert dropped.tasks == ()


P3 = {"category": "SEAC", "priority": "P3"}
GRADE = {"source": "2", "information": "D", "handling": "C"}
SUMMED: list[Event] = events(
    OPENED, (Kind.CLASSIFIED, P3), (Kind.GRADED, GRADE), (Kind.SUMMARY, {"text": "A boat."})
)


def shared(*acts: tuple[str, Kind, dict[str, Any]]) -> CaseState:
    """Return a case of two desks at work, after what they and its home did besides."""
    begun = [
        ("TRIAGE", Kind.ASSIGNED, {"desk": "CG", "lead": True, "rests_on": 4}),
        ("TRIAGE", Kind.ASSIGNED, {"desk": "OPS", "rests_on": 4}),
        ("CG", Kind.ACCEPTED, {}),
        ("OPS", Kind.ACCEPTED, {}),
    ]
    after = [
        replace(event(number, kind, **content), desk=desk)
        for number, (desk, kind, content) in enumerate([*begun, *acts], len(SUMMED) + 1)
    ]
    return fold([*SUMMED, *after])


OWN = ("CG", *task())
CG_WAITS, OPS_WAITS = (
    (desk, Kind.WAITING, {"until": in_(hours), "text": WHY})
    for desk, hours in (("CG", 48), ("OPS", 24))
)


def test_a_desk_sets_tasks_of_its_own_and_changes_no_others() -> None:
    (found,) = shared(OWN).tasks
    assert (found.number, found.desk) == (9, "CG")
    assert shared(OWN, ("CG", Kind.TASK_DONE, {"task": 9})).tasks == ()
    assert shared(OWN, ("TRIAGE", Kind.TASK_DONE, {"task": 9})).tasks == (), "the home may"
    for desk, kind, more in (
        ("OPS", Kind.TASK_DONE, {}),
        ("OPS", Kind.TASK_MOVED, {"due": in_(9), "text": WHY}),
        ("OPS", Kind.TASK_DROPPED, {"text": WHY}),
    ):
        after = shared(OWN, (desk, kind, {"task": 9, **more}))
        assert (after.refused, len(after.tasks)) == ((10,), 1)
    of_home = ("TRIAGE", *task())
    assert shared(of_home, ("CG", Kind.TASK_DONE, {"task": 9})).refused == (10,)


def test_no_desk_is_done_before_its_own_tasks_are() -> None:
    done = ("CG", Kind.DESK_DONE, {"outcome": "OUT_SAFE"})
    assert shared(OWN, done).refused == (10,)
    assert shared(("OPS", *task()), done).refused == ()
    assert shared(done, OWN).refused == (10,), "and none is set after"


@pytest.mark.parametrize(
    "leaving",
    [
        ("CG", Kind.GAVE_BACK, {"text": WHY}),
        ("TRIAGE", Kind.TAKEN_BACK, {"desk": "CG", "text": WHY}),
    ],
)
def test_what_a_desk_that_left_had_to_do_is_its_homes(
    leaving: tuple[str, Kind, dict[str, Any]],
) -> None:
    after = shared(("CG", *task(whom="aa" * 16)), leaving)
    (found,) = after.tasks
    assert (after.refused, found.desk, found.whom) == ((), "TRIAGE", None)


def test_the_case_waits_once_all_desks_at_work_on_it_do() -> None:
    assert shared(CG_WAITS).waits_until is None
    both = shared(CG_WAITS, OPS_WAITS)
    assert both.waits_until == BEGAN + timedelta(hours=24)
    assert both.put_off is None
    done = shared(CG_WAITS, ("OPS", Kind.DESK_DONE, {"outcome": "OUT_SAFE"}))
    assert done.waits_until == BEGAN + timedelta(hours=48)
    assert shared(CG_WAITS, OPS_WAITS, ("OPS", Kind.RESUMED, {})).waits_until is None
    read = shared(CG_WAITS, ("TRIAGE", Kind.SEEN, {"tip": TIP, "parts": {"p2": "22"}}))
    assert (read.refused, read.waits) == ((), {})


def test_a_desk_is_due_by_its_own_tasks_and_dates() -> None:
    case = shared(("TRIAGE", *task(1)), ("CG", *task(3)), OPS_WAITS)
    coast, room = case.desks["CG"], case.desks["OPS"]
    assert moments_at(case, coast).task == BEGAN + timedelta(hours=3)
    assert (moments_at(case, room).task, until_at(case, coast)) == (None, None)
    assert until_at(case, room) == BEGAN + timedelta(hours=24)


def test_a_desk_waits_with_what_it_works_on_alone() -> None:
    case = shared(CG_WAITS, ("CG", Kind.GAVE_BACK, {"text": WHY}))
    assert case.waits == {}
    done = ("CG", Kind.DESK_DONE, {"outcome": "OUT_SAFE"})
    assert shared(CG_WAITS, done).waits == {}
    assert shared(done, CG_WAITS).refused == (10,)


def test_a_task_is_moved_for_a_reason() -> None:
    moved = case(task(), (Kind.TASK_MOVED, {"task": 2, "due": in_(9), "text": WHY}))
    assert moved.tasks[0].due == BEGAN + timedelta(hours=9)
    before = case(task())
    refused(before, (Kind.TASK_MOVED, {"task": 2, "due": in_(9), "text": "so"}), ReasonMissingError)
    refused(before, (Kind.TASK_MOVED, {"task": 2, "due": in_(0), "text": WHY}), TimePastError)
    refused(before, (Kind.TASK_DROPPED, {"task": 2, "text": "so"}), ReasonMissingError)


def test_a_task_that_ended_cannot_end_again() -> None:
    done = case(task(), (Kind.TASK_DONE, {"task": 2}))
    refused(done, (Kind.TASK_DONE, {"task": 2}), TaskEndedError)
    refused(done, (Kind.TASK_DROPPED, {"task": 2, "text": WHY}), TaskEndedError)
    refused(done, (Kind.TASK_DONE, {"task": 1}), TaskEndedError)


def test_what_comes_back_is_due_again_until_it_is_dropped() -> None:
    done = case(task(every=7), (Kind.TASK_DONE, {"task": 2}), (Kind.TASK_DONE, {"task": 2}))
    assert done.tasks[0].due == BEGAN + timedelta(hours=4, days=14)
    assert done.tasks[0].done == 2
    ended = case(task(every=7), (Kind.TASK_DROPPED, {"task": 2, "text": WHY}))
    assert ended.tasks == ()


@given(st.integers(1, 366), st.timedeltas(timedelta(days=-400), timedelta(days=4000)))
def test_a_turn_keeps_its_hour_and_lies_ahead(every: int, late: timedelta) -> None:
    it = Task(number=2, author=bytes(16), text="", due=BEGAN, every=every)
    after = it.after(BEGAN + late)
    assert after > max(BEGAN, BEGAN + late)
    assert (after - BEGAN) % timedelta(days=every) == timedelta()
    assert after - max(BEGAN, BEGAN + late) <= timedelta(days=every)


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (task(0), TimePastError),
        (task(-1), TimePastError),
        (task(24 * (AHEAD_MAX.days + 1)), RecordMalformedError),
        (task(every=-1), RecordMalformedError),
        (task(every=EVERY_MAX + 1), RecordMalformedError),
        (task(whom="aa"), RecordMalformedError),
        ((Kind.TASK, {"text": " ", "due": in_(4)}), RecordMalformedError),
        ((Kind.WAITING, {"until": in_(0), "text": WHY}), TimePastError),
        ((Kind.WAITING, {"until": in_(1), "text": "so"}), ReasonMissingError),
    ],
)
def test_what_may_not_be_set(act: Act, error: type[Exception]) -> None:
    refused(case(), act, error)


def test_a_case_holds_so_many_tasks() -> None:
    full = case(*[task()] * TASKS_MAX)
    refused(full, task(), TasksTooManyError)


def test_nothing_is_finished_with_an_open_task_and_it_is_told_which() -> None:
    held = case(task(), task())
    for act in (CLOSED, (Kind.SET_ASIDE, dict[str, Any]())):
        with pytest.raises(TasksOpenError, match="2, 3"):
            follow(held, event(9, act[0], **act[1]))
    closed = case(task(), (Kind.TASK_DONE, {"task": 2}), CLOSED)
    assert closed.state is State.CLOSED
    refused(closed, task(), CaseFinishedError)
    refused(closed, WAITING, CaseFinishedError)


def test_a_date_is_waited_for_until_it_comes() -> None:
    put_off = case(WAITING).put_off
    assert put_off is not None
    assert put_off.until == BEGAN + timedelta(hours=48)
    later = event(3, Kind.VIEWED)
    moment: datetime = BEGAN + timedelta(hours=47)
    before = follow(case(WAITING), _at(later, moment))
    after = follow(case(WAITING), _at(later, moment + timedelta(hours=1)))
    assert (before.put_off, after.put_off) == (put_off, None)


@pytest.mark.parametrize(
    "act",
    [(Kind.RESUMED, {}), (Kind.SEEN, {"tip": TIP, "parts": {"p2": "22"}}), CLOSED],
)
def test_what_ends_the_waiting(act: Act) -> None:
    assert case(WAITING, act).put_off is None


@given(ACTS)
def test_no_finished_case_has_an_open_task(acts: Sequence[Act]) -> None:
    for count in range(len(acts) + 1):
        folded = fold(events(OPENED, *acts[:count]))
        assert not (folded.finished and (folded.tasks or folded.put_off))


@given(ACTS)
def test_a_task_goes_only_by_a_word_of_its_own(acts: Sequence[Act]) -> None:
    written = events(OPENED, *acts)
    before: tuple[Task, ...] = ()
    for count, last in enumerate(written, 1):
        after = fold(written[:count]).tasks
        gone = {each.number for each in before} - {each.number for each in after}
        ends = last.kind in {Kind.TASK_DONE, Kind.TASK_DROPPED}
        assert gone <= ({last.content["task"]} if ends else set())
        before = after


def _at(of: Event, moment: datetime) -> Event:
    return replace(of, at=moment)
