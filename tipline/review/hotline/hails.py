"""Calling a supervisor to the phone: the line on a supervisor's pages, and the answer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from flask_babel import gettext

from tipline.casework.hotline import hailing
from tipline.errors import TiplineError
from tipline.review import clock, everywhere
from tipline.review.returning import back
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint, Flask
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.hotline.calls import OpenCall
    from tipline.casework.hotline.hailing import Hailed
    from tipline.tips.call import Hail


def set_up(app: Flask) -> None:
    """Give the templates ``hails``."""
    app.jinja_env.globals["hails"] = waiting


def add_to(pages: Blueprint) -> None:
    """Add the address."""
    pages.add_url_rule("/hotline/calls/<tip:call_id>/coming", "call_come", come, methods=["POST"])


@open_to(Who.SUPERVISOR)
def come(call_id: bytes) -> AnyResponse:
    """Tell an operator that one is coming, and lead back to the page that it stood on."""
    hailing.come(visit(), call_id)
    return back()


def waiting() -> tuple[Hail, ...]:
    """Return the operators who ask for whoever sits before this page."""
    return everywhere.told("review.call_come", hailing.waiting)


def told(hailed: Hailed) -> str:
    """Return what an operator reads of their own hail; empty where they made none."""
    if hailed.coming is not None:
        name, time = hailed.coming.name, clock.second(hailed.coming.at)
        return gettext("%(name)s is coming (%(time)s).", name=name, time=time)
    return gettext("The supervisor was called. Nobody has answered yet.") if hailed.made else ""


def of(call: OpenCall) -> Hailed:
    """Return what stands of a call's hail; nothing where the database does not tell."""
    with suppress(TiplineError):
        return hailing.standing(visit(), call)
    return hailing.Hailed()
