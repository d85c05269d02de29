"""One address for all that a reporter does: each form is posted to the home page's own.

A browser's history then shows that this site was visited, and not whether somebody reported or
looked for an answer. The form says in a hidden field which page it belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request

from tipline.public import arriving, door, report
from tipline.web import Who, open_to

if TYPE_CHECKING:
    from flask import Response

blueprint = Blueprint("front", __name__)

MAILBOX = "mailbox"  # any other page, or none: the report's


@blueprint.post("/", endpoint="enter")
@open_to(Who.ANYONE, Who.REPORTER)
def enter() -> Response:
    """Answer as the page that the form belongs to; a form with files is read as it arrives."""
    with arriving.arrival() as arrival:
        own = door.enter if request.form.get("page") == MAILBOX else report.enter
        return own(arrival)
