"""The tips of a case on a page, and one answer to all their reporters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from tipline.casework.case.owing import PRESS_SECONDS, go_on
from tipline.casework.matter import answering
from tipline.casework.matter.answering import Letter, answer_many
from tipline.casework.matter.members import members
from tipline.casework.tip import actions
from tipline.casework.tip.opening import open_tip, unentered
from tipline.review import words
from tipline.review.forms.linking import MailboxesForm, ManyForm, many_form
from tipline.review.house import house
from tipline.review.views.action import CONFLICT, REFUSED, TOLD
from tipline.review.visit import visit
from tipline.tips.content import AskedAll, RepliedAll
from tipline.tips.state import ALLOWED, State
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.tip.opening import OpenTip


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/tips/<tip:tip_id>/together", "together", show)
    rule = "/tips/<tip:tip_id>/together"
    pages.add_url_rule(rule, "answering_many", answer, methods=["POST"])
    pages.add_url_rule("/tips/<tip:tip_id>/mailboxes", "mailboxes", proceed, methods=["POST"])


@open_to(Who.MEMBER)
def show(tip_id: bytes) -> Response:
    """Show the tips of a tip's case, and the form that answers them."""
    tip = open_tip(visit(), tip_id)
    return _render(tip, _form(tip, begun=True))


@open_to(Who.MEMBER)
def answer(tip_id: bytes) -> AnyResponse:
    """Write to the chosen reporters, or begin with a template in their languages."""
    tip = unentered(visit(), tip_id)
    form = _form(tip)
    if request.form.get("template"):
        return _render(_begun(tip, form), form)
    if not form.fits(tip):
        return _render(tip, form, status=REFUSED)
    texts = form.texts()
    otherwise = "en" if "en" in texts else next(iter(texts))
    kind = AskedAll if request.form.get("kind") == "question" else RepliedAll
    letter = Letter(kind=kind, texts=texts, otherwise=otherwise)
    try:
        answer_many(visit(), tip, letter, form.chosen(tip), form.number_seen)
    except actions.OTHERS_FIRST as error:
        form.form_errors.append(sentence(error))
        return _render(unentered(visit(), tip_id), form, status=CONFLICT)
    except TOLD as error:
        form.form_errors.append(sentence(error))
        return _render(tip, form, status=REFUSED)
    return redirect(url_for("review.together", tip_id=tip_id, _anchor="written"), 303)


@open_to(Who.MEMBER)
def proceed(tip_id: bytes) -> AnyResponse:
    """Go on with the mailboxes that are still to be written."""
    tip = unentered(visit(), tip_id)
    if MailboxesForm().validate():
        go_on(visit(), tip.case, PRESS_SECONDS)
    return redirect(url_for("review.together", tip_id=tip_id, _anchor="written"), 303)


def _form(tip: OpenTip, *, begun: bool = False) -> ManyForm:
    """Return the form, with a text for each language of a reporter that the house speaks."""
    spoken = set(answering.languages(visit(), tip.case).values())
    known = [each for each in house().settings.languages if each in spoken]
    form = many_form(known or house().settings.languages[:1])
    return form(formdata=None, data={"seen": tip.case.number}) if begun else form()


def _begun(tip: OpenTip, form: ManyForm) -> OpenTip:
    """Put a template into the form, each text in its language."""
    code = request.form.get("template", "")
    for body in [each.body for each in house().configuration.replies if each.code == code]:
        for language in form.languages:
            field = form.text_of(language)
            field.data = "\n\n".join(text for text in (field.data, body.get(language)) if text)
    return tip


def _render(tip: OpenTip, form: ManyForm, *, status: int = 200) -> Response:
    state = tip.case.state
    form.shown(tip.case.number)
    return make_response(
        render_template(
            "review/together.html",
            tip=tip,
            form=form,
            mailboxes=MailboxesForm(formdata=None, data={"seen": tip.case.number}),
            members=members(visit(), tip),
            chosen=set(form.chosen(tip)) if request.form.get("who") == "chosen" else set(),
            may_ask=state.state is State.INFO or State.INFO in ALLOWED[state.state],
            templates=house().configuration.replies,
            words=words,
        ),
        status,
    )
