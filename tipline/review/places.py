"""Where the forms of what is to come are posted: they stand on a tip's page, and on a case's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from flask import url_for

from tipline.review.forms.following import ResumeForm, TaskEndForm, TaskForm, WaitForm
from tipline.review.forms.handing_off import HandOffStepForm

if TYPE_CHECKING:
    from tipline.casework.case.casefile import OpenCase
    from tipline.review.forms.base import CaseForm

To: TypeAlias = "Callable[[CaseForm], str]"

ON_TIP = {
    TaskForm.name: "review.tasks",
    WaitForm.name: "review.waiting",
    ResumeForm.name: "review.resuming",
}


def on_tip(tip_id: bytes) -> To:
    """Return what gives the address of a form on the page of a tip."""

    def to(form: CaseForm) -> str:
        if isinstance(form, TaskEndForm):
            return url_for("review.ending", tip_id=tip_id, number=form.number)
        if isinstance(form, HandOffStepForm):
            return url_for("review.handoff_step", tip_id=tip_id, step=form.step)
        return url_for(ON_TIP[form.name], tip_id=tip_id)

    return to


def on_case(case: OpenCase) -> To:
    """Return what gives the address of a form on the page of a case, for the desk that has it."""
    return lambda form: url_for("review.step", case_id=case.id, step=form.name, desk=case.desk)
