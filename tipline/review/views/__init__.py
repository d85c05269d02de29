"""The pages of the review site, a module each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter

from tipline.errors import NotFoundError
from tipline.review import alarm, clock, hinting, house, marks, names, whereabouts
from tipline.review.access.guard import may_enter
from tipline.review.counted import tabulating
from tipline.review.hotline import back, hails
from tipline.review.hotline import pages as hotline
from tipline.review.views import (
    action,
    auditing,
    broadcasts,
    cameras,
    cases,
    charting,
    desks,
    dispatching,
    download,
    ended,
    evidence,
    export,
    figures,
    following,
    footage,
    given,
    granted,
    handing_off,
    late,
    links,
    openings,
    publishing,
    search,
    shift,
    stills,
    summary,
    tip,
    together,
    wall,
    worklist,
)
from tipline.web import PREFIX, Who, open_to
from tipline.web.refusals import refuse

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response as AnyResponse

PAGES: Final = (
    worklist, search, shift, late, ended, tip, evidence, download, action, following, handing_off,
    export, given, dispatching, summary, links, together, hotline, back, figures, wall, publishing,
    desks, cases, granted, auditing, openings, cameras, footage, stills, charting, broadcasts,
    hails,
)  # fmt: skip


class TipConverter(BaseConverter):
    """A tip's id in an address: 32 hex digits; 16 bytes for the view."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> bytes:
        """Return the id."""
        return bytes.fromhex(value)

    def to_url(self, value: bytes) -> str:
        """Return its hex digits."""
        return value.hex()


FIRST = ("review.queue", "review.hotline", "access.administration", "review.audit")


def set_up(app: Flask) -> None:
    """Give an application the pages, and what their templates need."""
    app.url_map.converters["tip"] = TipConverter
    marks.set_up(app)
    hinting.set_up(app)
    whereabouts.set_up(app)
    clock.set_up(app)
    alarm.set_up(app)
    broadcasts.set_up(app)
    hails.set_up(app)
    names.set_up(app)
    tabulating.set_up(app, house.of(app).places.areas.names)
    app.jinja_env.globals.update(here=here, hotline=app.extensions["tipline.settings"].hotline)
    app.jinja_env.globals.update(sees_cameras=cameras.sees_cameras)
    app.jinja_env.globals.update(has_cases=cases.has_cases, has_tips=cases.has_tips)
    app.register_error_handler(NotFoundError, _not_there)
    pages: Final = Blueprint("review", __name__, url_prefix=PREFIX)
    for page in PAGES:
        page.add_to(pages)
    pages.add_url_rule("/", "home", home)
    app.register_blueprint(pages)
    app.add_url_rule("/", "home", home)


@open_to(Who.SIGNED_IN)
def home() -> AnyResponse:
    """Lead to where one works, in the language that the browser prefers."""
    return redirect(url_for(first()), 303)


def first() -> str:
    """Return the page on which somebody begins to work: the account's, for who has no other."""
    page = next((page for page in FIRST if may_enter(page)), "access.account")
    return "review.cases" if page == "review.queue" and cases.only_cases() else page


def here(language: str) -> str:
    """Return the address of this page in another language; what was asked for is kept."""
    _, _, rest = quote(request.path).lstrip("/").partition("/")
    query = request.query_string.decode("ascii", "replace") if request.method == "GET" else ""
    return f"/{language}/{rest}" + (f"?{query}" if query else "")


def _not_there(_error: NotFoundError) -> Response:
    """Answer for what is another desk's as for what never was."""
    return refuse(NotFound())
