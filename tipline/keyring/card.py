"""Cards: a desk's signed word that an analyst is its member, in which role, with which keys.

Source: docs/format.md, 12. Analysts' verifying keys are believed through a card only, and a
card through the desk's verifier, which stands outside the database in keys/desks/CODE.toml. The
cards of those who left are kept: what they signed stays verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tipline.errors import AgeError, CardRefusedError, RecordMalformedError
from tipline.keyring.signer import CARD_LABEL, is_signed
from tipline.sealing.body import open_body, seal_body
from tipline.tips import canonical
from tipline.tips.shape import bounded, from_json, to_json

if TYPE_CHECKING:
    from tipline.age import Recipient
    from tipline.keyring.desk import DeskIdentity
    from tipline.sealing.deployment import DeskCard
    from tipline.tips.event import SignedEvent

NAME_MAX = 100  # code points


class Role(StrEnum):
    """What a member may do at a desk. A supervisor may do all that the desk's others may."""

    ANALYST = "analyst"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One membership: ``analyst`` is the id (16 bytes), ``recipient`` the text ``age1pq1…``."""

    analyst: bytes
    name: str = bounded(NAME_MAX)
    role: Role
    desk: str
    recipient: str = field(repr=False)
    verifier: bytes

    def body(self) -> bytes:
        """Return the canonical bytes that the desk signs."""
        return canonical.encode(to_json(self))


@dataclass(frozen=True)
class Vouched:
    """A card that its desk signed, and the record that shows it to others."""

    card: Card
    record: dict[str, Any] = field(repr=False)


def sign_card(desk: DeskIdentity, card: Card) -> dict[str, Any]:
    """Return the JSON object of a card with the desk's signature, or raise CardRefusedError."""
    if card.desk != desk.code:
        raise CardRefusedError
    return {"card": to_json(card), "signature": desk.sign(CARD_LABEL + card.body()).hex()}


def check_card(record: object, desk: str, verifier: bytes) -> Card:
    """Return the card if the desk of this code and verifier (32 bytes) signed it.

    Needs no private key: an exported case is verified with this. Raises CardRefusedError.
    """
    if not isinstance(record, dict) or record.keys() != {"card", "signature"}:
        raise CardRefusedError
    try:
        card = from_json(Card, record["card"])
        signature = bytes.fromhex(record["signature"])
    except (RecordMalformedError, TypeError, ValueError):
        raise CardRefusedError from None
    if card.desk != desk or not is_signed(verifier, signature, CARD_LABEL + card.body()):
        raise CardRefusedError
    return card


def issue(desk: DeskIdentity, card: Card, also: Iterable[Recipient] = ()) -> bytes:
    """Return the signed card as an age file, sealed to the desk and to ``also`` (recovery)."""
    return seal_body(sign_card(desk, card), [desk.recipient, *also])


def read(desk: DeskIdentity, sealed: bytes) -> Card:
    """Open a card of this desk and check its signature; CardRefusedError for anything else.

    The desk is ours to believe: ``DeskIdentity.matched`` has compared it with the key files.
    """
    return _read(desk, sealed, desk.code, desk.verifier)


def vouched(issuer: DeskCard, desk: DeskIdentity, sealed: bytes) -> Vouched:
    """Open a card that another desk may have signed, and that this one may read; CardRefusedError.

    Recovery seals the cards of a lost desk to the new one, so that it can check who signed what.
    """
    record = _opened(desk, sealed)
    return Vouched(check_card(record, issuer.code, issuer.verifier), record)


def brought(signed: Iterable[SignedEvent], issuers: Mapping[str, DeskCard]) -> Iterator[Card]:
    """Yield the cards that events bring and that one of these desks, by code, signed."""
    for record in (record for each in signed for record in each.cards):
        card = record.get("card")
        code = card.get("desk") if isinstance(card, dict) else None
        if isinstance(code, str) and code in issuers:
            with suppress(CardRefusedError):
                yield check_card(record, code, issuers[code].verifier)


def _read(desk: DeskIdentity, sealed: bytes, code: str, verifier: bytes) -> Card:
    return check_card(_opened(desk, sealed), code, verifier)


def _opened(desk: DeskIdentity, sealed: bytes) -> dict[str, Any]:
    try:
        return open_body(sealed, [desk.identity])
    except (AgeError, RecordMalformedError):
        raise CardRefusedError from None
