"""What is posted from a tip's page: each form is one verb, and comes back if it cannot be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from flask import redirect, request, url_for

from tipline.casework.tip import actions, assessing
from tipline.casework.tip.opening import OpenTip, unentered
from tipline.errors import (
    CorroborationUnknownError,
    DeskNotGivenError,
    EventRefusedError,
    EvidenceUnreadableError,
    MailboxEndedError,
    SourceReliableError,
)
from tipline.review.forms.assessing import AnswerForm, AssessForm
from tipline.review.forms.base import CaseForm, EventForm
from tipline.review.forms.ending import CloseForm, ReopenForm, SetAsideForm
from tipline.review.forms.indication import IndicationForm
from tipline.review.forms.placing import PlaceForm
from tipline.review.forms.writing import NoteForm, QuestionForm, ReplyForm, SummaryForm
from tipline.review.house import house
from tipline.review.tip_page import render
from tipline.review.visit import visit
from tipline.tips.content import Note, Question, Reply, Summary
from tipline.tips.state import Outcome
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.configuration import Text

Verb: TypeAlias = "Callable[[OpenTip], OpenTip]"

# What the case or the mailbox does not allow, whoever was first.
TOLD = (
    MailboxEndedError,
    SourceReliableError,
    DeskNotGivenError,
    EvidenceUnreadableError,
    CorroborationUnknownError,
    EventRefusedError,
)
CONFLICT = 409
TOP = "main"  # an address without a place on its page would keep that of the form
REFUSED = 422


def add_to(pages: Blueprint) -> None:
    """Add the addresses: each is posted to, and shows the tip's page if it cannot be done."""
    views = {
        "assessment": assess,
        "suggested": as_suggested,
        "indication": indicate,
        "place": locate,
        "notes": note,
        "summary": summarise,
        "replies": reply,
        "questions": ask,
        "closing": close,
        "spam": set_aside,
        "reopening": reopen,
    }
    for address, view in views.items():
        pages.add_url_rule(f"/tips/<tip:tip_id>/{address}", address, view, methods=["POST"])
    request_rule = "/tips/<tip:tip_id>/requests/<int(max=999999):number>"
    pages.add_url_rule(request_rule, "answering", answer_request, methods=["POST"])


@open_to(Who.MEMBER)
def assess(tip_id: bytes) -> AnyResponse:
    """Classify and grade the case."""
    return _assess(tip_id)


@open_to(Who.MEMBER)
def as_suggested(tip_id: bytes) -> AnyResponse:
    """Do so as it was suggested, and go on to what comes next."""
    return _assess(tip_id, "next")


@open_to(Who.MEMBER)
def indicate(tip_id: bytes) -> AnyResponse:
    """State whether there is a reasonable indication."""
    form = IndicationForm()

    def verb(tip: OpenTip) -> OpenTip:
        return assessing.indicate(visit(), tip, form.content, form.number_seen)

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def locate(tip_id: bytes) -> AnyResponse:
    """Say where it happens."""
    return enter(tip_id, PlaceForm())


@open_to(Who.MEMBER)
def answer_request(tip_id: bytes, number: int) -> AnyResponse:
    """Approve or decline, as second officer, what another one asked for."""
    return enter(tip_id, AnswerForm(number))


@open_to(Who.MEMBER)
def note(tip_id: bytes) -> AnyResponse:
    """Add a note."""
    return _write(tip_id, NoteForm(), Note)


@open_to(Who.MEMBER)
def summarise(tip_id: bytes) -> AnyResponse:
    """Write the summary anew; earlier ones stay among the events."""
    return _write(tip_id, SummaryForm(), Summary)


@open_to(Who.MEMBER)
def reply(tip_id: bytes) -> AnyResponse:
    """Reply to the reporter."""
    return _answer(tip_id, ReplyForm(), Reply)


@open_to(Who.MEMBER)
def ask(tip_id: bytes) -> AnyResponse:
    """Ask the reporter something."""
    return _answer(tip_id, QuestionForm(), Question)


@open_to(Who.MEMBER)
def close(tip_id: bytes) -> AnyResponse:
    """Close the case, or ask for that."""
    form = CloseForm()

    def verb(tip: OpenTip) -> OpenTip:
        chosen, why = Outcome(form.outcome.data), form.text.data or ""
        return actions.close(visit(), tip, chosen, why, form.number_seen)

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def set_aside(tip_id: bytes) -> AnyResponse:
    """Set the tip aside as spam, and go back to the work list; or ask for that."""
    form = SetAsideForm()

    def verb(tip: OpenTip) -> OpenTip:
        return actions.set_aside(visit(), tip, form.number_seen, form.text.data or "")

    return act(tip_id, form, verb, onward="review.queue")


@open_to(Who.MEMBER)
def reopen(tip_id: bytes) -> AnyResponse:
    """Take up again what was closed or set aside."""
    form = ReopenForm()

    def verb(tip: OpenTip) -> OpenTip:
        return actions.reopen(visit(), tip, form.text.data or "", form.number_seen)

    return act(tip_id, form, verb)


def _assess(tip_id: bytes, anchor: str = "") -> AnyResponse:
    form = AssessForm()

    def verb(tip: OpenTip) -> OpenTip:
        return assessing.assess(visit(), tip, form.classified, form.graded, form.number_seen)

    return act(tip_id, form, verb, anchor=anchor)


def _write(tip_id: bytes, form: NoteForm | SummaryForm, kind: actions.Text) -> AnyResponse:
    def verb(tip: OpenTip) -> OpenTip:
        text = form.text.data or ""
        return actions.write_text(visit(), tip, kind, text, form.number_seen)

    return act(tip_id, form, verb)


def _answer(tip_id: bytes, form: ReplyForm | QuestionForm, kind: actions.ToReporter) -> AnyResponse:
    template = request.form.get("template", "")
    if template:
        return _begun(tip_id, form, template)

    def verb(tip: OpenTip) -> OpenTip:
        text = form.text.data or ""
        return actions.answer(visit(), tip, kind, text, form.number_seen)

    return act(tip_id, form, verb)


def _begun(tip_id: bytes, form: ReplyForm | QuestionForm, code: str) -> Response:
    """Show the page with a template's text, in the reporter's language, after what was typed."""
    tip = unentered(visit(), tip_id)
    bodies = [each.body for each in house().configuration.replies if each.code == code]
    typed = [form.text.data or "", *(_in_language(body, tip.report.language) for body in bodies)]
    form.text.data = "\n\n".join(text for text in typed if text)
    return render(tip, form)


def enter(tip_id: bytes, form: EventForm, anchor: str = "") -> AnyResponse:
    """Enter the one event that comes of a form, as ``act`` does."""

    def verb(tip: OpenTip) -> OpenTip:
        return actions.enter(visit(), tip, form.content, form.number_seen)

    return act(tip_id, form, verb, anchor=anchor)


def act(
    tip_id: bytes, form: CaseForm, verb: Verb, onward: str = "review.tip", anchor: str = ""
) -> AnyResponse:
    """Do what a form asks for and lead on, or show the page with the form and what was typed.

    It leads to an ``anchor`` of the page, else to the event.

    1. The tip is found and opened: what is not this analyst's ends here as if it were not there.
    2. A form with a mistake comes back with it.
    3. If others were there first, the page says what they did, and the form comes back: a second
       press goes through.
    """
    tip = unentered(visit(), tip_id)  # 1
    if not form.fits(tip):  # 2
        return render(tip, form, status=REFUSED)
    try:
        done = verb(tip)
    except actions.OTHERS_FIRST as error:  # 3
        form.form_errors.append(sentence(error))
        tip = unentered(visit(), tip_id)
        return render(tip, form, status=CONFLICT, seen=form.number_seen)
    except TOLD as error:
        form.form_errors.append(sentence(error))
        return render(unentered(visit(), tip_id), form, status=REFUSED)
    if onward != "review.tip" and done.case.state.hidden:
        return redirect(url_for(onward, done="aside", tip=tip_id.hex(), _anchor=TOP), 303)
    place = anchor or f"event-{done.case.number}"
    return redirect(url_for("review.tip", tip_id=tip_id, _anchor=place), 303)


def _in_language(text: Text, language: str) -> str:
    """Return a text in the reporter's language, else in English: more people read it."""
    return text.get(language) or text.get("en") or next(iter(text.values()))
