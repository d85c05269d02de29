"""The shift: who is on, what is left open, and handing over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from tipline.casework.desk import shift
from tipline.errors import NotFoundError
from tipline.keyring.card import Role
from tipline.review import desk_words, words
from tipline.review.forms.shift import HandOverForm, HandOverReadForm
from tipline.review.house import house
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

REFUSED = 422


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/shift", "shift", show)
    pages.add_url_rule("/shift", "hand_over", hand_over, methods=["POST"])
    pages.add_url_rule("/shift/read", "take_over", take_over, methods=["POST"])


@open_to(Who.MEMBER)
def show() -> str:
    """Show a desk's shift: the one that is asked for, else the first."""
    desks = visit().desks
    desk = request.args.get("desk", "") or next(iter(desks), "")
    return render(desk, HandOverForm(desk))


@open_to(Who.MEMBER)
def hand_over() -> AnyResponse:
    """Hand the desk over."""
    form = HandOverForm()
    desk = form.desk.data or ""
    if not form.validate():
        return make_response(render(desk, form), REFUSED)
    present = house().sessions.present(visit().now)
    shift.hand_over(visit(), desk, form.text.data or "", present)
    return redirect(url_for("review.shift", desk=desk, _anchor="handovers"), 303)


@open_to(Who.MEMBER)
def take_over() -> AnyResponse:
    """Sign that a hand-over was read."""
    form = HandOverReadForm()
    desk = form.desk.data or ""
    if not form.validate():
        return make_response(render(desk, HandOverForm(desk), form), REFUSED)
    shift.take_over(visit(), desk, bytes.fromhex(form.of.data or ""), form.text.data or "")
    return redirect(url_for("review.shift", desk=desk, _anchor="handovers"), 303)


def render(desk: str, form: HandOverForm, used: HandOverReadForm | None = None) -> str:
    """Return the page of a desk. NotFoundError for a desk that is not the visit's."""
    present = visit()
    if desk not in present.desks:
        if present.desks or desk:
            raise NotFoundError
        auditor = present.member.holds(Role.AUDITOR)
        return render_template("review/shift.html", desks=[], auditor=auditor, used=None)
    shown = shift.book(present, desk)
    there = house().sessions.present(present.now)
    return render_template(
        "review/shift.html",
        desks=present.desks,
        desk=desk,
        book=shown,
        on=shift.on_duty(present, shown, there),
        left=shift.left_open(present, desk),
        form=form,
        used=used,
        me=present.member.analyst,
        words=words,
        desk_words=desk_words,
    )
