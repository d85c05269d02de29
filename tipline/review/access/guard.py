"""Who enters: before each request, from the session cookie and the view's own mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import abort, current_app, g, redirect, request, url_for

from tipline.errors import SessionEndedError
from tipline.keyring.member import Member
from tipline.keyring.session import open_session
from tipline.review import quiet
from tipline.review.access import browser
from tipline.review.access.standing import standing
from tipline.review.house import House, house
from tipline.web.entrance import Who, who_may

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

OPEN = frozenset({Who.ANYONE, Who.INVITED})


def set_up(app: Flask) -> None:
    """Guard every route of the application; templates ask ``may_enter``."""
    app.before_request(guard)
    app.jinja_env.globals["may_enter"] = may_enter


def guard() -> Response | None:
    """Let the request through, send it to sign in, or answer as if nothing were there.

    1. What matches no route, or is open to anyone, passes.
    2. The session is opened; without one a page leads to signing in, and a form is answered with
       SessionEndedError, so that what was typed is still there when one goes back.
    3. The signed cards say what they are; where none of it may enter, the page is as if it did not
       exist.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    may = who_may(view) if view else OPEN
    if may & OPEN:  # 1
        return None
    try:
        found = present(house())  # 2
    except SessionEndedError:
        if request.method in {"GET", "HEAD"}:
            return redirect(url_for("access.sign_in"), 303)
        raise
    stands = standing(found, house().configuration)  # 3
    if not may & stands:
        abort(404)
    g.member, g.standing = found, stands  # only now: what is not there knows nobody
    return None


def present(here: House) -> Member:
    """Return the analyst whose session this request brings.

    1. The cookie gives the session's id and key.
    2. The row is within its limits, and its analyst is not disabled.
    3. The key opens the row to the analyst's identity.
    4. The desks are those that have not ended; each opens when it is first asked for.
    5. The session is noted as in use, unless the page asked for itself.

    Raises SessionEndedError.
    """
    now = browser.now()
    key = browser.session_key(here.settings)  # 1
    row = here.sessions.find(key.row_id, now)  # 2
    if row is None:
        raise SessionEndedError
    opened = open_session(row.sealed, key, row.analyst_id)  # 3
    member = Member(  # 4
        analyst=row.analyst_id,
        name=opened.name,
        identity=opened.identity,
        session_id=row.id,
        memberships=tuple(here.staff.desks_of(row.analyst_id)),
        published=here.deployment.desks,
    )
    if not quiet.by_itself():  # 5
        here.sessions.touch(row, now)
    return member


def may_enter(endpoint: str) -> bool:
    """Tell whether whoever sits before this page may enter another: for what leads there."""
    view = current_app.view_functions.get(endpoint)
    return view is not None and bool(who_may(view) & g.get("standing", frozenset()))


def member() -> Member:
    """Return the member of this request, in a view that is open to members."""
    return cast("Member", g.member)
