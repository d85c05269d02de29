"""What a camera's keeper is asked for: to keep, or to hand over, recordings of a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tipline.tips.content.dispatched import Sent
from tipline.tips.event import Kind
from tipline.tips.said import Said
from tipline.tips.shape import hidden, several

CAMERAS_MAX, CAMERA_MAX = 20, 32  # of one request; code points of a camera's code
CONTACT_MAX = 300  # code points
WINDOW_MAX = timedelta(hours=1)  # the domain guide, 8
REMIND = timedelta(hours=12)  # before a recording is overwritten
ANSWERS = (Said.ACCEPTED, Said.DECLINED, Said.ASKS, Said.DONE)


class Wanted(StrEnum):
    """What the keeper is to do with the recordings."""

    KEEP = "keep"
    HAND_OVER = "hand-over"


@dataclass(frozen=True, kw_only=True, repr=False)  # the place is not for a log
class Footage(Sent):
    """A keeper was asked for the recordings of some cameras, by their codes, of a time.

    ``since`` and ``until``: at most an hour. ``contact``: how the keeper is reached.
    ``overwritten``: when the first of the recordings is, as far as the register knows.
    """

    kind = Kind.FOOTAGE
    wanted: Wanted
    cameras: tuple[str, ...] = several(CAMERAS_MAX, each=CAMERA_MAX)
    since: datetime
    until: datetime
    contact: str = hidden(CONTACT_MAX)
    overwritten: datetime | None = None

    def due(self, sent_at: datetime) -> datetime | None:
        """Return by when somebody is to look: in time before the first is overwritten.

        That is half a day before, or half of the time that was left when it was asked for.
        """
        if self.overwritten is None:
            return self.reply_by
        reminded = self.overwritten - min(REMIND, (self.overwritten - sent_at) / 2)
        return min(reminded, self.reply_by or reminded)

    def is_answered_by(self, said: Said) -> bool:
        """Tell whether they have what they were asked for in hand, or will not do it."""
        kept = self.wanted is Wanted.KEEP and said is Said.ACCEPTED
        return kept or said in {Said.DECLINED, Said.DONE}

    @property
    def answers(self) -> Collection[Said]:
        """What a keeper can say: nobody sets out."""
        return ANSWERS
