"""What is still to do in a case: tasks, what becomes of them, and dates to wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.review.forms.following import ResumeForm, TaskEndForm, TaskForm, WaitForm
from tipline.review.views.action import enter
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    tip = "/tips/<tip:tip_id>"
    pages.add_url_rule(f"{tip}/tasks", "tasks", set_task, methods=["POST"])
    rule = f"{tip}/tasks/<int(max=999999):number>"
    pages.add_url_rule(rule, "ending", end_task, methods=["POST"])
    pages.add_url_rule(f"{tip}/waiting", "waiting", put_off, methods=["POST"])
    pages.add_url_rule(f"{tip}/resuming", "resuming", resume, methods=["POST"])


@open_to(Who.MEMBER)
def set_task(tip_id: bytes) -> AnyResponse:
    """Set a task."""
    return enter(tip_id, TaskForm())


@open_to(Who.MEMBER)
def end_task(tip_id: bytes, number: int) -> AnyResponse:
    """Do, move or drop a task."""
    return enter(tip_id, TaskEndForm(number))


@open_to(Who.MEMBER)
def put_off(tip_id: bytes) -> AnyResponse:
    """Put the case off until a date."""
    return enter(tip_id, WaitForm())


@open_to(Who.MEMBER)
def resume(tip_id: bytes) -> AnyResponse:
    """Take the case up before its date."""
    return enter(tip_id, ResumeForm())
