"""What the review site does about what leaves: it rings, and tells when nothing leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.review.test_late import NOON
from tests.review.test_wall import give
from tests.review.world import World, build_with_channels
from tests.store.samples import an_id
from tests.visitor import look
from tipline.dispatch.item import Kind, open_item
from tipline.dispatch.secrets import read_identity
from tipline.keyring.card import Role
from tipline.review import clock
from tipline.store.casebook.outbox import Outbox
from tipline.tips.report import Now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


CHANNEL = """
[[channel]]
code = "{code}"
desk = "OPS"
by = "webhook"
to = "https://localhost/tipline"
rings_for = ["{desk}"]
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a deployment with a channel for the desk that takes reports in, and for oversight."""
    channels = (("OPS-HOOK", "TRIAGE"), ("OVS-HOOK", "OVS"))
    told = "".join(CHANNEL.format(code=code, desk=desk) for code, desk in channels)
    made = build_with_channels(tmp_path, told)
    yield made
    made.house.viewer.close()


@pytest.fixture
def outbox(world: World) -> Outbox:
    return Outbox(world.house.cases.engine)


@pytest.fixture
def noon(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        world.moment = NOON
        yield traveller


@pytest.mark.parametrize("path", ["/en/queue", "/en/wall"])
def test_what_cannot_wait_rings_from_every_page_once_in_two_minutes(
    world: World, outbox: Outbox, noon: time_machine.Traveller, path: str
) -> None:
    noor = world.analyst("Noor")
    noor.get(path)
    assert outbox.standing().waiting == 0
    sent = world.send(now=Now.YES)
    noon.shift(timedelta(seconds=6))
    for _ in range(3):
        noor.get(path)
    assert (outbox.waits("OPS-HOOK"), outbox.waits("OVS-HOOK")) == (1, 0)
    noon.shift(timedelta(minutes=2))
    noor.get(path)
    assert outbox.waits("OPS-HOOK") == 2
    noor.get(sent.path)
    noon.shift(timedelta(minutes=4))
    noor.get(path)
    assert outbox.waits("OPS-HOOK") == 2
    row = outbox.claim(an_id(), "OPS-HOOK", clock.now())
    assert row is not None
    item = open_item(row.sealed, read_identity(world.settings.keys))
    assert (item.kind, item.reference, item.package) == (Kind.NOW, "", "")


def test_what_can_wait_rings_nowhere_from_a_page(world: World, outbox: Outbox) -> None:
    world.send(category="PROP")
    world.analyst("Noor").get("/en/queue")
    assert outbox.standing().waiting == 0


def test_the_wall_and_its_screen_tell_that_no_deliverer_runs(world: World, outbox: Outbox) -> None:
    huda = world.analyst("Huda", role=Role.SUPERVISOR)
    assert "the deliverer is not running" in look(huda.get("/en/wall")).words
    assert "برنامج الإرسال لا يعمل" in look(huda.get("/ar/wall")).words
    outbox.beat(an_id(), clock.now() - timedelta(hours=3))
    assert "the deliverer last ran 3 hr ago" in look(huda.get("/en/wall")).words
    give(huda)
    assert "the deliverer last ran 3 hr ago" in look(huda.get("/en/screen")).words
    outbox.beat(an_id(), clock.now())
    assert "deliverer" not in look(huda.get("/en/screen")).words


def test_the_wall_tells_what_could_not_be_delivered(world: World, outbox: Outbox) -> None:
    noor, now = world.analyst("Noor"), clock.now()
    outbox.beat(an_id(), now)
    for _ in range(2):
        item = an_id()
        outbox.put(item, "OPS-HOOK", b"sealed", now=now, until=now + timedelta(hours=2))
        outbox.bury(item, "refused")
    assert "2 messages could not be delivered." in look(noor.get("/en/wall")).words
    assert "تعذّر تسليم رسالتين." in look(noor.get("/ar/wall")).words
    outbox.drop([row.id for row in outbox.dead()])
    assert "could not be delivered" not in look(noor.get("/en/wall")).words
