"""Limits on rates, counted by a keyed hash of the address that nobody can turn back.

The key is random, lives in this process's memory, and is replaced each day; with a shared store the
workers must be forked after it is made, or each counts for itself.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import time
from typing import TYPE_CHECKING

from flask import current_app, request
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from limits import parse_many
from werkzeug.exceptions import TooManyRequests

if TYPE_CHECKING:
    from flask import Flask

    from tipline.settings import Settings

DAY_SECONDS = 86_400
IPV6_NETWORK = 64  # one subscriber usually holds a /64 (RFC 6177)


class Pseudonyms:
    """Turns an address into a name that means nothing tomorrow."""

    def __init__(self) -> None:
        """Draw the first key."""
        self._day = -1
        self._key = b""

    def name(self, address: str, now: float) -> str:
        """Return the name of ``address`` on the day of ``now`` (seconds since the epoch)."""
        day = int(now) // DAY_SECONDS
        if day != self._day:
            self._day, self._key = day, secrets.token_bytes(32)
        return hmac.digest(self._key, network(address).encode(), "sha256").hex()


def network(address: str) -> str:
    """Return what is counted as one: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:  # noqa: PLR2004 (the number is its name)
        return str(found)
    return str(ipaddress.ip_network((found, IPV6_NETWORK), strict=False))


def set_up(app: Flask, settings: Settings, self_counted: frozenset[str]) -> Limiter:
    """Limit the pages of an application; views that count their own do so with ``count``."""
    names = Pseudonyms()
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    app.extensions["pseudonyms"] = names
    limiter = Limiter(
        lambda: names.name(request.remote_addr or "", time.time()),
        app=app,
        application_limits=[settings.limit_pages],
        storage_uri=settings.limiter_storage,
        strategy="fixed-window",
        swallow_errors=True,
    )
    app.extensions["counter"] = limiter
    limiter.request_filter(lambda: request.endpoint in self_counted)
    return limiter


def count(scope: str, rate: str) -> None:
    """Count one act of ``scope`` for this address; raise ``TooManyRequests`` over ``rate``.

    The error's ``retry_after`` is in whole seconds, at least 1.
    """
    limiter: Limiter = current_app.extensions["counter"]
    names: Pseudonyms = current_app.extensions["pseudonyms"]
    who = names.name(request.remote_addr or "", time.time())
    for item in parse_many(rate):
        if not limiter.limiter.hit(item, scope, who):
            reset = limiter.limiter.get_window_stats(item, scope, who).reset_time
            raise TooManyRequests(retry_after=seconds_until(reset))


def wait_seconds(error: TooManyRequests) -> int:
    """Return after how many whole seconds (at least 1) a refused request may come back."""
    if isinstance(error, RateLimitExceeded):
        limiter: Limiter = current_app.extensions["counter"]
        current = limiter.current_limit
        return seconds_until(current.reset_at) if current else 1
    return error.retry_after if isinstance(error.retry_after, int) else 1


def seconds_until(reset: float) -> int:
    """Return the whole seconds, at least 1, until a time since the epoch."""
    return max(1, int(reset - time.time()) + 1)
