"""Bad input: an answer below 500 with a sentence, and nothing of it in a log."""

from __future__ import annotations

import logging
import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile import (
    BODIES,
    CROSS_SITE,
    HOSTS,
    MARK,
    METHODS,
    OUR_SITE,
    PATHS,
    TEXTS,
    encoded,
    fine,
    posted,
    without_length,
)
from tests.journeys.reporter import code_on
from tests.public.walk import SHORT, parts, to_check
from tests.visitor import Visitor, step_of
from tipline.public import create_app

if TYPE_CHECKING:
    from flask import Flask

    from tests.journeys.deployment import Deployment


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("page", ["report", "mailbox"])
def test_a_bad_body_gets_a_sentence(
    app: Flask, caplog: pytest.LogCaptureFixture, name: str, page: str
) -> None:
    caplog.set_level(logging.DEBUG)
    response = posted(app.test_client(), "/ar/", name, f"page={page}")
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
        TEXTS,
    )
)
def test_whatever_is_posted_is_answered(
    app: Flask, caplog: pytest.LogCaptureFixture, fields: dict[str, str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for page in ("report", "mailbox"):
        fine(app.test_client().post("/en/", data={"page": page} | encoded(fields)))
    assert MARK not in caplog.text


@pytest.mark.parametrize("method", METHODS)
def test_a_wrong_method_gets_a_sentence(app: Flask, method: str) -> None:
    for path in ("/ar/help", "/ar/", "/static/public.css", "/ar/next"):
        response = app.test_client().open(path, method=method)
        assert response.status_code == 405
        fine(response)


@pytest.mark.parametrize("path", [*PATHS, "/static/review.css", "/ar"])
def test_a_wrong_path_gets_a_sentence(app: Flask, path: str) -> None:
    response = app.test_client().get(path)
    if response.status_code == 308:
        assert response.headers["Location"].endswith("/ar/")
        return
    assert response.status_code == 404
    fine(response)


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_gets_a_sentence(deployment: Deployment, host: str) -> None:
    bounded = replace(deployment.settings, public_hosts=("tips.example",))
    for settings_there in (deployment.settings, bounded):
        client = create_app(settings_there).test_client()
        for path in ("/ar/", "/ar/help", "/ar/next", "/none"):
            response = client.get(path, headers={"Host": host})
            fine(response)
            assert settings_there is not bounded or response.status_code == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [*((each, 200) for each in OUR_SITE), *((each, 403) for each in CROSS_SITE)],
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
    response = without_length(app.test_client(), "/ar/")
    assert response.status_code == 411
    fine(response)


def test_who_refuses_gzip_gets_none(app: Flask) -> None:
    for path in ("/ar/", "/ar/help?x"):
        for accepted, packed in (("gzip;q=0, br", None), ("br, gzip;q=0.5", "gzip")):
            response = app.test_client().get(path, headers={"Accept-Encoding": accepted})
            assert response.headers.get("Content-Encoding") == packed
