"""Which desks' keys are to be believed: those that did not come with the export."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tipline.age import HybridIdentity
from tipline.keyring.bundle.contents import DESKS
from tipline.keyring.bundle.findings import Findings, unchecked, whole, wrong
from tipline.keyring.desk import DeskIdentity
from tipline.sealing.deployment import DeskCard

if TYPE_CHECKING:
    from tipline.age import Identity
    from tipline.keyring.bundle.archive import Archive


def check_desks(
    archive: Archive, identities: Sequence[Identity], believed: Mapping[str, DeskCard]
) -> Findings[Mapping[str, DeskCard]]:
    """Compare the desks' cards with what is known from elsewhere; return those to go on with.

    ``identities`` are those of desks: the exporting desk's is among them, if there are any.

    1. A file holds the card of the desk that its name says: no desk has two.
    2. A card that contradicts what is known is dropped.
    3. So is another card of the exporting desk than its identity gives, unless ``believed`` has it.
    4. One that nothing confirms is kept, and said to be as good as whoever handed the export over.
    """
    kept = {}
    for name, content in archive.under(DESKS).items():
        try:
            card = _card(name, content)  # 1
        except ValueError:
            yield wrong(f"{DESKS}{name} is not the card of a desk of that name.")
            continue
        known = believed.get(card.code) or _from_identity(card, identities)
        if known is not None and card != known:  # 2
            yield wrong(f"The keys of the desk {card.code} are not those that you gave.")
        elif known is None and identities and card.code == archive.manifest.desk:  # 3
            yield wrong(_replaced(card))
        else:
            confirmed = whole(f"The keys of the desk {card.code} are those that you gave.")
            yield confirmed if known else unchecked(_unconfirmed(card))  # 4
            kept[card.code] = card
    if archive.manifest.desk not in kept:
        yield wrong(f"No card of the exporting desk {archive.manifest.desk!r} can be believed.")
    return kept


def fingerprint(card: DeskCard) -> str:
    """Return what two people can compare by telephone: 32 hex digits in groups of four."""
    digest = hashlib.sha256(card.text().encode()).hexdigest()[:32]
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def _card(name: str, content: bytes) -> DeskCard:
    card = DeskCard.parse(content.decode("ascii"))
    if name != f"{card.code}.toml":
        raise ValueError
    return card


def _replaced(card: DeskCard) -> str:
    return (
        f"The keys of the exporting desk {card.code} are not those of the identity that you gave."
        " If that is the recovery identity, give it with --recovery."
    )


def _unconfirmed(card: DeskCard) -> str:
    return (
        f"The keys of the desk {card.code} came with the export, and nothing you gave confirms"
        f" them. Compare their fingerprint with the desk's own: {fingerprint(card)}."
    )


def _from_identity(card: DeskCard, identities: Sequence[Identity]) -> DeskCard | None:
    """Return the card that an identity gives, if one of them is the desk's.

    The age identity and the signing key grow from one seed: whoever holds it knows both.
    """
    for desk in _as_desks(card.code, identities):
        if desk.recipient == card.recipient:
            return DeskCard(desk.code, desk.recipient, desk.verifier)
    return None


def _as_desks(code: str, identities: Sequence[Identity]) -> Iterator[DeskIdentity]:
    for identity in identities:
        if isinstance(identity, HybridIdentity):
            yield DeskIdentity(code, identity.seed)
