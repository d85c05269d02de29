"""What is to come of a case, in words: its clocks, its tasks, who looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_babel import gettext
from markupsafe import Markup, escape

from tipline.casework.tip import following
from tipline.review import clock, words
from tipline.review.visit import visit
from tipline.tips.clocks import looks
from tipline.tips.content import (
    HandOffStep,
    Kept,
    OriginalKept,
    TaskDone,
    TaskDropped,
    TaskMoved,
    TaskSet,
    Waiting,
)
from tipline.tips.handoff import Step
from tipline.tips.outlook import clocks_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.tips.clocks import Clock, Rung, Running
    from tipline.tips.handoff import HandOff
    from tipline.tips.priority import Priority
    from tipline.tips.tasks import Task


@dataclass(frozen=True)
class Ticking:
    """A clock as it is shown: what is waited for, by when, and who looks; ``used`` in percent."""

    clock: Clock
    target: datetime
    used: int
    late: bool
    rung: Rung | None


@dataclass(frozen=True)
class ToDo:
    """A task as it is shown: ``whom`` is a name, empty for anybody of the desk.

    ``desk`` is whose it is, if not the reader's.
    """

    task: Task = field(repr=False)
    whom: str
    desk: str
    set_by: str
    mine: bool
    late: bool


def pieces(content: object) -> list[str]:
    """Return what an event about what is to do says beside its text; of others, nothing."""
    said: list[str] = []
    if isinstance(content, TaskDone | TaskMoved | TaskDropped):
        said.append(gettext("Task %(number)d", number=content.task))
    if isinstance(content, TaskSet | TaskMoved):
        said.append(_by(content.due))
    if isinstance(content, Kept | OriginalKept):
        said.append(gettext("until %(day)s", day=clock.day(content.until)))
    if isinstance(content, HandOffStep):
        said.append(str(words.STEPS[content.step]))
    if isinstance(content, Waiting):
        said.append(escape(gettext("until %(time)s")) % {"time": clock.moment(content.until)})
    return said


def ticking(tip: OpenTip) -> tuple[Ticking, ...]:
    """Return the clocks of a tip's case that run."""
    present = visit()
    priority = following.priority_of(present, tip)
    return _ticking(following.clocks(present, tip), priority)


def ticking_at_desk(case: OpenCase) -> tuple[Ticking, ...]:
    """Return those that run for a desk that was given the case; it was classified before."""
    work, priority = case.state.desks.get(case.desk), case.state.priority
    if work is None or priority is None:
        return ()
    return _ticking(clocks_at(case.state, work, visit().office.limits), priority)


def _ticking(clocks: Iterable[Running], priority: Priority) -> tuple[Ticking, ...]:
    present = visit()
    ladder = following.ladder(present, priority)
    return tuple(
        Ticking(
            clock=each.clock,
            target=each.target,
            used=each.used(present.now),
            late=each.late(present.now),
            rung=looks(each.used(present.now), ladder),
        )
        for each in clocks
    )


def steps(hand_off: HandOff) -> tuple[tuple[Step, int], ...]:
    """Return the steps of a hand-off in order, each with its event's number; 0: not yet."""
    return tuple((step, hand_off.steps.get(step, 0)) for step in Step)


def steps_left(case: OpenCase) -> tuple[Step, ...]:
    """Return the steps of a hand-off that goes on which are still to be ticked off."""
    going = case.state.hand_off
    if going is None or going.ended:
        return ()
    return tuple(step for step, done in steps(going) if not done)


def _by(due: datetime) -> Markup:
    return escape(gettext("due %(time)s")) % {"time": clock.moment(due)}


def to_do(case: OpenCase) -> tuple[ToDo, ...]:
    """Return the open tasks of a case, the one that is due first before the others.

    Of another desk's it is not told whose they are among its people, unless they signed something.
    """
    present, tasks = visit(), case.state.tasks
    named = following.names(present, case.desk, case.signed) if tasks else {}
    return tuple(
        ToDo(
            task=task,
            whom=named.get(task.whom, "") if task.whom else "",
            desk="" if task.desk == case.desk else task.desk,
            set_by=case.events[task.number - 1].name,
            mine=task.whom == present.member.analyst,
            late=task.due <= present.now,
        )
        for task in sorted(tasks, key=lambda task: task.due)
    )
