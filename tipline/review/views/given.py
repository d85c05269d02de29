"""What is told of what left a tip's page, or was done at once, and what comes back of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.given import answering
from tipline.review.forms.given import (
    AcknowledgeForm,
    EndLinkForm,
    ReviewForm,
    SaidForm,
    SettleForm,
)
from tipline.review.views.action import act, enter
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.tip.opening import OpenTip


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    views: dict[str, tuple[str, Callable[..., AnyResponse]]] = {
        "arrival": ("arrival", acknowledge),
        "said": ("said", said),
        "settled": ("settling", settle),
        "review": ("reviewing", review),
        "link": ("ending_link", end_link),
    }
    for address, (name, view) in views.items():
        rule = f"/tips/<tip:tip_id>/given/<int(max=999999):number>/{address}"
        pages.add_url_rule(rule, name, view, methods=["POST"])


@open_to(Who.MEMBER)
def acknowledge(tip_id: bytes, number: int) -> AnyResponse:
    """Enter that what left has arrived."""
    return enter(tip_id, AcknowledgeForm(number))


@open_to(Who.MEMBER)
def said(tip_id: bytes, number: int) -> AnyResponse:
    """Enter what an outside agency said of what it was sent."""
    return enter(tip_id, SaidForm(number))


@open_to(Who.MEMBER)
def end_link(tip_id: bytes, number: int) -> AnyResponse:
    """End the link by which an agency answers, or all links of the case, before their time."""
    form = EndLinkForm(number)

    def verb(tip: OpenTip) -> OpenTip:
        if form.all:
            return answering.end_all(visit(), tip, form.content.text)
        return answering.end(visit(), tip, form.content)

    return act(tip_id, form, verb, anchor="given")


@open_to(Who.MEMBER)
def settle(tip_id: bytes, number: int) -> AnyResponse:
    """Enter what was done about what an agency asked or declined, as the event of a number says."""
    return enter(tip_id, SettleForm(number))


@open_to(Who.MEMBER)
def review(tip_id: bytes, number: int) -> AnyResponse:
    """Enter that another officer looked at what was done at once."""
    return enter(tip_id, ReviewForm(number))
