"""A small record that a browser carries for us and cannot read: sealed, as text for a form field.

Source: docs/format.md, 9. JSON, compressed where it is long (a long report must fit),
ChaCha20-Poly1305 (RFC 8439) under a random nonce, base64url without padding (RFC 4648, 5). It is
opened before it is unpacked, so that only what we sealed is ever unpacked.
"""

import base64
import binascii
import secrets
import zlib
from typing import Any, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tipline.errors import RecordMalformedError

T = TypeVar("T")

NONCE_BYTES = 12  # random: 2^32 tokens under one key meet with a chance of 2^-33
LONG = 1024  # bytes: below, setting up the compression costs more than the text that it saves
OBJECT = b"{"  # how JSON begins, and zlib's format (RFC 1950, 2.2: 0x78) does not
QUICKEST = 1  # of zlib's levels: half the text is gone in a quarter of a millisecond


def seal(record: Any, key: bytes, bound: bytes) -> str:  # noqa: ANN401 (any dataclass of a shape)
    """Return a dataclass sealed under ``key`` (32 bytes); ``bound`` must be the same at opening.

    RecordMalformedError for half of a surrogate pair.
    """
    try:
        written = msgspec.json.encode(record)
    except UnicodeEncodeError:
        raise RecordMalformedError from None
    packed = zlib.compress(written, QUICKEST) if len(written) > LONG else written
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + ChaCha20Poly1305(key).encrypt(nonce, packed, bound)
    return base64.urlsafe_b64encode(sealed).decode("ascii").rstrip("=")


def open_token(kind: type[T], text: str, key: bytes, bound: bytes) -> T:
    """Return the dataclass; RecordMalformedError for what was not sealed under key and bound."""
    try:
        sealed = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
        packed = ChaCha20Poly1305(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except (ValueError, binascii.Error, InvalidTag):
        raise RecordMalformedError from None
    try:
        written = packed if packed.startswith(OBJECT) else zlib.decompress(packed)
        return msgspec.json.decode(written, type=kind)
    except (msgspec.MsgspecError, zlib.error):
        raise RecordMalformedError from None
