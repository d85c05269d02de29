"""One tip and its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for

from tipline.casework.given import hearing
from tipline.casework.tip.opening import open_tip, unentered
from tipline.review.tip_page import render
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/tips/<tip:tip_id>", "tip", show)
    rule = "/tips/<tip:tip_id>/unheard"
    pages.add_url_rule(rule, "unheard", drop, methods=["POST"])


@open_to(Who.MEMBER)
def show(tip_id: bytes) -> Response:
    """Open a tip and show it; what agencies said of it meanwhile is entered before that."""
    return render(hearing.hear(visit(), open_tip(visit(), tip_id)))


@open_to(Who.MEMBER)
def drop(tip_id: bytes) -> AnyResponse:
    """Delete what an agency sent and nobody could read."""
    hearing.drop_unheard(visit(), unentered(visit(), tip_id))
    return redirect(url_for("review.tip", tip_id=tip_id, _anchor="case"), 303)
