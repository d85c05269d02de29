"""The wall of a desk, for its members, and on a screen that nobody sits before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, make_response, redirect, render_template, request, session, url_for

from tipline.casework.index import boards
from tipline.casework.index.indexing import current
from tipline.errors import SessionEndedError
from tipline.review import clock, quiet
from tipline.review.access import browser
from tipline.review.alarm import unread_now
from tipline.review.delivering import undelivered
from tipline.review.hall import Hall
from tipline.review.house import house
from tipline.review.visit import visit
from tipline.search.board import board
from tipline.store.casebook.screens import LIFE
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as AnyResponse

REFRESH_SECONDS = 15
INDEX_SECONDS = 1.0


def add_to(pages: Blueprint) -> None:
    """Add the addresses."""
    pages.add_url_rule("/wall", "wall", show)
    pages.add_url_rule("/wall/screen", "wall_screen", give, methods=["POST"])
    pages.add_url_rule("/wall/screens/end", "wall_screens_end", end, methods=["POST"])
    pages.add_url_rule("/screen", "screen", screen)


@open_to(Who.MEMBER)
def show() -> str:
    """Show the wall of one of the member's desks."""
    here = visit()
    desk = request.args.get("desk") or next(iter(here.desks), "")
    if desk not in here.desks:
        abort(404)
    known = current(here, desk, INDEX_SECONDS, boards.shown(here, desk))
    unread_now()  # the wall counts them itself, and its channels are to ring
    screens = boards.screens_of(here.office).of(desk, here.now)
    return _page(
        Hall.of(board(known.index, here.now), here.now),
        desk,
        share=known.share,
        desks=here.desks,
        supervises=desk in here.member.supervised(),
        screens=len(screens),
        next_address=f"{url_for('review.wall', desk=desk)}&{quiet.MARK}=1",
    )


@open_to(Who.SUPERVISOR)
def give() -> AnyResponse:
    """Leave the wall on this screen: from now its browser shows that and can do nothing else."""
    here, settings, desk = visit(), house().settings, request.form.get("desk", "")
    key = boards.give_screen(here, desk)
    # Puts the wall there for the first time.
    current(here, desk, INDEX_SECONDS, boards.shown(here, desk))
    response = make_response(redirect(url_for("review.screen"), 303))
    house().sessions.end(here.member.session_id, here.member.analyst)
    house().forget(here.member.desks)
    session.clear()
    browser.drop(response, settings, browser.session_cookie(settings))
    browser.keep(response, settings, browser.screen_cookie(settings), key.text, LIFE)
    return response


@open_to(Who.SUPERVISOR)
def end() -> AnyResponse:
    """Shut out all screens of a desk."""
    desk = request.form.get("desk", "")
    boards.end_screens(visit(), desk)
    return redirect(url_for("review.wall", desk=desk), 303)


@open_to(Who.ANYONE)
def screen() -> AnyResponse | str:
    """Show what the desk has put on this screen; without a screen's cookie, lead to signing in."""
    now = clock.now()
    cookie = request.cookies.get(browser.screen_cookie(house().settings), "")
    try:
        hung = boards.hung(house(), cookie, now)
    except SessionEndedError:
        return redirect(url_for("access.sign_in"), 303)
    hall = Hall.of(hung.board, now) if hung.board else None
    return _page(hall, hung.desk, next_address=url_for("review.screen"))


def _page(  # noqa: PLR0913 (what the two pages differ in)
    hall: Hall | None,
    desk: str,
    *,
    next_address: str,
    share: float = 1,
    desks: list[str] | None = None,
    supervises: bool = False,
    screens: int = 0,
) -> str:
    return render_template(
        "review/wall.html",
        hall=hall,
        undelivered=undelivered(clock.now()),
        unheard=house().hearing.how_many(desk, clock.now()),
        desk=desk,
        desks=desks or [],
        share=share,
        supervises=supervises,
        screens=screens,
        life_days=LIFE.days,
        next_address=next_address,
        refresh_seconds=REFRESH_SECONDS,
    )
