"""The way out: a plain link that empties what this site left in the browser, and goes elsewhere.

Its address says nothing, like those of all pages: a history may keep it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, redirect

from tipline.web import Who, open_to
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from flask import Response

blueprint = Blueprint("leaving", __name__)

CLEARED = '"cache", "cookies", "storage"'  # W3C Clear Site Data, 3.1; the history is not ours


@blueprint.get("/next", endpoint="leave")
@open_to(Who.ANYONE)
def leave() -> Response:
    """Send the browser elsewhere, and ask it to forget what it keeps of this site."""
    response = make_response(redirect(configuration_here().site.leave_to, 303))
    response.headers["Clear-Site-Data"] = CLEARED
    return response
