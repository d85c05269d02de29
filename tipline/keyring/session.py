"""Sessions: half of a key in the analyst's cookie, the other half, sealed, in the database.

Source: docs/format.md, 14. The cookie holds a random id and a random key. The row is found
by the id's SHA-256 and holds the identity sealed under the key: neither half alone opens anything.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Self

from tipline.errors import IdentityDamagedError, RecordMalformedError, SessionEndedError
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.card import NAME_MAX
from tipline.sealing import token
from tipline.tips.shape import bounded

ID_BYTES = 16
KEY_BYTES = 32
TEXT_CHARACTERS = (ID_BYTES + KEY_BYTES) * 4 // 3


@dataclass(frozen=True)
class SessionKey:
    """What the cookie carries: 16 bytes of id and 32 of key."""

    secret_id: bytes = field(repr=False)
    key: bytes = field(repr=False)

    @classmethod
    def draw(cls) -> Self:
        """Draw those of a new session."""
        return cls(secrets.token_bytes(ID_BYTES), secrets.token_bytes(KEY_BYTES))

    @classmethod
    def parse(cls, cookie: str) -> Self:
        """Read a cookie's value; SessionEndedError for anything that ``text`` did not write."""
        if len(cookie) != TEXT_CHARACTERS or not cookie.isascii():
            raise SessionEndedError
        try:
            both = base64.b64decode(cookie, b"-_", validate=True)
        except binascii.Error:
            raise SessionEndedError from None
        return cls(both[:ID_BYTES], both[ID_BYTES:])

    @property
    def text(self) -> str:
        """The cookie's value, 64 characters of base64url."""
        return base64.urlsafe_b64encode(self.secret_id + self.key).decode("ascii")

    @property
    def row_id(self) -> bytes:
        """How the row is found, 32 bytes; it does not give the cookie's id back."""
        return hashlib.sha256(self.secret_id).digest()


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a session holds: the analyst's name and both of the analyst's keys."""

    name: str
    identity: AnalystIdentity


@dataclass(frozen=True, kw_only=True)
class _Sealed:
    name: str = bounded(NAME_MAX)
    keys: bytes


def seal(opened: Opened, key: SessionKey, analyst: bytes) -> bytes:
    """Return what the row keeps, bound to the session and to the analyst's id."""
    record = _Sealed(name=opened.name, keys=opened.identity.pack())
    return token.seal(record, key.key, key.row_id + analyst).encode("ascii")


def open_session(sealed: bytes, key: SessionKey, analyst: bytes) -> Opened:
    """Return what ``seal`` sealed; SessionEndedError for another key, row or analyst."""
    try:
        text = sealed.decode("ascii")
        record = token.open_token(_Sealed, text, key.key, key.row_id + analyst)
        return Opened(name=record.name, identity=AnalystIdentity.unpack(record.keys))
    except (UnicodeDecodeError, RecordMalformedError, IdentityDamagedError):
        raise SessionEndedError from None
