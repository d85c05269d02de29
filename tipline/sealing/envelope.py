"""The key envelope: a tip's or a case's identity, sealed to desks and to recovery.

Source: docs/format.md, 4. What it holds is a stock identity file, so that
``age -d -i desk.txt envelope.age > tip.txt`` gives what opens the tip with ``age -d -i tip.txt``.
It has one line, and of a case whose key was changed a line for each key before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline import age
from tipline.errors import AgeKeyError

if TYPE_CHECKING:
    from collections.abc import Sequence


def seal_identity(
    identity: age.HybridIdentity,
    recipients: Sequence[age.Recipient],
    former: Sequence[age.HybridIdentity] = (),
) -> bytes:
    """Return the age file that gives ``identity`` to every recipient, and those before it."""
    lines = [f"{each.text}\n" for each in (identity, *former)]
    return age.seal_bytes("".join(lines).encode(), recipients)


def open_identities(
    sealed: bytes, identities: Sequence[age.Identity]
) -> tuple[age.HybridIdentity, ...]:
    """Return the identity and those that were before it, the newest first.

    Raises AgeError if it does not open or holds something else.
    """
    opened = age.open_bytes(sealed, identities)
    try:
        found = age.parse_identities(opened.decode("ascii"))
    except ValueError:
        raise AgeKeyError from None
    held = tuple(each for each in found if isinstance(each, age.HybridIdentity))
    if len(held) != len(found):
        raise AgeKeyError
    return held


def open_identity(sealed: bytes, identities: Sequence[age.Identity]) -> age.HybridIdentity:
    """Return the identity; AgeError if it does not open or holds something else."""
    return open_identities(sealed, identities)[0]
