"""Bodies of requests: bounded, in memory only, and from our own pages."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import Forbidden, LengthRequired

if TYPE_CHECKING:
    from flask import Flask

BODY_BYTES = 2 * 1024 * 1024  # room for a text far too long to come back with the page that says so
FORM_PARTS = 500  # of a multipart body; the longest form has some 60 fields
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OUR_OWN = frozenset({"same-origin", "none"})  # none: typed, or a bookmark


class CrossSite(Forbidden):
    """A form of another site was posted to this one."""


class MemoryRequest(Request):
    """A request whose uploads never touch a disk, whatever their size."""

    max_content_length = BODY_BYTES
    max_form_memory_size = BODY_BYTES
    max_form_parts = FORM_PARTS

    def hold(self, fields: MultiDict[str, str]) -> None:
        """Take as the form what was read from the stream so far; the stream is not read here."""
        self.__dict__["form"] = ImmutableMultiDict(fields)

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 (Werkzeug's own signature)
        content_type: str | None,  # noqa: ARG002 (the library's own signature)
        filename: str | None = None,  # noqa: ARG002 (the library's own signature)
        content_length: int | None = None,  # noqa: ARG002 (the library's own signature)
    ) -> IO[bytes]:
        return io.BytesIO()


def set_up(app: Flask) -> None:
    """Bound the bodies of an application and refuse other sites' forms."""
    app.request_class = MemoryRequest
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = BODY_BYTES
    app.config["MAX_FORM_PARTS"] = FORM_PARTS
    app.before_request(refuse_without_length)
    app.before_request(refuse_other_sites)


def refuse_other_sites() -> None:
    """Refuse a posted form that another site's page sent.

    1. Safe methods pass. 2. ``Sec-Fetch-Site`` decides where the browser sends it (W3C Fetch
    Metadata). 3. Else ``Origin`` must name this host; ``null`` is what a page without a referrer
    sends, and an old or a text browser sends nothing: these pass, and the sealed token in each
    form decides.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in OUR_OWN:
            raise CrossSite
        return
    origin = request.headers.get("Origin", "null")
    if origin != "null" and not _is_ours(origin):
        raise CrossSite


def refuse_without_length() -> None:
    """Refuse a body that does not say how long it is: half of a report could be taken for all."""
    if "Transfer-Encoding" in request.headers:
        raise LengthRequired


def _is_ours(origin: str) -> bool:
    try:
        return urlsplit(origin).netloc == request.host
    except ValueError:  # half a pair of brackets is nobody's address
        return False
