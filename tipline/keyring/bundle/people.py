"""Whose keys signed: the members' cards, and who made the export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from tipline.errors import AgeError, CardRefusedError, RecordMalformedError
from tipline.keyring.bundle.contents import CARDS
from tipline.keyring.bundle.findings import Findings, unchecked, whole, wrong
from tipline.keyring.card import Card, check_card
from tipline.sealing.body import open_body

if TYPE_CHECKING:
    from tipline.age import Identity
    from tipline.keyring.bundle.archive import Archive
    from tipline.sealing.deployment import DeskCard


def check_cards(
    archive: Archive, identities: Sequence[Identity], desks: Mapping[str, DeskCard]
) -> Findings[tuple[Card, ...]]:
    """Open the members' cards and return those that their desks signed."""
    cards = []
    for name, sealed in archive.under(CARDS).items():
        code = name.split("/")[0]
        try:
            record = open_body(sealed, identities)
            cards.append(check_card(record, code, desks[code].verifier))
        except AgeError:
            yield unchecked(f"The card {CARDS}{name} does not open with what you gave.")
        except (CardRefusedError, RecordMalformedError, KeyError):
            yield wrong(f"The card {CARDS}{name} was not signed by its desk.")
    if cards:
        names = ", ".join(sorted({f"{card.name} ({card.role}, {card.desk})" for card in cards}))
        yield whole(f"The desks vouch for: {names}.")
    return tuple(cards)


def check_maker(archive: Archive, cards: Sequence[Card]) -> Findings[None]:
    """Look for the member whose signature the list of contents bears."""
    manifest = archive.manifest
    makers = [card for card in cards if (card.analyst, card.desk) == (manifest.by, manifest.desk)]
    signed = [card for card in makers if manifest.is_signed_by(card.verifier, archive.signature)]
    if signed:
        at = shown(manifest.made)
        yield whole(f"Exported by {signed[0].name} ({manifest.desk}) on {at}, who signed the list.")
    else:
        yield wrong("No member of the exporting desk signed the list of contents.")


def shown(at: datetime) -> str:
    """Return a time as a person reads it, in UTC."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
