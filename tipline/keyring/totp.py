"""Codes from an authenticator: RFC 6238 over HMAC-SHA-1 (RFC 4226), six digits, every 30 seconds.

SHA-1 and six digits are what every authenticator has; neither is asked to resist more than a guess
in 30 seconds. What makes a code count once is the caller's: keep the step that this returns.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from tipline.errors import TotpRefusedError

if TYPE_CHECKING:
    from datetime import datetime

SECRET_BYTES = 20  # RFC 4226, 4: 160 bits are recommended
DIGITS = 6  # RFC 4226, 5.3
STEP_SECONDS = 30  # RFC 6238, 4.1
DRIFT_STEPS = 1  # RFC 6238, 5.2: one step either way, for a slow hand and a clock that is off
GROUP = 4  # letters, in which a secret is read out
NEVER = -1  # the step before any was used
TYPED_MAX = 64  # characters: six digits with room for spaces and marks of direction


def draw() -> bytes:
    """Draw a new secret, 20 bytes."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(moment: datetime) -> int:
    """Return the number of whole steps since 1970."""
    return int(moment.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, step: int, digits: int = DIGITS) -> str:
    """Return the code of a step (RFC 4226, 5.3: dynamic truncation)."""
    digest = hmac.digest(secret, step.to_bytes(8), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def check(secret: bytes, typed: str, now: datetime, *, used: int = NEVER) -> int:
    """Return the step whose code was typed, in any script's digits; it must be kept as used.

    1. Take the digits by their value, pass over all else; not six of them are no code.
    2. Compare with each step within the drift, all of them, in constant time.
    3. A step that is not later than the last one used does not count again.

    Raises TotpRefusedError.
    """
    code = _digits(typed)  # 1
    if len(code) != DIGITS:
        raise TotpRefusedError
    around = range(step_at(now) - DRIFT_STEPS, step_at(now) + DRIFT_STEPS + 1)
    found = [step for step in around if hmac.compare_digest(code_at(secret, step), code)]  # 2
    fresh = [step for step in found if step > used]  # 3
    if not fresh:
        raise TotpRefusedError
    return fresh[0]


def groups(secret: bytes) -> tuple[str, ...]:
    """Return the secret in base 32 (RFC 4648, 6), in groups of four, to be typed by hand."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return tuple(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def address(secret: bytes, name: str, issuer: str) -> str:
    """Return the ``otpauth://`` address that an authenticator reads from a QR code."""
    asked = {"secret": "".join(groups(secret)), "issuer": issuer}
    return f"otpauth://totp/{quote(issuer)}:{quote(name)}?{urlencode(asked, quote_via=quote)}"


def _digits(typed: str) -> str:
    if len(typed) > TYPED_MAX:
        return ""
    return "".join(str(unicodedata.decimal(it)) for it in typed if it.isdecimal())
