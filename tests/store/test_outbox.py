"""The outbox: each item is one deliverer's at a time, and is kept until it is delivered or dead."""

from __future__ import annotations

import multiprocessing
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.store.samples import an_id
from tipline.store.casebook.outbox import FORGOTTEN, KEPT, LEASE, Outbox, Standing
from tipline.store.engine import open_casebook

NOW = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
MARK = b"sealed for the deliverer alone"
FORK = multiprocessing.get_context("fork")


@pytest.fixture
def outbox(casebook: Engine) -> Outbox:
    return Outbox(casebook)


def put(outbox: Outbox, channel: str = "OPS", item: bytes | None = None) -> bytes:
    item = item or an_id()
    outbox.put(item, channel, MARK, now=NOW, until=NOW + 6 * HOUR)
    return item


def test_the_same_thing_is_put_once(outbox: Outbox) -> None:
    item = an_id()
    until = NOW + HOUR
    assert outbox.put(item, "OPS", MARK, now=NOW, until=until)
    assert not outbox.put(item, "OPS", b"another", now=NOW, until=until)
    row = outbox.claim(an_id(), "OPS", NOW)
    assert row is not None
    assert row.sealed == MARK
    outbox.delivered(item, NOW)
    assert not outbox.put(item, "OPS", MARK, now=NOW, until=until)


def test_a_claimed_item_is_nobody_elses_while_its_deliverer_lives(outbox: Outbox) -> None:
    mine, theirs = an_id(), an_id()
    put(outbox)
    outbox.beat(mine, NOW)
    assert outbox.claim(mine, "OPS", NOW) is not None
    assert outbox.claim(theirs, "OPS", NOW + LEASE / 2) is None
    outbox.beat(mine, NOW + LEASE / 2)
    assert outbox.claim(theirs, "OPS", NOW + LEASE) is None
    found = outbox.claim(theirs, "OPS", NOW + 2 * LEASE)
    assert found is not None
    assert found.attempts == 2  # the one that was not finished counts


def test_other_channels_and_later_hours_are_left_alone(outbox: Outbox) -> None:
    item = put(outbox)
    assert outbox.claim(an_id(), "CG", NOW) is None
    outbox.put_back(item, NOW + HOUR, "busy")
    assert outbox.claim(an_id(), "OPS", NOW + timedelta(minutes=29)) is None
    found = outbox.claim(an_id(), "OPS", NOW + timedelta(minutes=30))  # the hour has begun
    assert found is not None
    assert found.trouble == "busy"


def test_what_was_tried_least_comes_first(outbox: Outbox) -> None:
    holder, tried, fresh = an_id(), put(outbox), an_id()
    for _ in range(2):
        assert outbox.claim(holder, "OPS", NOW) is not None
        outbox.put_back(tried, NOW, "busy")
    put(outbox, item=fresh)
    found = outbox.claim(holder, "OPS", NOW)
    assert found is not None
    assert found.id == fresh


def test_a_delivered_item_leaves_its_id_alone_and_then_nothing(
    outbox: Outbox, tmp_path: Path
) -> None:
    item = put(outbox)
    outbox.delivered(item, NOW)
    assert outbox.standing() == Standing(0, 0, None)
    assert outbox.claim(an_id(), "OPS", NOW + HOUR) is None
    assert MARK not in (tmp_path / "casebook" / "casebook.sqlite3").read_bytes()
    assert outbox.sweep(NOW + KEPT - HOUR) == 0
    assert outbox.sweep(NOW + KEPT) == 1


def test_what_is_not_delivered_in_its_time_is_dead_until_somebody_says_otherwise(
    outbox: Outbox,
) -> None:
    item = put(outbox)
    assert outbox.expire(NOW + 5 * HOUR) == []
    assert outbox.claim(an_id(), "OPS", NOW + 6 * HOUR) is None
    assert [row.id for row in outbox.expire(NOW + 6 * HOUR)] == [item]
    assert outbox.standing().dead == 1
    assert outbox.sweep(NOW + 1000 * HOUR) == 0
    later = NOW + 10 * HOUR
    assert outbox.revive([item], now=later, until=later + HOUR) == 1
    found = outbox.claim(an_id(), "OPS", later)
    assert found is not None
    assert found.attempts == 1
    outbox.bury(item, "refused")
    assert [row.trouble for row in outbox.dead()] == ["refused"]
    assert outbox.drop([item]) == 1
    assert outbox.dead() == []


def test_what_waits_cannot_be_dropped_and_what_is_dead_is_not_put_back(outbox: Outbox) -> None:
    item = put(outbox)
    assert outbox.drop([item]) == 0
    outbox.bury(item, "refused")
    outbox.put_back(item, NOW, "busy")
    assert outbox.standing() == Standing(0, 1, None)


def test_the_last_deliverer_is_remembered(outbox: Outbox) -> None:
    outbox.beat(an_id(), NOW - 3 * FORGOTTEN)
    outbox.beat(an_id(), NOW - 2 * FORGOTTEN)
    outbox.sweep(NOW)
    assert outbox.standing().beat == NOW - 2 * FORGOTTEN


def _claim_all(url: str, found: int) -> None:
    mine, claimed = an_id(), 0
    outbox = Outbox(open_casebook(url))
    outbox.beat(mine, NOW)
    while row := outbox.claim(mine, "OPS", NOW):
        claimed += 1
        os.write(found, row.id)
        outbox.delivered(row.id, NOW)
    os._exit(0)


def test_deliverers_at_once_never_have_the_same_item(outbox: Outbox, casebook_url: str) -> None:
    items = {put(outbox) for _ in range(40)}
    reader, writer = os.pipe()
    processes = [FORK.Process(target=_claim_all, args=(casebook_url, writer)) for _ in range(3)]
    for each in processes:
        each.start()
    for each in processes:
        each.join(30)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    found = [told[at : at + 16] for at in range(0, len(told), 16)]
    assert sorted(found) == sorted(items)
