"""What is unopened rings in batches, at moments that are drawn, as far as it can be known."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.dispatch.conftest import NOW
from tests.dispatch.test_posting import channel
from tests.store.samples import an_id, small_tip
from tests.store.test_doorstep import a_link
from tipline.age import HybridIdentity
from tipline.configuration import Channels
from tipline.dispatch.posting import Post
from tipline.dispatch.watching import Watch
from tipline.store.casebook.cases import Cases
from tipline.store.casebook.outbox import Outbox
from tipline.store.casebook.sessions import Sessions
from tipline.store.casebook.staff import AnalystRow, MembershipRow, Staff
from tipline.store.engine import open_inbox
from tipline.store.inbox.doorstep import Doorstep
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.hearing import Hearing
from tipline.store.inbox.shelf import Shelf
from tipline.store.reserve import Reserve

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
BEGAN = NOW.replace(minute=0)


@pytest.fixture
def drop(made: Path, tmp_path: Path) -> Iterator[Drop]:
    shutil.copytree(made / "inbox", tmp_path / "inbox")
    engine = open_inbox(f"sqlite:///{tmp_path}/inbox/inbox.sqlite3", public=True)
    yield Drop(engine, Reserve(tmp_path / "reserve", 1))
    engine.dispose()


@pytest.fixture
def post(outbox: Outbox, configured: Channels, deliverer_key: HybridIdentity) -> Post:
    ringing = replace(configured, channels=(channel("OPS", rings_for=("TRIAGE",)),))
    return Post(outbox, ringing, deliverer_key.recipient)


@pytest.fixture
def watch(drop: Drop, tmp_path: Path, casebook: Engine, post: Post) -> Iterator[Watch]:
    inbox = open_inbox(f"sqlite:///{tmp_path}/inbox/inbox.sqlite3", public=False)
    yield Watch(
        post=post,
        shelf=Shelf(inbox),
        cases=Cases(casebook),
        sessions=Sessions(casebook, 15 * MINUTE, 12 * HOUR),
        staff=Staff(casebook),
    )
    inbox.dispose()


def somebody_works(watch: Watch, desk: str = "TRIAGE", now: datetime = BEGAN) -> None:
    analyst = an_id()
    row = AnalystRow(id=analyst, lookup=2 * an_id(), recipient=b"r", verifier=2 * an_id(),
                     identity=b"i", totp=b"t", profile=b"p")  # fmt: skip
    seat = MembershipRow(analyst_id=analyst, desk=desk, role="analyst", sealed=b"s", card=b"c")
    watch.staff.add(row, [seat])
    long = replace(watch.sessions, idle=24 * HOUR)
    watch.sessions = replace(long, absolute=48 * HOUR)
    watch.sessions.start(2 * an_id(), analyst, b"sealed", now)


def opened(watch: Watch, tip_id: bytes) -> None:
    watch.cases.begin(an_id(), b"r", tip_id, {"TRIAGE": b"e"}, b"event", b"head")


def test_what_an_agency_said_and_nobody_heard_rings(watch: Watch) -> None:
    hearing, link = Hearing(watch.shelf.engine), a_link(until=BEGAN + 48 * HOUR)
    hearing.open_link(link)
    assert rung(watch, BEGAN, HOUR) == []
    Doorstep(watch.shelf.engine).leave(link.id, an_id(), b"sealed")
    assert len(rung(watch, BEGAN + HOUR, HOUR)) == 4  # a batch is a quarter of an hour
    somebody_works(watch, now=BEGAN + 2 * HOUR)
    hearing.take_out(hearing.said([link.id]))
    assert rung(watch, BEGAN + 2 * HOUR, HOUR) == []
    Doorstep(watch.shelf.engine).leave(link.id, an_id(), b"sealed")
    first = rung(watch, BEGAN + 3 * HOUR, HOUR)[0]  # they are at work: past the target
    assert first - (BEGAN + 3 * HOUR) >= watch.post.configured.alarm.target


def rung(watch: Watch, since: datetime, span: timedelta) -> list[datetime]:
    """Return when the channel rang, looked at every half minute; each item is taken at once."""
    found, now = [], since
    while now < since + span:
        watch.turn(now)
        row = watch.post.outbox.claim(an_id(), "OPS", now)
        if row is not None:
            watch.post.outbox.delivered(row.id, now)
            found.append(now)
        now += MINUTE / 2
    return found


def test_nothing_rings_for_nothing(watch: Watch, drop: Drop) -> None:
    assert rung(watch, BEGAN, 2 * HOUR) == []
    tip = small_tip(hour=BEGAN)
    drop.put(tip)
    opened(watch, tip.tip_id)
    assert rung(watch, BEGAN + 2 * HOUR, 2 * HOUR) == []


def test_while_nobody_works_each_batch_rings_once_until_it_is_opened(
    watch: Watch, drop: Drop
) -> None:
    tip = small_tip(hour=BEGAN)
    drop.put(tip)
    times = rung(watch, BEGAN, 2 * HOUR)
    assert len(times) == 8
    assert [(at - BEGAN) // (15 * MINUTE) for at in times] == list(range(8))
    opened(watch, tip.tip_id)
    assert rung(watch, BEGAN + 2 * HOUR, HOUR) == []


def test_the_moments_within_the_batches_are_drawn(watch: Watch, drop: Drop) -> None:
    drop.put(small_tip(hour=BEGAN))
    times = rung(watch, BEGAN, 8 * HOUR)
    within = [(at - BEGAN) % (15 * MINUTE) for at in times]
    assert len(times) == 32
    assert max(within) - min(within) > 8 * MINUTE


def test_while_somebody_works_it_rings_past_the_target(watch: Watch, drop: Drop) -> None:
    somebody_works(watch)
    watch.turn(BEGAN)
    drop.put(small_tip(hour=BEGAN))
    first = rung(watch, BEGAN + MINUTE, HOUR)[0]
    assert first >= BEGAN + 11 * MINUTE  # it was seen at the first of these
    assert first <= BEGAN + 45 * MINUTE


def test_a_report_that_nobody_here_saw_coming_counts_from_the_end_of_its_hour(
    watch: Watch, drop: Drop
) -> None:
    somebody_works(watch)
    drop.put(small_tip(hour=BEGAN))
    watch.turn(BEGAN + 59 * MINUTE)
    assert not watch.waits("TRIAGE", BEGAN + 69 * MINUTE)
    assert watch.waits("TRIAGE", BEGAN + 70 * MINUTE)


def test_who_works_at_another_desk_opens_nothing_of_this_one(watch: Watch, drop: Drop) -> None:
    somebody_works(watch, "CG")
    drop.put(small_tip(hour=BEGAN))
    assert watch.waits("TRIAGE", BEGAN)


def test_reports_to_oversight_do_not_ring_elsewhere(watch: Watch, drop: Drop) -> None:
    drop.put(small_tip(hour=BEGAN, desk="OVS"))
    assert rung(watch, BEGAN, HOUR) == []


def test_with_cover_each_batch_rings_whatever_waits(watch: Watch) -> None:
    configured = watch.post.configured
    covered = replace(configured, alarm=replace(configured.alarm, cover=True))
    watch.post = replace(watch.post, configured=covered)
    assert len(rung(watch, BEGAN, 2 * HOUR)) == 8


def test_a_channel_that_takes_nothing_gets_no_second_notice(watch: Watch, drop: Drop) -> None:
    drop.put(small_tip(hour=BEGAN))
    for minutes in range(120):
        watch.turn(BEGAN + minutes * MINUTE)
    assert watch.post.outbox.standing().waiting == 1


def test_a_deliverer_that_begins_anew_does_not_ring_again_in_the_same_batch(
    watch: Watch, drop: Drop
) -> None:
    drop.put(small_tip(hour=BEGAN))
    assert rung(watch, BEGAN, 15 * MINUTE)
    watch._batches.clear()
    assert rung(watch, BEGAN + 14 * MINUTE, MINUTE) == []
