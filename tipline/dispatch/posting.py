"""Putting items into the outbox: alarms without content, and packages sealed to receivers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from tipline import age
from tipline.dispatch.item import PACKAGE_BYTES_MAX, Item, Kind, seal_item
from tipline.errors import ChannelUnknownError, PackageTooLargeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tipline.age import Recipient
    from tipline.configuration import ChannelName, Channels
    from tipline.store.casebook.outbox import Outbox, Whose

# For how long each is tried. An alarm of yesterday helps nobody; a package is for days.
TRIED: Final[Mapping[Kind, timedelta]] = {
    Kind.NOTICE: timedelta(hours=6),
    Kind.NOW: timedelta(hours=2),
    Kind.DISPATCH: timedelta(hours=48),
}
NOW_EVERY = timedelta(minutes=2)  # the domain guide, 5: an unread P1 repeats so often


@dataclass(frozen=True)
class Post:
    """Where things are handed in. It opens nothing. Each verb raises the StoreError that fits."""

    outbox: Outbox
    configured: Channels
    deliverer: Recipient = field(repr=False)

    def ring(self, channel: ChannelName, kind: Kind, every: timedelta, now: datetime) -> bool:
        """Let a channel ring, once in so long; return whether this is the first to say so.

        However many say so, in however many processes: the time is cut into slots, and the item's
        id follows from the slot.
        """
        slot = int(now.timestamp() // every.total_seconds())
        named = "\0".join([channel.code, kind, str(int(every.total_seconds())), str(slot)])
        item_id = hashlib.sha256(b"tipline alarm v1\0" + named.encode()).digest()[:16]
        return self._put(item_id, channel, Item(kind), now)

    def ring_now(self, desks: frozenset[str], now: datetime) -> None:
        """Let what is unread and cannot wait ring at the channels that ring for these desks."""
        for channel in self.configured.ringing():
            if desks.intersection(channel.rings_for):
                self.ring(channel, Kind.NOW, NOW_EVERY, now)

    def dispatch(  # noqa: PLR0913 (what is sent, by what, by whom)
        self,
        item_id: bytes,
        code: str,
        reference: str,
        content: bytes,
        now: datetime,
        *,
        whose: Whose | None = None,
    ) -> bool:
        """Send content to a channel, sealed to its recipient; return whether it is new.

        Where the channel has no recipient nothing but the reference goes: the content is left out.
        ``item_id``: 16 bytes, the same for the same dispatch; ``whose`` is told where it does not
        arrive. Raises ChannelUnknownError,
        PackageTooLargeError.
        """
        channel = next((it for it in self.configured.channels if it.code == code), None)
        if channel is None:
            raise ChannelUnknownError(channel=code)
        item = Item(Kind.DISPATCH, reference)
        if channel.recipient:
            package = age.seal_bytes(content, [age.parse_recipient(channel.recipient)])
            if len(package) > PACKAGE_BYTES_MAX:
                raise PackageTooLargeError(megabytes=PACKAGE_BYTES_MAX // 1_000_000)
            item = Item.of_package(reference, package)
        return self._put(item_id, channel, item, now, whose)

    def _put(
        self,
        item_id: bytes,
        channel: ChannelName,
        item: Item,
        now: datetime,
        whose: Whose | None = None,
    ) -> bool:
        sealed, until = seal_item(item, self.deliverer), now + TRIED[item.kind]
        return self.outbox.put(item_id, channel.code, sealed, now=now, until=until, whose=whose)
