"""The way out: a plain link that empties what this site left in the browser, and goes elsewhere.

Its address says nothing, like those of all pages: a history may keep it.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect

from tipline.web import Who, open_to
from tipline.web.app import configuration_here

blueprint = Blueprint("leaving", __name__)

CLEARED = '"cache", "cookies", "storage"'  # W3C Clear Site Data, 3.1; the history is not ours


@blueprint.get("/next", endpoint="leave")
@open_to(Who.ANYONE)
def leave() -> Response:
    """Send the browser elsewhere, and ask it to forget what it keeps of this site."""
    response = redirect(configuration_here().site.leave_to, 303)
    response.headers["Clear-Site-Data"] = CLEARED
    assert isinstance(response, Response)  # noqa: S101 (Flask's redirect is typed as Werkzeug's)
    return response
