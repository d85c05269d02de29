"""Error pages: a sentence, in the reader's language, whatever happened."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from flask import Response, make_response, render_template, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException, TooManyRequests

from tipline.errors import (
    JailBusyError,
    NotFoundError,
    NotShownError,
    OriginalClosedError,
    StoreError,
    TiplineError,
    UploadsBusyError,
)
from tipline.web.limits import wait_seconds
from tipline.web.words import http_sentence, sentence, wait_sentence

if TYPE_CHECKING:
    from flask import Flask

STATUSES: dict[type[Exception], int] = {
    NotFoundError: 404,
    NotShownError: 422,
    OriginalClosedError: 403,
    UploadsBusyError: 503,
    JailBusyError: 503,
    StoreError: 503,
    TiplineError: 500,
}
BUSY = (UploadsBusyError, JailBusyError)
BUSY_SECONDS = 60  # after which to come back, as their sentences say
log = logging.getLogger("tipline.web")


def set_up(app: Flask) -> None:
    """Answer every error of an application with a page."""
    app.register_error_handler(HTTPException, refuse)
    app.register_error_handler(TiplineError, refuse_with_sentence)
    app.register_error_handler(Exception, refuse_unexpected)


def refuse(error: HTTPException) -> Response:
    """Answer an HTTP error."""
    code = error.code or 500
    if isinstance(error, TooManyRequests):
        return _too_many(error)
    response = _page(code, http_sentence(error))
    if code == 405:  # noqa: PLR2004 (a status of HTTP, named by its number)
        response.headers.extend({"Allow": ", ".join(getattr(error, "valid_methods", None) or ())})
    return response


def refuse_with_sentence(error: TiplineError) -> Response:
    """Answer an error of our tree with its own sentence."""
    code = next(code for kind, code in STATUSES.items() if isinstance(error, kind))
    response = _page(code, sentence(error))
    if isinstance(error, BUSY):
        log.warning("turned away: %s", type(error).__name__)  # anybody can bring that about
        response.headers["Retry-After"] = str(BUSY_SECONDS)
    elif code >= 500:  # noqa: PLR2004 (a status of HTTP, named by its number)
        log.error("a page failed:", exc_info=sys.exc_info())
    return response


def refuse_unexpected(error: Exception) -> Response:
    """Answer what nobody expected; the log gets its class and places in the code."""
    log.error("a page failed unexpectedly:", exc_info=error)
    return _page(500, http_sentence(HTTPException()))


def _too_many(error: TooManyRequests) -> Response:
    seconds = wait_seconds(error)
    response = _page(429, f"{http_sentence(error)} {wait_sentence(seconds)}")
    response.headers["Retry-After"] = str(seconds)
    return response


def _page(code: int, told: str) -> Response:
    if request_ctx.url_adapter is None:  # a foreign host: the layout still builds addresses
        request_ctx.url_adapter = request_ctx.app.url_map.bind("localhost", path_info=request.path)
    return make_response(render_template("error.html", code=code, sentence=told), code)
