"""Searching among all tips of one's desks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, render_template

from tipline.casework import trail
from tipline.review import reading, words
from tipline.review.house import house
from tipline.review.searching import SearchForm, search
from tipline.review.visit import visit
from tipline.sealing.audit import Action
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint, Response

    from tipline.review.searching import Searched

REFUSED = 422


def add_to(pages: Blueprint) -> None:
    """Add the address."""
    pages.add_url_rule("/search", "search", ask)
    pages.add_url_rule("/search", "searching", answer, methods=["POST"])


@open_to(Who.MEMBER)
def ask() -> str:
    """Show the form."""
    return _page(SearchForm(), None)


@open_to(Who.MEMBER)
def answer() -> Response:
    """Show the tips that fit; in the trail, that they were searched for and which were shown."""
    form = SearchForm()
    if not form.validate():
        return make_response(_page(form, None), REFUSED)
    present = visit()
    found = search(present, form)
    trail.record(present, Action.SEARCH, found=found.results.count)
    readable = [hit.row.tip for hit in found.hits if hit.row.answers]
    trail.record_glance(present, house().glances, readable)
    return make_response(_page(form, found))


def _page(form: SearchForm, found: Searched | None) -> str:
    return render_template(
        "review/search.html",
        form=form,
        found=found,
        several_desks=len(visit().desks) > 1,
        kind=lambda answers: words.kind_of_tip(
            house().configuration, answers.category, answers.subcategory
        ),
        place_pieces=reading.place_pieces,
        states=words.STATES,
    )
