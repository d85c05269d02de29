"""From a receipt code to its mailbox: how the row is found, and what opens the answers.

Source: docs/format.md, 8.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from tipline.age import HybridIdentity
from tipline.sealing.derivation import derive as derive_key

if TYPE_CHECKING:
    from tipline.sealing.receipt import ReceiptCode

# The code is random, not chosen: this makes guessing at many mailboxes at once dear, no more.
MEMORY_KIB = 8 * 1024  # RFC 9106, 3.1: 8 MiB are more than any guessing chip spends cheaply
PASSES = 1  # RFC 9106, 4: one pass is the recommended number for Argon2id
LANES = 1  # a request has one core
SECRET_BYTES = 32
ID_BYTES = 16
# A worker has about a core: several at once would only push each other's memory out of its cache.
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class MailboxKey:
    """What a receipt code gives. Neither half tells the code."""

    id: bytes
    identity: HybridIdentity = field(repr=False)


def derive(code: ReceiptCode, pepper: bytes) -> MailboxKey:
    """Return the mailbox of a code; every code, known or not, takes the same time.

    1. Argon2id over the 28 digits, with the pepper as salt.
    2. HKDF: 16 bytes to find the row, 32 bytes for the identity.
    """
    argon = Argon2id(
        salt=pepper,
        length=SECRET_BYTES,
        iterations=PASSES,
        lanes=LANES,
        memory_cost=MEMORY_KIB,
    )
    with ONE_AT_A_TIME:
        secret = argon.derive(code.digits.encode("ascii"))  # 1
    return MailboxKey(  # 2
        derive_key(secret, "mailbox/id", size=ID_BYTES),
        HybridIdentity.from_seed(derive_key(secret, "mailbox/identity")),
    )
