"""The deliverer: takes items out of the outbox and sends them, until it is told to stop.

A channel that fails is left alone for a while, which doubles with each failure and is drawn: what
waits for one server does not hold the others up. Of how soon it is tried again only the hour is
stored; a deliverer that begins anew tries at once.
"""

from __future__ import annotations

import logging
import random
import secrets
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import TYPE_CHECKING, Protocol

from tipline.dispatch.item import open_item
from tipline.errors import (
    DeliveryError,
    DeliveryRefusedError,
    DeliveryUnreadableError,
    RecordMalformedError,
    StoreError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tipline.age import Identity
    from tipline.dispatch.channel import Channel
    from tipline.dispatch.item import Item
    from tipline.store.casebook.outbox import Outbox, OutboxRow

TURN_SECONDS = 2.0
BEAT_EVERY = timedelta(seconds=10)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
DOUBLINGS = 16
JITTER = (0.5, 1.5)  # so that many deliverers do not come back in one moment
AT_ONCE = 8  # channels that are sent by at a time
HOPELESS = (DeliveryRefusedError, DeliveryUnreadableError)
DELIVERED, EXPIRED = "delivered", "expired"
log = logging.getLogger(__name__)


def clock() -> datetime:
    """Return the time, aware and in UTC."""
    return datetime.now(UTC)


class Note(Protocol):
    """What is told of each attempt: how it ended in a word, or that time is over."""

    def __call__(self, row: OutboxRow, ended: str) -> None:
        """Write it down. A StoreError is survived."""


@dataclass
class Line:
    """A channel as the deliverer has it: its work, how often it failed, until when it rests."""

    code: str
    channel: Channel
    rests_until: datetime | None = None
    failures: int = 0
    work: Future[None] | None = None

    def is_free(self, now: datetime) -> bool:
        """Tell whether something can be sent by it."""
        rested = self.rests_until is None or now >= self.rests_until
        return rested and (self.work is None or self.work.done())


@dataclass
class Deliverer:
    """Delivers what the outbox holds for some channels. One for a process."""

    outbox: Outbox
    channels: Mapping[str, Channel]
    identity: Identity = field(repr=False)
    note: Note
    beside: Callable[[datetime], None] = field(default=lambda _now: None)
    now: Callable[[], datetime] = clock
    drawn: random.Random = field(default_factory=random.SystemRandom)
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def __post_init__(self) -> None:
        """Make a line for each channel."""
        self._lines = [Line(code, channel) for code, channel in self.channels.items()]
        self._pool = ThreadPoolExecutor(AT_ONCE, "delivers")
        self._beaten: datetime | None = None
        self._stop = Event()

    def run(self, stop: Event) -> None:
        """Deliver until ``stop`` is set. A trouble of the database is logged, and outlived."""
        self._stop = stop
        while not stop.is_set():
            try:
                self.turn()
            except StoreError as trouble:
                log.warning("%s", trouble.sentence)
            stop.wait(TURN_SECONDS)
        self.close()

    def once(self) -> None:
        """Try each item whose hour has come once, and end."""
        self.turn()
        self.close()

    def turn(self) -> None:
        """Do what is to be done at this moment, and return without waiting for any channel.

        1. Show that this process runs: what it has stays its own. 2. Bury what was tried for its
        time. 3. Begin with each channel that is free. 4. Do what stands beside it, such as alarms.
        """
        now = self.now()
        self._beat(now)  # 1
        for row in self.outbox.expire(now):  # 2
            self._written_down(row, EXPIRED)
        for line in self._lines:  # 3
            if line.is_free(now):
                line.work = self._pool.submit(self._empty, line)
        self.beside(now)  # 4

    def close(self) -> None:
        """Wait for what is being sent; what is not begun then is left to others."""
        working = [line.work for line in self._lines if line.work]
        while wait(working, BEAT_EVERY.total_seconds()).not_done:
            with suppress(StoreError):
                self._beat(self.now())
        self._pool.shutdown()

    def _beat(self, now: datetime) -> None:
        if self._beaten is None or not timedelta() <= now - self._beaten < BEAT_EVERY:
            self.outbox.beat(self.id, now)
            self._beaten = now

    def _empty(self, line: Line) -> None:
        """Send what waits for a channel, until nothing does or it fails."""
        try:
            while not self._stop.is_set():
                row = self.outbox.claim(self.id, line.code, self.now())
                if row is None or not self._sent(line, row):
                    return
        except StoreError as trouble:
            log.warning("%s", trouble.sentence)
            self._rest(line, 0)
        except Exception:
            log.exception("A channel failed in a way that is not known.")
            self._rest(line, 0)

    def _sent(self, line: Line, row: OutboxRow) -> bool:
        """Send an item; return whether the channel can go on.

        Trouble with one item, which will never be taken, is none with the channel.
        """
        try:
            line.channel.send(row.id, self._opened(row), self.now())
        except HOPELESS as trouble:
            self.outbox.bury(row.id, trouble.word)
            self._written_down(row, trouble.word)
            return True
        except DeliveryError as trouble:
            hour = self.now() + self._rest(line, trouble.wait_seconds)
            self.outbox.put_back(row.id, hour, trouble.word)
            self._written_down(row, trouble.word)
            return False
        self.outbox.delivered(row.id, self.now())
        line.failures, line.rests_until = 0, None
        self._written_down(row, DELIVERED)
        return True

    def _opened(self, row: OutboxRow) -> Item:
        try:
            return open_item(row.sealed, self.identity)
        except RecordMalformedError:
            raise DeliveryUnreadableError(channel=row.channel) from None

    def _rest(self, line: Line, asked_seconds: int) -> timedelta:
        """Leave a channel alone for a while; return for how long."""
        doubled: timedelta = min(FIRST_WAIT * 2 ** min(line.failures, DOUBLINGS), LONGEST_WAIT)
        rest = max(doubled * self.drawn.uniform(*JITTER), timedelta(seconds=asked_seconds))
        line.failures += 1
        line.rests_until = self.now() + rest
        return rest

    def _written_down(self, row: OutboxRow, ended: str) -> None:
        try:
            self.note(row, ended)
        except StoreError as trouble:
            log.warning("%s", trouble.sentence)
