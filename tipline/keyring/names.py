"""Analysts' names: how they are compared, and how a row is found without storing them."""

from __future__ import annotations

import hmac
import unicodedata

from tipline.sealing.derivation import derive


def plain(name: str) -> str:
    """Return a name as it is shown: NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def lookup(secret: bytes, name: str) -> bytes:
    """Return the 32 bytes under which a name's row is found.

    HMAC-SHA-256 under a key from the review site's secret (keys/review.secret) over the name in
    NFC, single spaces, case folded: who has the database alone cannot try names on it.
    """
    folded = unicodedata.normalize("NFC", plain(name).casefold())
    return hmac.digest(derive(secret, "analyst name"), folded.encode(), "sha256")
