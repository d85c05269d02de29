"""Each route of the agencies' site, who may enter, and what it answers to what no browser sends."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tests.agencies.test_link import rows
from tests.hostile import BODIES, CROSS_SITE, HOSTS, MARK, METHODS, PATHS, fine, posted
from tipline.web.entrance import Who, who_may

if TYPE_CHECKING:
    from flask import Flask

    from tests.agencies.conftest import Agency

ROUTES = {
    "GET /": {Who.ANYONE},
    "GET /<language:language>/": {Who.ANYONE},
    "GET /<language:language>/<token>": {Who.AGENCY},
    "POST /<language:language>/<token>": {Who.AGENCY},
    "POST /<token>/hook": {Who.AGENCY},
    "GET /favicon.ico": {Who.ANYONE},
    "GET /static/<path:address>": {Who.ANYONE},
}


def test_each_route_says_who_may_enter(app: Flask) -> None:
    found = {
        f"{method} {rule.rule}": set(who_may(app.view_functions[rule.endpoint]))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == ROUTES


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_gets_a_sentence(
    agency: Agency, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.DEBUG)
    for address in (f"/ar/{agency.token}", f"/{agency.token}/hook"):
        response = posted(agency.app.test_client(), address, name, "said=done")
        fine(response)
        assert response.status_code >= 400
    assert MARK not in caplog.text
    assert rows(agency.world) == []


def test_what_no_browser_of_ours_sends_is_answered(agency: Agency) -> None:
    client = agency.app.test_client()
    for method in METHODS:
        fine(client.open(f"/en/{agency.token}", method=method))
    for path in PATHS:
        fine(client.get(path))
    for host in HOSTS:
        fine(client.get(f"/en/{agency.token}", headers={"Host": host}))
    for headers in CROSS_SITE:
        given = {"said": "done", "who": "CG-4"}
        answer = client.post(f"/en/{agency.token}", data=given, headers=headers)
        assert answer.status_code == 403
    assert rows(agency.world) == []
