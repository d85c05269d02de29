"""Limits on rates, counted by a keyed hash of the address that nobody can turn back.

The key is random and lives in memory only. It is drawn when this module is loaded, which the server
does before it forks its workers: they name an address alike, and count together in a shared store.
Each day it is replaced by what it hashes to, from which it cannot be told.
"""

from __future__ import annotations

import functools
import ipaddress
import logging
import secrets
import time
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import RateLimitItem, parse_many
from werkzeug.exceptions import TooManyRequests

from tipline.web import counting

if TYPE_CHECKING:
    from limits.strategies import RateLimiter

    from tipline.settings import Settings

IN_MEMORY = "memory://"
log = logging.getLogger("tipline.web")
DAY_SECONDS = 86_400
KEY_BYTES = 32
NAME_BYTES = 16  # of an address's name; BLAKE2b with a key (RFC 7693, 2.9), a quick MAC
DRAWN = int(time.time()) // DAY_SECONDS, secrets.token_bytes(KEY_BYTES)  # on which day; the key
# Made-up addresses by which Tor tells an onion service its circuits apart: tor(1),
# HiddenServiceExportCircuitID. Each is a visitor, though all are of one network.
TOR_CIRCUITS = ipaddress.IPv6Network("fc00:dead:beef:4dad::/64")
IPV6_NETWORK = 64  # one subscriber usually holds a /64 (RFC 6177)


class Pseudonyms:
    """Turns an address into a name that means nothing tomorrow."""

    def __init__(self, drawn: tuple[int, bytes] = DRAWN) -> None:
        """Take the day and the key to begin with."""
        self._keyed = drawn  # one value, so that no thread sees a half

    def name(self, address: str, now: float) -> str:
        """Return the name of ``address`` on the day of ``now`` (seconds since the epoch)."""
        today = int(now) // DAY_SECONDS
        day, key = self._keyed
        if day < today:
            for _ in range(day, today):
                key = sha256(key).digest()
            self._keyed = today, key
        return blake2b(network(address).encode(), key=key, digest_size=NAME_BYTES).hexdigest()


def network(address: str) -> str:
    """Return what is counted as one: an IPv4 address, a circuit, or an IPv6 network of 64 bits."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found not in TOR_CIRCUITS:
        if found.ipv4_mapped is None:
            return str(ipaddress.ip_network((found, IPV6_NETWORK), strict=False))
        found = found.ipv4_mapped  # as a socket for both versions names an IPv4 address
    return str(found)


def set_up(app: Flask, settings: Settings, self_counted: frozenset[str]) -> None:
    """Limit the pages of an application; the endpoints in ``self_counted`` call ``count``.

    Flask-Limiter keeps the counts, on an application of its own: on ours it would look at each
    request three times, to limit nothing (a sixth of the time of a form's step), since which act
    counts, and what a refusal keeps, is decided by ``count``.
    """
    storage = settings.limiter_storage
    limiter = Limiter(
        pseudonym,
        app=Flask("rates", static_folder=None),
        storage_uri=f"{counting.SCHEME}://" if storage == IN_MEMORY else storage,
        strategy="fixed-window",
        headers_enabled=False,
    )
    app.extensions["pseudonyms"] = Pseudonyms()
    app.extensions["counter"] = limiter.limiter
    free = self_counted | {"static", "icon"}

    @app.before_request
    def pages() -> None:
        if request.endpoint not in free:
            count("pages", settings.limit_pages)


def count(scope: str, rate: str) -> None:
    """Count one act of ``scope`` for this address; raise ``TooManyRequests`` over ``rate``.

    The error's ``retry_after`` is in whole seconds, at least 1. A shared store that does not answer
    limits nobody: a surge must never turn away a report. Nor does it limit where the server tells
    no address (a socket of the machine), for then nobody can be told apart.
    """
    if not request.remote_addr:
        return
    counter: RateLimiter = current_app.extensions["counter"]
    who = pseudonym()
    for item in parsed(rate):
        try:
            within = counter.hit(item, scope, who)
        except counter.storage.base_exceptions:
            log.warning("the store of rates does not answer, so nobody is limited")
            return
        if not within:
            reset = counter.get_window_stats(item, scope, who).reset_time
            raise TooManyRequests(retry_after=max(1, int(reset - time.time()) + 1))


@functools.cache
def parsed(rate: str) -> tuple[RateLimitItem, ...]:
    """Return the limits that a setting such as "60 per minute" holds."""
    return tuple(parse_many(rate))


def wait_seconds(error: TooManyRequests) -> int:
    """Return after how many whole seconds (at least 1) a refused request may come back."""
    return error.retry_after if isinstance(error.retry_after, int) else 1


def pseudonym() -> str:
    """Return the name that this request's address has today; empty if the server tells none."""
    if not request.remote_addr:
        return ""
    names: Pseudonyms = current_app.extensions["pseudonyms"]
    return names.name(request.remote_addr, time.time())
