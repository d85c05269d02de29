"""The way out: a plain link that empties what this site left in the browser, and goes elsewhere."""

from __future__ import annotations

from flask import Blueprint, Response, redirect

from tipline.web import Who, open_to

blueprint = Blueprint("leaving", __name__)

ELSEWHERE = "https://www.wikipedia.org/"  # known to all, says nothing of whoever opens it
CLEARED = '"cache", "cookies", "storage"'  # W3C Clear Site Data, 3.1; the history is not ours


@blueprint.get("/leave", endpoint="leave")
@open_to(Who.ANYONE)
def leave() -> Response:
    """Send the browser elsewhere, and ask it to forget what it keeps of this site."""
    response = redirect(ELSEWHERE, 303)
    response.headers["Clear-Site-Data"] = CLEARED
    assert isinstance(response, Response)  # noqa: S101 (Flask's redirect is typed as Werkzeug's)
    return response
