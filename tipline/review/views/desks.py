"""What is posted about desks from a tip's page: giving the case, and what goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.given import giving
from tipline.casework.tip import actions
from tipline.review.forms.desks import (
    ASK,
    GIVE_TIP,
    SEND_BACK,
    ConflictForm,
    DeskForm,
    GiveForm,
    GrantForm,
    WishForm,
)
from tipline.review.views.action import act
from tipline.review.visit import visit
from tipline.tips.content import Question
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.tip.opening import OpenTip

TIP = "/tips/<tip:tip_id>"
NUMBER = "<int(max=999999):number>"


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule(f"{TIP}/desks", "giving", give, methods=["POST"])
    pages.add_url_rule(f"{TIP}/proposed", "as_proposed", as_proposed, methods=["POST"])
    pages.add_url_rule(f"{TIP}/desks/<desk>", "desk", one_desk, methods=["POST"])
    pages.add_url_rule(f"{TIP}/wishes/{NUMBER}", "wish", answer_wish, methods=["POST"])
    pages.add_url_rule(f"{TIP}/grants", "granting", grant, methods=["POST"])
    pages.add_url_rule(f"{TIP}/conflicts", "conflict", mark_conflict, methods=["POST"])


@open_to(Who.MEMBER)
def give(tip_id: bytes) -> AnyResponse:
    """Give the case to desks."""
    return _give(tip_id)


@open_to(Who.MEMBER)
def as_proposed(tip_id: bytes) -> AnyResponse:
    """Give the case to the desks that were proposed, and go on to where it stands with them."""
    return _give(tip_id, "desks")


@open_to(Who.MEMBER)
def one_desk(tip_id: bytes, desk: str) -> AnyResponse:
    """Take the case from a desk, send it back to work, or give it the tip itself."""
    form = DeskForm(desk)

    def verb(tip: OpenTip) -> OpenTip:
        does = {SEND_BACK: giving.send_back, GIVE_TIP: giving.give_tip}
        do = does.get(form.pressed, giving.take_back)
        return do(visit(), tip, desk, form.text.data or "", form.number_seen)

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def answer_wish(tip_id: bytes, number: int) -> AnyResponse:
    """Ask the reporter what a desk wished to ask, or do not."""
    form = WishForm(number)

    def verb(tip: OpenTip) -> OpenTip:
        if form.pressed == ASK:
            text = form.text.data or ""
            return actions.answer(visit(), tip, Question, text, form.number_seen, wish=number)
        return giving.decline_wish(visit(), tip, number, form.why.data or "", form.number_seen)

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def grant(tip_id: bytes) -> AnyResponse:
    """Let all who have the case see files of the tip."""
    form = GrantForm()

    def verb(tip: OpenTip) -> OpenTip:
        shown = form.number_seen
        for file in form.files.data or ():
            if file not in tip.case.state.files:
                tip = giving.grant(visit(), tip, bytes.fromhex(file), form.text.data or "", shown)
                shown = tip.case.number
        return tip

    return act(tip_id, form, verb)


@open_to(Who.MEMBER)
def mark_conflict(tip_id: bytes) -> AnyResponse:
    """Say which desks the case is about."""
    form = ConflictForm()

    def verb(tip: OpenTip) -> OpenTip:
        desks = form.desks.data or []
        return giving.mark_conflict(visit(), tip, desks, form.text.data or "", form.number_seen)

    return act(tip_id, form, verb)


def _give(tip_id: bytes, anchor: str = "") -> AnyResponse:
    form = GiveForm()

    def verb(tip: OpenTip) -> OpenTip:
        return giving.give(visit(), tip, form.chosen, form.number_seen)

    return act(tip_id, form, verb, anchor=anchor)
