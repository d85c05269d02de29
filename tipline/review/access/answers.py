"""With which status what was refused is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import make_response, render_template

from tipline.errors import (
    AnalystExistsError,
    InvitationRefusedError,
    SessionEndedError,
    SignInBusyError,
    SignInNameRefusedError,
    SignInRefusedError,
    SignInWaitError,
    StartAgainError,
    TiplineError,
    TotpRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask, Response

STATUSES: Final[Mapping[type[TiplineError], int]] = {
    AnalystExistsError: 409,
    InvitationRefusedError: 403,
    SessionEndedError: 401,
    SignInBusyError: 503,
    SignInNameRefusedError: 403,
    SignInRefusedError: 403,
    SignInWaitError: 429,
    StartAgainError: 403,
    TotpRefusedError: 403,
}


def set_up(app: Flask) -> None:
    """Answer a form that comes after its session has ended with a page of its own."""
    app.register_error_handler(SessionEndedError, ended)


def ended(error: SessionEndedError) -> Response:
    """Say that one must sign in again, and that what was typed is still on the page before."""
    return refused(make_response(render_template("review/access/ended.html")), error)


def refused(response: Response, error: TiplineError) -> Response:
    """Return the answer with the status of an error, and when to come back if it says so."""
    response.status_code = STATUSES[type(error)]
    if "seconds" in error.values:
        response.headers["Retry-After"] = str(error.values["seconds"])
    return response
