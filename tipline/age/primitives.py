"""The ciphers, as age uses them: bytes in, bytes out.

Source: C2SP age, "Conventions", "Header MAC", "Payload" and the native recipient types.
"""

from __future__ import annotations

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tipline.age.stanza import FILE_KEY_BYTES

KEY_BYTES = 32  # of ChaCha20-Poly1305, and of all that HKDF derives here
PAYLOAD_NONCE_BYTES = 16
ZERO_NONCE = bytes(12)  # a wrapping key seals one file key, once: the spec fixes its nonce


def new_file_key() -> bytes:
    """Draw the 16 bytes that one file is sealed under; never used for a second."""
    return secrets.token_bytes(FILE_KEY_BYTES)


def derive(secret: bytes, *, salt: bytes, info: bytes) -> bytes:
    """HKDF-SHA-256 (RFC 5869), 32 bytes."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(secret)


def wrap_key(wrapping_key: bytes, file_key: bytes) -> bytes:
    """Seal a file key (16 bytes) under a wrapping key (32 bytes): 32 bytes."""
    return ChaCha20Poly1305(wrapping_key).encrypt(ZERO_NONCE, file_key, None)


def unwrap_key(wrapping_key: bytes, body: bytes) -> bytes | None:
    """Open a stanza's body; None if it was sealed under another key."""
    try:
        return ChaCha20Poly1305(wrapping_key).decrypt(ZERO_NONCE, body, None)
    except InvalidTag:
        return None


def header_mac(file_key: bytes, signed: bytes) -> bytes:
    """HMAC-SHA-256 over the header up to and including its ``---``: 32 bytes."""
    return hmac.digest(derive(file_key, salt=b"", info=b"header"), signed, "sha256")


def payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    """Return the cipher of a payload, given the 16 bytes that the payload begins with."""
    return ChaCha20Poly1305(derive(file_key, salt=nonce, info=b"payload"))
