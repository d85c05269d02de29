"""Making an analyst, and giving an analyst a desk: pure, the caller stores what comes out.

The command line's demo and the pages that an invited person walks through share this.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.age import HybridRecipient, open_bytes, seal_bytes
from tipline.errors import AgeError, AgeKeyError, IdentityDamagedError, RecordMalformedError
from tipline.keyring import card as cards
from tipline.keyring import names
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.card import NAME_MAX, Card, Role
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.member import seal_desk
from tipline.sealing.body import open_body, seal_body
from tipline.store.casebook.staff import AnalystRow, MembershipRow
from tipline.tips.shape import bounded, from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tipline.age import Recipient

ID_BYTES = 16
FINGERPRINT_DIGITS = 20  # decimal digits, 66 bits: nobody makes a second key for one by trying
GROUP = 4


@dataclass(frozen=True)
class Keys:
    """What is known of an analyst's identity once it is sealed: nothing here opens anything."""

    sealed: bytes = field(repr=False)
    recipient: str = field(repr=False)
    verifier: bytes = field(repr=False)

    @classmethod
    def make(cls, passphrase: str) -> Keys:
        """Draw an identity and seal it with the passphrase (normalised); the identity is dropped.

        Takes 128 MiB and a third of a second.
        """
        identity = AnalystIdentity.generate()
        return cls(identity.seal(passphrase), str(identity.recipient), identity.verifier)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an analyst is called, and the language they chose; sealed to the analyst."""

    name: str = bounded(NAME_MAX)
    language: str = bounded(16)


def new_analyst(
    keys: Keys, profile: Profile, *, lookup: bytes, totp_secret: bytes, totp_used: int
) -> AnalystRow:
    """Return the row of a new analyst; ``lookup`` is ``names.lookup`` of the name."""
    recipient = HybridRecipient.parse(keys.recipient)
    return AnalystRow(
        id=secrets.token_bytes(ID_BYTES),
        lookup=lookup,
        recipient=keys.recipient.encode("ascii"),
        verifier=keys.verifier,
        identity=keys.sealed,
        totp=seal_bytes(totp_secret, [recipient]),
        profile=seal_body(to_json(profile), [recipient]),
        totp_used=totp_used,
    )


def seat(
    desk: DeskIdentity,
    analyst: AnalystRow,
    name: str,
    role: Role,
    also: Iterable[Recipient] = (),
) -> MembershipRow:
    """Return an analyst's seat at a desk: the desk sealed to the analyst, the card to the desk.

    ``also`` may read the card too: recovery, so that a recovered case is verified. Raises
    IdentityDamagedError for a row whose recipient is none.
    """
    recipient = recipient_of(analyst)
    card = Card(
        analyst=analyst.id,
        name=name,
        role=role,
        desk=desk.code,
        recipient=str(recipient),
        verifier=analyst.verifier,
    )
    return MembershipRow(
        analyst_id=analyst.id,
        desk=desk.code,
        role=role.value,
        sealed=seal_desk(desk, recipient),
        card=cards.issue(desk, card, also),
    )


def open_profile(row: AnalystRow, identity: AnalystIdentity) -> Profile:
    """Return the profile of the analyst whose identity this is; IdentityDamagedError if it is not.

    1. The identity is that of the row's recipient and verifier, or the row is a forged one.
    2. The profile opens.
    """
    own = (str(identity.recipient).encode("ascii"), identity.verifier)
    if own != (row.recipient, row.verifier):  # 1
        raise IdentityDamagedError
    try:
        profile = from_json(Profile, open_body(row.profile, [identity.identity]))  # 2
    except (AgeError, RecordMalformedError):
        raise IdentityDamagedError from None
    if not profile.name:
        raise IdentityDamagedError
    return profile


def open_totp(row: AnalystRow, identity: AnalystIdentity) -> bytes:
    """Return the secret of an analyst's authenticator; IdentityDamagedError if it does not open."""
    try:
        return open_bytes(row.totp, [identity.identity])
    except AgeError:
        raise IdentityDamagedError from None


def fingerprint(name: str, recipient: bytes, verifier: bytes) -> tuple[str, ...]:
    """Return a name and both public keys as 20 digits in groups of four, to be read out.

    A supervisor who adds somebody types what that person reads out: the database alone could name
    a stranger's key. The name is in it as it is written, so that cards and events name one person.
    """
    exact = names.plain(name).encode()
    label = b"tipline fingerprint v1\0" + len(exact).to_bytes(4)
    digest = hashlib.sha256(label + exact + verifier + recipient).digest()
    digits = f"{int.from_bytes(digest) % 10**FINGERPRINT_DIGITS:0{FINGERPRINT_DIGITS}}"
    return tuple(digits[at : at + GROUP] for at in range(0, FINGERPRINT_DIGITS, GROUP))


def recipient_of(row: AnalystRow) -> HybridRecipient:
    """Return what seals to an analyst; IdentityDamagedError if the row's recipient is none."""
    try:
        return HybridRecipient.parse(row.recipient.decode("ascii"))
    except (UnicodeDecodeError, AgeKeyError):
        raise IdentityDamagedError from None
