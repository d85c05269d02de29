"""The work list: its views, what is done with several tips at once, and "I have seen these"."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask import make_response, redirect, render_template, request, url_for

from tipline.casework import trail
from tipline.casework.given import hearing
from tipline.casework.given.undelivered import undelivered
from tipline.casework.hotline import calls
from tipline.casework.lists.looking import have_looked
from tipline.casework.tip import shredding
from tipline.casework.tip.placing import codes
from tipline.review import names, quiet, reading, words
from tipline.review.asked import Asked
from tipline.review.chosen import ACTS, ChosenForm, acts_for, do
from tipline.review.forms.base import TIP_ID
from tipline.review.house import house
from tipline.review.marks import beginning
from tipline.review.narrowing import narrowing, people
from tipline.review.visit import visit
from tipline.review.worklist import open_page
from tipline.tips.shape import read_time, write_time
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.visit import Visit
    from tipline.review.worklist import Page

FIRST_WORDS = 160  # code points of a report in its row
REFRESH_SECONDS = 20
MAKING_SECONDS = 4  # while an index is being made: each page goes on with it
REFUSED = 422


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/queue", "queue", show)
    pages.add_url_rule("/queue/chosen", "queue_chosen", act, methods=["POST"])
    pages.add_url_rule("/queue/seen", "queue_seen", seen, methods=["POST"])


@open_to(Who.MEMBER)
def show() -> str:
    """Show a page of the work list; originals whose day has come are destroyed before that."""
    shredding.end_due(visit())
    return render(ChosenForm())


@open_to(Who.MEMBER)
def act() -> AnyResponse:
    """Do something with the chosen tips, and go back to the list; what cannot be is counted."""
    form = ChosenForm()
    if not form.validate():
        return make_response(render(form), REFUSED)
    chosen, code = form.chosen(), form.act.data or ""
    done = do(visit(), code, chosen)
    told: dict[str, Any] = {"done": code, "tip": [tip.hex() for tip in done]} if done else {}
    left = len(chosen) - len(done) or None
    return redirect(url_for("review.queue", **_asked().here, **told, left=left), 303)


@open_to(Who.MEMBER)
def seen() -> AnyResponse:
    """Note that the analyst has seen what there was when the page was made."""
    with suppress(ValueError, OverflowError):
        have_looked(visit(), read_time(request.form.get("at", "")))
    return redirect(url_for("review.queue", view="new"), 303)


def render(form: ChosenForm) -> str:
    """Return a page of the work list, with what was done just before."""
    asked, present = _asked(), visit()
    page = open_page(present, asked)
    readable = [row.tip for row in page.all_rows if row.answers]
    trail.record_glance(present, house().glances, readable)
    done = [each for each in request.args.getlist("tip") if TIP_ID.fullmatch(each)]
    return render_template(
        "review/worklist.html",
        of_cases=False,
        here_list="review.queue",
        here_seen="review.queue_seen",
        row_table="review/rows.html",
        form=form,
        acts=ACTS,
        acts_for=acts_for,
        done=request.args.get("done", ""),
        done_with=[bytes.fromhex(each) for each in done],
        left=request.args.get("left", 0, type=int),
        narrowing=narrowing(asked, present.desks),
        kind=names.about,
        place_pieces=reading.place_pieces,
        states=words.STATES,
        unsettled=words.UNSETTLED,
        deeds=words.DEEDS,
        views=words.VIEWS,
        now_words=words.NOW,
        undelivered=undelivered(present),
        agencies_said=hearing.waiting(present),
        calls_left=len(calls.left(present)) if house().counter else 0,
        **in_common(present, page),
    )


def in_common(present: Visit, page: Page) -> dict[str, Any]:
    """Return what the page of any list needs: of tips, or of the cases that a desk was given."""
    return {
        "page": page,
        "asked": page.asked,
        "people": people(present, page.all_rows),
        "looked": page.looked,
        "made": write_time(present.now),
        "moment_now": present.now,
        "several_desks": len(present.desks) > 1,
        "beginning": lambda text: beginning(text, FIRST_WORDS),
        "rungs": words.RUNGS,
        "life": words.LIFE,
        "refresh_seconds": REFRESH_SECONDS if page.whole else MAKING_SECONDS,
        "mark": quiet.MARK,
    }


def _asked() -> Asked:
    return Asked.read(request.args, house().configuration, codes(visit()))
