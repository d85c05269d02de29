"""Keys derived from other secrets: HKDF-SHA-256 (RFC 5869), each for one purpose.

Source: docs/format.md, 17, which lists every purpose.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def derive(secret: bytes, purpose: str, *, size: int = KEY_BYTES) -> bytes:
    """Return ``size`` bytes for one purpose: no salt, info ``tipline/v1/`` and the purpose."""
    info = f"tipline/v1/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=size, salt=None, info=info).derive(secret)
