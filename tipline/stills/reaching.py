"""Which machine is asked: a name is looked up once, and what it leads to must be on the list."""

from __future__ import annotations

import asyncio
import socket

from tipline.errors import StillForbiddenError, StillSilentError
from tipline.stills.sources import Source, Sources


async def reach(sources: Sources, source: Source) -> str:
    """Return the one IP address that a camera is asked at.

    The name is not looked up again: whoever answers for it could else give another address to the
    connection than to the check. Raises StillSilentError, StillForbiddenError.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            source.host, source.port, type=socket.SOCK_STREAM
        )
    except OSError:
        raise StillSilentError from None
    for *_, place in found:
        if sources.allows(str(place[0])):
            return str(place[0])
    raise StillForbiddenError
