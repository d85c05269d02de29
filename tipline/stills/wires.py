"""One request by HTTP to a machine whose address was checked, and what its failures are called."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from tipline.errors import (
    StillBrokenError,
    StillError,
    StillInsecureError,
    StillLargeError,
    StillSilentError,
    StillSlowError,
)
from tipline.stills.sources import Source


def client(source: Source) -> httpx.AsyncClient:
    """Return what asks a machine: by no proxy that some variable names, with no time of its own.

    Raises StillInsecureError where the certificates that are to be believed cannot be read.
    """
    return httpx.AsyncClient(verify=_believed(source), timeout=None, trust_env=False)  # noqa: S113 (whoever calls bounds the whole)


def request(  # noqa: PLR0913 (what a request is made of)
    asking: httpx.AsyncClient,
    method: str,
    source: Source,
    ip: str,
    *,
    headers: Mapping[str, str],
    content: bytes | None = None,
) -> httpx.Request:
    """Return a request to the address that was checked, whatever the name leads to by now.

    The machine is asked under its name, and by TLS its certificate must be that of the name.
    """
    url = httpx.URL(f"{source.scheme}://{_bracketed(ip)}:{source.port}{source.target}")
    named = {**headers, "host": f"{_bracketed(source.host)}:{source.port}"}
    extensions = {"sni_hostname": source.host} if source.host != ip else {}
    return asking.build_request(method, url, headers=named, content=content, extensions=extensions)


async def send(asking: httpx.AsyncClient, asked: httpx.Request) -> httpx.Response:
    """Send a request and return the answer before its body; nothing is followed elsewhere."""
    return await asking.send(asked, stream=True, follow_redirects=False)


async def whole(answer: httpx.Response, most: int) -> bytes:
    """Return the body as it came, not unpacked. StillLargeError beyond ``most`` bytes."""
    came = bytearray()
    async for block in answer.aiter_raw():
        came += block
        if len(came) > most:
            raise StillLargeError
    return bytes(came)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Raise a StillError for whatever goes wrong on a wire; nothing that was said is in it."""
    try:
        yield
    except httpx.TimeoutException:
        raise StillSlowError from None
    except httpx.RemoteProtocolError:
        raise StillBrokenError from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise _of_line(error) from None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


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
