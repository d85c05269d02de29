"""The audit trail: what was done at the review site, sealed to the audit key, chained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from flask import g

from tipline.review.house import House, house
from tipline.sealing.audit import Action, entry, seal_entry

if TYPE_CHECKING:
    from tipline.keyring.member import Member

Fact = bytes | str | int | bool | Sequence[bytes] | None
Written = str | int | bool | list[str] | None
_turn = Lock()


def record(action: Action, **facts: Fact) -> None:
    """Add what the signed-in member of this request does; on disk when this returns.

    ``facts`` name what it was done to: ids (bytes, written in hex), codes, numbers. Never a
    reporter's words, a receipt code, a passphrase or an address. Raises StoreError: what cannot be
    recorded must not be done.
    """
    member: Member | None = g.get("member")
    write(house(), action, member.analyst if member else None, member.name if member else "", facts)


def record_opening(tip: bytes, desk: str, now: datetime, *, form: bool) -> None:
    """Add that the member opens a tip, as ``record`` does.

    A ``form`` that is sent from its page within the same look is part of that look and adds
    nothing, so that the entries count what somebody came to read.
    """
    if form:
        record_once(Action.OPEN, tip, now, tip=tip, desk=desk)
    else:
        record(Action.OPEN, tip=tip, desk=desk)
        house().looks.note(g.member.analyst, [tip], now)


def record_once(action: Action, seen: bytes, now: datetime, **facts: Fact) -> None:
    """Add what the member does, unless it is part of a look at the same that was entered before.

    ``seen`` is the id (16 bytes) of what is looked at. A page asks for its pictures all at once:
    they wait here for each other.
    """
    looks, member = house().looks, g.member
    with _turn:
        if looks.new(member.analyst, [seen], now):
            record(action, **facts)
            looks.note(member.analyst, [seen], now)


def write(
    here: House, action: Action, analyst: bytes | None, name: str, facts: Mapping[str, Fact]
) -> None:
    """Add an entry about somebody who is not, or not yet, signed in, as ``record`` does."""
    written = {fact: _written(value) for fact, value in facts.items()}
    made = entry(action, written, at=datetime.now(UTC), analyst=analyst, name=name)
    here.audit.append(partial(seal_entry, made, recipient=here.deployment.audit))


def _written(value: Fact) -> Written:
    if isinstance(value, bytes):
        return value.hex()
    if value is None or isinstance(value, str | int):
        return value
    return [each.hex() for each in value]
