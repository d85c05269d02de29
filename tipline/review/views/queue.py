"""The queue, open and finished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from tipline.review import quiet, reading, words
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
TIP_ID = re.compile("[0-9a-f]{32}")


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/", "home", home)
    pages.add_url_rule("/queue", "queue", show)


@open_to(Who.MEMBER)
def home() -> AnyResponse:
    """Lead to the queue."""
    return redirect(url_for("review.queue"), 303)


@open_to(Who.MEMBER)
def show() -> str:
    """Show a page of the queue."""
    finished = request.args.get("tab") == "finished"
    aside = request.args.get("aside", "")  # the tip that was just set aside
    present = visit()
    page = open_page(
        present,
        older=request.args.get("older", ""),
        newer=request.args.get("newer", ""),
        finished=finished,
    )
    return render_template(
        "review/queue.html",
        page=page,
        finished=finished,
        aside=bytes.fromhex(aside) if TIP_ID.fullmatch(aside) else None,
        several_desks=len(present.desks) > 1,
        beginning=lambda text: beginning(text, FIRST_WORDS),
        kind=lambda answers: words.kind_of_tip(
            house().configuration, answers.category, answers.subcategory
        ),
        place_pieces=reading.place_pieces,
        states=words.STATES,
        now_words=words.NOW,
        refresh_seconds=REFRESH_SECONDS,
        mark=quiet.MARK,
    )
