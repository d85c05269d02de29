"""Bad input: an answer below 500 with a sentence, and nothing of it in a log."""

from __future__ import annotations

import io
import logging
import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.reporter import code_on
from tests.public.walk import SHORT, parts, to_check
from tests.visitor import Visitor, look, step_of
from tipline.public import create_app

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.journeys.deployment import Deployment

TYPED = "application/x-www-form-urlencoded"
MULTI = "multipart/form-data; boundary=b"
MARK = "MARKED-WORD"
BODIES = {
    "not a form": (b"\x00\xff" + MARK.encode(), "application/octet-stream"),
    "json": (b'{"what": "MARKED-WORD"}', "application/json"),
    "wrong charset": ("what=أ&step=what".encode("cp1256"), TYPED),
    "declared charset": ("what=أ".encode("cp1256"), TYPED + "; charset=no-such"),
    "nulls": (b"what=%00%00MARKED-WORD%00&step=wh%00at&go=%00", TYPED),
    "lone surrogate": (b"what=%ED%A0%80MARKED-WORD&step=what", TYPED),
    "bidi": (b"what=%E2%80%AEMARKED-WORD%E2%81%A6&step=what", TYPED),
    "ten thousand fields": (b"&".join(b"f%d=x" % n for n in range(10_000)), TYPED),
    "ten thousand parts": (
        b"".join(
            b'--b\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n' % n
            for n in range(3_000)
        )
        + b"--b--",
        MULTI,
    ),
    "cut multipart": (b'--b\r\nContent-Disposition: form-data; name="what"\r\n\r\nMARK', MULTI),
    "no boundary": (b"what=x", "multipart/form-data"),
    "deep entries": (b"step=people&people-99999999999-name=x&people--1-name=y", TYPED),
    "odd entries": (
        ("step=people&people-²-name=x&people-" + "9" * 5000 + "-name=y").encode(),
        TYPED,
    ),
    "odd steps": (b"step=check&go=change:nowhere&draft=1.2.3", TYPED),
    "too long": (b"what=" + b"x" * 3_000_000, TYPED),
}


def fine(response: TestResponse) -> None:
    assert response.status_code < 500
    look(response)


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("page", ["report", "mailbox"])
def test_a_bad_body_gets_a_sentence(
    app: Flask, caplog: pytest.LogCaptureFixture, name: str, page: str
) -> None:
    caplog.set_level(logging.DEBUG)
    body, kind = BODIES[name]
    if kind.startswith(TYPED):
        body += f"&page={page}".encode()
    response = app.test_client().post("/ar/", data=body, content_type=kind)
    fine(response)
    assert MARK not in caplog.text
    if name == "too long":
        assert response.status_code == 413


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.dictionaries(
        st.sampled_from(
            ["page", "draft", "step", "go", "what", "category", "date", "ticket", "code"]
        ),
        st.text(max_size=200),
    )
)
def test_whatever_is_posted_is_answered(app: Flask, fields: dict[str, str]) -> None:
    encoded = {name: text.encode("utf-8", "surrogatepass") for name, text in fields.items()}
    for page in ("report", "mailbox"):
        fine(app.test_client().post("/en/", data={"page": page} | encoded))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_a_wrong_method_gets_a_sentence(app: Flask, method: str) -> None:
    for path in ("/ar/help", "/ar/", "/static/public.css", "/ar/next"):
        response = app.test_client().open(path, method=method)
        assert response.status_code == 405
        fine(response)


@pytest.mark.parametrize(
    "path",
    ["/xx/help", "/ar", "/ar/help/", "/static/../wsgi.py", "/static/review.css", "/%00",
     "/ar/%E2%80%AE", "/" + "a" * 5000, "/ar/1234"],
)  # fmt: skip
def test_a_wrong_path_gets_a_sentence(app: Flask, path: str) -> None:
    response = app.test_client().get(path)
    if response.status_code == 308:
        assert response.headers["Location"].endswith("/ar/")
        return
    assert response.status_code == 404
    fine(response)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://[localhost"}, 403),
    ],
)
def test_another_site_s_form_is_refused(
    visitor: Visitor, deployment: Deployment, headers: dict[str, str], status: int
) -> None:
    check, _ = to_check(visitor, SHORT)
    held = dict(check.form("draft").held) | {"go": "send"}
    visitor.post("/en/", held, status, headers=headers)
    assert status == 200 or "TRIAGE" not in {it.desk for it in deployment.shelf().envelopes()}


def test_a_form_without_our_draft_sends_nothing(visitor: Visitor, deployment: Deployment) -> None:
    page = visitor.post("/en/", {"step": "check", "go": "send-anyway"}, 400)
    assert code_on(page) is None
    assert list(deployment.shelf().envelopes()) == []


def test_what_was_typed_arrives_clean(visitor: Visitor, deployment: Deployment) -> None:
    typed = "Cafe\u0301 \u202edesrever\u202c and \u0000null\r\nsecond line"
    check, _ = to_check(visitor, SHORT | {"what": {"what": typed}})
    visitor.press(check, "send")
    (report,) = parts(deployment)
    assert report.to_json()["answers"]["what"] == "Café desrever and null\nsecond line"


def test_markup_is_only_text(visitor: Visitor) -> None:
    check, _ = to_check(visitor, SHORT | {"what": {"what": "<script>alert(1)</script> & more"}})
    assert "<script>alert" not in check.html
    assert "&lt;script&gt;alert(1)" in check.html


def test_a_refused_step_keeps_what_was_typed(deployment: Deployment) -> None:
    slow = replace(deployment.settings, limit_report="2 per hour")
    visitor = Visitor.of(create_app(slow))
    page = visitor.press(visitor.enter("report"), "continue")
    page = visitor.press(page, "continue", {"what": "First text of this report"})
    page = visitor.press(page, "back", status=429)
    assert (step_of(page), page.title) == ("kind", "Public services")
    assert 3000 < int(page.headers["retry-after"]) <= 3601
    assert "Please try again in" in page.words


def test_a_text_far_too_long_comes_back(visitor: Visitor) -> None:
    page = visitor.press(visitor.enter("report"), "continue")
    page = visitor.press(page, "continue", {"what": "طويل " * 60_000})
    assert step_of(page) == "what"
    assert page.html.count("طويل") == 60_000


def test_a_refused_mailbox_keeps_what_was_typed(deployment: Deployment) -> None:
    slow = replace(deployment.settings, limit_mailbox="1 per hour")
    visitor = Visitor.of(create_app(slow))
    visitor.post("/en/", {"page": "mailbox", "code": "1", "go": "look"})
    held = {"page": "mailbox", "ticket": "t", "text": "Not to be lost", "go": "add"}
    page = visitor.post("/en/", held, 429)
    assert "Not to be lost" in page.words
    assert dict(page.form("ticket").held) == held


def test_pages_are_limited_and_other_addresses_are_not(deployment: Deployment) -> None:
    slow = replace(deployment.settings, limit_pages="2 per hour")
    client = create_app(slow).test_client()
    here, there = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
    seen = [client.get("/en/?q", environ_base=here).status_code for _ in range(3)]
    assert seen == [200, 200, 429]
    assert client.get("/en/?q", environ_base=there).status_code == 200
    assert client.get("/en/", environ_base=here).status_code == 200


def test_a_megabyte_of_marks_is_answered_at_once(visitor: Visitor) -> None:
    page = visitor.press(visitor.enter("report"), "continue")
    start = time.perf_counter()
    page = visitor.press(page, "continue", {"what": "a" + "\u0315\u0300" * 50_000})
    assert time.perf_counter() - start < 2
    assert step_of(page) == "what"
    assert page.html.count("\u0300") + page.html.count("à") == 50_000


def test_a_kind_that_is_no_longer_configured_loses_nothing(
    visitor: Visitor, deployment: Deployment
) -> None:
    check, _ = to_check(visitor, SHORT)
    config = deployment.folder / "config"
    shutil.copytree(deployment.settings.config, config)
    kinds = config / "categories.toml"
    kinds.write_text(kinds.read_text().replace('code = "DRUG"', 'code = "NARC"'))
    changed = Visitor.of(create_app(replace(deployment.settings, config=config)))
    assert SHORT["what"]["what"] in changed.press(check, "change:check").words
    assert code_on(changed.press(check, "send"))


def test_a_body_of_unknown_length_is_refused(app: Flask) -> None:
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    response = app.test_client().post(
        "/ar/", input_stream=io.BytesIO(b"page=report"), content_type=TYPED, environ_base=chunked
    )
    assert response.status_code == 411
    fine(response)


def test_who_refuses_gzip_gets_none(app: Flask) -> None:
    for path in ("/ar/", "/ar/help?x"):
        for accepted, packed in (("gzip;q=0, br", None), ("br, gzip;q=0.5", "gzip")):
            response = app.test_client().get(path, headers={"Accept-Encoding": accepted})
            assert response.headers.get("Content-Encoding") == packed
