"""Bech32 (BIP 173) as age writes its keys: without the limit of 90 characters.

Past 1,023 characters the checksum still tells any single slip, but no longer every pair of slips.
A hybrid recipient has 1,959: it is copied by machines, and refused if its parts are no keys.
"""

from __future__ import annotations

from base64 import b32decode, b32encode
from functools import cache

from tipline.errors import AgeKeyError

CHARSET = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # RFC 4648, 6: the same five bits, other letters
TO_CHARSET = bytes.maketrans(BASE32, CHARSET)
TO_BASE32 = bytes.maketrans(CHARSET, BASE32)
TO_VALUES = bytes.maketrans(CHARSET, bytes(range(len(CHARSET))))
CHECKSUM_LETTERS = 6
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def _feedback(top: int) -> int:
    mix = 0
    for bit, term in enumerate(GENERATOR):
        mix ^= term if top >> bit & 1 else 0
    return mix


FEEDBACK = tuple(_feedback(top) for top in range(32))


def encode(prefix: str, raw: bytes) -> str:
    """Write ``raw`` in lower case after ``prefix`` and the digit 1."""
    letters = b32encode(raw).rstrip(b"=").translate(TO_CHARSET)
    remainder = _polymod(prefix, letters + bytes([CHARSET[0]]) * CHECKSUM_LETTERS) ^ 1
    checksum = bytes(CHARSET[remainder >> 5 * place & 31] for place in range(5, -1, -1))
    return f"{prefix}1{(letters + checksum).decode('ascii')}"


def decode(prefix: str, text: str) -> bytes:
    """Return the bytes after ``prefix``, which decides the case: all upper or all lower.

    Raises AgeKeyError for another prefix, mixed case, a slip of the pen or bits left over.
    """
    found, _, tail = text.rpartition("1")
    cased = tail.upper() if prefix.isupper() else tail.lower()
    if found != prefix or not text.isascii() or tail != cased:
        raise AgeKeyError
    letters = tail.lower().encode("ascii")
    if len(letters) < CHECKSUM_LETTERS or letters.translate(None, CHARSET):
        raise AgeKeyError
    if _polymod(prefix.lower(), letters) != 1:
        raise AgeKeyError
    return _unpack(letters[:-CHECKSUM_LETTERS].translate(TO_BASE32))


def _polymod(prefix: str, letters: bytes) -> int:
    """Run BIP 173's checksum over the prefix, spread out, and the letters' values."""
    return _run(_begun(prefix), letters.translate(TO_VALUES))


@cache
def _begun(prefix: str) -> int:
    """Return the checksum after a prefix; there are but a few."""
    high = bytes(ord(sign) >> 5 for sign in prefix)
    low = bytes(ord(sign) & 31 for sign in prefix)
    return _run(1, high + bytes(1) + low)


def _run(check: int, values: bytes) -> int:
    for value in values:
        check = (check & 0x1FFFFFF) << 5 ^ value ^ FEEDBACK[check >> 25]
    return check


def _unpack(base32: bytes) -> bytes:
    """Read base32 without padding; a surplus letter or a bit set in the rest is refused."""
    try:
        raw = b32decode(base32 + b"=" * (-len(base32) % 8))
    except ValueError:
        raise AgeKeyError from None
    if b32encode(raw).rstrip(b"=") != base32:
        raise AgeKeyError
    return raw
