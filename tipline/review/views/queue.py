"""The queue, open and finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from tipline.casework import actions, trail
from tipline.review import quiet, reading, words
from tipline.review.forms import TIP_ID, ChosenForm
from tipline.review.house import house
from tipline.review.marks import beginning
from tipline.review.queue import open_page
from tipline.review.visit import visit
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse


FIRST_WORDS = 160  # code points of a report in its row
REFRESH_SECONDS = 20
REFUSED = 422


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/queue", "queue", show)
    pages.add_url_rule("/queue/spam", "queue_spam", set_aside, methods=["POST"])


@open_to(Who.MEMBER)
def show() -> str:
    """Show a page of the queue."""
    return render(ChosenForm())


@open_to(Who.MEMBER)
def set_aside() -> AnyResponse:
    """Set the chosen tips aside as spam, and go back to the queue; what cannot be is counted."""
    form = ChosenForm()
    if not form.validate():
        return make_response(render(form), REFUSED)
    chosen = form.chosen()
    done = [tip for tip in chosen if actions.set_aside_unopened(visit(), tip)]
    aside = [tip.hex() for tip in done]
    return redirect(url_for("review.queue", aside=aside, left=len(chosen) - len(done) or None), 303)


def render(form: ChosenForm) -> str:
    """Return a page of the queue, with what was set aside just before."""
    finished = request.args.get("tab") == "finished"
    present = visit()
    page = open_page(
        present,
        older=request.args.get("older", ""),
        newer=request.args.get("newer", ""),
        finished=finished,
    )
    readable = [row.tip for row in (*page.returned, *page.rows) if row.answers]
    trail.record_glance(present, house().glances, readable)
    aside = [each for each in request.args.getlist("aside") if TIP_ID.fullmatch(each)]
    return render_template(
        "review/queue.html",
        page=page,
        finished=finished,
        form=form,
        aside=[bytes.fromhex(each) for each in aside],
        left=request.args.get("left", 0, type=int),
        several_desks=len(present.desks) > 1,
        beginning=lambda text: beginning(text, FIRST_WORDS),
        kind=lambda answers: words.kind_of_tip(
            house().configuration, answers.category, answers.subcategory
        ),
        place_pieces=reading.place_pieces,
        states=words.STATES,
        life=words.LIFE,
        now_words=words.NOW,
        refresh_seconds=REFRESH_SECONDS,
        mark=quiet.MARK,
    )
