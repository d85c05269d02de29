"""Words to all desks and back: signed by their author, who shows a card, then sealed.

Source: docs/format.md, 23. Anybody can seal to a desk; whose word it is, the signature says, by the
card that comes with it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypeVar

from tipline.errors import AgeError, BroadcastRefusedError, CardRefusedError, RecordMalformedError
from tipline.keyring.card import Role, check_card
from tipline.keyring.signer import BROADCAST_LABEL, is_signed
from tipline.sealing.body import open_body, seal_body
from tipline.tips.broadcast import Broadcast, Word
from tipline.tips.shape import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tipline.age import Identity, Recipient
    from tipline.keyring.analyst import AnalystIdentity
    from tipline.sealing.deployment import DeskCard

Said = TypeVar("Said", bound=Word)


def seal_word(
    word: Word, card: Mapping[str, Any], analyst: AnalystIdentity, desks: Iterable[Recipient]
) -> bytes:
    """Return a word, signed by its author, with the record of their card, sealed to desks."""
    signature = analyst.sign(BROADCAST_LABEL + word.body()).hex()
    return seal_body({"word": to_json(word), "signature": signature, "card": card}, list(desks))


def open_word(
    kind: type[Said], sealed: bytes, identities: Iterable[Identity], issuers: Mapping[str, DeskCard]
) -> tuple[Said, bytes]:
    """Return a word and its digest (32 bytes).

    1. One of the identities opens it.
    2. A desk of the house signed the card that comes with it: of the author, by the same name.
    3. Who broadcasts is a supervisor there.
    4. The card's verifier verifies the signature.
    Raises BroadcastRefusedError.
    """
    try:
        opened = open_body(sealed, list(identities))  # 1
        word, signature = from_json(kind, opened["word"]), bytes.fromhex(str(opened["signature"]))
        card = check_card(opened["card"], word.desk, issuers[word.desk].verifier)  # 2
    except (AgeError, RecordMalformedError, CardRefusedError, KeyError, ValueError):
        raise BroadcastRefusedError from None
    same = (card.analyst, card.name) == (word.author, word.name)
    may = card.role is Role.SUPERVISOR or not isinstance(word, Broadcast)  # 3
    if not (same and may and is_signed(card.verifier, signature, BROADCAST_LABEL + word.body())):
        raise BroadcastRefusedError  # 2, 3, 4
    return word, hashlib.sha256(word.body() + signature).digest()
