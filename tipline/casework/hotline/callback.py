"""A caller who comes back, found by the code alone; and what an operator notes after a call."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.hotline.calls import counter
from tipline.errors import MailboxUnknownError
from tipline.sealing.audit import Action
from tipline.sealing.tip import NONCE_MIN_BYTES, pack_message
from tipline.tips.call import Call

if TYPE_CHECKING:
    from tipline.casework.visit import Visit
    from tipline.intake.counter import Opened
    from tipline.sealing.draft import Draft
    from tipline.sealing.receipt import ReceiptCode


@dataclass(frozen=True, kw_only=True)
class After:
    """What the page of a receipt code carries, sealed: where the operator's own note belongs."""

    tip: bytes
    recipient: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    spoken: str

    @staticmethod
    def of(draft: Draft, spoken: str) -> After:
        """Return what belongs to a call that was sent."""
        return After(
            tip=draft.tip_id,
            recipient=draft.identity.recipient.public,
            nonce=secrets.token_bytes(NONCE_MIN_BYTES),
            spoken=spoken,
        )


def look(visit: Visit, code: ReceiptCode) -> Opened:
    """Open a mailbox by the code that a caller says; the trail tells of each try, whatever it gave.

    Unknown, spam and purged codes raise MailboxUnknownError, after the same work.
    """
    try:
        opened = counter(visit).look(code, visit.now)
    except MailboxUnknownError:
        trail.record(visit, Action.CALL_BACK, known=False)
        raise
    trail.record(visit, Action.CALL_BACK, known=True, tip=opened.head.tip)
    return opened


def add(visit: Visit, code: ReceiptCode, text: str, ticket: str) -> Opened:
    """Add what a caller says to their report; twice under one ticket is once."""
    opened = counter(visit).look(code, visit.now)
    trail.record(visit, Action.CALL_ADDED, tip=opened.head.tip)
    call = Call(operator=visit.member.analyst, name=visit.member.name)
    counter(visit).add(opened, text, ticket, visit.now, call=call)
    return opened


def note(visit: Visit, after: After, text: str, *, read_back: bool) -> None:
    """Keep an operator's own note with the tip, if there is one; the trail tells of the read-back.

    It is sealed to the tip, apart from the caller's words and marked as the operator's.
    """
    trail.record(visit, Action.CALL_NOTE, tip=after.tip, read_back=read_back, noted=bool(text))
    if not text:
        return
    call = Call(operator=visit.member.analyst, name=visit.member.name, own=True)
    packed = pack_message(after.tip, after.recipient, text, visit.now, after.nonce, call=call)
    counter(visit).drop.add(packed)
