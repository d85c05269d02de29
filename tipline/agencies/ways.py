"""What all ways have in common by which an agency answers: a token, and what is said by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.errors import LinkEndedError, RecordMalformedError
from tipline.sealing.agency import TOKEN, id_of, open_shown, row_of, seal_heard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tipline.store.inbox.doorstep import Doorstep, LinkRow
    from tipline.tips.heard import Heard

PLACE = "tipline.ways"


@dataclass(frozen=True)
class Ways:
    """Where what agencies say is left. ``inbound``: by which secrets their machines sign."""

    doorstep: Doorstep
    inbound: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict, repr=False)

    def reference(self, token: bytes, now: datetime) -> str:
        """Return our reference, by a link's token. Raises LinkEndedError, StoreError."""
        return self._link(token, now)[1]

    def leave(self, heard: Heard, what: str) -> None:
        """Seal what was said and keep it for the desk; it is on disk on return.

        ``what`` names it among all that is said by the link: the same is kept once. Raises
        LinkEndedError for a link that does not hold, LinkFullError for one of which as much waits
        as may; StoreError.
        """
        row, _ = self._link(heard.token, heard.at)
        self.doorstep.leave(row.id, id_of(heard.token, what), seal_heard(heard, row.recipient))

    def _link(self, token: bytes, now: datetime) -> tuple[LinkRow, str]:
        """Return a link that holds and is whole, and our reference."""
        row = self.doorstep.link(row_of(token), now)
        try:
            return row, open_shown(row.shown, token, row.recipient)
        except RecordMalformedError:
            raise LinkEndedError from None


def token_of(text: str) -> bytes:
    """Return the token that stands in an address. Raises LinkEndedError for what is none."""
    if not TOKEN.fullmatch(text):
        raise LinkEndedError
    return bytes.fromhex(text)
