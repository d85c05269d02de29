"""Whom a rate is counted for, and how counts end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tipline.web.counting import ProcessCounts
from tipline.web.limits import DAY_SECONDS, Pseudonyms, network

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_name_is_another_one_tomorrow_and_elsewhere() -> None:
    names, others = Pseudonyms((20_000, b"key")), Pseudonyms((20_000, b"other"))
    noon = 20_000 * DAY_SECONDS + 43_200
    today = names.name("192.0.2.1", noon)
    assert today == names.name("192.0.2.1", noon + 3600)
    assert today != names.name("192.0.2.2", noon)
    assert today != names.name("192.0.2.1", noon + DAY_SECONDS)
    assert today != others.name("192.0.2.1", noon)
    assert "192.0.2.1" not in today


def test_workers_of_one_server_name_an_address_alike() -> None:
    first, second = Pseudonyms((20_000, b"key")), Pseudonyms((20_000, b"key"))
    later = 20_009 * DAY_SECONDS
    first.name("192.0.2.1", later - 4 * DAY_SECONDS)  # each finds the days when it is asked
    assert first.name("192.0.2.1", later) == second.name("192.0.2.1", later)
    assert first.name("192.0.2.1", later - DAY_SECONDS) == first.name("192.0.2.1", later)


def test_a_subscriber_s_network_counts_as_one() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff:1")
    assert network("2001:db8::1") != network("2001:db8:0:1::1")
    assert network("192.0.2.1") != network("192.0.2.2")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1")
    assert network("fc00:dead:beef:4dad::1:2") != network("fc00:dead:beef:4dad::1:3")


@given(st.text(max_size=50))
def test_anything_has_a_network(address: str) -> None:
    assert network(address)


def test_counts_end_and_are_forgotten() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        counts = ProcessCounts()
        assert [counts.incr("a", 60) for _ in range(3)] == [1, 2, 3]
        assert counts.get("a") == 3
        assert counts.get_expiry("a") == NOW.timestamp() + 60
        clock.shift(timedelta(seconds=59))
        assert counts.incr("a", 60) == 4
        clock.shift(timedelta(seconds=1))
        assert counts.get("a") == 0
        assert counts.incr("b", 60) == 1
        assert counts.reset() == 1
