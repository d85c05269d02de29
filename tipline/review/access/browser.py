"""What a browser carries for us: the session's cookie, a known device's, and sealed form fields."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from flask import request, session

from tipline.errors import RecordMalformedError, SessionEndedError, StartAgainError
from tipline.keyring.session import SessionKey
from tipline.review.access.door import door
from tipline.sealing import token
from tipline.sealing.derivation import derive

if TYPE_CHECKING:
    from flask import Response

    from tipline.settings import Settings

T = TypeVar("T")

HALF = "half"  # the form cookie's part of the key that seals hidden fields


def session_cookie(settings: Settings) -> str:
    """Return the name of the session's cookie; browsers bind ``__Host-`` to TLS and this host."""
    return "__Host-session" if settings.tls else "session"


def device_cookie(settings: Settings) -> str:
    """Return the name of the cookie by which a browser that signed in before is known."""
    return "__Host-device" if settings.tls else "device"


def screen_cookie(settings: Settings) -> str:
    """Return the name of the cookie of a screen that shows a wall."""
    return "__Host-screen" if settings.tls else "screen"


def keep(
    response: Response, settings: Settings, name: str, value: str, age: timedelta | None
) -> None:
    """Set a cookie that scripts and other sites do not get; without ``age``, for this sitting."""
    response.set_cookie(
        name,
        value,
        max_age=age,
        path="/",
        secure=settings.tls,
        httponly=True,
        samesite="Strict",
    )


def drop(response: Response, settings: Settings, name: str) -> None:
    """Take a cookie away."""
    response.delete_cookie(name, path="/", secure=settings.tls, httponly=True, samesite="Strict")


def session_key(settings: Settings) -> SessionKey:
    """Return this request's session key; SessionEndedError if it brings none."""
    cookie = request.cookies.get(session_cookie(settings))
    if not cookie:
        raise SessionEndedError
    return SessionKey.parse(cookie)


def carry(record: object, purpose: str) -> str:
    """Return a dataclass sealed for a hidden field of the next page.

    The key is made of the site's secret and of a random half in the form cookie: neither a saved
    page nor the site's disk opens it.
    """
    if HALF not in session:
        session[HALF] = secrets.token_hex(32)
    return token.seal(record, _key(), _bound(purpose))


def carried(kind: type[T], text: str, purpose: str) -> T:
    """Return what ``carry`` sealed in this browser; StartAgainError for anything else."""
    try:
        return token.open_token(kind, text, _key(), _bound(purpose))
    except (RecordMalformedError, KeyError, ValueError):
        raise StartAgainError from None


def forget_carried() -> None:
    """Make what this browser still carries unreadable."""
    session.pop(HALF, None)


def now() -> datetime:
    """Return the time, in whole seconds of UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def _key() -> bytes:
    return derive(door().secret + bytes.fromhex(session[HALF]), "carried")


def _bound(purpose: str) -> bytes:
    return f"tipline carried {purpose}".encode()
