"""The page of one tip: the report, the case beside it, and the forms that its state allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import Response, make_response, render_template

from tipline.casework.assessing import suggested
from tipline.casework.attachments import attachments, beginnings
from tipline.casework.delivery import due_after, mailbox_head
from tipline.casework.similar import alike
from tipline.review import official, reading, words
from tipline.review.assess_forms import AnswerForm, AssessForm
from tipline.review.end_forms import CloseForm, SetAsideForm
from tipline.review.forms import (
    CaseForm,
    ExportForm,
    NoteForm,
    QuestionForm,
    ReopenForm,
    ReplyForm,
    SummaryForm,
)
from tipline.review.house import house
from tipline.review.timeline import lines
from tipline.review.visit import visit
from tipline.tips.ending import takes_two
from tipline.tips.second import LASTS
from tipline.tips.state import ALLOWED, State

if TYPE_CHECKING:
    from tipline.casework.opening import OpenTip
    from tipline.configuration import Category, ReplyTemplate
    from tipline.tips.fold import CaseState


def allowed(state: CaseState) -> tuple[type[CaseForm], ...]:
    """Return the forms that a case in this state takes, in the order of the page."""
    following = ALLOWED[state.state]
    chosen = (
        (AssessForm, not state.finished),
        (NoteForm, True),
        (SummaryForm, True),
        (QuestionForm, state.state is State.INFO or State.INFO in following),
        (ReplyForm, not state.hidden),
        (CloseForm, State.CLOSED in following),
        (SetAsideForm, State.SPAM in following),
        (ReopenForm, state.state in {State.CLOSED, State.SPAM}),
        (ExportForm, True),
    )
    return tuple(form for form, fits in chosen if fits)


def render(
    tip: OpenTip, used: CaseForm | None = None, *, status: int = 200, seen: int | None = None
) -> Response:
    """Return the page. ``used`` is a form that comes back with what was typed in it.

    ``seen`` is the number of the last event that its sender had been shown: what came after it is
    marked. Every form now carries the newest event's number, so that a second press goes through.
    """
    number, files = tip.case.number, attachments(tip.parts)
    if used is not None:
        used.seen.raw_data, used.seen.data = None, number
    return make_response(
        render_template(
            "review/tip.html",
            tip=tip,
            category=category(tip),
            kind=words.kind_of_tip(
                house().configuration,
                tip.newest.answers.category,
                tip.newest.answers.subcategory,
            ),
            reports=reading.of_reports(list(tip.parts.reports.values())),
            report_direction=reading.direction(tip.report.language),
            files=files,
            beginnings=beginnings(visit(), tip, files),
            alike=alike(visit(), tip, files),
            lines=lines(tip.case, seen),
            fresh=seen is not None and bool(tip.case.since(seen)),
            forms=_forms(tip, used),
            used=used,
            suggested=suggested(visit(), tip),
            official=official,
            lasts=LASTS,
            two=takes_two(tip.case.state, None, visit().member.analyst),
            levels=house().configuration.levels,
            categories=house().configuration.categories,
            templates=_templates(),
            due=due_after(tip.case.events),
            mailbox=mailbox_head(tip.row, tip.report, tip.case.events),
            words=words,
        ),
        status,
    )


def category(tip: OpenTip) -> Category | None:
    """Return the category that the reporter chose last, if the configuration still knows it."""
    answers = tip.newest.answers
    for code in (answers.subcategory, answers.category):
        try:
            return house().configuration.category(code)
        except KeyError:
            continue
    return None


def _forms(tip: OpenTip, used: CaseForm | None) -> Mapping[str, CaseForm]:
    if tip.case.trouble is not None:
        return {}
    seen = {"seen": tip.case.number}
    forms = {
        form.name: form(formdata=None, data={**form.begins(tip), **seen})
        for form in allowed(tip.case.state)
    }
    for asked in official.answerable(tip):
        answer = AnswerForm(asked.number, formdata=None, data=seen)
        forms[answer.name] = answer
    if used is None or (isinstance(used, AnswerForm) and used.name not in forms):
        return forms
    return {**forms, used.name: used}


def _templates() -> Mapping[str, list[ReplyTemplate]]:
    replies = house().configuration.replies
    return {
        "reply": [each for each in replies if not each.question],
        "question": [each for each in replies if each.question],
    }
