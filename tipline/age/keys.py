"""Reading keys from text, as people and key files hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.age.hybrid import HybridIdentity, HybridRecipient
from tipline.age.x25519 import X25519Identity, X25519Recipient
from tipline.errors import AgeKeyError

if TYPE_CHECKING:
    from tipline.age.stanza import Identity, Recipient


def parse_recipient(text: str) -> Recipient:
    """Return the recipient that ``age1pq1…`` or ``age1…`` names; white space around it is ignored.

    Raises AgeKeyError for anything else, plugin and SSH keys included.
    """
    text = text.strip()
    if text.startswith("age1pq1"):
        return HybridRecipient.parse(text)
    return X25519Recipient.parse(text)


def parse_identities(text: str) -> list[Identity]:
    """Return the identities of a stock identity file: ``#`` lines and blank ones are skipped.

    Raises AgeKeyError for a line of another kind, and for a file without any identity.
    """
    lines = (line.strip() for line in text.splitlines())
    identities = [_parse_identity(line) for line in lines if line and not line.startswith("#")]
    if not identities:
        raise AgeKeyError
    return identities


def _parse_identity(line: str) -> Identity:
    if line.startswith("AGE-SECRET-KEY-PQ-1"):
        return HybridIdentity.parse(line)
    return X25519Identity.parse(line)
