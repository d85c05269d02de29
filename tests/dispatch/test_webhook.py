"""Webhooks: signed as the reference library reads it, to allowed machines alone, no further."""

from __future__ import annotations

import base64
import json
import ssl
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import standardwebhooks
import trustme

from tests.dispatch.conftest import (
    ITEM,
    KEY,
    NOW,
    Asked,
    HookHost,
    free_port,
    hook_host,
    webhook_to,
)
from tipline.age import HybridIdentity, open_bytes, seal_bytes
from tipline.configuration import Channels
from tipline.dispatch.item import Item, Kind
from tipline.dispatch.webhook import WAIT_SECONDS_MAX, Webhook
from tipline.errors import (
    DeliveryBusyError,
    DeliveryInsecureError,
    DeliveryRefusedError,
    DeliverySlowError,
    DeliveryUnreachableError,
)

NOTICE = Item(Kind.NOTICE)
SECRET = "whsec_" + base64.b64encode(KEY).decode()
CLOSED = pytest.mark.parametrize("status", [301, 307, 400, 401, 404, 410, 413])


def now() -> datetime:
    return datetime.now(UTC)


def verified(asked: Asked, key: bytes = KEY) -> object:
    return standardwebhooks.Webhook(key).verify(asked.body, asked.headers)


def test_the_reference_library_verifies_what_is_sent(webhook: Webhook, hook: HookHost) -> None:
    webhook.send(ITEM, NOTICE, now())
    [asked] = hook.asked
    assert standardwebhooks.Webhook(SECRET).verify(asked.body, asked.headers)["type"] == (
        "tipline.notice"
    )
    for altered in (
        replace(asked, body=asked.body.replace(b"notice", b"notics")),
        replace(asked, headers=asked.headers | {"webhook-id": "msg_other"}),
        replace(asked, headers=asked.headers | {"webhook-timestamp": str(int(time.time()) + 9)}),
    ):
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            verified(altered)


def test_what_is_replayed_later_is_refused_and_what_is_sent_again_bears_the_same_id(
    webhook: Webhook, hook: HookHost
) -> None:
    webhook.send(ITEM, NOTICE, now() - timedelta(minutes=6))
    webhook.send(ITEM, NOTICE, now())
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        verified(hook.asked[0])
    assert verified(hook.asked[1])
    assert hook.ids == [f"msg_{ITEM.hex()}"] * 2


def test_while_a_key_is_changed_either_verifies(webhook: Webhook, hook: HookHost) -> None:
    newer = bytes(32)
    replace(webhook, keys=(newer, KEY)).send(ITEM, NOTICE, now())
    assert verified(hook.asked[0]) == verified(hook.asked[0], newer)


def test_every_body_without_a_package_has_one_size(webhook: Webhook) -> None:
    assert len({len(webhook.body(Item(kind), NOW)) for kind in Kind}) == 1


def test_a_package_opens_for_its_agency_alone(
    webhook: Webhook, hook: HookHost, agency: HybridIdentity
) -> None:
    package = seal_bytes(b"what the summary says", [agency.recipient])
    webhook.send(ITEM, Item.of_package("TL-7F3K", package), now())
    told = json.loads(hook.asked[0].body)["data"]
    assert told["reference"] == "TL-7F3K"
    assert open_bytes(base64.b64decode(told["package"]), [agency]) == b"what the summary says"


@CLOSED
def test_a_no_is_a_no_and_no_redirect_is_followed(
    webhook: Webhook, hook: HookHost, status: int
) -> None:
    hook.answers = [(status, {"location": f"https://localhost:{hook.port}/elsewhere"})]
    with pytest.raises(DeliveryRefusedError):
        webhook.send(ITEM, NOTICE, NOW)
    assert [each.path for each in hook.asked] == ["/tipline"]


@pytest.mark.parametrize(
    ("status", "asked", "wait"),
    [
        (500, "", 0),
        (503, "120", 120),
        (429, "30", 30),
        (429, "9" * 6, WAIT_SECONDS_MAX),
        (429, "9" * 5000, 0),
        (429, "Wed, 21 Oct 2031 07:28:00 GMT", 0),
        (429, "-5", 0),
    ],
)
def test_a_machine_that_asks_to_come_back(
    webhook: Webhook, hook: HookHost, status: int, asked: str, wait: int
) -> None:
    hook.answers = [(status, {"retry-after": asked})]
    with pytest.raises(DeliveryBusyError) as caught:
        webhook.send(ITEM, NOTICE, NOW)
    assert caught.value.wait_seconds == wait


def test_a_machine_that_never_answers(webhook: Webhook, hook: HookHost) -> None:
    hook.silent = threading.Event()
    with pytest.raises(DeliverySlowError):
        replace(webhook, step_seconds=0.3).send(ITEM, NOTICE, NOW)


def test_an_answer_without_end_is_not_read(webhook: Webhook, hook: HookHost) -> None:
    hook.endless = True
    webhook.send(ITEM, NOTICE, NOW)
    hook.endless = False


def test_a_machine_that_is_down(configured: Channels, believing: ssl.SSLContext) -> None:
    with pytest.raises(DeliveryUnreachableError):
        webhook_to(free_port(), configured, believing).send(ITEM, NOTICE, NOW)


def test_a_machine_that_somebody_else_vouches_for_gets_nothing(
    webhook: Webhook, hook: HookHost
) -> None:
    strangers = ssl.create_default_context()
    trustme.CA().configure_trust(strangers)
    with pytest.raises(DeliveryInsecureError):
        replace(webhook, tls=strangers).send(ITEM, NOTICE, NOW)
    assert hook.asked == []


def test_a_machine_that_is_not_allowed_is_not_asked(
    webhook: Webhook, serving: ssl.SSLContext
) -> None:
    with hook_host(serving) as other:
        to = f"https://127.0.0.1:{other.port}/tipline"
        with pytest.raises(DeliveryRefusedError):
            replace(webhook, name=replace(webhook.name, to=to)).send(ITEM, NOTICE, NOW)
    assert other.asked == []
