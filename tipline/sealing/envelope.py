"""The key envelope: a tip's or a case's identity, sealed to desks and to recovery.

Source: docs/format.md, 4. What it holds is a stock identity file of one line, so that
``age -d -i desk.txt envelope.age > tip.txt`` gives what opens the tip with ``age -d -i tip.txt``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline import age
from tipline.errors import AgeKeyError

if TYPE_CHECKING:
    from collections.abc import Sequence


def seal_identity(identity: age.HybridIdentity, recipients: Sequence[age.Recipient]) -> bytes:
    """Return the age file that gives ``identity`` to every recipient."""
    return age.seal_bytes(f"{identity.text}\n".encode(), recipients)


def open_identity(sealed: bytes, identities: Sequence[age.Identity]) -> age.HybridIdentity:
    """Return the identity; AgeError if it does not open or holds something else."""
    opened = age.open_bytes(sealed, identities)
    try:
        (identity,) = age.parse_identities(opened.decode("ascii"))
    except ValueError:
        raise AgeKeyError from None
    if not isinstance(identity, age.HybridIdentity):
        raise AgeKeyError
    return identity
