"""Entries of a desk's hand-over: signed by their author, then sealed to the desk.

Source: docs/format.md, 19. Anybody can seal to a desk; whose word an entry is, the signature says,
checked by the author's card.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tipline.errors import AgeError, HandOverRefusedError, RecordMalformedError
from tipline.keyring.signer import SHIFT_LABEL, is_signed
from tipline.sealing.body import open_body, seal_body
from tipline.tips.shift import Entry, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tipline.age import Recipient
    from tipline.keyring.analyst import AnalystIdentity
    from tipline.keyring.card import Card
    from tipline.keyring.desk import DeskIdentity


def seal_entry(entry: Entry, analyst: AnalystIdentity, recipient: Recipient) -> bytes:
    """Return an entry, signed by its author and sealed to its desk."""
    signature = analyst.sign(SHIFT_LABEL + entry.body())
    return seal_body(record(entry, signature), [recipient])


def open_entry(sealed: bytes, desk: DeskIdentity, cards: Iterable[Card]) -> tuple[Entry, bytes]:
    """Return an entry and its digest.

    1. The desk's identity opens it.
    2. It is an entry of this desk.
    3. Somebody holds a card of the desk under its author's id and name, and that card's verifier
       verifies the signature.
    Raises HandOverRefusedError.
    """
    try:
        opened = open_body(sealed, [desk.identity])  # 1
        entry = Entry.from_json(opened["entry"])
        signature = bytes.fromhex(str(opened["signature"]))
    except (AgeError, RecordMalformedError, KeyError, ValueError):
        raise HandOverRefusedError from None
    if entry.desk != desk.code:  # 2
        raise HandOverRefusedError
    for card in cards:  # 3
        same = (card.analyst, card.name, card.desk) == (entry.author, entry.name, entry.desk)
        if same and is_signed(card.verifier, signature, SHIFT_LABEL + entry.body()):
            return entry, hashlib.sha256(entry.body() + signature).digest()
    raise HandOverRefusedError
