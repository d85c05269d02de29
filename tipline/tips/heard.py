"""What an outside agency says by its link, until the desk takes it in.

Source: docs/format.md, 24. Pure: how it is sealed is in ``tipline.sealing.agency``.
"""

from dataclasses import dataclass
from datetime import datetime

from tipline.tips.content.dispatched import CHANNEL_MAX, SAID_TEXT_MAX
from tipline.tips.content.told import TO_MAX
from tipline.tips.said import Said, Way
from tipline.tips.shape import bounded, hidden, octets, required

TOKEN_BYTES = 16  # of a link: 128 bits
REFERENCE_MAX = 40  # code points, as in an item of the outbox


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What came by a link, at which minute. ``token`` shows that its sender had the link.

    ``channel``: of a webhook, the channel whose secret signed it.
    """

    token: bytes = octets(TOKEN_BYTES)
    said: Said
    way: Way
    at: datetime
    who: str = required(TO_MAX)
    text: str = hidden(SAID_TEXT_MAX)
    channel: str = bounded(CHANNEL_MAX)


@dataclass(frozen=True)
class Shown:
    """What the page of a link shows beside its form: our reference."""

    reference: str = bounded(REFERENCE_MAX)
