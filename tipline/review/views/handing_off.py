"""The emergency hand-off of a tip: beginning it, and ticking its steps off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.given import handing_off
from tipline.errors import NotFoundError
from tipline.review.forms.handing_off import HandOffForm, HandOffStepForm
from tipline.review.views.action import act, enter
from tipline.review.visit import visit
from tipline.tips.handoff import Step
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.tip.opening import OpenTip


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    tip = "/tips/<tip:tip_id>"
    pages.add_url_rule(f"{tip}/handoff", "handoff", hand_off, methods=["POST"])
    pages.add_url_rule(f"{tip}/handoff/<step>", "handoff_step", tick, methods=["POST"])


@open_to(Who.MEMBER)
def hand_off(tip_id: bytes) -> AnyResponse:
    """Hand a tip off to the emergency desk."""
    form = HandOffForm()

    def verb(tip: OpenTip) -> OpenTip:
        return handing_off.hand_off(visit(), tip, form.text.data or "", form.number_seen)

    return act(tip_id, form, verb, anchor="handing-off")


@open_to(Who.MEMBER)
def tick(tip_id: bytes, step: str) -> AnyResponse:
    """Tick a step of the hand-off off, with what was said."""
    if step not in set(Step):
        raise NotFoundError
    return enter(tip_id, HandOffStepForm(Step(step)), anchor="handing-off")
