"""What every application of the house has."""

from __future__ import annotations

import gzip
import logging
from typing import Any

import pytest
from flask import request

from tests.inspection import headers_are_right
from tests.visitor import Visitor
from tipline import configuration
from tipline.errors import EntranceMissingError, NotFoundError, StoreFullError
from tipline.settings import Settings
from tipline.web import PREFIX, Site, Who, make_app, open_to
from tipline.web.bodies import BODY_BYTES
from tipline.web.statics import FOLDER

SECRET = "MARKED-WORD"


def make(**more: Any) -> Site:
    settings = Settings(**more)
    texts = configuration.load(settings.config, settings.languages)
    app = make_app("public", settings, texts, csrf=False)
    app.jinja_env.globals["advice_links"] = list
    return app


@pytest.fixture
def app() -> Site:
    app = make()

    def raising(error: Exception) -> Any:
        @open_to(Who.ANYONE)
        def view() -> str:
            raise error

        return view

    @app.post(f"{PREFIX}/length", endpoint="length")
    @open_to(Who.ANYONE)
    def length() -> str:
        files = request.files.values()
        return str(sum(len(it.read()) for it in files) + len(request.form))

    for name, error in (
        ("missing", NotFoundError()), ("full", StoreFullError()), ("odd", ValueError(SECRET)),
    ):  # fmt: skip
        app.add_url_rule(f"{PREFIX}/{name}", name, raising(error))
    return app


def test_a_route_without_an_entrance_is_refused(app: Site) -> None:
    with pytest.raises(EntranceMissingError):
        app.add_url_rule("/open", "open", lambda: "")


@pytest.mark.parametrize(("name", "status"), [("missing", 404), ("full", 503), ("odd", 500)])
def test_errors_are_pages_and_logs_hold_no_content(
    app: Site, caplog: pytest.LogCaptureFixture, name: str, status: int
) -> None:
    page = Visitor.of(app).get(f"/ar/{name}", status)
    assert SECRET not in page.html
    assert all(SECRET not in record.getMessage() for record in caplog.records)
    assert all(SECRET not in str(record.args) for record in caplog.records)


def test_uploads_stay_in_memory(app: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("tempfile.TemporaryFile", never)
    monkeypatch.setattr("tempfile.SpooledTemporaryFile", never)
    body = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
        + b"x" * 200_000
        + b"\r\n--b--\r\n"
    )
    client = app.test_client()
    kind = "multipart/form-data; boundary=b"
    assert client.post("/ar/length", data=body, content_type=kind).text == "200000"
    big = client.post("/ar/length", data=body + b"x" * BODY_BYTES, content_type=kind)
    assert big.status_code == 413


def test_static_files_are_named_by_content(app: Site) -> None:
    client = app.test_client()
    with app.test_request_context():
        address = app.jinja_env.globals["static_file"]("public.css")  # type: ignore[operator]  # the templates know it as a function
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in response.headers["Cache-Control"]
    assert gzip.decompress(response.data) == (FOLDER / "public.css").read_bytes()
    headers_are_right(response.headers, response.request.path)
    assert client.get("/static/public.css").headers["Cache-Control"] == "no-store"
    assert client.get("/static/review.css").status_code == 404
    assert str(client.get("/favicon.ico").mimetype).startswith("image/")


def test_proxies_are_believed_only_by_setting() -> None:
    told = {"X-Forwarded-For": "192.0.2.9", "X-Forwarded-Proto": "https"}
    for proxies, expected in ((0, "127.0.0.1 http"), (1, "192.0.2.9 https")):
        app = make(trusted_proxies=proxies)

        @app.get("/who", endpoint="who")
        @open_to(Who.ANYONE)
        def who() -> str:
            return f"{request.remote_addr} {request.scheme}"

        assert app.test_client().get("/who", headers=told).text == expected


def test_nothing_is_told_at_debug_level(app: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    app.test_client().post("/ar/length", data={"what": SECRET})
    assert SECRET not in caplog.text
