"""The report: each page posts the sealed draft, its fields and the button that was pressed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import current_app, make_response, render_template, request
from werkzeug.exceptions import TooManyRequests

from tipline.errors import DraftTooLargeError, StoreError, TiplineError
from tipline.intake import words
from tipline.intake.form import StepForm
from tipline.intake.questions import TOO_SHORT, too_short
from tipline.public import files, receipt, steps, summary, telling
from tipline.public.carried import Carried
from tipline.public.intake import intake
from tipline.tips.report import Answers, Now
from tipline.web import language, sentence
from tipline.web.app import settings_here
from tipline.web.headers import script_allowed
from tipline.web.limits import count, wait_seconds
from tipline.web.words import wait_sentence

if TYPE_CHECKING:
    from collections.abc import Hashable

    from flask import Response

    from tipline.public.arriving import Arrival
    from tipline.public.steps import Step

OWN_FIELDS = frozenset({"draft", "step"})  # of every page of the report
CONTINUE, BACK, STAY, MORE, OVER = "continue", "back", "stay", "more", "over"
TO_SENDING, SEND_ANYWAY = "to-sending", "send-anyway"
CHANGE = "change:"
DRAFT_HERE = "a-sealed-draft-goes-here"
FORMS = tuple(dict.fromkeys(step.form for step in steps.STEPS))


@dataclass
class Page:
    """One page on its way out: the step, its form, and what is wrong."""

    step: Step
    carried: Carried
    form: StepForm
    errors: list[tuple[str, str]] = field(default_factory=list)
    status: int = 200
    warned: bool = False

    def answer(self) -> Response:
        """Return the page."""
        return make_response(self.html(self.carried.seal()), self.status)

    def html(self, draft: str) -> str:
        """Return the page with ``draft``, sealed, in its form."""
        shown: dict[str, Any] = {}
        if self.step is steps.CHECK:
            shown["rows"] = summary.rows(self.carried)
            shown["telltales"] = summary.telltales(self.carried) if self.warned else []
        return render_template(
            f"public/report/{self.step.template}.html",
            step=self.step,
            form=self.form,
            draft=draft,
            errors=[*(("", told) for told in self.carried.notices), *self.errors],
            parts=steps.parts(),
            offers_sending=steps.offers_sending(self.step),
            **shown,
        )


def enter(arrival: Arrival | None = None) -> Response:
    """Take what a page holds, and answer with the page that the pressed button leads to.

    Who comes from no page of the report begins one. ``arrival``: the page's form has files.
    """
    posted = request.form
    if not OWN_FIELDS & posted.keys():
        return to(steps.FIRST, Carried.begin(intake().box))
    carried = opened(posted.get("draft", ""))
    step = steps.find(posted.get("step", ""))
    try:
        count("report", settings_here().limit_report)
        if arrival:
            take(step, carried, arrival)
        if arrival and arrival.troubles and not carried.trouble:
            return arrival.answered(with_troubles(typed(step, carried), arrival))
        page = turn(step, carried, request.form.get("go", CONTINUE))
        return page.answer() if isinstance(page, Page) else page
    except TooManyRequests as refused:
        return wait(typed(step, carried), wait_seconds(refused))
    except DraftTooLargeError as refused:
        return trouble(typed(step, opened(posted["draft"])), refused)


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


def with_troubles(page: Page, arrival: Arrival) -> Response:
    """Answer with the page and what kept files away; it holds the others, and what was typed."""
    place = files.CHOICE if page.step is steps.FILES else ""
    page.errors, page.status = [(place, told) for told in arrival.troubles], arrival.status
    return page.answer()


def turn(step: Step, carried: Carried, pressed: str) -> Page | Response:
    """Return the page that a pressed button leads to.

    1. A draft that did not open: the same page, what was typed kept, on a fresh draft; for a page
       that holds nothing, the one where something must be told.
    2. What the page holds must be right to leave it, in either direction; then it is kept.
    3. What must be answered is asked for only on the way forward.
    """
    if carried.trouble and (step.form is StepForm or step is steps.FILES):  # 1
        step = steps.find("what")
    page = typed(step, carried)
    if pressed == STAY and not carried.trouble:
        return page
    if not page.form.validate() or carried.trouble:  # 1, 2
        return wrong(page)
    carried.answered(page.form.merged(carried.answers), step.name)
    if pressed == MORE or files.stays(pressed):
        return with_room(step, carried)
    if pressed == BACK:
        return to(steps.before(step, carried.draft), carried)
    if pressed.startswith(CHANGE):
        return to(steps.find(pressed.removeprefix(CHANGE)), carried)
    return forward(page, pressed)  # 3


def forward(page: Page, pressed: str) -> Page | Response:
    """Return the page that comes next, or what sending gives; the same page if an answer lacks."""
    step, carried = page.step, page.carried
    lacking = page.form.lacks()
    if lacking:
        return marked(page, *lacking)
    carried.answered(page.form.settled(carried.answers), step.name)
    if step is steps.CHECK:
        return send(carried, anyway=pressed == SEND_ANYWAY)
    if pressed == OVER:
        carried.answered(replace(carried.answers, now=Now.NO), step.name)
    if pressed == TO_SENDING:
        carried.draft = steps.to_sending(carried.draft)
    return to(steps.after(step, carried.draft), carried)


def send(carried: Carried, *, anyway: bool) -> Page | Response:
    """Send the report: warn once if it seems to name the reporter; show the code once it is kept.

    1. What happened must be told; the page that asks for it comes again.
    2. What later answers made needless, and the last page did not show, is not sent; if that
       leads the report to another desk, its files are asked for again.
    3. A telltale word: the same page, with a warning and a button to send all the same.
    4. Seal and keep; whatever refuses it, the draft stays with the reporter, and no code is shown.
    """
    if too_short(carried.answers.what):  # 1
        return marked(fresh(steps.find("what"), carried), *TOO_SHORT)
    carried.answered(asked_only(carried), steps.CHECK.name)  # 2
    if carried.notices:
        return fresh(steps.CHECK, carried)
    if not anyway and summary.telltales(carried):  # 3
        page = fresh(steps.CHECK, carried)
        page.warned = True
        return page
    draft = carried.draft.for_its_desk()
    try:  # 4
        intake().send(draft, carried.now)
    except StoreError as refused:
        return trouble(fresh(steps.CHECK, carried), refused)
    return receipt.sent(draft, carried.now)


def asked_only(carried: Carried) -> Answers:
    """Return the answers without those to questions that the others make needless."""
    answers = carried.answers
    for form in FORMS:
        held, empty = form.data_of(answers), unanswered(form)
        if held == empty:
            continue
        needless = form.left_out(answers) if steps.asks(form, answers) else held.keys()
        left = {name: empty[name] for name in needless if held[name] != empty[name]}
        if left:
            answers = form(data=held | left, meta={"carried": carried}).merged(answers)
    return answers


@cache
def unanswered(form: type[StepForm]) -> dict[str, Any]:
    """Return what the fields of a form hold while nothing is answered."""
    return form.data_of(Answers())


def to(step: Step, carried: Carried) -> Response:
    """Answer with a step's page as the draft has it.

    A page whose own answers are empty is the same for everybody, but for the draft: it is rendered
    once. One that holds answers is rendered for its reporter and kept nowhere.
    """
    if personal(step, carried):
        return fresh(step, carried).answer()
    key = (language(), step.name, step.form.variant(carried.answers))
    known = blanks()
    if key not in known:
        known[key] = fresh(step, carried).html(DRAFT_HERE).partition(DRAFT_HERE)
    before, _, after = known[key]
    script_allowed("")
    return make_response(f"{before}{carried.seal()}{after}")


def personal(step: Step, carried: Carried) -> bool:
    """Tell whether a step's page holds something of its reporter."""
    if carried.notices:
        return True
    if step is steps.FILES:
        return bool(carried.draft.files) or carried.draft.disguise
    return step is steps.CHECK or step.form.data_of(carried.answers) != unanswered(step.form)


def blanks() -> dict[Hashable, tuple[str, str, str]]:
    """Return the empty pages that were rendered so far, cut where the draft goes."""
    found: dict[Hashable, tuple[str, str, str]] = current_app.extensions.setdefault("blanks", {})
    return found


def typed(step: Step, carried: Carried) -> Page:
    """Return a step's page with what was posted; what it holds beside answers is kept."""
    data = step.form.data_of(carried.answers)
    form = step.form(request.form, data=data, meta={"carried": carried})
    carried.draft = form.kept(carried.draft)
    return Page(step, carried, fitted(form, carried))


def fresh(step: Step, carried: Carried) -> Page:
    """Return a step's page with what the draft holds."""
    form = step.form(data=step.form.data_of(carried.answers), meta={"carried": carried})
    return Page(step, carried, fitted(form, carried))


def with_room(step: Step, carried: Carried) -> Page:
    """Return a step's page with room for one more entry, or with more to choose from."""
    page = fresh(step, carried)
    page.form.make_room()
    return page


def fitted(form: StepForm, carried: Carried) -> StepForm:
    """Return the form without the questions that the answers make needless."""
    for name in form.left_out(carried.answers):
        del form[name]
    return form


def wrong(page: Page) -> Page:
    """Return the page with what is wrong told on top: with its draft, then in its fields."""
    page.errors = list(words.errors(page.form))
    if page.carried.trouble:
        page.errors.insert(0, ("", sentence(page.carried.trouble)))
        page.status = 400
    return page


def marked(page: Page, name: str, told: object) -> Page:
    """Return the page with a sentence at one of its fields."""
    page.errors.append((name, str(told)))
    page.form[name].errors = [str(told)]
    return page


def trouble(page: Page, refused: TiplineError) -> Response:
    """Answer with the page and the sentence of what refused it; what was typed is kept."""
    page.errors.append(("", telling.sentence(refused)))
    page.status = 503 if isinstance(refused, StoreError) else 400
    return page.answer()


def wait(page: Page, seconds: int) -> Response:
    """Answer with the page as it was typed, and when to send it again."""
    page.errors.append(("", wait_sentence(seconds)))
    page.status = 429
    response = page.answer()
    response.headers["Retry-After"] = str(seconds)
    return response
