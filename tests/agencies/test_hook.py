"""A machine answers by the same link: signed as the reference library signs, and kept once."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import standardwebhooks

from tests.agencies.conftest import INBOUND, OTHERS, Agency
from tests.agencies.test_link import rows, said_of
from tests.visitor import look
from tipline.agencies.hook import BODY_BYTES_MAX
from tipline.dispatch.secrets import ChannelSecrets
from tipline.tips.said import Said, Way

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

SAID: dict[str, Any] = {"said": "en-route", "who": "CG-4", "text": "Two boats."}


def sent(  # noqa: PLR0913 (all that a request is made of)
    agency: Agency,
    *,
    key: str = INBOUND,
    name: str = "msg_1",
    at: datetime | None = None,
    body: object = None,
    signed: object = None,
    token: str = "",
) -> TestResponse:
    at = at or datetime.now(UTC)
    told = json.dumps({"type": "tipline.answer", "data": SAID} if body is None else body)
    over = told if signed is None else json.dumps(signed)
    headers = {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": standardwebhooks.Webhook(key).sign(name, at, over),
        "content-type": "application/json",
    }
    address = f"/{token or agency.token}/hook"
    return agency.app.test_client().post(address, data=told, headers=headers)


def test_what_the_reference_library_signs_is_kept_and_entered(agency: Agency) -> None:
    assert sent(agency).status_code == 204
    page = look(agency.noor.get(agency.sent.path))
    assert said_of(agency) == [(Said.EN_ROUTE, Way.WEBHOOK, "CG-4", "Two boats.")]
    assert "By webhook" in page.words


def test_a_replay_changes_nothing_before_and_after_it_was_taken_in(agency: Agency) -> None:
    at = datetime.now(UTC)
    for _ in range(2):
        assert sent(agency, at=at).status_code == 204
    assert len(rows(agency.world)) == 1
    agency.noor.get(agency.sent.path)
    assert sent(agency, at=at).status_code == 204
    agency.noor.get(agency.sent.path)
    assert len(said_of(agency)) == 1
    assert rows(agency.world) == []


@pytest.mark.parametrize("apart", [timedelta(minutes=-6), timedelta(minutes=6)])
def test_what_is_not_of_this_moment_is_refused(agency: Agency, apart: timedelta) -> None:
    assert sent(agency, at=datetime.now(UTC) + apart).status_code == 401
    assert rows(agency.world) == []


def test_what_is_signed_by_nobody_we_know_or_over_something_else_is_refused(
    agency: Agency,
) -> None:
    assert sent(agency, key="whsec_" + "B" * 32).status_code == 401
    assert (
        sent(agency, signed={"type": "tipline.answer", "data": SAID | {"text": ""}}).status_code
        == 401
    )
    bare = agency.app.test_client().post(f"/{agency.token}/hook", json=SAID)
    assert bare.status_code == 401
    for header in ("v1", "v1,%%%", "v2,AAAA", ","):
        headers = {"webhook-id": "1", "webhook-signature": header,
                   "webhook-timestamp": str(int(datetime.now(UTC).timestamp()))}  # fmt: skip
        refused = agency.app.test_client().post(f"/{agency.token}/hook", json={}, headers=headers)
        assert refused.status_code == 401
    assert rows(agency.world) == []


def test_the_secret_of_a_channel_that_it_did_not_go_by_enters_nothing(agency: Agency) -> None:
    assert sent(agency, key=OTHERS).status_code == 204  # the site cannot know
    page = look(agency.noor.get(agency.sent.path))
    assert said_of(agency) == []
    assert "1 answer of an agency cannot be read or entered" in page.words


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"type": "tipline.answer"},
        {"type": "other", "data": SAID},
        {"type": "tipline.answer", "data": SAID | {"said": "nothing"}},
        {"type": "tipline.answer", "data": SAID | {"who": " "}},
        {"type": "tipline.answer", "data": SAID | {"who": "x" * 201}},
        {"type": "tipline.answer", "data": SAID | {"text": 5}},
        {"type": "tipline.answer", "data": SAID | {"text": "x" * 5001}},
    ],
)
def test_what_is_no_answer_is_refused(agency: Agency, body: object) -> None:
    assert sent(agency, body=body).status_code == 422
    assert rows(agency.world) == []


def test_what_is_too_large_or_of_no_link_is_refused(agency: Agency) -> None:
    assert sent(agency, body="x" * BODY_BYTES_MAX).status_code == 413
    assert sent(agency, token="0" * 32).status_code == 404
    assert sent(agency, token="nothing").status_code == 404
    assert agency.app.test_client().get(f"/{agency.token}/hook").status_code == 405


def test_a_rate_is_kept(agency: Agency) -> None:
    for _ in range(9):
        sent(agency, name="msg_2")
    refused = sent(agency)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_what_the_site_needs_of_the_secrets_is_the_inbound_part_alone(agency: Agency) -> None:
    secrets = ChannelSecrets.read(agency.world.settings.keys)
    assert set(secrets.inbound) == {"PP", "LMRA"}
    assert secrets.webhooks == {}
    assert INBOUND not in repr(secrets)
