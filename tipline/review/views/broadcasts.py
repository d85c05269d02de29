"""A message to all desks: written by a supervisor, shown on every page, and who has seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, url_for

from tipline.casework.desk import broadcasting
from tipline.review import everywhere
from tipline.review.forms.broadcasting import BroadcastForm
from tipline.review.returning import back
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint, Flask
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.desk.broadcasting import Shown

REFUSED = 422


def set_up(app: Flask) -> None:
    """Give the templates ``broadcasts_unseen``."""
    app.jinja_env.globals["broadcasts_unseen"] = unseen


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/broadcasts", "broadcasts", show)
    pages.add_url_rule("/broadcasts", "broadcast", send, methods=["POST"])
    pages.add_url_rule("/broadcasts/<tip:row_id>", "broadcast_seen", acknowledge, methods=["POST"])


@open_to(Who.SUPERVISOR)
def show() -> str:
    """Show the form, and what was said before with who has seen it."""
    return _page(BroadcastForm(formdata=None))


@open_to(Who.SUPERVISOR)
def send() -> AnyResponse:
    """Show a message to all desks."""
    form = BroadcastForm()
    if not form.validate():
        return make_response(_page(form), REFUSED)
    broadcasting.send(visit(), form.desk.data, form.text.data or "", form.lasting)
    return redirect(url_for("review.broadcasts", _anchor="before"), 303)


@open_to(Who.MEMBER, Who.OPERATOR, Who.AUDITOR, Who.ADMINISTRATOR, Who.SUPERVISOR)
def acknowledge(row_id: bytes) -> AnyResponse:
    """Note that one has seen a message, and lead back to the page that it stood on."""
    broadcasting.acknowledge(visit(), row_id)
    return back()


def unseen() -> tuple[Shown, ...]:
    """Return what whoever sits before this page has yet to see."""
    return everywhere.told("review.broadcast_seen", broadcasting.unseen)


def _page(form: BroadcastForm) -> str:
    return render_template("review/broadcasts.html", form=form, sent=broadcasting.sent(visit()))
