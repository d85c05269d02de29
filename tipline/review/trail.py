"""The audit trail: what was done at the review site, sealed to the audit key, chained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from flask import g

from tipline.review.house import House, house
from tipline.sealing.audit import seal_entry
from tipline.tips.shape import write_time

if TYPE_CHECKING:
    from tipline.keyring.member import Member

Fact = bytes | str | int | bool | Sequence[bytes] | None
Written = str | int | bool | list[str] | None


def record(action: str, **facts: Fact) -> None:
    """Add what the signed-in member of this request does; on disk when this returns.

    ``facts`` name what it was done to: ids (bytes, written in hex), codes, numbers. Never a
    reporter's words, a receipt code, a passphrase or an address. Raises StoreError: what cannot be
    recorded must not be done.
    """
    member: Member | None = g.get("member")
    write(house(), action, member.analyst if member else None, member.name if member else "", facts)


def write(
    here: House, action: str, analyst: bytes | None, name: str, facts: Mapping[str, Fact]
) -> None:
    """Add an entry about somebody who is not, or not yet, signed in, as ``record`` does."""
    entry = {
        "at": write_time(datetime.now(UTC).replace(microsecond=0)),
        "action": action,
        "analyst": analyst.hex() if analyst else None,
        "name": name,
        "facts": {fact: _written(value) for fact, value in facts.items()},
    }
    here.audit.append(partial(seal_entry, entry, recipient=here.deployment.audit))


def _written(value: Fact) -> Written:
    if isinstance(value, bytes):
        return value.hex()
    if value is None or isinstance(value, str | int):
        return value
    return [each.hex() for each in value]
