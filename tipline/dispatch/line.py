"""What all channels have in common: a line to a machine, that fails in so many ways."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

from tipline.errors import DeliveryInsecureError, DeliverySlowError, DeliveryUnreachableError

if TYPE_CHECKING:
    from collections.abc import Coroutine


def talk(
    conversation: Coroutine[object, object, None],
    channel: str,
    seconds: float,
    broken: tuple[type[Exception], ...],
) -> None:
    """Have a conversation to its end, and no longer than so many seconds.

    Raises the DeliveryError that it raises, or one that stands for an error of ``broken``; nothing
    that the other side said is in it.
    """
    try:
        asyncio.run(asyncio.wait_for(conversation, seconds))
    except TimeoutError:
        raise DeliverySlowError(channel=channel) from None
    except broken as error:
        kind = DeliveryInsecureError if _is_of_tls(error) else DeliveryUnreachableError
        raise kind(channel=channel) from None


def _is_of_tls(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None
