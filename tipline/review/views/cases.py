"""Cases that a desk was given: their list, the page of one, and what is posted from it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from tipline.casework import trail
from tipline.casework.desk import stills_seen
from tipline.casework.given import responding
from tipline.casework.index.listing_cases import case_desks
from tipline.casework.lists.looking import have_looked
from tipline.casework.tip import actions
from tipline.casework.tip.placing import codes
from tipline.errors import EventRefusedError, NotFoundError
from tipline.review import content_words, desk_words, follow, official, places, words
from tipline.review.asked import Asked
from tipline.review.forms.at_desk import offered, posted
from tipline.review.house import house
from tipline.review.narrowing import narrowing
from tipline.review.timeline import lines
from tipline.review.views.action import CONFLICT, REFUSED
from tipline.review.views.worklist import in_common
from tipline.review.visit import visit
from tipline.review.worklist import open_case_page
from tipline.search.entry import Holds
from tipline.tips.powers import responds
from tipline.tips.shape import read_time
from tipline.tips.state import State
from tipline.web import Who, open_to, sentence

if TYPE_CHECKING:
    from flask import Blueprint, Response
    from werkzeug.wrappers import Response as AnyResponse

    from tipline.casework.case.casefile import OpenCase
    from tipline.review.forms.base import EventForm

CASE = "/cases/<tip:case_id>"


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/cases", "cases", show_all)
    pages.add_url_rule("/cases/seen", "cases_seen", seen, methods=["POST"])
    pages.add_url_rule(CASE, "case", show)
    pages.add_url_rule(f"{CASE}/steps/<step>", "step", take, methods=["POST"])


@open_to(Who.MEMBER)
def show_all() -> str:
    """Show a page of the list of the cases that the member's desks were given."""
    present = visit()
    asked = Asked.read(request.args, house().configuration, codes(visit()), Holds.CASES)
    page = open_case_page(present, asked)
    readable = [row.tip for row in page.rows if row.state is not State.NEW]
    trail.record_glance(present, house().glances, readable, of="cases")
    return render_template(
        "review/worklist.html",
        of_cases=True,
        here_list="review.cases",
        here_seen="review.cases_seen",
        row_table="review/case_rows.html",
        form=FlaskForm(),
        acts_for=lambda _row: (),
        narrowing=narrowing(asked, present.desks, Holds.CASES),
        views=words.CASE_VIEWS,
        states={**words.STATES, **desk_words.BY_STATE},
        desk_words=desk_words,
        **in_common(present, page),
    )


@open_to(Who.MEMBER)
def seen() -> AnyResponse:
    """Note that the analyst has seen the cases that there were when the page was made."""
    with suppress(ValueError, OverflowError):
        have_looked(visit(), read_time(request.form.get("at", "")), Holds.CASES)
    return redirect(url_for("review.cases", view="new"), 303)


@open_to(Who.MEMBER)
def show(case_id: bytes) -> AnyResponse:
    """Show a case; whoever began it, and opens its tips, is led to the page of the first."""
    desk = desk_for(case_id)
    case = responding.look(visit(), case_id, desk)
    tip = _own_tip(case)
    if tip is not None and not responds(case.state, desk):
        return redirect(url_for("review.tip", tip_id=tip), 303)
    return render(case)


@open_to(Who.MEMBER)
def take(case_id: bytes, step: str) -> AnyResponse:
    """Take a step of a desk, or show the page with the form and what was typed.

    1. The case is opened for the desk that the form names: what is not this desk's ends here.
    2. A form with a mistake comes back with it.
    3. If others were there first, the page says what they did, and the form comes back.
    """
    form = posted(step)
    if form is None:
        abort(404)
    case = responding.case_of(visit(), case_id, desk_for(case_id), form=True)  # 1
    if not form.fits_case(case):  # 2
        return render(case, form, status=REFUSED)
    seen = form.number_seen
    try:
        done = responding.step(visit(), case, form.content, seen)
    except actions.OTHERS_FIRST as error:  # 3
        form.form_errors.append(sentence(error))
        return _again(case, form, seen)
    except EventRefusedError as error:
        form.form_errors.append(sentence(error))
        return _again(case, form, None)
    return _onward(done)


def has_cases() -> bool:
    """Tell whether the member is at a desk that is given cases: any that is not a lane."""
    return bool(case_desks(visit()))


def has_tips() -> bool:
    """Tell whether there may be tips in the member's work list: by a lane, or given on purpose."""
    return not only_cases() or any(map(visit().office.shelf.count, visit().desks))


def only_cases() -> bool:
    """Tell whether all that the member has are cases: none of their desks is a lane."""
    mine = visit().desks
    return bool(mine) and mine == case_desks(visit())


def desk_for(case_id: bytes) -> str:
    """Return the desk that the member opens a case for: the one asked for, or the first."""
    present = visit()
    having = present.office.cases.having(case_id, present.desks)
    asked = request.values.get("desk", "")
    if asked:
        having = [desk for desk in having if desk == asked]
    if not having:
        raise NotFoundError
    return having[0]


def render(
    case: OpenCase, used: EventForm | None = None, *, status: int = 200, seen: int | None = None
) -> Response:
    """Return the page of a case. ``used`` and ``seen`` are as on a tip's page."""
    if used is not None:
        used.shown(case.number)
    present = visit()
    page = render_template(
        "review/case.html",
        case=case,
        mine=case.state.desks.get(case.desk),
        other_desks=[
            desk
            for desk in present.office.cases.having(case.id, present.desks)
            if desk != case.desk
        ],
        files=responding.files_of(case),
        own_tip=_own_tip(case),
        lines=lines(case, seen),
        fresh=seen is not None and bool(case.since(seen)),
        forms=offered(case, used),
        ticking=follow.ticking_at_desk(case),
        to_do=follow.to_do(case),
        handoff_steps=follow.steps,
        to=places.on_case(case),
        used=used,
        level=house().configuration.level(case.state.priority) if case.state.priority else None,
        official=official,
        content_words=content_words,
        pictures=stills_seen.of_case(present, case),
        words=words,
        desk_words=desk_words,
    )
    return make_response(page, status)


def _again(case: OpenCase, form: EventForm, seen: int | None) -> Response:
    fresh = responding.case_of(visit(), case.id, case.desk, form=True)
    form.meet(fresh)
    return render(fresh, form, status=REFUSED if seen is None else CONFLICT, seen=seen)


def _onward(case: OpenCase) -> AnyResponse:
    """Lead to the page that shows what was done; a desk that left the case has none."""
    work = case.state.desks.get(case.desk)
    if work is not None and not work.has_it and responds(case.state, case.desk):
        return redirect(url_for("review.cases", _anchor="main"), 303)
    anchor = f"event-{case.number}"
    tip = _own_tip(case)
    if tip is not None and not responds(case.state, case.desk):
        return redirect(url_for("review.tip", tip_id=tip, _anchor=anchor), 303)
    return redirect(url_for("review.case", case_id=case.id, desk=case.desk, _anchor=anchor), 303)


def _own_tip(case: OpenCase) -> bytes | None:
    """Return the first tip of a case that its desk opens as well."""
    tips = [bytes.fromhex(tip) for tip in case.state.tips]
    opened = visit().office.shelf.tips(tips[:1], [case.desk])
    return next(iter(opened), None)
