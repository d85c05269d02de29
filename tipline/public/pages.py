"""A step's page on its way out: as the draft has it, as it was posted, and with what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import current_app, g, make_response, render_template, request

from tipline.errors import StoreError, TiplineError
from tipline.intake import words
from tipline.public import files, steps, summary, telling
from tipline.public.mapping.form import Map
from tipline.tips.report import Answers
from tipline.web import language, sentence
from tipline.web.headers import script_allowed
from tipline.web.words import wait_sentence

if TYPE_CHECKING:
    from collections.abc import Hashable

    from flask import Response

    from tipline.intake.form import StepForm
    from tipline.public.arriving import Arrival
    from tipline.public.carried import Carried
    from tipline.public.steps import Step

DRAFT_HERE = "a-sealed-draft-goes-here"
TOO_MANY = 429
MAP_LENGTH = 8192  # bytes, of which a page with a map has a whole number


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
        """Return the page; with a map, so long that its length hardly tells which part it shows."""
        html = self.html(self.carried.seal())
        if self.step is steps.MAP:
            g.unpacked = True
            html += " " * (-len(html.encode()) % MAP_LENGTH)
        return make_response(html, self.status)

    def html(self, draft: str) -> str:
        """Return the page with ``draft``, sealed, in its form."""
        shown: dict[str, Any] = {}
        if self.step is steps.CHECK:
            shown["rows"] = summary.rows(self.carried)
            shown["telltales"] = summary.telltales(self.carried) if self.warned else []
        if isinstance(self.form, Map):
            shown["map"] = self.form.sheet(drawn=self.status != TOO_MANY)
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
    if step is steps.MAP:
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
    page.status = TOO_MANY
    response = page.answer()
    response.headers["Retry-After"] = str(seconds)
    return response


def with_troubles(page: Page, arrival: Arrival) -> Response:
    """Answer with the page and what kept files away; it holds the others, and what was typed."""
    place = files.CHOICE if page.step is steps.FILES else ""
    page.errors, page.status = [(place, told) for told in arrival.troubles], arrival.status
    return page.answer()


@cache
def unanswered(form: type[StepForm]) -> dict[str, Any]:
    """Return what the fields of a form hold while nothing is answered."""
    return form.data_of(Answers())
