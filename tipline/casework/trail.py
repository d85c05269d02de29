"""The audit trail: what was done at the review site, sealed to the audit key, chained."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from tipline.sealing.audit import Action, entry, seal_entry

if TYPE_CHECKING:
    from tipline.casework.glances import Glances
    from tipline.casework.office import Office
    from tipline.casework.visit import Visit
    from tipline.keyring.member import Member

Fact = bytes | str | int | bool | Sequence[bytes] | None
Written = str | int | bool | list[str] | None
_turn = Lock()


def record(visit: Visit, action: Action, **facts: Fact) -> None:
    """Add what the member of this visit does; on disk when this returns.

    ``facts`` name what it was done to: ids (bytes, written in hex), codes, numbers. Never a
    reporter's words, a receipt code, a passphrase or an address. Raises StoreError: what cannot be
    recorded must not be done.
    """
    record_by(visit.office, visit.member, action, **facts)


def record_by(office: Office, member: Member, action: Action, **facts: Fact) -> None:
    """Add what a member does outside of a visit, as ``record`` does."""
    write(office, action, member.analyst, member.name, facts)


def record_opening(visit: Visit, tip: bytes, desk: str, *, form: bool) -> None:
    """Add that the member opens a tip, as ``record`` does.

    A ``form`` that is sent from its page within the same look is part of that look and adds
    nothing, so that the entries count what somebody came to read.
    """
    if form:
        record_once(visit, Action.OPEN, tip, tip=tip, desk=desk)
    else:
        record(visit, Action.OPEN, tip=tip, desk=desk)
        visit.office.looks.note(visit.member.analyst, [tip], visit.now)


def record_once(visit: Visit, action: Action, seen: bytes, **facts: Fact) -> None:
    """Add what the member does, unless it is part of a look at the same that was entered before.

    ``seen`` is the id (16 bytes) of what is looked at. A page asks for its pictures all at once:
    they wait here for each other.
    """
    looks, analyst = visit.office.looks, visit.member.analyst
    with _turn:
        if looks.new(analyst, [seen], visit.now):
            record(visit, action, **facts)
            looks.note(analyst, [seen], visit.now)


def record_glance(
    visit: Visit, glances: Glances, shown: Collection[bytes], of: str = "tips"
) -> None:
    """Add which tips' or cases' words a page shows the member for the first time in a while."""
    fresh = glances.new(visit.member.analyst, shown, visit.now)
    if fresh:
        record(visit, Action.LIST, **{of: fresh})
        glances.note(visit.member.analyst, fresh, visit.now)


def write(
    office: Office, action: Action, analyst: bytes | None, name: str, facts: Mapping[str, Fact]
) -> None:
    """Add an entry about somebody who is not, or not yet, signed in, as ``record`` does."""
    written = {fact: _written(value) for fact, value in facts.items()}
    made = entry(action, written, at=datetime.now(UTC), analyst=analyst, name=name)
    office.audit.append(partial(seal_entry, made, recipient=office.deployment.audit))


def _written(value: Fact) -> Written:
    if isinstance(value, bytes):
        return value.hex()
    if value is None or isinstance(value, str | int):
        return value
    return [each.hex() for each in value]
