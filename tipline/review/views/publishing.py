"""Publishing figures of some months on the public site, by a supervisor's choice."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from tipline.casework.desk import publishing
from tipline.errors import (
    IndexUnfinishedError,
    MonthsFewError,
    MonthsManyError,
    MonthsNotOverError,
    MonthsPublishedError,
    RecordMalformedError,
)
from tipline.review.counted.months import MonthsForm
from tipline.review.visit import visit
from tipline.tips import canonical
from tipline.tips.publishing import Published
from tipline.tips.shape import from_json
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.store.inbox.press import PressRow

REFUSED = 422
SHOW = "show"
TOLD = (
    IndexUnfinishedError,
    MonthsFewError,
    MonthsManyError,
    MonthsNotOverError,
    MonthsPublishedError,
)


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/figures/published", "publications", show)
    pages.add_url_rule("/figures/published", "publish", publish, methods=["POST"])
    pages.add_url_rule("/figures/published/shown", "publication_shown", put, methods=["POST"])


@open_to(Who.SUPERVISOR)
def show() -> Response:
    """Show what was published, and, where months are chosen, what publishing them would tell."""
    _let_in()
    form = MonthsForm(request.args)
    if not form.asked:
        return make_response(_page(form))
    if not form.validate():
        return make_response(_page(form), REFUSED)
    return _drafted(form)


@open_to(Who.SUPERVISOR)
def publish() -> AnyResponse:
    """Publish what was shown; what would be told by now may differ, and is shown then."""
    _let_in()
    form = MonthsForm(request.form)
    if not form.validate():
        return make_response(_page(form), REFUSED)
    try:
        draft = publishing.drafted(visit(), form.first, form.last)
        if fingerprint(draft) != request.form.get("seen"):
            return make_response(_page(form, draft), REFUSED)
        publishing.publish(visit(), draft)
    except TOLD as error:
        form.refuse(sentence(error))
        return make_response(_page(form), REFUSED)
    return redirect(url_for("review.publications"), 303)


@open_to(Who.SUPERVISOR)
def put() -> AnyResponse:
    """Withdraw what was published, or show it again as it was."""
    try:
        first = date.fromisoformat(request.form.get("first", ""))
    except ValueError:
        abort(404)
    publishing.show(visit(), first, shown=request.form.get("act") == SHOW)
    return redirect(url_for("review.publications"), 303)


def fingerprint(draft: Published) -> str:
    """Return what a form carries of the figures that were shown."""
    return sha256(publishing.written(draft)).hexdigest()


def _let_in() -> None:
    if not publishing.may_publish(visit()):
        raise NotFound


def _drafted(form: MonthsForm) -> Response:
    try:
        draft = publishing.drafted(visit(), form.first, form.last)
    except TOLD as error:
        form.refuse(sentence(error))
        return make_response(_page(form), REFUSED)
    return make_response(_page(form, draft))


def _page(form: MonthsForm, draft: Published | None = None) -> str:
    return render_template(
        "review/publications.html",
        form=form,
        draft=draft,
        seen=fingerprint(draft) if draft else "",
        rows=[(row, _read(row)) for row in publishing.publications(visit())],
        act_show=SHOW,
    )


def _read(row: PressRow) -> Published | None:
    try:
        return from_json(Published, canonical.decode(row.figures))
    except RecordMalformedError:
        return None
