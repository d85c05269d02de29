"""Sending the summary to an outside agency: asked for, entered, and then taken in each form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, url_for

from tipline.casework.given import dispatching, packing, undelivered
from tipline.casework.given.answering import answering, packed
from tipline.casework.tip import actions
from tipline.casework.tip.opening import unentered
from tipline.dispatch import printed, sar
from tipline.dispatch.bundle import FORMS, forms
from tipline.errors import (
    EventRefusedError,
    NotFoundError,
    PackageTooLargeError,
)
from tipline.review import downloads, sending, sheet, words
from tipline.review.forms.dispatching import (
    AGAIN,
    ChannelForm,
    DispatchForm,
    UndeliveredForm,
)
from tipline.review.tip_page import render
from tipline.review.views.action import CONFLICT, REFUSED, act
from tipline.review.visit import visit
from tipline.tips.content import Footage
from tipline.tips.second import Deed
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.tip.opening import OpenTip
    from tipline.dispatch.package import Package
    from tipline.review.forms.base import CaseForm
    from tipline.tips.content import Sent

SENT = "/tips/<tip:tip_id>/given/<int(max=999999):number>/sent/<ticket>"


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    rule = "/tips/<tip:tip_id>/dispatch"
    pages.add_url_rule(rule, "dispatching", dispatch, methods=["POST"])
    pages.add_url_rule(SENT, "dispatched", ready)
    pages.add_url_rule(f"{SENT}/sheet", "dispatch_sheet", paper)
    names = ", ".join(f"'{each}'" for each in FORMS)
    pages.add_url_rule(f"{SENT}/<any({names}):form>", "dispatch_form", take)
    rule = "/tips/<tip:tip_id>/given/<int(max=999999):number>/undelivered"
    pages.add_url_rule(rule, "undelivered", decide, methods=["POST"])
    pages.add_url_rule(f"{SENT}/channel", "dispatch_by", hand_in, methods=["POST"])


@open_to(Who.MEMBER)
def dispatch(tip_id: bytes) -> AnyResponse:
    """Ask a second officer to send the summary; to save a life, send it at once."""
    form = DispatchForm()
    tip = unentered(visit(), tip_id)
    if tip.case.state.life_saving and form.fits(tip):
        return sent(form, tip, form.content)
    return act(
        tip_id,
        form,
        lambda tip: actions.ask(visit(), tip, Deed.DISPATCH, form.content, form.number_seen),
    )


def sent(form: CaseForm, tip: OpenTip, content: Sent) -> AnyResponse:
    """Enter that it leaves, and lead to where it is taken in each form."""
    seen = form.number_seen
    try:
        done = dispatching.send(visit(), tip, content, seen)
    except EventRefusedError as error:
        form.form_errors.append(sentence(error))
        return render(tip, form, status=REFUSED)
    except actions.OTHERS_FIRST as error:
        form.form_errors.append(sentence(error))
        return render(unentered(visit(), tip.id), form, status=CONFLICT, seen=seen)
    return redirect(taken_at(done), 303)


def taken_at(tip: OpenTip) -> str:
    """Return the address at which what was entered last can be taken for a while."""
    given = tip.case.state.given[-1]
    page = "review.ordered" if isinstance(given.content, Footage) else "review.dispatched"
    ticket = downloads.sent(visit(), tip.id, given.number)
    return url_for(page, tip_id=tip.id, number=given.number, ticket=ticket)


@open_to(Who.MEMBER)
def ready(tip_id: bytes, number: int, ticket: str) -> Response:
    """Show in which forms it can be taken, and what lacks for the others."""
    return _ready(tip_id, number, ticket, ChannelForm(formdata=None))


@open_to(Who.MEMBER)
def hand_in(tip_id: bytes, number: int, ticket: str) -> AnyResponse:
    """Give it to a channel: the deliverer sends it, and tries again until it arrives."""
    tip = sent_from(tip_id, number, ticket)
    form = ChannelForm().offer(tip, number)
    if not form.validate():
        return _ready(tip_id, number, ticket, form, status=REFUSED)
    try:
        content = packed(visit(), tip, number)
        dispatching.hand_in(visit(), tip, number, form.channel.data, content)
    except PackageTooLargeError as error:
        form.channel.errors = [sentence(error)]
        return _ready(tip_id, number, ticket, form, status=REFUSED)
    at = url_for("review.dispatched", tip_id=tip_id, number=number, ticket=ticket)
    return redirect(f"{at}#channels", 303)


@open_to(Who.MEMBER)
def decide(tip_id: bytes, number: int) -> AnyResponse:
    """Decide about what could not be delivered: it is tried again, or given up."""
    form, tip = UndeliveredForm(), unentered(visit(), tip_id)
    if not form.validate() or number not in {each.number for each in tip.case.state.given}:
        raise NotFoundError
    verb = undelivered.again if form.becomes.data == AGAIN else undelivered.give_up
    verb(visit(), tip, number, form.channel.data or "")
    return redirect(url_for("review.tip", tip_id=tip_id, _anchor="given"), 303)


def _ready(
    tip_id: bytes, number: int, ticket: str, form: ChannelForm, status: int = 200
) -> Response:
    package = _package(tip_id, number, ticket)
    tip = unentered(visit(), tip_id)
    page = render_template(
        "review/dispatched.html",
        tip_id=tip_id,
        number=number,
        ticket=ticket,
        package=package,
        form=form.offer(tip, number),
        deliveries=dispatching.deliveries(visit(), tip, [number]).get(number, {}),
        states=words.DELIVERIES,
        lacking=[sentence(each) for each in sar.lacking(package)],
        answering=answering(visit(), tip, number),
        too_long=not printed.fits(package),
        minutes=downloads.TICKET_SECONDS // 60,
    )
    return make_response(page, status)


@open_to(Who.MEMBER)
def paper(tip_id: bytes, number: int, ticket: str) -> Response:
    """Show the sheet that is printed: one page, in two languages."""
    package = _package(tip_id, number, ticket)
    if not printed.fits(package):
        raise NotFoundError
    back = url_for("review.dispatched", tip_id=tip_id, number=number, ticket=ticket)
    page = render_template("review/sheet.html", sent=package, back=back, **sheet.shown(package))
    return make_response(page)


@open_to(Who.MEMBER)
def take(tip_id: bytes, number: int, ticket: str, form: str) -> Response:
    """Send one form of it; what lacks something for a form is not there in it."""
    package = _package(tip_id, number, ticket)
    if form not in forms(package):
        raise NotFoundError
    return sending.small(FORMS[form](package), f"{package.reference}.{form}")


def _package(tip_id: bytes, number: int, ticket: str) -> Package:
    return packing.package(visit(), sent_from(tip_id, number, ticket), number)


def sent_from(tip_id: bytes, number: int, ticket: str) -> OpenTip:
    """Return the tip of what was sent; of what is suspected to be false since then, nothing."""
    downloads.check_sent(visit(), tip_id, number, ticket)
    tip = unentered(visit(), tip_id)
    if tip.case.state.stopped:
        raise NotFoundError
    return tip
