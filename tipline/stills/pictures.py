"""One picture by HTTP: of a camera that gives one at its address, or a stream of them."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx

from tipline.errors import (
    StillBrokenError,
    StillElsewhereError,
    StillLargeError,
    StillRefusedError,
    StillSignInError,
)
from tipline.stills import wires
from tipline.stills.line import STILL_BYTES
from tipline.stills.parts import FirstPart, boundary_of
from tipline.stills.sources import SignIn, Source

if TYPE_CHECKING:
    from collections.abc import Generator

BEGINNING = b"\xff\xd8\xff"  # of a JPEG; all that a camera's still is (ONVIF Core, GetSnapshotUri)
UNAUTHORIZED, FORBIDDEN = 401, 403  # RFC 9110, 15.5
# What the library raises for such a challenge: also of an algorithm or a field that it cannot read.
NOT_KNOWN = (StopIteration, httpx.ProtocolError, LookupError, ValueError, NotImplementedError)
PLAIN = {"accept": "image/jpeg, multipart/x-mixed-replace", "accept-encoding": "identity"}


async def fetch(source: Source, ip: str, most: int = STILL_BYTES) -> bytes:
    """Return a picture; whoever calls bounds the time. Raises StillError.

    1. The connection goes to the address that was checked.
    2. Name and password are shown in the way that is known of this camera, and in no weaker one
       that it asks for. What it says when it refuses them is not read.
    3. Nothing is followed to another address.
    4. No more is read than a picture can be, whatever length is told, and nothing is unpacked.
    """
    with wires.told_plainly():
        async with wires.client(source) as client:
            request = wires.request(client, "GET", source, ip, headers=PLAIN)  # 1
            answer = await _signed_in(client, source, request)  # 2
            async with aclosing(answer):
                return await _read(answer, most)


async def _signed_in(
    client: httpx.AsyncClient, source: Source, request: httpx.Request
) -> httpx.Response:
    """Return the answer to a request that is signed as the camera wants it. StillSignInError."""
    flow = _flow(source, request)
    answer = await wires.send(client, next(flow))
    if answer.status_code != UNAUTHORIZED:
        return answer
    async with aclosing(answer):
        try:
            again = flow.send(answer)
        except NOT_KNOWN:  # it wants what is not known, or is wrong
            raise StillSignInError from None
    return await wires.send(client, again)


def _flow(source: Source, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
    auth = httpx.Auth()
    if source.user and source.sign_in is SignIn.BASIC:
        auth = httpx.BasicAuth(source.user, source.password)
    elif source.user:
        auth = httpx.DigestAuth(source.user, source.password)
    return auth.auth_flow(request)


async def _read(answer: httpx.Response, most: int) -> bytes:
    _judge(answer)
    boundary = boundary_of(answer.headers.get("content-type", ""))
    if boundary is None:
        return _picture(await wires.whole(answer, most))
    first = FirstPart(boundary)
    async for block in answer.aiter_raw():
        part = first.add(block)
        if len(first) > most:  # 4
            raise StillLargeError
        if part is not None:
            return _picture(part)
    raise StillBrokenError


def _judge(answer: httpx.Response) -> None:
    if answer.status_code in {UNAUTHORIZED, FORBIDDEN}:
        raise StillSignInError
    if answer.is_redirect:  # 3
        raise StillElsewhereError
    if answer.status_code != httpx.codes.OK:
        raise StillRefusedError


def _picture(content: bytes) -> bytes:
    if not content.startswith(BEGINNING):
        raise StillBrokenError
    return content
