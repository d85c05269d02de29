"""Drawing a sample that nobody can choose: who holds the key draws the same, nobody else any."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from tipline.sealing.derivation import derive

if TYPE_CHECKING:
    from collections.abc import Callable

    from tipline.keyring.desk import DeskIdentity

LOT_BYTES = 8


def lots(key: DeskIdentity) -> Callable[[int], float]:
    """Return what gives the lot of an entry of the audit trail, by its number.

    A lot is at least 0 and below 1, all equally likely. Source: docs/format.md, 17. It hangs on the
    number and the key alone, so that no one can make an entry that is not drawn, and two auditors
    see the same sample.
    """
    secret = derive(key.seed, "audit sample")

    def lot(number: int) -> float:
        drawn = hmac.digest(secret, number.to_bytes(8), hashlib.sha256)[:LOT_BYTES]
        return int.from_bytes(drawn) / float(1 << 8 * LOT_BYTES)

    return lot
