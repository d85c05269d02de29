"""One picture by HTTP: of a camera that gives one at its address, or a stream of them."""

from __future__ import annotations

import ssl
from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx

from tipline.errors import (
    StillBrokenError,
    StillElsewhereError,
    StillError,
    StillInsecureError,
    StillLargeError,
    StillRefusedError,
    StillSignInError,
    StillSilentError,
    StillSlowError,
)
from tipline.stills.line import STILL_BYTES
from tipline.stills.parts import boundary_of, first_part
from tipline.stills.sources import SignIn, Source

if TYPE_CHECKING:
    from collections.abc import Generator

BEGINNING = b"\xff\xd8\xff"  # of a JPEG; all that a camera's still is (ONVIF Core, GetSnapshotUri)
UNAUTHORIZED, FORBIDDEN = 401, 403  # RFC 9110, 15.5
PLAIN = {"accept": "image/jpeg, multipart/x-mixed-replace", "accept-encoding": "identity"}


async def fetch(source: Source, ip: str, most: int = STILL_BYTES) -> bytes:
    """Return a picture; whoever calls bounds the time. Raises StillError.

    1. The connection goes to the address that was checked, whatever the name leads to by now; the
       camera's certificate must be that of the name. No proxy that some variable names.
    2. Name and password are shown in the way that is known of this camera, and in no weaker one
       that it asks for. What it says when it refuses them is not read.
    3. Nothing is followed to another address.
    4. No more is read than a picture can be, whatever length is told, and nothing is unpacked.
    """
    host = f"[{ip}]" if ":" in ip else ip
    url = httpx.URL(f"{source.scheme}://{host}:{source.port}{source.target}")
    named = f"[{source.host}]" if ":" in source.host else source.host
    headers = {**PLAIN, "host": f"{named}:{source.port}"}
    extensions = {"sni_hostname": source.host} if source.host != ip else {}  # 1
    try:
        client = httpx.AsyncClient(verify=_believed(source), timeout=None, trust_env=False)
        async with client:
            request = client.build_request("GET", url, headers=headers, extensions=extensions)
            answer = await _signed_in(client, source, request)  # 2
            async with aclosing(answer):
                return await _read(answer, most)
    except httpx.TimeoutException:
        raise StillSlowError from None
    except httpx.RemoteProtocolError:
        raise StillBrokenError from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise _of_line(error) from None


async def _signed_in(
    client: httpx.AsyncClient, source: Source, request: httpx.Request
) -> httpx.Response:
    """Return the answer to a request that is signed as the camera wants it."""
    flow = _flow(source, request)
    signed = next(flow)
    answer = await client.send(signed, stream=True, follow_redirects=False)
    if answer.status_code == UNAUTHORIZED:
        again = None
        try:
            again = flow.send(answer)
        except (StopIteration, httpx.ProtocolError):
            pass
        await answer.aclose()
        if again is None or again.headers.get("authorization") is None:
            raise StillSignInError
        answer = await client.send(again, stream=True, follow_redirects=False)
    return answer


def _flow(
    source: Source, request: httpx.Request
) -> Generator[httpx.Request, httpx.Response, None]:
    auth: httpx.Auth = httpx.Auth()
    if source.user:
        kind = httpx.BasicAuth if source.sign_in is SignIn.BASIC else httpx.DigestAuth
        auth = kind(source.user, source.password)
    return auth.auth_flow(request)


async def _read(answer: httpx.Response, most: int) -> bytes:
    _judge(answer)
    boundary = boundary_of(answer.headers.get("content-type", ""))
    came = bytearray()
    async for block in answer.aiter_raw():
        came += block
        if len(came) > most:  # 4
            raise StillLargeError
        if boundary is not None:
            part = first_part(came, boundary)
            if part is not None:
                return _picture(part)
    if boundary is not None:
        raise StillBrokenError
    return _picture(bytes(came))


def _judge(answer: httpx.Response) -> None:
    if answer.status_code in {UNAUTHORIZED, FORBIDDEN}:
        raise StillSignInError
    if answer.is_redirect or answer.has_redirect_location:  # 3
        raise StillElsewhereError
    if answer.status_code != httpx.codes.OK:
        raise StillRefusedError


def _picture(content: bytes) -> bytes:
    if not content.startswith(BEGINNING):
        raise StillBrokenError
    return content


def _believed(source: Source) -> ssl.SSLContext:
    """Return whose certificates are believed: of the file that is named, else of this machine."""
    try:
        tls = ssl.create_default_context(cafile=source.authority)
    except OSError:
        raise StillInsecureError from None
    tls.minimum_version = ssl.TLSVersion.TLSv1_2
    return tls


def _of_line(error: BaseException) -> StillError:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return StillInsecureError() if cause is not None else StillSilentError()
