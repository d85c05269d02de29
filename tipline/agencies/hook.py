"""The same link for machines: a signed POST of JSON.

Source: Standard Webhooks 1.0 (standardwebhooks.com). What is older or newer than five minutes is
refused, and a ``webhook-id`` that was seen is kept no second time.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge, Unauthorized, UnprocessableEntity

from tipline.agencies.door import now_utc, ways_here
from tipline.agencies.ways import token_of
from tipline.tips.content.dispatched import SAID_TEXT_MAX
from tipline.tips.content.told import TO_MAX
from tipline.tips.heard import Heard
from tipline.tips.said import Said, Way
from tipline.web import Who, open_to
from tipline.web.app import settings_here
from tipline.web.fields import clean
from tipline.web.limits import count

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from werkzeug.datastructures import Headers

TYPE = "tipline.answer"
APART = timedelta(minutes=5)  # that both clocks may be
BODY_BYTES_MAX = 16 * 1024
ID_MAX = 100  # characters of a `webhook-id`
DIGITS_MAX = 12
VERSION = "v1"

blueprint = Blueprint("hook", __name__)


@dataclass(frozen=True)
class Data:
    """What is said."""

    said: Said
    who: str
    text: str = ""


@dataclass(frozen=True)
class Body:
    """A request's JSON; what else stands in it is left alone."""

    type: str
    data: Data


@blueprint.post("/<token>/hook")
@open_to(Who.AGENCY)
def take(token: str) -> Response:
    """Keep what a machine says: 204 once it is kept, 4xx where it will never be, 503 for later.

    1. Its rate is limited. 2. The link's token is whole. 3. The signature is that of a channel, and
    the time is now. 4. The body reads. 5. It is kept; an id that was seen changes nothing.
    """
    count("agencies", settings_here().limit_agencies)  # 1
    opened = token_of(token)  # 2
    if (request.content_length or 0) > BODY_BYTES_MAX:
        raise RequestEntityTooLarge
    body, now = request.get_data(), now_utc()
    channel = signer(request.headers, body, now, ways_here().inbound)  # 3
    data = read(body)  # 4
    if channel is None:
        raise Unauthorized
    if data is None:
        raise UnprocessableEntity
    heard = Heard(
        token=opened,
        said=data.said,
        way=Way.WEBHOOK,
        at=now,
        who=data.who,
        text=data.text,
        channel=channel,
    )
    ways_here().leave(heard, f"hook {channel} {request.headers['webhook-id']}")  # 5
    return Response(status=HTTPStatus.NO_CONTENT, mimetype="application/json")


def signer(
    headers: Headers, body: bytes, now: datetime, inbound: Mapping[str, tuple[bytes, ...]]
) -> str | None:
    """Return the channel whose secret signed a request of this moment; None for any other."""
    name, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    whole = 0 < len(name) <= ID_MAX and at.isascii() and at.isdigit() and len(at) <= DIGITS_MAX
    if not whole or not name.isascii() or abs(int(at) - now.timestamp()) > APART.total_seconds():
        return None
    content = b".".join([name.encode(), at.encode(), body])
    given = list(_signatures(headers.get("webhook-signature", "")))
    for channel, keys in inbound.items():
        for key in keys:
            made = hmac.digest(key, content, hashlib.sha256)
            if any(hmac.compare_digest(made, each) for each in given):
                return channel
    return None


def read(body: bytes) -> Data | None:
    """Return what a body says; None for what is no answer, or too long."""
    try:
        told = msgspec.json.decode(body, type=Body)
    except msgspec.MsgspecError:
        return None
    who, text = " ".join(clean(told.data.who).split()), clean(told.data.text)
    fits = told.type == TYPE and 0 < len(who) <= TO_MAX and len(text) <= SAID_TEXT_MAX
    return Data(told.data.said, who, text) if fits else None


def _signatures(header: str) -> list[bytes]:
    found = []
    for each in header.split():
        version, _, text = each.partition(",")
        if version == VERSION:
            try:
                found.append(base64.b64decode(text, validate=True))
            except binascii.Error:
                continue
    return found
