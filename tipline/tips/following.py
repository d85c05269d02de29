"""What tasks and dates do to a case: nothing that is set is forgotten, and nothing ends before it.

A desk that was given the case sets tasks and dates of its own, and changes no other desk's; the
desk that it began at changes any of them.

Source: the domain guide, 5; docs/format.md, 6, "Tasks and dates".
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

from tipline.errors import (
    CaseFinishedError,
    NotThisDeskError,
    RecordMalformedError,
    TaskEndedError,
    TasksOpenError,
    TasksTooManyError,
    TimePastError,
)
from tipline.tips.assessing import check_reason
from tipline.tips.content import (
    ID_BYTES,
    Resumed,
    TaskDone,
    TaskDropped,
    TaskMoved,
    TaskSet,
    Waiting,
)
from tipline.tips.desks import WORKING, Stand
from tipline.tips.event import Event
from tipline.tips.powers import responds
from tipline.tips.responding import working
from tipline.tips.standing import CaseState
from tipline.tips.tasks import AHEAD_MAX, EVERY_MAX, TASKS_MAX, PutOff, Task

Changes: TypeAlias = dict[str, Any]


def task(case: CaseState, event: Event, content: TaskSet) -> Changes:
    """Set a task. Raises CaseFinishedError, TasksTooManyError, TimePastError, and malformed.

    Of a desk that was given the case, DeskStepError once it is done.
    """
    if case.finished:
        raise CaseFinishedError
    if responds(case, event.desk):
        working(case, event.desk, {Stand.OFFERED, *WORKING})
    if len(case.tasks) >= TASKS_MAX:
        raise TasksTooManyError(most=TASKS_MAX)
    if not content.text.strip() or not 0 <= content.every <= EVERY_MAX:
        raise RecordMalformedError
    if content.whom is not None and len(content.whom) != ID_BYTES:
        raise RecordMalformedError
    _check_ahead(event, content.due)
    opened = Task(
        number=event.number,
        author=event.author,
        desk=event.desk,
        text=content.text,
        due=content.due,
        whom=content.whom,
        every=content.every,
    )
    return {"tasks": (*case.tasks, opened)}


def task_done(case: CaseState, event: Event, content: TaskDone) -> Changes:
    """End a task; one that comes back is due again.

    Raises TaskEndedError, NotThisDeskError, RecordMalformedError.
    """
    found = _task_for(case, event, content.task)
    if not found.every:
        return _without(case, found)
    try:
        due = found.after(event.at)
    except OverflowError:  # done thousands of times before it was due
        raise RecordMalformedError from None
    return _with(case, found, replace(found, due=due, done=found.done + 1))


def task_moved(case: CaseState, event: Event, content: TaskMoved) -> Changes:
    """Give a task another time. Raises as ``task_done``, ReasonMissingError, TimePastError."""
    found = _task_for(case, event, content.task)
    check_reason(content.text)
    _check_ahead(event, content.due)
    return _with(case, found, replace(found, due=content.due))


def task_dropped(case: CaseState, event: Event, content: TaskDropped) -> Changes:
    """End a task that was not done. Raises as ``task_done``, ReasonMissingError."""
    found = _task_for(case, event, content.task)
    check_reason(content.text)
    return _without(case, found)


def waiting(case: CaseState, event: Event, content: Waiting) -> Changes:
    """Put the case off; a desk that was given it and works on it, its own part.

    Raises CaseFinishedError, DeskStepError, ReasonMissingError, TimePastError.
    """
    if case.finished:
        raise CaseFinishedError
    check_reason(content.text)
    _check_ahead(event, content.until)
    put_off = PutOff(
        number=event.number, author=event.author, until=content.until, text=content.text
    )
    if not responds(case, event.desk):
        return {"put_off": put_off}
    working(case, event.desk, WORKING)
    return {"waits": {**case.waits, event.desk: put_off}}


def resumed(case: CaseState, event: Event, _content: Resumed) -> Changes:
    """Take the case up before its date, or a desk its part; what was not put off is unchanged."""
    if not responds(case, event.desk):
        return {"put_off": None}
    return {"waits": {desk: each for desk, each in case.waits.items() if desk != event.desk}}


def may_change(case: CaseState, desk: str, task: Task) -> bool:
    """Tell whether a desk may do, move or drop a task: its own, or any where it gives the case."""
    return task.desk == desk or not responds(case, desk)


def task_of(case: CaseState, number: int) -> Task:
    """Return the open task that an event set; TaskEndedError where there is none."""
    for each in case.tasks:
        if each.number == number:
            return each
    raise TaskEndedError


def _task_for(case: CaseState, event: Event, number: int) -> Task:
    found = task_of(case, number)
    if not may_change(case, event.desk, found):
        raise NotThisDeskError
    return found


def check_no_task(case: CaseState) -> None:
    """Refuse, with TasksOpenError, to finish a case while a task of it is open."""
    if case.tasks:
        raise TasksOpenError(numbers=", ".join(str(each.number) for each in case.tasks))


def soonest(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the earliest of some moments, None where there is none."""
    return min((moment for moment in moments if moment is not None), default=None)


def _check_ahead(event: Event, moment: datetime) -> None:
    if moment <= event.at:
        raise TimePastError
    if moment - event.at > AHEAD_MAX:
        raise RecordMalformedError


def _without(case: CaseState, gone: Task) -> Changes:
    return {"tasks": tuple(each for each in case.tasks if each is not gone)}


def _with(case: CaseState, old: Task, new: Task) -> Changes:
    return {"tasks": tuple(new if each is old else each for each in case.tasks)}
