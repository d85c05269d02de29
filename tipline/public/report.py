"""The report: each page posts the sealed draft, its fields and the button that was pressed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request
from werkzeug.exceptions import TooManyRequests

from tipline.errors import DraftTooLargeError, StoreError
from tipline.intake.form import StepForm
from tipline.intake.questions import TOO_SHORT, too_short
from tipline.public import files, pages, receipt, steps, summary
from tipline.public.carried import Carried
from tipline.public.intake import intake
from tipline.public.mapping import turning
from tipline.public.mapping.form import Map
from tipline.public.pages import Page
from tipline.tips.report import Answers, Now
from tipline.web.app import settings_here
from tipline.web.limits import count, wait_seconds

if TYPE_CHECKING:
    from flask import Response

    from tipline.public.arriving import Arrival
    from tipline.public.steps import Step

OWN_FIELDS = frozenset({"draft", "step"})  # of every page of the report
CONTINUE, BACK, STAY, MORE, OVER = "continue", "back", "stay", "more", "over"
TO_SENDING, SEND_ANYWAY = "to-sending", "send-anyway"
CHANGE = "change:"
FORMS = tuple(dict.fromkeys(step.form for step in steps.STEPS))


def enter(arrival: Arrival | None = None) -> Response:
    """Take what a page holds, and answer with the page that the pressed button leads to.

    Who comes from no page of the report begins one. ``arrival``: the page's form has files.
    """
    posted = request.form
    if not OWN_FIELDS & posted.keys():
        return pages.to(steps.FIRST, Carried.begin(intake().box))
    carried = opened(posted.get("draft", ""))
    step = steps.find(posted.get("step", ""))
    if steps.shown(step) is not step:
        return pages.to(steps.shown(step), carried)
    try:
        count("report", settings_here().limit_report)
        if arrival:
            take(step, carried, arrival)
        if arrival and arrival.troubles and not carried.trouble:
            return arrival.answered(pages.with_troubles(pages.typed(step, carried), arrival))
        page = turn(step, carried, request.form.get("go", CONTINUE))
        return page.answer() if isinstance(page, Page) else page
    except TooManyRequests as refused:
        return pages.wait(pages.typed(step, carried), wait_seconds(refused))
    except DraftTooLargeError as refused:
        return pages.trouble(pages.typed(step, opened(posted["draft"])), refused)


def opened(draft: str) -> Carried:
    """Open a draft that was posted, and keep its files for as long again."""
    carried = Carried.open(intake().box, draft)
    if carried.draft.files:
        held, gone = files.renewed(carried.draft.files)
        carried.draft = replace(carried.draft, files=held)
        carried.notices += gone
    return carried


def take(step: Step, carried: Carried, arrival: Arrival) -> None:
    """Take the files of the form into the draft, if it is the files' page and the draft opened."""
    if step is not steps.FILES or carried.trouble:
        arrival.pass_over()
        return
    recipient = carried.draft.for_its_desk().identity.recipient
    files = arrival.take(carried.draft.files, recipient)
    carried.draft = replace(carried.draft, files=files)


def turn(step: Step, carried: Carried, pressed: str) -> Page | Response:
    """Return the page that a pressed button leads to.

    1. A draft that did not open: the same page, what was typed kept, on a fresh draft; for a page
       that holds nothing, the one where something must be told.
    2. What the page holds must be right to leave it, in either direction; then it is kept.
    3. What must be answered is asked for only on the way forward.
    """
    if carried.trouble and (step.form is StepForm or step in (steps.FILES, steps.MAP)):  # 1
        step = steps.find("what")
    page = pages.typed(step, carried)
    if isinstance(page.form, Map):
        pressed = page.form.pressed or CONTINUE
    if pressed == STAY and not carried.trouble:
        return page
    if not page.form.validate() or carried.trouble:  # 1, 2
        return pages.wrong(page)
    carried.answered(page.form.merged(carried.answers), step.name)
    if pressed == MORE or files.stays(pressed) or (step is steps.MAP and turning.stays(pressed)):
        return pages.with_room(step, carried)
    if pressed == BACK:
        return pages.to(steps.before(step, carried.draft), carried)
    if pressed.startswith(CHANGE):
        return pages.to(steps.shown(steps.find(pressed.removeprefix(CHANGE))), carried)
    return forward(page, pressed)  # 3


def forward(page: Page, pressed: str) -> Page | Response:
    """Return the page that comes next, or what sending gives; the same page if an answer lacks."""
    step, carried = page.step, page.carried
    lacking = page.form.lacks()
    if lacking:
        return pages.marked(page, *lacking)
    carried.answered(page.form.settled(carried.answers), step.name)
    if step is steps.CHECK:
        return send(carried, anyway=pressed == SEND_ANYWAY)
    if pressed == OVER:
        carried.answered(replace(carried.answers, now=Now.NO), step.name)
    if pressed == TO_SENDING:
        carried.draft = steps.to_sending(carried.draft)
    return pages.to(steps.after(step, carried.draft), carried)


def send(carried: Carried, *, anyway: bool) -> Page | Response:
    """Send the report: warn once if it seems to name the reporter; show the code once it is kept.

    1. What happened must be told; the page that asks for it comes again.
    2. What later answers made needless, and the last page did not show, is not sent; if that
       leads the report to another desk, its files are asked for again.
    3. A telltale word: the same page, with a warning and a button to send all the same.
    4. Seal and keep; whatever refuses it, the draft stays with the reporter, and no code is shown.
    """
    if too_short(carried.answers.what):  # 1
        return pages.marked(pages.fresh(steps.find("what"), carried), *TOO_SHORT)
    carried.answered(asked_only(carried), steps.CHECK.name)  # 2
    if carried.notices:
        return pages.fresh(steps.CHECK, carried)
    if not anyway and summary.telltales(carried):  # 3
        page = pages.fresh(steps.CHECK, carried)
        page.warned = True
        return page
    draft = carried.draft.for_its_desk()
    try:  # 4
        intake().send(draft, carried.now)
    except StoreError as refused:
        return pages.trouble(pages.fresh(steps.CHECK, carried), refused)
    return receipt.sent(draft, carried.now)


def asked_only(carried: Carried) -> Answers:
    """Return the answers without those to questions that the others make needless."""
    answers = carried.answers
    for form in FORMS:
        held, empty = form.data_of(answers), pages.unanswered(form)
        if held == empty:
            continue
        needless = form.left_out(answers) if steps.asks(form, answers) else held.keys()
        left = {name: empty[name] for name in needless if held[name] != empty[name]}
        if left:
            answers = form(data=held | left, meta={"carried": carried}).merged(answers)
    return answers
