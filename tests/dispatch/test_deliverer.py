"""Each item arrives, or is dead and told: whatever fails, and whenever the deliverer is killed."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, update

from tests.dispatch.conftest import NOW, HookHost, free_port, hook_host, webhook_to
from tests.store.samples import an_id
from tipline.age import HybridIdentity
from tipline.configuration import Channels
from tipline.dispatch import deliverer
from tipline.dispatch.channel import Channel
from tipline.dispatch.deliverer import Deliverer
from tipline.dispatch.item import Item, Kind, seal_item
from tipline.errors import StoreBusyError
from tipline.store.casebook import tables
from tipline.store.casebook.outbox import LEASE, Outbox, OutboxRow, Standing
from tipline.store.engine import open_casebook
from tipline.store.transactions import writing

FORK = multiprocessing.get_context("fork")
HOUR = timedelta(hours=1)
KILLS = 5


@dataclass
class World:
    """An outbox, a clock that is set by hand, and what was noted."""

    outbox: Outbox
    key: HybridIdentity
    now: datetime = NOW
    noted: list[tuple[str, int, str]] = field(default_factory=list)

    def note(self, row: OutboxRow, ended: str) -> None:
        self.noted.append((row.channel, row.attempts, ended))

    def put(self, code: str, *, key: HybridIdentity | None = None) -> bytes:
        item = an_id()
        sealed = seal_item(Item(Kind.NOTICE), (key or self.key).recipient)
        self.outbox.put(item, code, sealed, now=self.now, until=self.now + 6 * HOUR)
        return item

    def deliverer(self, **channels: Channel) -> Deliverer:
        return Deliverer(self.outbox, channels, self.key, self.note, now=lambda: self.now)

    def turn(self, deliverer: Deliverer) -> None:
        """Let it take a turn, and wait for what it began."""
        deliverer.turn()
        for line in deliverer._lines:
            if line.work:
                line.work.result(20)


@pytest.fixture
def world(outbox: Outbox, deliverer_key: HybridIdentity) -> World:
    return World(outbox, deliverer_key)


@pytest.fixture
def webhook_at(configured: Channels, believing: ssl.SSLContext) -> Callable[[int], Channel]:
    return lambda port: webhook_to(port, configured, believing)


WebhookAt = Callable[[int], Channel]


def names(*items: bytes) -> list[str]:
    return sorted(f"msg_{item.hex()}" for item in items)


def test_what_waits_is_delivered_once_and_noted(
    world: World, hook: HookHost, webhook_at: WebhookAt
) -> None:
    items = [world.put("X") for _ in range(3)]
    made = world.deliverer(X=webhook_at(hook.port))
    world.turn(made)
    world.turn(made)
    made.close()
    assert sorted(hook.ids) == names(*items)
    assert world.outbox.standing() == Standing(0, 0, NOW)
    assert world.noted == [("X", 1, "delivered")] * 3


def test_a_machine_that_is_down_is_asked_again_later_each_time(
    world: World, hook: HookHost, webhook_at: WebhookAt
) -> None:
    hook.answers = [(500, {})] * 4
    item, made, tried = world.put("X"), world.deliverer(X=webhook_at(hook.port)), list[datetime]()
    for _ in range(60):
        seen = len(hook.asked)
        world.turn(made)
        if len(hook.asked) > seen:
            tried.append(world.now)
        world.now += timedelta(seconds=10)
    made.close()
    assert hook.ids == names(item) * 5
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits[0] <= timedelta(seconds=30)  # 15 s, half of it more at most, at the next turn
    assert waits[-1] > timedelta(seconds=59)  # 15 s doubled thrice, and half of it at least
    assert world.outbox.standing().waiting == 0


def test_a_machine_is_left_alone_for_as_long_as_it_asks(
    world: World, hook: HookHost, webhook_at: WebhookAt
) -> None:
    hook.answers = [(429, {"retry-after": "600"})]
    world.put("X")
    made = world.deliverer(X=webhook_at(hook.port))
    for minutes in (0, 5, 9.9, 10.1):
        world.now = NOW + timedelta(minutes=minutes)
        world.turn(made)
        assert len(hook.asked) == (2 if minutes > 10 else 1)
    made.close()


def test_one_machine_does_not_hold_the_others_up(
    world: World, hook: HookHost, webhook_at: WebhookAt, serving: ssl.SSLContext
) -> None:
    stuck, goes = world.put("STUCK"), world.put("GOES")
    with hook_host(serving) as silent:
        silent.silent = Event()
        made = world.deliverer(STUCK=webhook_at(silent.port), GOES=webhook_at(hook.port))
        made.turn()
        for line in made._lines:
            if line.code == "GOES" and line.work:
                line.work.result(5)
        assert hook.ids == names(goes)
        assert world.outbox.standing().waiting == 1
        made.close()
    assert silent.ids == names(stuck)


def test_what_is_refused_is_dead_at_once_and_the_next_goes_on(
    world: World, hook: HookHost, webhook_at: WebhookAt
) -> None:
    hook.answers = [(410, {})]
    items = [world.put("X") for _ in range(2)]
    made = world.deliverer(X=webhook_at(hook.port))
    world.turn(made)
    made.close()
    assert sorted(hook.ids) == names(*items)
    assert [row.trouble for row in world.outbox.dead()] == ["refused"]
    assert sorted(ended for _, _, ended in world.noted) == ["delivered", "refused"]


def test_what_does_not_arrive_in_its_time_is_dead(world: World, webhook_at: WebhookAt) -> None:
    world.put("X")
    world.put("NOBODYS")
    made = world.deliverer(X=webhook_at(free_port()))
    for _ in range(8):
        world.turn(made)
        world.now += HOUR
    made.close()
    assert world.outbox.standing().waiting == 0
    assert {row.channel: row.trouble for row in world.outbox.dead()} == {
        "X": "unreachable",
        "NOBODYS": "",
    }
    assert ("X", 6, "expired") in world.noted


def test_what_does_not_open_is_dead(world: World, hook: HookHost, webhook_at: WebhookAt) -> None:
    world.put("X", key=HybridIdentity.generate())
    made = world.deliverer(X=webhook_at(hook.port))
    world.turn(made)
    made.close()
    assert hook.asked == []
    assert [row.trouble for row in world.outbox.dead()] == ["unreadable"]


def test_what_fails_beside_it_holds_no_item_up(
    world: World, hook: HookHost, webhook_at: WebhookAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliverer, "TURN_SECONDS", 0.01)
    item, stop = world.put("X"), Event()

    def beside(_now: datetime) -> None:
        if hook.asked:
            stop.set()
        raise StoreBusyError

    made = world.deliverer(X=webhook_at(hook.port))
    made.beside = beside
    made.run(stop)
    assert hook.ids == names(item)


def _deliver(url: str, key: HybridIdentity, channel: Channel) -> None:
    outbox = Outbox(open_casebook(url))
    Deliverer(outbox, {"X": channel}, key, lambda _row, _ended: None).run(Event())


def test_whenever_the_deliverer_is_killed_each_item_arrives(
    deliverer_key: HybridIdentity,
    casebook: Engine,
    hook: HookHost,
    webhook_at: WebhookAt,
    tmp_path: Path,
) -> None:
    """At least once, and twice only what was on its way at a kill: then under the same id."""
    outbox, drawn = Outbox(casebook), random.Random(11)  # noqa: S311 (when to kill)
    sealed = seal_item(Item(Kind.NOTICE), deliverer_key.recipient)
    items = [an_id() for _ in range(40)]
    now = datetime.now(NOW.tzinfo)
    for item in items:
        outbox.put(item, "X", sealed, now=now, until=now + 6 * HOUR)
    kills, url = 0, f"sqlite:///{tmp_path}/casebook/casebook.sqlite3"
    deadline = time.monotonic() + 60
    while outbox.standing().waiting and time.monotonic() < deadline:
        process = FORK.Process(target=_deliver, args=(url, deliverer_key, webhook_at(hook.port)))
        process.start()
        wait = drawn.uniform(0.05, 0.4) if kills < KILLS else 30
        while wait > 0 and outbox.standing().waiting:
            time.sleep(0.02)
            wait -= 0.02
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        kills += 1
        with writing(casebook) as connection:  # the time after which what it had is free
            connection.execute(update(tables.deliverer).values(beat=now - 2 * LEASE))
    assert outbox.standing().waiting == 0
    assert outbox.dead() == []
    assert set(hook.ids) == set(names(*items))
    assert len(hook.ids) - len(items) <= kills
    assert kills > 1
