"""Searching among all tips of one's desks, and the searches that are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, url_for

from tipline.casework import trail
from tipline.casework.lists import searches
from tipline.errors import KeptFullError
from tipline.review import content_words, names, reading, words
from tipline.review.forms.searching import KeepSearchForm, SearchForm
from tipline.review.house import house
from tipline.review.searching import search
from tipline.review.views.cases import only_cases
from tipline.review.visit import visit
from tipline.sealing.audit import Action
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.review.searching import Searched

REFUSED = 422


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/search", "search", ask)
    pages.add_url_rule("/search", "searching", answer, methods=["POST"])
    pages.add_url_rule("/search/saved", "search_keep", keep, methods=["POST"])
    one = "/search/saved/<tip:search_id>"
    pages.add_url_rule(one, "search_saved", run, methods=["POST"])
    pages.add_url_rule(f"{one}/removal", "search_remove", remove, methods=["POST"])


@open_to(Who.MEMBER)
def ask() -> str:
    """Show the form."""
    return _page(SearchForm(visit()))


@open_to(Who.MEMBER)
def answer() -> Response:
    """Show the tips that fit; in the trail, that they were searched for and which were shown."""
    form = SearchForm(visit())
    if not form.validate():
        return make_response(_page(form), REFUSED)
    return make_response(_found(form))


@open_to(Who.MEMBER)
def keep() -> Response:
    """Keep what was asked for under a name, and show the page with it."""
    form, keeping = SearchForm(visit()), KeepSearchForm(visit())
    if not (form.validate() and keeping.validate()):
        return make_response(_page(form, keeping=keeping), REFUSED)
    kept = form.kept(keeping.name.data or "")
    try:
        searches.keep(visit(), kept, keeping.owner.data or None)
    except KeptFullError as full:
        keeping.name.errors = [sentence(full)]
        return make_response(_page(form, keeping=keeping), REFUSED)
    return make_response(_page(form, kept=kept.name))


@open_to(Who.MEMBER)
def run(search_id: bytes) -> Response:
    """Search for what was kept."""
    return make_response(_found(SearchForm.of(visit(), searches.the_one(visit(), search_id))))


@open_to(Who.MEMBER)
def remove(search_id: bytes) -> AnyResponse:
    """Remove a kept search."""
    searches.remove(visit(), search_id)
    return redirect(url_for("review.search"), 303)


def _found(form: SearchForm) -> str:
    present = visit()
    found = search(present, form)
    trail.record(present, Action.SEARCH, found=found.results.count)
    trail.record_glance(present, house().glances, [hit.row.tip for hit in found.tips])
    trail.record_glance(present, house().glances, [hit.row.tip for hit in found.cases], of="cases")
    return _page(form, found)


def _page(
    form: SearchForm,
    found: Searched | None = None,
    keeping: KeepSearchForm | None = None,
    kept: str = "",
) -> str:
    return render_template(
        "review/search.html",
        form=form,
        keeping=keeping or KeepSearchForm(visit()),
        kept=kept,
        found=found,
        saved=searches.saved(visit()),
        has_lane=not only_cases(),
        content_words=content_words,
        several_desks=len(visit().desks) > 1,
        kind=names.about,
        place_pieces=reading.place_pieces,
        states=words.STATES,
    )
