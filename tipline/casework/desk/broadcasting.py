"""A supervisor's message to all desks: shown to each member until they say that they saw it."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.errors import BroadcastRefusedError, NotFoundError
from tipline.keyring.broadcasting import open_word, seal_word
from tipline.keyring.card import vouched
from tipline.sealing.audit import Action
from tipline.store.casebook.broadcasts import Broadcasts
from tipline.tips.broadcast import SECRET_BYTES, Broadcast, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from tipline.casework.visit import Visit

ID_BYTES = 16
KEPT = timedelta(days=7)  # after its time, so that its author sees who saw it


@dataclass(frozen=True)
class Shown:
    """A message as it is read: its row's id, its digest, and, for its desk, who has seen it."""

    id: bytes
    digest: bytes
    said: Broadcast = field(repr=False)
    seen: tuple[Seen, ...] = ()


def send(visit: Visit, desk: str, text: str, lasts: timedelta) -> None:
    """Show a message to all who are at a desk of the house, by whom of a desk one supervises.

    Raises NotFoundError where one does not supervise it, StoreError.
    """
    if desk not in visit.member.supervised():
        raise NotFoundError
    said = Broadcast(
        desk=desk,
        at=visit.now,
        author=visit.member.analyst,
        name=visit.member.name,
        until=visit.now + lasts,
        text=text,
        secret=secrets.token_bytes(SECRET_BYTES),
    )
    recipients = [each.recipient for each in visit.office.deployment.desks.values()]
    sealed = seal_word(said, _card(visit, desk), visit.member.identity, recipients)
    trail.record(visit, Action.BROADCAST, desk=desk)
    until = (said.until + KEPT).date()
    _rows(visit).add(secrets.token_bytes(ID_BYTES), until, sealed)


def unseen(visit: Visit) -> tuple[Shown, ...]:
    """Return the messages that last and that the member has yet to see, the newest first.

    Who wrote one has seen it. Raises StoreError.
    """
    me = visit.member.analyst
    lasting = (
        each for each in _all(visit) if each.said.until > visit.now and each.said.author != me
    )
    new = (each for each in lasting if not _rows(visit).has_seen(_key(each.said, me)))
    return tuple(sorted(new, key=lambda each: each.said.at, reverse=True))


def acknowledge(visit: Visit, broadcast_id: bytes) -> None:
    """Note that the member has seen a message; twice is once, and one that is gone is none.

    Raises StoreError.
    """
    desk = next(iter(visit.member.believed), None)
    shown = next((each for each in unseen(visit) if each.id == broadcast_id), None)
    if shown is None or desk is None:
        return
    seen = Seen(
        desk=desk,
        at=visit.now,
        author=visit.member.analyst,
        name=visit.member.name,
        of=shown.digest,
    )
    to = visit.office.deployment.desk(shown.said.desk).recipient
    sealed = seal_word(seen, _card(visit, desk), visit.member.identity, [to])
    _rows(visit).note_seen(_key(shown.said, visit.member.analyst), broadcast_id, sealed)


def sent(visit: Visit) -> tuple[Shown, ...]:
    """Return the messages of the desks that the member supervises, the newest first.

    With each, who has seen it, in their order. Raises StoreError.
    """
    mine = visit.member.supervised()
    found = [
        Shown(each.id, each.digest, each.said, tuple(_seen(visit, each)))
        for each in _all(visit)
        if each.said.desk in mine
    ]
    return tuple(sorted(found, key=lambda each: each.said.at, reverse=True))


def _seen(visit: Visit, shown: Shown) -> list[Seen]:
    desks, issuers = visit.member.desks, visit.office.deployment.desks
    found = list[Seen]()
    for sealed in _rows(visit).seen(shown.id):
        with suppress(BroadcastRefusedError):
            seen, _ = open_word(Seen, sealed, [desks[shown.said.desk].identity], issuers)
            found += [seen] if seen.of == shown.digest else []
    return sorted(found, key=lambda each: each.at)


def _all(visit: Visit) -> Iterator[Shown]:
    """Yield what one of the member's desks opens and a supervisor signed."""
    rows = _rows(visit).all()
    believed = visit.member.believed if rows else {}
    identities = [visit.member.desks[code].identity for code in believed]
    for row in rows:
        with suppress(BroadcastRefusedError):
            said, digest = open_word(
                Broadcast, row.sealed, identities, visit.office.deployment.desks
            )
            yield Shown(row.id, digest, said)


def _card(visit: Visit, desk: str) -> Mapping[str, Any]:
    """Return the record of the member's own card at a desk, which they are believed by."""
    (row,) = (each for each in visit.member.memberships if each.desk == desk)
    issuer = visit.office.deployment.desk(desk)
    return vouched(issuer, visit.member.desks[desk], row.card).record


def _key(said: Broadcast, analyst: bytes) -> bytes:
    """Return the key of the row by which somebody has seen a message: it tells nobody who."""
    return hashlib.blake2b(analyst, digest_size=ID_BYTES, key=said.secret).digest()


def _rows(visit: Visit) -> Broadcasts:
    return Broadcasts(visit.office.cases.engine)
