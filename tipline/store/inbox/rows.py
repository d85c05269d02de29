"""What the shelf gives: sealed bytes, and the little that stands in the clear beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the work list: the hour and id of a tip. A page begins after it."""

    hour: datetime
    tip_id: bytes


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A tip in the work list: an envelope that the asking desks open, the report, parts."""

    tip_id: bytes
    hour: datetime
    desk: str
    envelope: bytes = field(repr=False)
    first_part: bytes = field(repr=False)
    part_count: int

    @property
    def cursor(self) -> Cursor:
        """The place of this row, from which the next page begins."""
        return Cursor(self.hour, self.tip_id)


@dataclass(frozen=True, slots=True)
class PartRow:
    """A report or message as it is stored."""

    id: bytes
    hour: datetime
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TipRow:
    """A whole tip: one envelope that the asking desks open, and its parts, the report first.

    ``due`` is the day on which a finished tip is due, ``original`` that on which what its reporter
    wrote is, if that goes before.
    """

    tip_id: bytes
    hour: datetime
    recipient: bytes
    desk: str
    envelope: bytes = field(repr=False)
    parts: tuple[PartRow, ...]
    due: date | None
    original: date | None = None


@dataclass(frozen=True, slots=True)
class NewTip:
    """What a tip goes on with once its original is destroyed, instead of all that lay there.

    The public key of a fresh identity, that identity sealed to each desk by its code, and the one
    part that the tip begins anew with.
    """

    tip_id: bytes
    recipient: bytes = field(repr=False)
    envelopes: Mapping[str, bytes] = field(repr=False)
    part_id: bytes
    part: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class EnvelopeRow:
    """A key envelope as it is stored."""

    tip_id: bytes
    desk: str
    sealed: bytes = field(repr=False)
