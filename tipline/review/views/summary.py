"""The summary beside the report: written there, and read there by another officer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.tip import actions
from tipline.casework.tip.opening import open_tip
from tipline.review import summary_page
from tipline.review.forms.writing import ReadForm
from tipline.review.views.action import act
from tipline.review.visit import visit
from tipline.tips.content import Read
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    rule = "/tips/<tip:tip_id>/summary"
    pages.add_url_rule(rule, "summarising", show)
    number = "<int(max=999999):number>"
    pages.add_url_rule(f"{rule}/{number}", "summary_read", read, methods=["POST"])


@open_to(Who.MEMBER)
def show(tip_id: bytes) -> Response:
    """Open a tip and show it beside its summary."""
    return summary_page.render(open_tip(visit(), tip_id))


@open_to(Who.MEMBER)
def read(tip_id: bytes, number: int) -> AnyResponse:
    """Enter that another officer has read this version."""
    form = ReadForm(number)
    content = Read(of=number)
    return act(tip_id, form, lambda tip: actions.enter(visit(), tip, content, form.number_seen))
