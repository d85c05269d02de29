"""Asking a camera's keeper for recordings: begun beside the cameras, asked, and then taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, render_template, url_for

from tipline.casework.desk import cameras, ordering
from tipline.casework.given import dispatching
from tipline.casework.tip import actions
from tipline.casework.tip.opening import unentered
from tipline.casework.tip.seconding import others
from tipline.dispatch import order
from tipline.errors import EventRefusedError, NotFoundError
from tipline.review import camera_order, downloads, sending, words
from tipline.review.forms.cameras import KeeperForm
from tipline.review.forms.dispatching import ChannelForm
from tipline.review.forms.footage import FootageForm
from tipline.review.timeline import fresh
from tipline.review.views import cameras as pages_of_cameras
from tipline.review.views.action import CONFLICT, REFUSED
from tipline.review.views.dispatching import sent_from, taken_at
from tipline.review.visit import visit
from tipline.tips.second import Deed
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.tip.opening import OpenTip
    from tipline.dispatch.order import Order
    from tipline.places.cameras.seeing import Candidate

ORDERED = "/tips/<tip:tip_id>/given/<int(max=999999):number>/ordered/<ticket>"


@dataclass(frozen=True)
class Keeper:
    """Whose cameras are asked about: those of one owner that may have seen it, nearest first."""

    tip: OpenTip
    near: KeeperForm
    found: Sequence[Candidate]


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    rule = "/tips/<tip:tip_id>/cameras/keeper"
    pages.add_url_rule(rule, "keeper", begin, methods=["POST"])
    pages.add_url_rule("/tips/<tip:tip_id>/footage", "footage", ask, methods=["POST"])
    pages.add_url_rule(ORDERED, "ordered", ready)
    pages.add_url_rule(f"{ORDERED}/sheet", "order_sheet", paper)
    pages.add_url_rule(f"{ORDERED}/<any('json', 'txt'):ending>", "order_form", take)
    pages.add_url_rule(f"{ORDERED}/channel", "order_by", hand_in, methods=["POST"])


@open_to(Who.MEMBER)
def begin(tip_id: bytes) -> AnyResponse:
    """Show what a keeper would be asked for, to be completed: nothing is entered yet."""
    keeper = _keeper(tip_id)
    if isinstance(keeper, Response):
        return keeper
    near, seen = keeper.near, keeper.tip.case.number
    return _page(keeper, FootageForm.begun(keeper.found, near.at.date(), near.hour.data, seen))


@open_to(Who.MEMBER)
def ask(tip_id: bytes) -> AnyResponse:
    """Ask a second officer to let the keeper be asked; to save a life, ask at once."""
    keeper = _keeper(tip_id)
    if isinstance(keeper, Response):
        return keeper
    form, tip = FootageForm(keeper.found, keeper.near.at.date()), keeper.tip
    if not form.fits(tip):
        return _page(keeper, form, REFUSED)
    try:
        if tip.case.state.life_saving:
            done = dispatching.send(visit(), tip, form.content, form.number_seen)
            return redirect(taken_at(done), 303)
        done = actions.ask(visit(), tip, Deed.FOOTAGE, form.content, form.number_seen)
    except actions.OTHERS_FIRST as error:
        return _again(keeper, form, sentence(error), CONFLICT)
    except EventRefusedError as error:
        return _again(keeper, form, sentence(error), REFUSED)
    place = f"event-{done.case.number}"
    return redirect(url_for("review.tip", tip_id=tip_id, _anchor=place), 303)


@open_to(Who.MEMBER)
def ready(tip_id: bytes, number: int, ticket: str) -> Response:
    """Show in which forms the order can be taken."""
    return _ready(sent_from(tip_id, number, ticket), number, ticket, ChannelForm(formdata=None))


@open_to(Who.MEMBER)
def paper(tip_id: bytes, number: int, ticket: str) -> str:
    """Show the order that is printed: one page, in two languages."""
    made = _order(sent_from(tip_id, number, ticket), number)
    back = url_for("review.ordered", tip_id=tip_id, number=number, ticket=ticket)
    told = camera_order.shown(made)
    return render_template("review/cameras/order.html", sent=made, back=back, **told)


@open_to(Who.MEMBER)
def take(tip_id: bytes, number: int, ticket: str, ending: str) -> Response:
    """Send one form of it."""
    made = _order(sent_from(tip_id, number, ticket), number)
    content = order.document(made) if ending == order.JSON else camera_order.text(made).encode()
    return sending.small(content, f"{made.reference}.{ending}")


@open_to(Who.MEMBER)
def hand_in(tip_id: bytes, number: int, ticket: str) -> AnyResponse:
    """Give it to a channel: the deliverer sends it, and tries again until it arrives."""
    tip = sent_from(tip_id, number, ticket)
    form = ChannelForm().offer(tip, number)
    if not form.validate():
        return _ready(tip, number, ticket, form, status=REFUSED)
    made = _order(tip, number)
    content = order.archive(made, camera_order.text(made))
    dispatching.hand_in(visit(), tip, number, form.channel.data, content)
    at = url_for("review.ordered", tip_id=tip_id, number=number, ticket=ticket)
    return redirect(f"{at}#channels", 303)


def _keeper(tip_id: bytes) -> Keeper | Response:
    """Return whose cameras are asked about; the page of the cameras, where none can be.

    Raises NotFoundError where nobody asks from here.
    """
    _, here = cameras.opened(visit())
    tip, near = unentered(visit(), tip_id), KeeperForm()
    if not pages_of_cameras.may_ask(tip):
        raise NotFoundError
    if here is None or not near.validate():
        return pages_of_cameras.of_no_keeper(near, tip)
    found = cameras.may_have_seen(visit(), near.point, near.at, near.how_exact, tip=tip_id)
    theirs = [each for each in found if each.camera.owner == near.owner.data]
    if not theirs:
        return pages_of_cameras.of_no_keeper(near, tip)
    return Keeper(tip, near, theirs[: pages_of_cameras.SHOWN_MAX])


def _again(keeper: Keeper, form: FootageForm, told: str, status: int) -> Response:
    """Show the form again, with what was in the way: a second press goes through, if it may."""
    tip = unentered(visit(), keeper.tip.id)
    form.form_errors.append(told)
    return _page(Keeper(tip, keeper.near, keeper.found), form, status)


def _page(keeper: Keeper, form: FootageForm, status: int = 200) -> Response:
    form.meet(keeper.tip.case)
    meanwhile = fresh(keeper.tip.case, form.number_seen)
    form.shown(keeper.tip.case.number)
    page = render_template(
        "review/cameras/ask.html",
        meanwhile=meanwhile,
        tip=keeper.tip,
        near=keeper.near,
        form=form,
        state=keeper.tip.case.state,
        others=others(visit(), keeper.tip.case.desk),
    )
    return make_response(page, status)


def _ready(
    tip: OpenTip, number: int, ticket: str, form: ChannelForm, status: int = 200
) -> Response:
    page = render_template(
        "review/cameras/ordered.html",
        tip_id=tip.id,
        number=number,
        ticket=ticket,
        order=_order(tip, number),
        form=form.offer(tip, number),
        deliveries=dispatching.deliveries(visit(), tip, [number]).get(number, {}),
        states=words.DELIVERIES,
        minutes=downloads.TICKET_SECONDS // 60,
    )
    return make_response(page, status)


def _order(tip: OpenTip, number: int) -> Order:
    return ordering.order(visit(), tip.case, number)
