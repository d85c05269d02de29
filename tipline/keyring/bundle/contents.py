"""What goes into an export, and under which names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipline.sealing.deployment import DeskCard

MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
README = "README.txt"
CASE_ENVELOPE = "case/envelope.age"
EVENTS = "case/events/"
CARDS = "cards/"
DESKS = "desks/"
TIPS = "tips/"


@dataclass(frozen=True)
class BundledTip:
    """A tip as it is stored: the envelope of the exporting desk, and the sealed parts by id."""

    id: bytes
    envelope: bytes = field(repr=False)
    parts: Mapping[bytes, bytes] = field(repr=False)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield names and contents, in the order of the names."""
        folder = f"{TIPS}{self.id.hex()}"
        yield f"{folder}/envelope.age", self.envelope
        for part, sealed in sorted(self.parts.items()):
            yield f"{folder}/parts/{part.hex()}.age", sealed


@dataclass(frozen=True)
class BundledCard:
    """One member's card, sealed to its desk: whoever opens it can check that member's events."""

    desk: str
    analyst: bytes
    sealed: bytes = field(repr=False)

    def file(self) -> tuple[str, bytes]:
        """Return its name and contents."""
        return f"{CARDS}{self.desk}/{self.analyst.hex()}.age", self.sealed


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """One case with its tips, as the desk that exports it can open them.

    ``desk`` is the exporting desk's code; ``desks`` are the public cards of every desk whose
    members signed events; ``events`` are the sealed events from number 1 on; ``made`` is an aware
    time; ``by`` is the id of the analyst who exports and signs the list of contents.
    """

    desk: str
    made: datetime
    by: bytes
    case: bytes
    case_envelope: bytes = field(repr=False)
    events: Sequence[bytes] = field(repr=False)
    tips: Sequence[BundledTip]
    desks: Sequence[DeskCard]
    cards: Sequence[BundledCard]

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the names and contents of everything that the list of contents names."""
        yield CASE_ENVELOPE, self.case_envelope
        for number, sealed in enumerate(self.events, start=1):
            yield event_name(number), sealed
        for tip in sorted(self.tips, key=lambda tip: tip.id):
            yield from tip.files()
        for desk in sorted(self.desks, key=lambda desk: desk.code):
            yield f"{DESKS}{desk.code}.toml", desk.text().encode()
        for card in sorted(self.cards, key=lambda card: (card.desk, card.analyst)):
            yield card.file()


def event_name(number: int) -> str:
    """Return the name of the file of an event, from 1."""
    return f"{EVENTS}{number:06}.age"
