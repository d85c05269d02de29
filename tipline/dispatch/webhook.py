"""The channel by webhook: a signed POST over HTTPS.

Source: Standard Webhooks 1.0 (standardwebhooks.com): ``webhook-id`` is the item's and stays when
it is sent again, ``webhook-timestamp`` is that of the attempt, and both are signed with the body. A
receiver refuses what is older than some minutes, and an id that it has seen.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import httpx

from tipline.dispatch.line import talk
from tipline.errors import DeliveryBusyError, DeliveryRefusedError, DeliverySlowError
from tipline.tips import canonical
from tipline.tips.shape import write_time

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.configuration import ChannelName, Channels
    from tipline.dispatch.item import Item

STEP_SECONDS = 10.0  # each step of a request may take so long
WHOLE_SECONDS = 60.0  # and all of them together
WAIT_SECONDS_MAX = 3600  # that the other side can ask for
BODY_BYTES = 1024  # a body without a package is filled up to it
# Any answer of these kinds may be another one later (RFC 9110, 15); all others are no.
LATER: Final = frozenset({408, 421, 425, 429})
WAITING_ANSWERS: Final = range(500, 600)
GOOD: Final = range(200, 300)
SECONDS = re.compile("[0-9]{1,6}")  # RFC 9110, 10.2.3; its other form is a date
BROKEN = (httpx.HTTPError, OSError)


@dataclass(frozen=True)
class Webhook:
    """An address that some machine answers to. ``keys`` sign: of several, any may be checked."""

    name: ChannelName
    hosts: frozenset[str]
    keys: tuple[bytes, ...] = field(repr=False)
    tls: ssl.SSLContext = field(repr=False)
    step_seconds: float = STEP_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    @classmethod
    def of(
        cls, name: ChannelName, configured: Channels, keys: tuple[bytes, ...], tls: ssl.SSLContext
    ) -> Webhook:
        """Return a channel of the configuration."""
        return cls(name, configured.hosts, keys, tls)

    def send(self, item_id: bytes, item: Item, now: datetime) -> None:
        """Send an item: see ``Channel.send``.

        1. Its machine is one that the configuration allows. 2. No redirect is followed. 3. Whoever
        answers too slowly is left. 4. The answer's status is all that is read of it.
        """
        if urlsplit(self.name.to).hostname not in self.hosts:  # 1
            raise DeliveryRefusedError(channel=self.name.code)
        body = self.body(item, now)
        headers = self.signed(item_id, body, now)
        talk(self._post(body, headers), self.name.code, self.whole_seconds, BROKEN)  # 3

    def body(self, item: Item, now: datetime) -> bytes:
        """Return the JSON of an item, filled up where there is no package."""
        data = {"reference": item.reference, "package": item.package, "padding": ""}
        told = {"type": f"tipline.{item.kind}", "timestamp": write_time(now.replace(microsecond=0)),
                "data": data}  # fmt: skip
        if not item.package:
            data["padding"] = "x" * max(BODY_BYTES - len(canonical.encode(told)), 0)
        return canonical.encode(told)

    def signed(self, item_id: bytes, body: bytes, now: datetime) -> dict[str, str]:
        """Return the headers of a request."""
        name, at = f"msg_{item_id.hex()}", str(int(now.timestamp()))
        content = b".".join([name.encode(), at.encode(), body])
        signatures = [hmac.digest(key, content, hashlib.sha256) for key in self.keys]
        return {
            "content-type": "application/json",
            "webhook-id": name,
            "webhook-timestamp": at,
            "webhook-signature": " ".join(
                f"v1,{base64.b64encode(each).decode()}" for each in signatures
            ),
        }

    async def _post(self, body: bytes, headers: dict[str, str]) -> None:
        client = httpx.AsyncClient(
            verify=self.tls,
            timeout=self.step_seconds,
            trust_env=False,  # no proxy that some variable names
            follow_redirects=False,  # 2
        )
        try:
            async with (
                client,
                client.stream("POST", self.name.to, content=body, headers=headers) as answer,
            ):
                self._judge(answer)  # 4
        except httpx.TimeoutException:
            raise DeliverySlowError(channel=self.name.code) from None

    def _judge(self, answer: httpx.Response) -> None:
        if answer.status_code in GOOD:
            return
        if answer.status_code in LATER or answer.status_code in WAITING_ANSWERS:
            asked = SECONDS.fullmatch(answer.headers.get("retry-after", ""))
            wait = min(int(asked[0]), WAIT_SECONDS_MAX) if asked else 0
            raise DeliveryBusyError(wait, channel=self.name.code)
        raise DeliveryRefusedError(channel=self.name.code)
