"""All that is posted from a case's page: a desk's own steps, and what is to come of the case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tipline.review import follow
from tipline.review.forms import handing_off, steps
from tipline.review.forms.following import ResumeForm, TaskEndForm, TaskForm, WaitForm
from tipline.tips.desks import WORKING, Stand
from tipline.tips.following import may_change
from tipline.tips.handing_off import may_step
from tipline.tips.handoff import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tipline.casework.case.casefile import OpenCase
    from tipline.review.forms.base import CaseForm, EventForm

TO_COME: Mapping[str, type[EventForm]] = {
    form.name: form for form in (TaskForm, WaitForm, ResumeForm)
}
NUMBERED = re.compile(r"task-([1-9][0-9]{0,5})", re.ASCII)
STEP = re.compile(rf"step-({'|'.join(Step)})")


def posted(name: str) -> EventForm | None:
    """Return the form of a name, filled with what was sent; None where no page has such a one."""
    kind = steps.STEPS.get(name) or TO_COME.get(name)
    if kind is not None:
        return kind()
    if found := NUMBERED.fullmatch(name):
        return TaskEndForm(int(found[1]))
    if found := STEP.fullmatch(name):
        return handing_off.HandOffStepForm(Step(found[1]))
    return None


def offered(case: OpenCase, used: CaseForm | None = None) -> Mapping[str, CaseForm]:
    """Return the forms that a desk may use on a case now; ``used`` is one that comes back."""
    if case.trouble is not None:
        return {}
    found = dict(steps.steps(case))
    for form in _to_come(case):
        form.meet(case)
        found[form.name] = form
    if used is not None and used.name in found:
        found[used.name] = used
    return found


def _to_come(case: OpenCase) -> Iterator[CaseForm]:
    state, seen = case.state, {"seen": case.number}
    work = state.desks.get(case.desk)
    if state.finished or work is None:
        return
    if work.stand in {Stand.OFFERED, *WORKING}:
        yield TaskForm(formdata=None, data=seen)
    if work.stand in WORKING:
        yield WaitForm(formdata=None, data=seen)
    if case.desk in state.waits:
        yield ResumeForm(formdata=None, data=seen)
    for task in state.tasks:
        if may_change(state, case.desk, task):
            yield TaskEndForm(task.number, formdata=None, data=seen)
    if may_step(state, case.desk):
        left = follow.steps_left(case)
        yield from (handing_off.HandOffStepForm(step, formdata=None, data=seen) for step in left)
