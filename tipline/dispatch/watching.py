"""Which reports nobody has opened: known without opening any, by their hours and their cases.

What a report asks for is sealed in it. While nobody is signed in, nothing can tell an emergency
from the rest, so that whatever is unopened counts as waiting at once. So does what an agency said
by its link, until somebody opens the tip.
"""

from __future__ import annotations

import random
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from tipline.dispatch.item import Kind
from tipline.store.inbox.hearing import Hearing, Waiting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.configuration import ChannelName
    from tipline.dispatch.posting import Post
    from tipline.store.casebook.cases import Cases
    from tipline.store.casebook.sessions import Sessions
    from tipline.store.casebook.staff import Staff
    from tipline.store.inbox.shelf import Shelf

LOOK_EVERY = timedelta(minutes=1)
NEWEST = 1000  # tips of a desk that are looked at each time, and asked about at once
SEEN_MAX = 20_000  # tips whose first sight is remembered
HOUR = timedelta(hours=1)
DRAWN_UNTIL = 0.9  # of a batch: a moment at its very end could be missed
FIRST_HOUR = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Batch:
    """A stretch of time in which a channel rings once at most, at a moment that is drawn."""

    number: int
    moment: datetime
    over: bool = False


@dataclass
class Watch:
    """Looks for unopened reports, and lets the channels of their desks ring.

    When a report was first seen here is remembered in memory alone: what is stored is its hour.
    """

    post: Post
    shelf: Shelf
    cases: Cases
    sessions: Sessions
    staff: Staff
    drawn: random.Random = field(default_factory=random.SystemRandom)
    _seen: OrderedDict[bytes, datetime] = field(default_factory=OrderedDict)
    _unheard: dict[Waiting, datetime] = field(default_factory=dict)
    _looked: datetime | None = None
    _batches: dict[str, Batch] = field(default_factory=dict)

    def turn(self, now: datetime) -> None:
        """Look at what has come, and ring where a batch's moment is there. Raises StoreError."""
        ringing = self.post.configured.ringing()
        if ringing and (self._looked is None or now - self._looked >= LOOK_EVERY):
            self._look({desk for each in ringing for desk in each.rings_for}, now)
        for each in ringing:
            if self._is_moment(each, now):
                self._ring(each, now)

    def waits(self, desk: str, now: datetime) -> bool:
        """Tell whether a report of a desk is unopened past the target, as far as can be known.

        A report that this process did not see coming counts from the end of its hour; what an
        agency said, from when this process saw it.
        """
        target = self.post.configured.alarm.target if self._at_work(desk, now) else timedelta()
        said = (since for each, since in self._unheard.items() if each.desk == desk)
        if any(since + target <= now for since in said):
            return True
        for tip_id, hour in self._unopened(desk):
            came = self._seen.get(tip_id, hour + HOUR)
            if not target or came + target <= now:
                return True
        return False

    def _look(self, desks: set[str], now: datetime) -> None:
        """Remember what is new; what was there before the first look is known by its hour."""
        first, self._looked = self._looked is None, now
        for tip_id in self.shelf.newest(desks, NEWEST):
            if tip_id not in self._seen and not first:
                self._seen[tip_id] = now
        unheard = Hearing(self.shelf.engine).waiting(desks)
        self._unheard = {each: self._unheard.get(each, now) for each in unheard}
        while len(self._seen) > SEEN_MAX:
            self._seen.popitem(last=False)

    def _is_moment(self, channel: ChannelName, now: datetime) -> bool:
        """Tell once for each batch that its moment, which is drawn, has come."""
        length = self.post.configured.alarm.batch
        number = (now - FIRST_HOUR) // length
        batch = self._batches.get(channel.code)
        if batch is None or batch.number != number:
            began = FIRST_HOUR + number * length
            batch = Batch(number, began + length * self.drawn.uniform(0, DRAWN_UNTIL))
            self._batches[channel.code] = batch
        if batch.over or now < batch.moment:
            return False
        batch.over = True
        return True

    def _ring(self, channel: ChannelName, now: datetime) -> None:
        alarm = self.post.configured.alarm
        if self.post.outbox.waits(channel.code):
            return  # it has not even got the last one
        if alarm.cover or any(self.waits(desk, now) for desk in channel.rings_for):
            self.post.ring(channel, Kind.NOTICE, alarm.batch, now)

    def _at_work(self, desk: str, now: datetime) -> bool:
        members = {row.analyst_id for row in self.staff.members_of([desk]) if row.ended is None}
        return bool(members & self.sessions.present(now))

    def _unopened(self, desk: str) -> Iterator[tuple[bytes, datetime]]:
        """Yield the unopened tips of a desk and their hours, the oldest first."""
        hours = self.shelf.arrived(desk, FIRST_HOUR)
        waiting = ((tip_id, hour) for hour, tip_ids in hours for tip_id in tip_ids)
        while some := list(islice(waiting, NEWEST)):
            begun = self.cases.begun([tip_id for tip_id, _ in some], [desk])
            yield from (each for each in some if each[0] not in begun)
