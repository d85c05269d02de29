"""One tip and its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.tip.opening import open_tip
from tipline.review.tip_page import render
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint, Response


def add_to(pages: Blueprint) -> None:
    """Add the address."""
    pages.add_url_rule("/tips/<tip:tip_id>", "tip", show)


@open_to(Who.MEMBER)
def show(tip_id: bytes) -> Response:
    """Open a tip and show it."""
    return render(open_tip(visit(), tip_id))
