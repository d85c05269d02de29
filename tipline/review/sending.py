"""Answers that hold something of a file: nothing of them may run, be kept or be guessed at."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import FileWrapper

if TYPE_CHECKING:
    from tipline.evidence.showing.viewing import Shown

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
BLOCK_BYTES = 256 * 1024
ANY = "application/octet-stream"
BYTES = "bytes"
OUT_OF_RANGE = 416


def shown(what: Shown) -> Response:
    """Return what was made anew, for a page of ours to show, or the part asked for.

    Players search only in what is given in parts. Each part is of what was made for it: the tag
    tells whether that came out alike.
    """
    answer = _answer(io.BytesIO(what.content), len(what.content), what.mimetype, "inline")
    answer.set_etag(hashlib.sha256(what.content).hexdigest())
    return _in_part(answer, len(what.content))


def small(content: bytes, name: str, mimetype: str = ANY) -> Response:
    """Return a few bytes to be kept under a name of ours."""
    return _answer(io.BytesIO(content), len(content), mimetype, f'attachment; filename="{name}"')


def file(source: BinaryIO, size: int, name: str, tag: str) -> Response:
    """Return a file of ``size`` bytes to be kept under a name of ours, or the part asked for.

    ``source`` is closed with the answer. ``tag`` tells the file from any other: a download goes on
    only with the same.
    """
    answer = _answer(source, size, ANY, f'attachment; filename="{name}"')
    answer.call_on_close(source.close)
    answer.set_etag(tag)
    return _in_part(answer, size)


def _answer(source: BinaryIO, size: int, mimetype: str, disposition: str) -> Response:
    body = FileWrapper(source, BLOCK_BYTES)
    answer = Response(body, mimetype=mimetype, direct_passthrough=True)
    answer.content_length = size
    answer.headers["Content-Disposition"] = disposition
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _in_part(answer: Response, size: int) -> Response:
    """Return the answer, or the range of it that was asked for (RFC 9110, 14.2).

    Ranges of other units, several at once, and what is none are passed over, as it allows.
    """
    asked, environ = request.range, dict(request.environ)
    if asked is None or asked.units != BYTES or len(asked.ranges) != 1:
        environ.pop("HTTP_RANGE", None)
    elif -asked.ranges[0][0] > size:  # the last so many bytes of fewer are all (14.1.2)
        environ["HTTP_RANGE"] = f"{BYTES}=0-"
    try:
        answer.make_conditional(environ, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        answer.close()
        refused = Response(status=OUT_OF_RANGE, mimetype="text/plain")
        refused.headers["Content-Range"] = f"{BYTES} */{size}"
        refused.headers["Content-Security-Policy"] = POLICY
        return refused
    return answer
