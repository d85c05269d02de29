# noqa: INP001 (tests/ itself is no package)
"""What no browser of ours would send, for both sites, and what every answer to it must be."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.visitor import look

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

TYPED = "application/x-www-form-urlencoded"
MULTI = "multipart/form-data; boundary=b"
MARK = "MARKED-WORD"
WORD = MARK.encode()
BODIES = {
    "not a form": (b"\x00\xff" + WORD, "application/octet-stream"),
    "json": (b'{"what": "MARKED-WORD"}', "application/json"),
    "wrong charset": (b"what=" + "أ".encode("cp1256") + WORD + b"&step=what", TYPED),
    "declared charset": (b"what=" + "أ".encode("cp1256") + WORD, TYPED + "; charset=no-such"),
    "nulls": (b"what=%00%00MARKED-WORD%00&step=wh%00at&go=%00", TYPED),
    "lone surrogate": (b"what=%ED%A0%80MARKED-WORD&step=what", TYPED),
    "bidi": (b"what=%E2%80%AEMARKED-WORD%E2%81%A6&step=what", TYPED),
    "ten thousand fields": (b"&".join(b"f%d=%s" % (n, WORD) for n in range(10_000)), TYPED),
    "three thousand parts": (
        b"".join(
            b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\n%s\r\n' % (n, WORD)
            for n in range(3_000)
        )
        + b"--b--",
        MULTI,
    ),
    "cut multipart": (
        b'--b\r\nContent-Disposition: form-data; name="what"\r\n\r\n' + WORD,
        MULTI,
    ),
    "no boundary": (b"what=" + WORD, "multipart/form-data"),
    "deep entries": (
        b"step=people&people-99999999999-name=MARKED-WORD&people--1-name=MARKED-WORD",
        TYPED,
    ),
    "odd entries": (
        ("step=people&people-²-name=MARKED-WORD&people-" + "9" * 5000 + "-name=y").encode(),
        TYPED,
    ),
    "odd steps": (b"step=check&go=change:MARKED-WORD&draft=1.2.3", TYPED),
    "too long": (b"what=" + WORD * 300_000, TYPED),
}
TEXTS = st.one_of(st.text(max_size=200), st.text(max_size=200).map(MARK.__add__))
METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "BREW")
PATHS = ("/xx/help", "/ar/help/", "/static/../wsgi.py", f"/{MARK}", "/%00", "/ar/%E2%80%AE",
         "/" + "a" * 5000, "/ar/1234", "/ar/%FF%FE")  # fmt: skip
HOSTS = ("evil.example", "a@evil.example", "[::1", "evil.example:99999", "a" * 300, "", "*", "أ")
CROSS_SITE = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://[localhost"},
)
OUR_SITE: tuple[dict[str, str], ...] = (
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "null"},
    {"Origin": "http://localhost"},
    {},
)
CHUNKED = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}


def fine(response: TestResponse) -> None:
    """Fail unless an answer is below 500, and a page that is whole: so it has a sentence."""
    assert response.status_code < 500
    if response.mimetype == "text/html" and not response.location:
        assert look(response).words


def posted(client: FlaskClient, address: str, name: str, more: str) -> TestResponse:
    """Post one of the bodies; where it is a form, with ``more`` fields at its end."""
    body, kind = BODIES[name]
    if kind.startswith(TYPED):
        body += b"&" + more.encode()
    return client.post(address, data=body, content_type=kind)


def encoded(fields: dict[str, str]) -> dict[str, bytes]:
    """Return fields as bytes, halves of surrogate pairs included."""
    return {name: text.encode("utf-8", "surrogatepass") for name, text in fields.items()}


def without_length(client: FlaskClient, address: str) -> TestResponse:
    """Post a body that does not say how long it is."""
    body = io.BytesIO(b"page=report&what=" + WORD)
    return client.post(address, input_stream=body, content_type=TYPED, environ_base=CHUNKED)
