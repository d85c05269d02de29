"""What is decided of a case that has ended, and of what its reporters wrote: kept, or destroyed."""

from dataclasses import dataclass, field
from datetime import date

from tipline.tips.content.base import ID_BYTES, Content, Telling
from tipline.tips.event import REASON_MAX, Kind
from tipline.tips.shape import bounded, octets, required

GONE_MAX = 25  # tips of which one event tells
RECIPIENT_BYTES = 1216  # of mlkem768x25519
DIGEST_BYTES = 32  # SHA-256
LEVEL_MAX = 2  # characters of a priority


@dataclass(frozen=True, kw_only=True)
class Kept(Content):
    """The case is kept until a day, for a reason; never beyond what the deployment allows."""

    kind = Kind.KEPT
    until: date
    text: str = required(REASON_MAX)


class Destroyed(Telling):
    """The case and its tips are destroyed before their day. Two officers do that."""

    kind = Kind.DESTROYED


@dataclass(frozen=True, kw_only=True)
class OriginalKept(Content):
    """What the reporters wrote is kept until a day, for a reason."""

    kind = Kind.ORIGINAL_KEPT
    until: date
    text: str = required(REASON_MAX)


class OriginalEnded(Content):
    """What the reporters wrote is to be destroyed, and the case goes on without.

    As an event of its own: by the schedule. As what a request asks for: by two officers.
    """

    kind = Kind.ORIGINAL_ENDED


@dataclass(frozen=True, kw_only=True)
class GoneTip:
    """A tip whose original was destroyed: what lies in its place.

    ``recipient`` is the public key of the fresh identity that the tip has now, ``part`` the id of
    the one part that it began anew with and ``digest`` the SHA-256 of that. ``messages`` is how
    many messages of the reporter went, and ``suggested`` the priority that the answers asked for.
    """

    tip: bytes = octets(ID_BYTES)
    recipient: bytes = field(repr=False, metadata={"each": RECIPIENT_BYTES})
    part: bytes = octets(ID_BYTES)
    digest: bytes = octets(DIGEST_BYTES)
    messages: int = 0
    suggested: str = bounded(LEVEL_MAX)


@dataclass(frozen=True, kw_only=True)
class OriginalGone(Content):
    """The originals of these tips were destroyed, as event ``of`` decided."""

    kind = Kind.ORIGINAL_GONE
    of: int
    tips: tuple[GoneTip, ...] = field(metadata={"at_most": GONE_MAX})
